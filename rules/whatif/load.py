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
from rules.plan.backschedule import Schedule

LOOKED_BACK = 4
"""Full weeks that a department's pace is read off."""

ONE_WEEK = timedelta(weeks=1)
WORKDAYS_A_WEEK = 5


@dataclass(frozen=True, slots=True)
class Need:
    """A conclusion that a plan needs (待办结事项)."""

    department: str
    week: str
    urgent: bool


def weeks_ahead(on: date, count: int) -> tuple[str, ...]:
    """Return the ISO weeks from the one of a day on."""
    return tuple(iso_week(on + number * ONE_WEEK) for number in range(count))


def weeks_back(on: date, count: int = LOOKED_BACK) -> tuple[str, ...]:
    """Return the last full ISO weeks before the one of a day, the newest first."""
    return tuple(iso_week(on - number * ONE_WEEK) for number in range(1, count + 1))


def needs(file: CaseFile, schedule: Schedule) -> Iterable[Need]:
    """Yield what a plan needs of departments: one conclusion a procedure that is left."""
    for code, planned in schedule.cases.items():
        slack = planned.total_float
        yield Need(
            file.plan[code].department,
            iso_week(planned.early_finish),
            urgent=slack is not None and slack < WORKDAYS_A_WEEK,
        )


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
        monday = date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)
        total += days.between(monday - timedelta(days=1), monday + timedelta(days=6))
    return total
