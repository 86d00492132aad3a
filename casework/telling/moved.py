"""Who is told that days moved, and in which words (期限调整告知): one notice per project."""

from collections.abc import Mapping
from datetime import date

from models.campaign import Campaign
from models.case import CaseFile
from models.catalogue import Procedure
from models.date_words import date_name
from models.days import DateKind, DueDatesMoved, MovedDate
from models.notice import Ground
from notices.recipients import recipients

INWARD = frozenset({DateKind.REMINDER, DateKind.START_REMINDER})
"""Days on which the system itself reminds: nobody counts with them."""

NAMED_DAYS = 3
"""How many days of a notice are named as the cause of one move."""


def concerns_somebody(payload: DueDatesMoved) -> bool:
    """Tell whether a day moved that somebody counts with."""
    return any(move.what not in INWARD for move in payload.moves)


def moves_in_words(payload: DueDatesMoved, procedures: Mapping[str, Procedure]) -> tuple[str, ...]:
    """Say what moved from where to where, and because of which days.

    Procedures come in catalogue order, the project's own days last.
    """
    order = {code: place for place, code in enumerate(procedures)}
    told = [move for move in payload.moves if move.what not in INWARD]
    told.sort(key=lambda move: order.get(move.procedure, len(order)))
    return tuple(_in_words(move, procedures.get(move.procedure)) for move in told)


def recipients_of_move(
    payload: DueDatesMoved,
    file: CaseFile,
    campaign: Campaign,
    procedures: Mapping[str, Procedure],
) -> tuple[str, ...]:
    """Return the offices of every procedure of which a day moved, and who speaks for the project.

    Each account once, however many of its procedures are affected.
    """
    unit = file.project.unit
    touched = {
        move.procedure for move in payload.moves if move.what not in INWARD and not move.office
    }
    offices = dict.fromkeys(
        procedure.department for code, procedure in procedures.items() if code in touched
    )
    offices.update(
        dict.fromkeys(move.office for move in payload.moves if move.office and move.office != unit)
    )
    project = file.project
    return tuple(
        dict.fromkeys(
            number
            for department in offices or {"": None}
            for number in recipients(
                Ground.DUE_DATES_MOVED,
                campaign,
                unit=project.unit,
                chief_service_officer=project.chief_service_officer,
                department=department,
                agent=file.agent,
            )
        )
    )


def _in_words(move: MovedDate, procedure: Procedure | None) -> str:
    where = f"{procedure.code} {procedure.name}" if procedure is not None else ""
    before = _day(move.before) if move.before is not None else "未定"
    after = _day(move.after) if move.after is not None else "不再推算"
    return f"{where}{date_name(move)}由{before}改为{after}{_because(move)}"


def _because(move: MovedDate) -> str:
    days = move.because
    more = f"等{len(days)}日" if len(days) > NAMED_DAYS else ""
    listed = f"因{'、'.join(_day(day) for day in days[:NAMED_DAYS])}{more}" if days else ""
    reason = "，".join(filter(None, (listed, move.article and f"依{move.article}顺延")))
    return f"（{reason}）" if reason else ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
