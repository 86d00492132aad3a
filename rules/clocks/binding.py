"""Which day binds (期限从早): promise and law run side by side, and the one that ends first binds.

A promise is the shorter by count (`rules/in_force/limit_faults.py`), yet its working days may
end after the law's calendar days where a long festival lies between: 国庆节 leaves no working
day, the law counts on (建筑法 8, 民法典 203). Whoever is told the promised day alone would be
led beyond the law.
"""

from datetime import date

from models.case import Case
from models.catalogue import TimeLimit
from rules.clocks.clock import ClockReading, read_clock
from rules.days.working_days import WorkingDays


def earlier(promised: ClockReading | None, statutory: ClockReading | None) -> ClockReading | None:
    """Return the reading of the limit that ends first; of two that end together, the promise.

    A limit that stands still ends after every day; one that was over before the stop keeps
    its day.
    """
    if promised is None or statutory is None:
        return promised or statutory
    ends = statutory.due_on or date.max, promised.due_on or date.max
    return statutory if ends[0] < ends[1] else promised


def binding(case: Case, *, on: date, days: WorkingDays) -> tuple[TimeLimit, ClockReading] | None:
    """Return the limit of a case that ends first, with its reading; ``None`` = nothing runs."""
    if case.limits is None:
        return None
    promised = read_clock(case, case.limits.promised, on=on, days=days)
    statutory = read_clock(case, case.limits.statutory, on=on, days=days)
    found = earlier(promised, statutory)
    if found is None:
        return None
    by_law = found is statutory
    return (case.limits.statutory if by_law else case.limits.promised), found
