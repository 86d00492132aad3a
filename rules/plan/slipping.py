"""On which day idleness alone makes the start slip (开工滑期日)."""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from models.case import CaseFile
from models.catalogue import Procedure
from rules.clocks.clock import ONE_DAY
from rules.days.working_days import EPOCH, WorkingDays
from rules.in_force.identity import TheVery
from rules.in_force.regulations import Regulations
from rules.plan.outline import outline_of
from rules.plan.passes import forward
from rules.plan.remainder import asked_of, left_to_law, untouched


def slips_on(
    file: CaseFile,
    procedures: Mapping[str, Procedure],
    *,
    since: date,
    regulations: Regulations,
) -> date:
    """Return the first day, not before ``since``, on which idleness alone makes the start slip.

    The forecast never comes nearer as days pass, so the day is found by halving: at the
    latest it is the day after the pinned one. What a clock that stands still leaves, or one
    that runs before acceptance, moves with the day: there the day that was found is tried
    with all counted anew, and looked for beside it if need be. An act asks for the file that
    the act before it left: the answer is kept for that.
    """
    return _slips_on(TheVery(file), TheVery(procedures), TheVery(regulations), since)


@lru_cache(maxsize=64)
def _slips_on(
    the_file: TheVery[CaseFile],
    the_procedures: TheVery[Mapping[str, Procedure]],
    the_regulations: TheVery[Regulations],
    since: date,
) -> date:
    file, procedures = the_file.itself, the_procedures.itself
    regulations = the_regulations.itself
    pinned, days = file.pinned_start, regulations.days
    assert pinned is not None
    outline = outline_of(file, procedures, on=since, regulations=regulations)
    latest, first = pinned.toordinal(), since.toordinal()

    def starts_on(day: int) -> int:
        return forward(outline, days, on=day).start_on

    def seen_anew(shift: int) -> bool:
        seen = outline_of(file, procedures, on=since + shift * ONE_DAY, regulations=regulations)
        return forward(seen, days).start_on > latest

    shifts = range(max(latest - first + 1, 0))
    shift = _first(len(shifts), starts_on, first=first, latest=latest, days=days)
    if outline.moves or file.parcels:
        if shift in shifts and not seen_anew(shift):
            shift = bisect_left(shifts, True, lo=shift + 1, key=seen_anew)
        elif shift > 0 and seen_anew(shift - 1):
            shift = bisect_left(shifts, True, hi=shift - 1, key=seen_anew)
    return since + shift * ONE_DAY


def _first(
    most: int, starts_on: Callable[[int], int], *, first: int, latest: int, days: WorkingDays
) -> int:
    """Return the first of so many shifts after which the start lies beyond the latest day.

    Where all that is left is counted in working days, what is to spare of them says how far
    the day may move: it is tried first, then the day before it. What is found is found by
    trying; a bad guess costs trials.
    """
    upto, ordinals, epoch = days.upto, days.ordinals, EPOCH
    low, high, at, back, ahead = 0, most, 0, 1, 1
    while low < high:
        start = starts_on(first + at)
        if start > latest:
            high = at
            at, back = (at - back if back < 4 else (low + high) // 2), back * 2
        else:
            low = at + 1
            spare = upto[latest - epoch] - upto[start - epoch]
            place = min(upto[first + at - epoch] + spare, len(ordinals) - 1)
            further = at + ahead if high == most else (low + high) // 2
            at, ahead = max(ordinals[place] - first, further), ahead * 2
        at = min(max(at, low), high - 1)
    return low


def alike_ahead(
    file: CaseFile,
    one: Mapping[str, Procedure],
    other: Mapping[str, Procedure],
    regulations: Regulations,
) -> bool:
    """Tell whether two laws leave the same ahead of every case that has not been taken in yet."""
    for code, alike in _unlike(TheVery(one), TheVery(other)):
        case = file.cases.get(code)
        if case is None or case.concluded or (case.limits is not None and case.ended_on is None):
            continue
        if left_to_law(case):
            if not alike:
                return False
            continue
        asked = (asked_of(case, law[code], regulations) for law in (one, other))
        if next(asked) != next(asked):
            return False
    return True


@lru_cache(maxsize=1024)
def _unlike(
    one: TheVery[Mapping[str, Procedure]], other: TheVery[Mapping[str, Procedure]]
) -> tuple[tuple[str, bool], ...]:
    """Return the procedures that two laws do not have in common, unchanged.

    Beside the code of each: whether they leave the same of a case that nobody has touched.
    """
    before, after = one.itself, other.itself
    return tuple(
        (code, untouched(before[code], date.min) == untouched(after[code], date.min))
        for code in before
        if code in after and before[code] is not after[code]
    )
