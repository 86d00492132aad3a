"""What the coming weeks ask of a department, beside what it decides (负荷前瞻).

Needed: procedures that the plans have concluded in a week, if every limit is kept. Urgent:
those that a week more would carry beyond their slack, so that a pinned start is missed.
Room: what the department concluded a working day in the last full weeks, for as many days.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.case import CaseFile
from rules.clocks.round_days import iso_week
from rules.days.working_days import WorkingDays
from rules.plan.backschedule import Schedule, ScheduledCase

LOOKED_BACK = 4
"""Full weeks that a department's pace is read off."""

ONE_WEEK = timedelta(weeks=1)
WORKDAYS_A_WEEK = 5


@dataclass(frozen=True, slots=True)
class Need:
    """A conclusion that a plan needs (待办结事项)."""

    department: str
    procedure: str
    week: str
    intake: str | None
    """The week in which the plan has it handed in; ``None`` = it was."""
    spare: int | None
    """Weeks by which it may be handed in later with nothing after it moved; ``None`` = any."""
    urgent: bool


def weeks_ahead(on: date, count: int) -> tuple[str, ...]:
    """Return the ISO weeks from the one of a day on."""
    return tuple(iso_week(on + number * ONE_WEEK) for number in range(count))


def weeks_later(week: str, count: int) -> str:
    """Return the ISO week that comes some weeks after another."""
    return iso_week(_monday(week) + count * ONE_WEEK)


def weeks_back(on: date) -> tuple[str, ...]:
    """Return the last full ISO weeks before the one of a day, the newest first."""
    return tuple(iso_week(on - number * ONE_WEEK) for number in range(1, LOOKED_BACK + 1))


def needs(file: CaseFile, schedule: Schedule, days: WorkingDays) -> Iterable[Need]:
    """Yield what a plan needs of departments: one conclusion a procedure that is left.

    What was handed in runs against its limit and cannot wait.
    """
    for code, planned in schedule.cases.items():
        slack, case = planned.total_float, file.cases.get(code)
        waits = case is None or case.submitted_on is None
        yield Need(
            *(file.plan[code].department, code, iso_week(planned.early_finish)),
            iso_week(planned.early_start) if waits else None,
            spare_weeks(planned, days) if waits else 0,
            urgent=slack is not None and slack < WORKDAYS_A_WEEK,
        )


def spare_weeks(planned: ScheduledCase, days: WorkingDays) -> int | None:
    """Return by how many weeks a procedure may begin later with nothing after it moved.

    It takes as many working days then as now; ``None`` = nothing waits for it.
    """
    free, begins = planned.free_float, planned.early_start
    if free is None:
        return None
    takes = days.between(begins, planned.early_finish)
    last = days.index(planned.early_finish) + free
    weeks = 0
    while days.index(begins + (weeks + 1) * ONE_WEEK) + takes <= last:
        weeks += 1
    return weeks


def concluded(file: CaseFile, weeks: Collection[str]) -> Counter[str]:
    """Return department → how many cases of a project it concluded in some ISO weeks."""
    return Counter(
        file.plan[case.procedure].department
        for case in file.cases.values()
        if case.concluded and case.concluded_on is not None and case.accepted_on is not None
        if iso_week(case.concluded_on) in weeks
    )


def working(weeks: Sequence[str], days: WorkingDays) -> int:
    """Return how many working days some ISO weeks have."""
    total = 0
    for week in weeks:
        monday = _monday(week)
        total += days.between(monday - timedelta(days=1), monday + timedelta(days=6))
    return total


def _monday(week: str) -> date:
    return date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)
