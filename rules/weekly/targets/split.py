"""What each project has to do in each month (任务分解): planned beside done, and by whom."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from models.book_line import BookLine
from models.case import CaseFile
from models.target import MONEY, TargetMeasure
from rules.clocks.round_days import monday_of
from rules.standing.planned_progress import planned_share
from rules.weekly.targets.shares import ONE, ZERO, Share

TASKS: Mapping[TargetMeasure, str] = {
    TargetMeasure.PROCEDURES_RATE: "办结前期手续",
    TargetMeasure.START_RATE: "开（复）工",
    TargetMeasure.LEAST_STARTS: "开（复）工",
    TargetMeasure.PRODUCTION_RATE: "竣工投产",
    TargetMeasure.READY_RATE: "达到申报标准",
}
BEFORE = ""
"""The month of what was there before the first report of the year."""


@dataclass(frozen=True, slots=True)
class Month:
    """What has to be done in one month (月度任务)."""

    month: str
    planned: Decimal
    done: Decimal
    task: str = ""
    due_on: date | None = None
    post: str = ""
    """Number of the post that a book names; empty = the unit's own."""


def months_of(
    share: Share,
    measure: TargetMeasure,
    file: CaseFile | None,
    *,
    by: date | None,
    week: str,
    on: date,
    plans: Mapping[str, BookLine],
) -> tuple[Month, ...]:
    """Return the months of one share; ``plans`` = month → what a book says of the project.

    Sums of what is done add up to what the project adds in the year.
    """
    if measure not in MONEY:
        day = _day(measure, file, by)
        return (
            Month(
                month=f"{day:%Y-%m}" if day is not None else BEFORE,
                planned=ONE,
                done=share.done,
                task=TASKS[measure],
                due_on=day,
            ),
        )
    if file is None:
        return (Month(f"{on:%Y-%m}", share.of, share.done),)
    return tuple(_sums(file, by or date(on.year, 12, 31), week, on.year, plans))


def _day(measure: TargetMeasure, file: CaseFile | None, by: date | None) -> date | None:
    if file is None:
        return by
    match measure:
        case TargetMeasure.START_RATE | TargetMeasure.LEAST_STARTS:
            return file.pinned_start or by
        case TargetMeasure.PRODUCTION_RATE:
            return file.project.planned_completion or by
        case _:
            return by


def _sums(
    file: CaseFile, by: date, week: str, year: int, plans: Mapping[str, BookLine]
) -> Iterator[Month]:
    """Yield what is planned and what was invested in each month of a year, up to a day."""
    whole = file.project.investment.this_year
    done = _invested(file, week, year)
    if done.get(BEFORE):
        yield Month(BEFORE, ZERO, done[BEFORE])
    earlier = ZERO
    for number in range(1, 13):
        month = f"{year}-{number:02d}"
        share = planned_share(file, date(year, number, monthrange(year, number)[1]))
        upto = (share or ZERO) * whole
        planned, earlier = upto - earlier, upto
        line = plans.get(month)
        if line is not None and line.amount("planned"):
            planned = Decimal(line.amount("planned"))
        within = date(year, number, 1) <= by
        if done.get(month) or (within and planned):
            yield Month(
                month=month,
                planned=planned if within else ZERO,
                done=done.get(month, ZERO),
                due_on=line.day("due_on") if line is not None else None,
                post=line.text("holder") if line is not None else "",
            )


def _invested(file: CaseFile, week: str, year: int) -> dict[str, Decimal]:
    """Return month → what was invested in it, by the reports; a week is its Thursday's month."""
    found: dict[str, Decimal] = {}
    before: Decimal | None = None
    for one in sorted(file.progress.reports):
        if one > week:
            break
        thursday = monday_of(one) + timedelta(days=3)
        if thursday.year != year:
            continue
        now = file.progress.reports[one].report
        grown = now.invested_year - before if before is not None else now.invested_week
        if before is None and now.invested_year > now.invested_week:
            found[BEFORE] = now.invested_year - now.invested_week
        month = f"{thursday:%Y-%m}"
        found[month] = found.get(month, ZERO) + grown
        before = now.invested_year
    return found
