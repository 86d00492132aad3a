"""How many days of a limit are left on every day on which nothing more happens (倒计时).

A clock that runs counts down to one day, and after its last good day counts up from it; one
that stands still says the same every day. Either is two days or one number, which a row can
keep: nothing of the case is needed to read it later (`rules/clocks/clock.py` says what the
numbers mean).
"""

from dataclasses import dataclass
from datetime import date

from models.case import Case
from models.catalogue import TimeLimit, Unit
from rules.clocks.clock import ONE_DAY, ClockReading
from rules.days.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class Countdown:
    """What is left of a limit from its last reading on (倒计时)."""

    still: int | None = None
    """So many days on every day: the clock stands still, or the case is over."""
    unit: Unit | None = None
    """What is counted up to the due day; ``None`` = nothing runs."""
    to: date | None = None
    """The day on which nothing is left; a limit in calendar days may roll on from there."""
    late_unit: Unit | None = None
    """What is counted after the due day, and where it stands still: the limit's own unit."""
    late_from: date | None = None
    """The day after which days are late ones: the due day, but for days that were stopped."""

    def left(self, due: date | None, *, on: date, days: WorkingDays) -> int | None:
        """Return the days left on a day, negative when overdue; ``due`` is the last good day."""
        if self.still is not None:
            return self.still
        if self.unit is None or self.late_unit is None or self.to is None:
            return None
        if due is not None and on > due:
            return -_counted(self.late_from or due, on, self.late_unit, days)
        return max(_counted(on, self.to, self.unit, days), 0)

    def unit_on(self, day: date, due: date | None) -> Unit:
        """Return what days left, or late, are counted in on a day."""
        late = self.still is not None or (due is not None and day > due)
        return (self.late_unit if late else self.unit) or Unit.WORKDAY

    def late_on(self, due: date | None, *, since: date, days: WorkingDays) -> date | None:
        """Return the first day with less than nothing left; ``since`` where it always was so."""
        if self.still is not None:
            return since if self.still < 0 else None
        if due is None or self.left(due, on=due, days=days) is None:
            return None
        day = due + ONE_DAY
        while (self.left(due, on=day, days=days) or 0) >= 0:
            day += ONE_DAY
        return day


def up_to(due: date | None) -> Countdown:
    """Return a countdown in working days to a day that no clock of a limit has set, if any."""
    if due is None:
        return Countdown()
    return Countdown(None, Unit.WORKDAY, due, Unit.WORKDAY, due)


def countdown(
    case: Case, limit: TimeLimit, reading: ClockReading | None, *, on: date, days: WorkingDays
) -> Countdown:
    """Return what a reading of a limit comes to on later days on which nothing happens.

    ``on`` is the day of the reading, not before the last one that the case names.
    """
    if reading is None:
        return Countdown()
    over = (case.concluded_on or case.ended_on) is not None
    if over or case.stopped or reading.due_on is None:
        return Countdown(still=reading.remaining, late_unit=limit.unit)
    mixed = case.extension_days and limit.unit is not case.extension_unit
    unit = Unit.WORKDAY if mixed else limit.unit
    late_from = reading.due_on
    if reading.overdue:
        late_from = _day_at(on, reading.remaining, limit.unit, days)
    left = reading.remaining if reading.overdue else reading.limit - reading.used
    return Countdown(None, unit, _day_at(on, left, unit, days), limit.unit, late_from)


def _counted(start: date, end: date, unit: Unit, days: WorkingDays) -> int:
    """Count the days of a unit after one day, up to and including another; signed."""
    return days.between(start, end) if unit is Unit.WORKDAY else (end - start).days


def _day_at(on: date, shift: int, unit: Unit, days: WorkingDays) -> date:
    """Return the day up to which so many days of a unit are counted from a day; signed."""
    if unit is Unit.WORKDAY:
        return days.day_at(days.index(on) + shift)
    return on + shift * ONE_DAY
