"""How each thing to be corrected stands (补正事项): every item has its own day, state and light.

What a notice told once (行政许可法 32(1)(四)) comes in piece by piece; the application is
received when the last piece is in. An item that is late is yellow, as its case is: no law
makes it the end of the application, which may be corrected still or withdrawn. So what
its day brings is a reminder, the day before and the day after, once for each item.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.act_requests import CorrectionItem
from models.case import Case, CaseState, Light
from models.case_entries import Reminded, reminded
from models.catalogue import Unit
from models.notice import Ground
from rules.days.last_day import day_after, last_day, passed
from rules.days.working_days import WorkingDays

CORRECTIONS = (Ground.CORRECTION_DUE_SOON, Ground.CORRECTION_OVERDUE)
"""Reminders ahead of the day of something to be corrected, and after it."""


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """One item of a notice of correction on a day (补正事项状况)."""

    number: int
    item: CorrectionItem
    due_on: date | None
    """Its last good day; ``None`` = the notice names none."""
    corrected_on: date | None
    light: Light
    state_name: str


def correction_items(case: Case, *, on: date, days: WorkingDays) -> Iterator[ItemStanding]:
    """Yield the items of the last notice in their order, while the application waits for them."""
    if case.state is not CaseState.CORRECTING:
        return
    for number, item in enumerate(case.corrections, 1):
        come = case.corrected.get(item.document)
        late = item.due_on is not None and passed(item.due_on, on=on, days=days)
        light, said = (Light.YELLOW, "逾期未补正") if late else (Light.GREEN, "待补正")
        if come is not None:
            light, said = Light.GREEN, "已补正"
        due_on = last_day(item.due_on, days) if item.due_on is not None else None
        yield ItemStanding(number, item, due_on, come, light, said)


def correction_reminders(
    case: Case, *, near_workdays: int, days: WorkingDays
) -> Iterator[tuple[date, Reminded]]:
    """Yield the reminders about what is still to be corrected, each with its day.

    Items of one day share a reminder, which is about the day that was told; it comes when
    the last good day is near or over (民法典 203), and not on the day of the notice itself.
    """
    if case.state is not CaseState.CORRECTING:
        return
    soon, over = CORRECTIONS
    for told in sorted({item.due_on for item in case.open_corrections if item.due_on}):
        if (over, told) in case.reminded:
            continue
        last = last_day(told, days)
        near = days.previous_working_day(days.back(last, near_workdays, Unit.WORKDAY))
        since = case.corrections_told_on
        if (soon, told) not in case.reminded and (since is None or near > since):
            yield near, reminded(soon, told, case.procedure)
        over_on = day_after(told, days)
        yield over_on, reminded(over, told, case.procedure)
