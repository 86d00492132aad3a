"""How a case stands on every day on which nothing more happens to it (走势).

Light, whom the light points at, who holds it and which consequence waits for a signature
turn by time alone on few days. The rules themselves (`rules/standing/lights.py`,
`rules/clocks/holders.py`, `rules/acceptance/promise.py`) are asked on the days that a case
names, and between two answers that differ the day of the turn is found by halving. So a
course can be kept in a row and read on any later day without the file: it is a pure function
of the file.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from models.case import Case, CaseFile, CaseState, Light, Party
from models.catalogue import Unit
from models.rulebook import OnDue
from rules.acceptance.hearing import hold_from, request_until
from rules.acceptance.promise import consequence
from rules.acting.next_step import department_step
from rules.clocks.clock import ONE_DAY, due_within, earliest_conclusion, stop_due
from rules.clocks.holders import holders
from rules.clocks.receipt import timed
from rules.days.last_day import last_day
from rules.in_force.regulations import Regulations
from rules.standing.lights import lights_of

HANGS_ON_OTHERS = frozenset(
    {
        CaseState.SUBMITTED,
        CaseState.ACCEPTED,
        CaseState.CONDITIONALLY_ACCEPTED,
        CaseState.DECLINED,
        CaseState.RETURNED,
        CaseState.WITHDRAWN,
        CaseState.REFUSED,
        CaseState.REVOKED,
    }
)
"""States in which who holds a case, and what may be done, depends on what others have come to."""


class Standing(NamedTuple):
    """How a case stands on a day (办件状况)."""

    light: Light
    party: Party | None
    """Whom the light points at."""
    holder: Party | None
    consequence: OnDue | None
    """What waits for a signature because a promise has lapsed."""
    step: str = ""
    """What the department has to do next, in words (`rules/acting/next_step.py`)."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a case stands from one turn to the next (走势)."""

    days: tuple[date, ...]
    """The first one is no turn: it is where the course begins."""
    standings: tuple[Standing, ...]

    def on(self, day: date) -> Standing:
        """Return how the case stands on a day, not before its last entry."""
        return self.standings[max(bisect_right(self.days, day) - 1, 0)]


def course(file: CaseFile, procedure: str, regulations: Regulations) -> Course:
    """Return how a case of a file stands on every day from its last one on."""
    case = file.cases[procedure]
    profile, begins = regulations.deferral_of(case), began(file, case)
    turning = {begins}
    for named in _named(timed(file, case, regulations), regulations):
        turning.update(day for day in (named, named + ONE_DAY) if day > begins)
    days = sorted(turning)

    def step(day: date) -> str:
        return department_step(file, procedure, on=day, regulations=regulations, law_of=begins)

    step_on = _never_back(days, step)
    lit_on, held_on = lights_of(case, regulations, file), holders(file, case, regulations)

    def standing(day: date) -> Standing:
        lit = lit_on(day)
        return Standing(
            lit.light,
            lit.party,
            held_on(day),
            consequence(case, profile, on=day, days=regulations.days) if case.lapsed else None,
            step_on(day),
        )

    return _between(days, standing)


def _never_back(days: Sequence[date], step: Callable[[date], str]) -> Callable[[date], str]:
    """Return what a step is on a day, asking seldom: one that time has ended does not come back."""
    known = {day: step(day) for day in (days[0], days[-1])}

    def found(day: date) -> str:
        if day not in known:
            before = known[max(one for one in known if one < day)]
            after = known[min(one for one in known if one > day)]
            known[day] = before if before == after else step(day)
        return known[day]

    return found


def began(file: CaseFile, case: Case) -> date:
    """Return the last day that a case names of what has happened to it: its course begins there."""
    stop = case.stops[-1] if case.stops else None
    named = (
        case.opened_on,
        case.submitted_on,
        case.received_on,
        case.accepted_on,
        case.clock_from,
        case.concluded_on,
        case.ended_on,
        stop.ended_on or stop.started_on if stop is not None else None,
    )
    return max((day for day in named if day is not None), default=file.registered_on)


def _named(case: Case, regulations: Regulations) -> Iterator[date]:
    """Yield the days with which something of a case may end."""
    days = regulations.days_of(case)
    if case.state is CaseState.SUBMITTED and case.submitted_on is not None:
        limit = regulations.rulebook.clock.notice_days
        yield days.add(case.submitted_on, limit, Unit.WORKDAY).due_on
    if case.state is CaseState.CORRECTING and case.correction_due_on is not None:
        yield last_day(case.correction_due_on, days)
    if case.limits is not None and not case.concluded and case.ended_on is None:
        for one in (case.limits.promised, case.limits.statutory):
            due = due_within(case, one, days=days)
            if due is not None:
                yield due
        earliest = earliest_conclusion(case, case.limits.statutory, days=days)
        if earliest is not None and case.clock_from is not None:
            yield from (case.clock_from, earliest)
    if case.ended_on is None:
        for owed in case.outstanding:
            yield last_day(owed.due_on, days)
    if case.hearing is not None and case.hearing.requested_on is None:
        yield request_until(case.hearing, regulations.days)
    if case.hearing is not None and case.hearing.awaited:
        first = hold_from(case.hearing, regulations.rulebook.clock.hearing, regulations.days)
        if first is not None:
            yield first
    if case.stopped and case.stops[-1].kind is not None and not case.awaits_upstream:
        yield stop_due(case.stops[-1], days=days)
    for named in (case.rectify_by, case.grace_until):
        if named is not None and case.lapsed:
            yield last_day(named, days)


def _between(days: Sequence[date], standing: Callable[[date], Standing]) -> Course:
    """Return the course through some days: each turn between two of them is found by halving."""
    last, known = days[0], standing(days[0])
    turns, standings = [last], [known]
    for day in days[1:]:
        then = standing(day)
        for turn, turned in _turns(last, known, day, then, standing):
            turns.append(turn)
            standings.append(turned)
        last, known = day, then
    return Course(tuple(turns), tuple(standings))


def _turns(
    left: date,
    known: Standing,
    right: date,
    then: Standing,
    standing: Callable[[date], Standing],
) -> Iterator[tuple[date, Standing]]:
    """Yield the days after ``left``, up to ``right``, on which it stands otherwise than before."""
    if known == then:
        return
    apart = (right - left).days
    if apart == 1:
        yield right, then
        return
    middle = left + (apart // 2) * ONE_DAY
    midway = standing(middle)
    yield from _turns(left, known, middle, midway, standing)
    yield from _turns(middle, midway, right, then, standing)
