"""When a project can start if everybody keeps to the promised limits (预计开工日).

The thin face of the back-schedule for those who only ask for the start: one forward
pass over the procedures that the start gate asks for, from the facts in the file.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from models.case import Case, CaseFile, CaseState
from models.catalogue import Procedure
from rules.clocks.clock import ONE_DAY
from rules.in_force.regulations import Regulations
from rules.plan.network import network_of
from rules.plan.passes import forward
from rules.plan.remainder import asked_of


@dataclass(frozen=True, slots=True)
class ExpectedCase:
    """When a case is expected to begin and to be concluded (预计起止)."""

    procedure: str
    starts_on: date
    concludes_on: date


@dataclass(frozen=True, slots=True)
class StartForecast:
    """When the start gate is expected to open, and what decides it (开工预测)."""

    start_on: date
    pinned_on: date | None
    slip_days: int
    """Working days after the pinned date; 0 = in time."""
    float_days: int
    """Working days to spare before the pinned date; 0 when there is none."""
    expected: Mapping[str, ExpectedCase]
    deciding: str | None
    """The procedure that is concluded last."""

    @property
    def slipped(self) -> bool:
        """Tell whether the forecast lies after the pinned date."""
        return self.slip_days > 0


def forecast_start(
    file: CaseFile,
    procedures: Mapping[str, Procedure],
    *,
    on: date,
    regulations: Regulations,
) -> StartForecast:
    """Forecast the start of construction as seen on a day."""
    days, day = regulations.days, date.fromordinal
    network = network_of(file, procedures, on=on, regulations=regulations)
    passed = forward(network, days)
    start, pinned = day(passed.start_on), network.pinned_on
    return StartForecast(
        start_on=start,
        pinned_on=pinned,
        slip_days=days.between(pinned, start) if pinned and start > pinned else 0,
        float_days=days.between(start, pinned) if pinned and start <= pinned else 0,
        expected={
            step.procedure: ExpectedCase(step.procedure, day(begins), day(ends))
            for step, begins, ends in zip(network.steps, passed.start, passed.finish, strict=True)
            if step.finished_on is None
        },
        deciding=None if passed.deciding is None else network.steps[passed.deciding].procedure,
    )


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
    return _slips_on(_Asked(file, procedures, regulations, since))


class _Asked:
    """A file, the regulations and a day as a cache key: the same objects."""

    __slots__ = ("file", "procedures", "regulations", "since")

    def __init__(
        self,
        file: CaseFile,
        procedures: Mapping[str, Procedure],
        regulations: Regulations,
        since: date,
    ) -> None:
        self.file, self.procedures = file, procedures
        self.regulations, self.since = regulations, since

    def __hash__(self) -> int:
        return hash((id(self.file), self.since))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Asked)
            and self.file is other.file
            and self.procedures is other.procedures
            and self.regulations is other.regulations
            and self.since == other.since
        )


@lru_cache(maxsize=1024)
def _slips_on(asked: _Asked) -> date:
    file, procedures = asked.file, asked.procedures
    regulations, since = asked.regulations, asked.since
    pinned, days = file.pinned_start, regulations.days
    assert pinned is not None
    network = network_of(file, procedures, on=since, regulations=regulations)
    latest, first = pinned.toordinal(), since.toordinal()

    def slipped(shift: int) -> bool:
        return forward(network, days, on=first + shift).start_on > latest

    def seen_anew(shift: int) -> bool:
        seen = network_of(file, procedures, on=since + shift * ONE_DAY, regulations=regulations)
        return forward(seen, days).start_on > latest

    shifts = range(max(latest - first + 1, 0))
    shift = bisect_left(shifts, True, key=slipped)
    moving = any(step.paused or _moves(file.cases[step.procedure]) for step in network.steps)
    if moving or file.parcels:
        if shift in shifts and not seen_anew(shift):
            shift = bisect_left(shifts, True, lo=shift + 1, key=seen_anew)
        elif shift > 0 and seen_anew(shift - 1):
            shift = bisect_left(shifts, True, hi=shift - 1, key=seen_anew)
    return since + shift * ONE_DAY


def alike_ahead(
    file: CaseFile,
    one: Mapping[str, Procedure],
    other: Mapping[str, Procedure],
    regulations: Regulations,
) -> bool:
    """Tell whether two laws leave the same ahead of every case that has not been taken in yet."""
    waiting = (
        (case, one[case.procedure], other[case.procedure])
        for case in map(file.cases.__getitem__, file.plan)
        if not case.concluded and (case.limits is None or case.ended_on is not None)
    )
    return all(
        before is after or asked_of(case, before, regulations) == asked_of(case, after, regulations)
        for case, before, after in waiting
    )


def _moves(case: Case) -> bool:
    """Tell whether what is left of a case depends on the day otherwise than by counting down."""
    return case.awaits_upstream or case.state in (CaseState.SUBMITTED, CaseState.CORRECTING)
