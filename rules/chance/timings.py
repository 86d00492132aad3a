"""What the ledger tells about durations (用时记录): turns of a project's cases in, timings out.

Only projects whose start is pinned are timed, and only what the start waits for: nobody
hurries a project in reserve, or an acceptance on completion. What still goes on counts as
“at least so long”; what something else held up, as “at most”.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import zip_longest

from models.case import CaseFile
from models.catalogue import Procedure, Unit
from models.milestone import PlannedProcedure
from models.timing import Known, Phase
from rules.chance.durations import Observation
from rules.days.working_days import WorkingDays
from rules.in_force.gates import START_CONSTRUCTION

HELD_UP = 2
"""Concluded within so many working days of what it waited for: that held it up."""

ON_LAND = frozenset({"land_delivered", "demolition_progress_ok"})
"""Conditions that come with the land (建筑法 art. 8): timed from its planned delivery."""


class Turn(StrEnum):
    """What can happen to a case that its timing depends on (办件节点)."""

    OPENED = "opened"
    CLOSED = "closed"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    ACCEPTED_OWING = "accepted_owing"
    FAILED = "failed"
    CONCLUDED = "concluded"
    REVOKED = "revoked"
    CONFIRMED = "confirmed"
    PASSED = "passed"
    SHUT = "shut"
    STARTED = "started"


TURNS: Mapping[str, Turn] = {
    "procedure_opened": Turn.OPENED,
    "procedure_closed": Turn.CLOSED,
    "submitted": Turn.SUBMITTED,
    "accepted": Turn.ACCEPTED,
    "deemed_accepted": Turn.ACCEPTED,
    "conditionally_accepted": Turn.ACCEPTED_OWING,
    "declined": Turn.FAILED,
    "application_refused": Turn.FAILED,
    "returned": Turn.FAILED,
    "withdrawn": Turn.FAILED,
    "concluded": Turn.CONCLUDED,
    "revoked": Turn.REVOKED,
    "condition_confirmed": Turn.CONFIRMED,
    "gate_passed": Turn.PASSED,
    "gate_reopened": Turn.SHUT,
    "started": Turn.STARTED,
}
"""Kind of entry → turn; every other kind leaves the timing alone."""


@dataclass(frozen=True, slots=True)
class Happened:
    """A turn, its day and what it is about (节点记录)."""

    on: date
    turn: Turn
    about: str
    """A procedure, a condition of the start gate, or a gate."""


@dataclass(slots=True)
class _Attempt:
    """One application, from being handed in to its end."""

    submitted: date
    accepted: date | None = None
    owing: bool = False
    failed: date | None = None


@dataclass(slots=True)
class _Way:
    """One case's way as far as it is known."""

    opened: date | None = None
    concluded: date | None = None
    attempts: list[_Attempt] = field(default_factory=list)

    @property
    def submitted(self) -> date | None:
        """Return when it was first applied for."""
        return self.attempts[0].submitted if self.attempts else None


def about(payload: Mapping[str, object]) -> str:
    """Return what an entry of these fields is about: a procedure, a condition or a gate."""
    return str(payload.get("procedure") or payload.get("condition") or payload.get("gate") or "")


def usual_days(procedure: Procedure) -> int:
    """Return the promised limit in working days; calendar days are five in seven."""
    value = procedure.promised.value or 0
    return value if procedure.promised.unit is Unit.WORKDAY else round(value * 5 / 7)


def observe(
    file: CaseFile,
    happened: Iterable[Happened],
    procedures: Mapping[str, Procedure],
    *,
    awaited: Container[str],
    conditions: Iterable[str],
    on: date,
    days: WorkingDays,
) -> Iterator[Observation]:
    """Yield what a project's turns before a day tell about durations, as seen that morning.

    ``awaited`` holds the procedures that the start waits for, ``conditions`` what else is
    to be confirmed. Of the file only its registration and the pinned date are looked at.
    """
    if file.pinned_start is None:
        return
    before = file.project.concluded_before
    ways = {code: _Way(concluded=before.get(code)) for code in file.plan}
    confirmed: dict[str, date] = {}
    passed = started = None
    for one in happened:
        if one.on >= on:
            continue
        match one.turn:
            case Turn.CONFIRMED:
                confirmed[one.about] = one.on
            case Turn.PASSED | Turn.SHUT if one.about == START_CONSTRUCTION:
                passed = one.on if one.turn is Turn.PASSED else None
            case Turn.STARTED:
                started = one.on
            case turn if one.about in ways:
                _walk(ways[one.about], turn, one.on)
            case _:
                pass
    look = _Look(file.project.code, on, days)
    for code, way in ways.items():
        if code in awaited and code not in before:
            yield from _of_case(ways, file.plan[code], way, usual_days(procedures[code]), look)
    for condition in conditions:
        if condition not in file.project.confirmed_before:
            since, until = condition_from(file, condition), confirmed.get(condition)
            yield look.timed((condition, ""), Phase.CONDITION, since, until)
    if passed is not None:
        yield look.timed((START_CONSTRUCTION, ""), Phase.START, passed, started)


def condition_from(file: CaseFile, condition: str) -> date:
    """Return the day from which a condition of the start is timed."""
    cleared = file.project.land.cleared_by
    if condition in ON_LAND and cleared is not None:
        return max(cleared, file.registered_on)
    return file.registered_on


@dataclass(frozen=True, slots=True)
class _Look:
    """The project, and the morning on which it is looked at."""

    project: str
    on: date
    days: WorkingDays

    def timed(
        self,
        of: tuple[str, str],
        phase: Phase,
        since: date,
        until: date | None,
        limit: int = 0,
        *,
        given_up: date | None = None,
    ) -> Observation:
        """Return how long a phase took, or has taken until this morning or until it failed."""
        took = max(self.days.between(since, until or given_up or self.on), 0)
        known = Known.AT_LEAST if until is None else Known.EXACTLY
        return Observation(*of, phase, took, limit, known, self.project)


def _walk(way: _Way, turn: Turn, on: date) -> None:
    match turn:
        case Turn.OPENED:
            way.opened = way.opened or on
        case Turn.CLOSED:
            way.opened = None
        case Turn.SUBMITTED:
            way.attempts.append(_Attempt(on))
        case Turn.ACCEPTED | Turn.ACCEPTED_OWING if way.attempts:
            last = way.attempts[-1]
            if last.accepted is None:
                last.accepted, last.owing = on, turn is Turn.ACCEPTED_OWING
        case Turn.FAILED if way.attempts:
            way.attempts[-1].failed = on
        case Turn.CONCLUDED:
            way.concluded = way.concluded or on
        case Turn.REVOKED:
            way.concluded = None
        case _:
            pass


def _of_case(
    ways: Mapping[str, _Way], planned: PlannedProcedure, way: _Way, limit: int, look: _Look
) -> Iterator[Observation]:
    if way.opened is None:
        return
    of = (planned.procedure, planned.department)
    before = [ways[one] for one in planned.tolerable if one in ways]
    yield from _application(of, before, way, look)
    for attempt, following in zip_longest(way.attempts, way.attempts[1:]):
        ended = following is not None or attempt.failed is not None
        if attempt.failed is not None:
            again = following.submitted if following is not None else None
            yield look.timed(of, Phase.REAPPLY, attempt.failed, again)
        yield look.timed(
            of, Phase.RECEIVE, attempt.submitted, attempt.accepted, given_up=attempt.failed
        )
        if attempt.accepted is not None:
            concluded = None if ended else way.concluded
            yield from _decision(of, before, attempt, concluded, limit, look)


def _decision(
    of: tuple[str, str],
    before: list[_Way],
    attempt: _Attempt,
    concluded: date | None,
    limit: int,
    look: _Look,
) -> Iterator[Observation]:
    """Time a decision from its acceptance; one that failed has lasted at least so long."""
    accepted = attempt.accepted
    assert accepted is not None
    last = _last_concluded(before, by=concluded or attempt.failed or look.on)
    if before and last is None:
        return  # nobody knows whether it could have been decided
    held_up = (
        concluded is not None
        and last is not None
        and last > accepted
        and look.days.between(last, concluded) <= HELD_UP
    )
    for phase in (Phase.DECIDE, Phase.DECIDE_OWED) if attempt.owing else (Phase.DECIDE,):
        one = look.timed(of, phase, accepted, concluded, limit, given_up=attempt.failed)
        yield replace(one, known=Known.AT_MOST) if held_up else one
    if held_up and last is not None:
        yield look.timed(of, Phase.SETTLE, last, concluded)


def _application(
    of: tuple[str, str], before: list[_Way], way: _Way, look: _Look
) -> Iterator[Observation]:
    """Time an application from its opening, or by what the applicant still waited for."""
    opened, submitted = way.opened, way.submitted
    assert opened is not None
    waited = [one for one in before if one.concluded is None or one.concluded > opened]
    if not waited:
        yield look.timed(of, Phase.APPLY, opened, submitted)
        return
    last = _last_concluded(before, by=submitted or look.on)
    if last is not None:
        yield Observation(*of, Phase.HOLD, 1, project=look.project)
        yield look.timed(of, Phase.APPLY_AFTER, max(last, opened), submitted)
    elif submitted is not None:
        since = [one.opened for one in waited if one.opened and one.opened <= submitted]
        yield Observation(*of, Phase.HOLD, 0, project=look.project)
        yield look.timed(of, Phase.APPLY_AHEAD, max(opened, *since, opened), submitted)


def _last_concluded(before: Iterable[_Way], *, by: date) -> date | None:
    """Return when the last of them was concluded, if all were by that day."""
    concluded = [one.concluded for one in before]
    known = [day for day in concluded if day is not None and day <= by]
    return max(known) if known and len(known) == len(concluded) else None
