"""How much of a limit a case has used, and when it is due (办理时限).

The count is always read off the case, never kept: a reminder that ran twice, late
or not at all cannot change it. A limit runs from acceptance (行政许可法 42), or from receipt
where its law says so (建筑法 8, 环境影响评价法 22): then it runs while nobody has accepted
yet. The day from which it runs does not count (民法典 201, by
analogy); a day on which the clock is stopped does not count, a day on which it is
resumed does (行政许可法 45); a calendar-day limit that ends on a day off rolls to
the next working day (民法典 203).

Days late are counted after the last good day, never after the day before it rolled, and
in the limit's own unit: working days of a limit in working days, calendar days of one in
calendar days. A day on which the clock stands still is not late.

A paper that was put off and came after its promised day leaves the department at least the
day after its receipt (起算日不计入, 民法典 201, by analogy): see :func:`late_papers`.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from models.case import Case, ClockStop
from models.catalogue import Bound, CountsFrom, TimeLimit, Unit
from rules.days.working_days import WorkingDays

ONE_DAY = timedelta(days=1)


class ClockReading(NamedTuple):
    """One limit of one case on one day (时限读数)."""

    limit: int
    unit: Unit
    used: int
    remaining: int
    """Days left; below zero once it is overdue: so many days after the last good day."""
    due_on: date | None
    """The last good day; ``None`` while the clock stands still."""
    provisional: bool
    """The span reaches beyond the published holiday calendar."""
    overdue: bool
    """The day read lies after the last good day."""


def counted_from(case: Case, limit: TimeLimit) -> date | None:
    """Return the day from which a limit of a case runs; ``None`` = it does not run yet.

    Receipt is the day on which the application came in complete (`Case.received_on`): what
    had to be corrected first was received with its correction (施工许可管理办法: 自补正齐全后).
    """
    if limit.counts_from is CountsFrom.RECEIPT and case.received_on is not None:
        return case.received_on
    return case.clock_from


class Clock(NamedTuple):
    """One limit of one case, its end counted once: to be read on as many days as need be (时钟)."""

    start: date
    limit: TimeLimit
    total: int
    """Days of the limit, with those of an extension in its own unit."""
    due_on: date | None
    ended_on: date | None
    """It is not read on later days than this: the case was concluded, or has ended."""
    mixed: bool
    """An extension is counted in another unit than the limit."""
    stops: tuple[ClockStop, ...]
    days: WorkingDays

    def read(self, on: date) -> ClockReading:
        """Read it on a day."""
        total, unit, due, days = self.total, self.limit.unit, self.due_on, self.days
        upto = min(on, self.ended_on) if self.ended_on else on
        used = _used(self.start, upto, unit, self.stops, days)
        overdue = due is not None and upto > due
        if due is not None and overdue:
            by_then = _used(self.start, due, unit, self.stops, days)
            remaining = by_then - used
            total = by_then if self.mixed else total
        elif due is not None and self.mixed:
            # Two units in one limit: what is left is told in working days up to the due day.
            remaining = days.between(upto, due)
            total = used + remaining
        else:
            remaining = max(total - used, 0)  # the last day may have rolled over days off
        provisional = due is not None and days.is_provisional(due, due)
        return ClockReading(total, unit, used, remaining, due, provisional, overdue)


def clock_of(case: Case, limit: TimeLimit, *, days: WorkingDays) -> Clock | None:
    """Return the clock of one limit of a case; ``None`` = none runs, or it binds nobody here."""
    start = counted_from(case, limit)
    if start is None or limit.value is None or limit.bound is not Bound.MAX:
        return None
    longer = case.extension_days if limit.unit is case.extension_unit else 0
    return Clock(
        start,
        limit,
        limit.value + longer,
        due_within(case, limit, days=days),
        case.concluded_on or case.ended_on,
        bool(case.extension_days) and limit.unit is not case.extension_unit,
        case.stops,
        days,
    )


def read_clock(case: Case, limit: TimeLimit, *, on: date, days: WorkingDays) -> ClockReading | None:
    """Read one limit of a case on a day; ``None`` = no clock runs, or the limit binds nobody here.

    A concluded or ended case is read on the day it ended.
    """
    clock = clock_of(case, limit, days=days)
    return clock.read(on) if clock is not None else None


def due_within(case: Case, limit: TimeLimit, *, days: WorkingDays) -> date | None:
    """Return the last good day of a limit, extensions included.

    ``None`` = no clock runs, or it stands still.
    """
    due = counted_due(case, limit, days=days)
    for lapsed_on, came_on in late_papers(case):
        if due is None or due < days.previous_working_day(lapsed_on - ONE_DAY):
            return due  # stopped, or late before the promise was broken: that stays
        if came_on is None:
            return None
        due = max(due, days.next_working_day(came_on + ONE_DAY))
    return due


def counted_due(case: Case, limit: TimeLimit, *, days: WorkingDays) -> date | None:
    """Return where a limit ends by its count alone, whenever papers that were put off came."""
    start = counted_from(case, limit)
    if start is None or limit.value is None:
        return None
    length, unit = limit.value, limit.unit
    if unit is case.extension_unit:
        return _due(start, length + case.extension_days, unit, case.stops, days)
    due = _due(start, length, unit, case.stops, days)
    if due is not None and case.extension_days:
        due = _due(due, case.extension_days, case.extension_unit, case.stops, days)
    return due


def late_papers(case: Case) -> tuple[tuple[date, date | None], ...]:
    """Return the broken promises of a case: found broken on which day, and made good on which.

    What lapsed after the decision kept nobody waiting and is left out; of an application that
    has ended nothing comes any more: the day of its end stands for the receipt.
    """
    if not case.owed:
        return ()
    ended = case.concluded_on or case.ended_on
    told = (
        (one.lapsed_on, min(one.received_on or ended or date.max, ended or date.max))
        for one in case.owed
        if one.lapsed_on is not None and (ended is None or one.lapsed_on <= ended)
    )
    return tuple((lapsed, came if came < date.max else None) for lapsed, came in sorted(told))


def earliest_conclusion(case: Case, limit: TimeLimit, *, days: WorkingDays) -> date | None:
    """Return the first day on which a notice period (公告期) lets the case be concluded."""
    start = counted_from(case, limit)
    if start is None or limit.value is None or limit.bound is not Bound.MIN:
        return None
    return days.add(start, limit.value, limit.unit).due_on


def stop_due(stop: ClockStop, *, days: WorkingDays) -> date:
    """Return the last day of the length that was stated for a special procedure."""
    return days.add(stop.started_on, stop.limit_days, stop.limit_unit).due_on


def _counted(after: date, through: date, unit: Unit, days: WorkingDays) -> int:
    """Count the days of a unit after one day, up to and including another."""
    if through <= after:
        return 0
    if unit is Unit.WORKDAY:
        return days.between(after, through)
    return (through - after).days


def _used(
    start: date, upto: date, unit: Unit, stops: Iterable[ClockStop], days: WorkingDays
) -> int:
    used = _counted(start, upto, unit, days)
    for stop in stops:
        first = max(stop.started_on, start + ONE_DAY)
        last = min(stop.ended_on - ONE_DAY if stop.ended_on else upto, upto)
        used -= _counted(first - ONE_DAY, last, unit, days)
    return used


def _due(
    start: date, total: int, unit: Unit, stops: tuple[ClockStop, ...], days: WorkingDays
) -> date | None:
    """Return the last good day: first count past the stops, then roll past what is closed.

    A calendar-day limit rolls once, at its end (民法典 203): a stop that begins before
    the day to which it would roll moves it on, and so does the next one.
    """
    due = _counted_end(start, total, unit, days)
    stopped = 0
    for stop in stops:
        if stop.started_on > due:
            break
        if stop.ended_on is None:
            return None
        first = max(stop.started_on, start + ONE_DAY)
        stopped += _counted(first - ONE_DAY, stop.ended_on - ONE_DAY, unit, days)
        due = _counted_end(start, total + stopped, unit, days)
    if unit is Unit.CALENDAR_DAY:
        due = days.next_working_day(due)
    for stop in stops:
        if stop.started_on <= due and stop.ended_on is None:
            return None
        if stop.ended_on is not None and stop.started_on <= due < stop.ended_on:
            due = days.next_working_day(stop.ended_on)
    return due


def _counted_end(start: date, total: int, unit: Unit, days: WorkingDays) -> date:
    """Return the day on which so many days have been counted, before it rolls."""
    if unit is Unit.CALENDAR_DAY:
        return start + total * ONE_DAY
    return days.add(start, total, unit).due_on
