"""A department's to-do list (待办清单) as rows of a table."""

from collections.abc import Sequence
from datetime import date

from models.views import ToDoLine
from reports.phrases import NOBODY_ASKED
from reports.plain_text import markdown
from rules.lights import ORDER


def to_do_rows(lines: Sequence[ToDoLine]) -> list[dict[str, str]]:
    """Return the rows, most urgent first: the worst light, then the earliest due day."""
    ranked = sorted(
        lines,
        key=lambda one: (
            ORDER.index(one.light),
            one.due_on or date.max,
            one.project,
            one.procedure,
        ),
    )
    return [_row(number, one) for number, one in enumerate(ranked, start=1)]


def _row(number: int, one: ToDoLine) -> dict[str, str]:
    return {
        "序号": str(number),
        "灯": markdown(one.light_name),
        "项目": markdown(one.project_name),
        "项目代码": markdown(one.project),
        "事项": markdown(f"{one.procedure} {one.procedure_name}"),
        "状态": markdown(one.state_name),
        "到期": one.due_on.isoformat() if one.due_on else NOBODY_ASKED,
        "剩余": _left(one.remaining_days),
        "应办事项": markdown(one.to_do),
    }


def _left(days: int | None) -> str:
    """Say how many days are left; whether working days or not is the limit's own matter."""
    match days:
        case None:
            return NOBODY_ASKED
        case 0:
            return "今日到期"
        case left if left > 0:
            return f"{left}天"
        case late:
            return f"超期{-late}天"
