"""How a day that moved is called for people (日期名称): of which matter, issue or week it is."""

from models.days import DateKind, MovedDate
from models.week_words import week_in_words


def date_name(move: MovedDate) -> str:
    """Name the day that moved: ``督办事项（编号 3）督办反馈期限最后一日``."""
    name = move.what.label
    if not move.about:
        return name
    match move.what:
        case DateKind.ROUND_CUTOFF:
            return f"{week_in_words(move.about)}{name}"
        case DateKind.BULLETIN_DUE:
            year, _, month = move.about.partition("-")
            return f"{year}年{int(month)}月{name}"
        case DateKind.ISSUE_DUE:
            return f"问题（编号 {move.about}）{name}"
        case DateKind.LONG_STOP_DUE:
            return f"{move.about}{name}"
        case _:
            return f"督办事项（编号 {move.about}）{name}"
