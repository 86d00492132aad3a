"""The day on which a date with legal effect ends (期限最后一日): one rule for every date.

A promise, a correction, a rectification, a grace, an answer: where the day named falls on
a day on which offices are closed, also because a later notice closed it, it ends on the
next working day (民法典 203; before 2021 民法总则 203). What follows from its passing, a
lapse, a stop, a return, a reminder, happens on a working day after it.

Dates without such an effect stay where they were written (`test_what_does_not_roll`): the
pinned start, a start that a unit proposes, the day until which a reason justifies a light,
the day on which a document is expected, and what a certificate says of its own end.
"""

from datetime import date, timedelta

from rules.days.working_days import WorkingDays

CIVIL_CODE_FROM = date(2021, 1, 1)
_ONE_DAY = timedelta(days=1)


def last_day(named: date, days: WorkingDays) -> date:
    """Return the last good day of a date that was named: itself, or the next working day."""
    return days.next_working_day(named)


def day_after(named: date, days: WorkingDays) -> date:
    """Return the working day on which it is found that a named date has passed."""
    return days.next_working_day(last_day(named, days) + _ONE_DAY)


def passed(named: date, *, on: date, days: WorkingDays) -> bool:
    """Tell whether a named date is over on a day."""
    return on > last_day(named, days)


def article(named: date) -> str:
    """Return the article by which a date moves to the next working day."""
    return f"{civil_law(named)}第二百零三条"


def civil_law(day: date) -> str:
    """Return the law that says how days are counted on a day (民法典 200—204, 民法总则 200—204)."""
    return "民法典" if day >= CIVIL_CODE_FROM else "民法总则"
