"""What is left of a case (办件剩余): all of it before it is taken in, then what its clock leaves.

From this day, so many days of a unit, and not decided before a day. What is counted
here is what the ledger says; what is learnt from other cases is laid over it elsewhere.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from models.case import Case, CaseState, OwedDocument
from models.catalogue import Bound, DeferralMode, Procedure, TimeLimit, Unit
from models.changing import changed
from models.rulebook import AHEAD
from rules.acceptance.deferral import grade
from rules.clocks.binding import binding
from rules.clocks.clock import ONE_DAY, due_within, earliest_conclusion, stop_due
from rules.days.working_days import WorkingDays
from rules.in_force.regulations import Regulations

UNDER_WAY = (CaseState.SUBMITTED, CaseState.CORRECTING)
"""States before acceptance in which what is left depends on the case itself."""


class Remainder(NamedTuple):
    """What is left of a case (剩余)."""

    ready_on: date
    length: int
    unit: Unit
    floor: date | None = None
    running: bool = False
    started_on: date | None = None
    least: int = 0
    counting: bool = False
    paused: bool = False


def remainder(
    case: Case,
    procedures: Mapping[str, Procedure],
    on: date,
    deferred: Collection[tuple[str, str]],
    regulations: Regulations,
) -> Remainder:
    """Return what is left, as seen on a day, of a case that is not concluded."""
    if case.limits is not None and case.ended_on is None:
        return left_of(case, on, regulations.days)
    return ahead_of(case, procedures[case.procedure], on, deferred, regulations)


def left_to_law(case: Case) -> bool:
    """Tell whether what is left of a case not concluded hangs on the law alone, not on it."""
    taken_in = case.limits is not None and case.ended_on is None
    return not taken_in and not case.expected and case.state not in UNDER_WAY


def untouched(procedure: Procedure, on: date) -> Remainder:
    """Return what is left of a case that nobody has touched: the same on whatever day."""
    limit = expected_length(procedure)
    length = limit.value or 0
    return Remainder(on, length, limit.unit, least=length if limit is procedure.statutory else 0)


def ahead_of(
    case: Case,
    procedure: Procedure,
    on: date,
    deferred: Collection[tuple[str, str]],
    regulations: Regulations,
) -> Remainder:
    """Return what is left of a case that has not been taken in yet: all of it."""
    if left_to_law(case):
        return untouched(procedure, on)
    limit, ready, floor = expected_length(procedure), on, None
    if case.state is CaseState.CORRECTING and case.correction_due_on is not None:
        ready = max(on, case.correction_due_on)  # corrections come on the day that was told
    if case.expected:
        waits, holds = _papers(case, procedure, deferred, regulations)
        ready, floor = max([ready, *waits]), max(holds, default=None)
    length, unit = limit.value or 0, limit.unit
    if case.state is CaseState.SUBMITTED and not case.expected:
        both = (due_within(case, one, days=regulations.days) for one in _ending(procedure, limit))
        due = min((day for day in both if day is not None), default=None)
        if due is not None:  # it runs from receipt, accepted or not
            length, unit = max(regulations.days.between(on, due), 0), Unit.WORKDAY
    least = length if limit is procedure.statutory else 0
    return Remainder(ready, length, unit, floor, least=least)


def asked_of(case: Case, procedure: Procedure, regulations: Regulations) -> tuple[object, ...]:
    """Return all that :func:`ahead_of` asks of the law for a case: the same, the same is left."""
    limit = expected_length(procedure)
    return (
        *(limit.value, limit.unit, limit is procedure.statutory),
        _ending(procedure, limit) if case.state is CaseState.SUBMITTED else (),
        grade(procedure, regulations.deferral) if case.expected else None,
    )


def _papers(
    case: Case,
    procedure: Procedure,
    deferred: Collection[tuple[str, str]],
    regulations: Regulations,
) -> tuple[list[date], list[date]]:
    """Return the days for which acceptance waits, and those for which the decision waits.

    A preview (预审) is timed from its last document, so that deferring gains nothing; a
    mode that issues ahead of its documents (容缺审批、告知承诺) waits for none.
    """
    waits: list[date] = []
    holds: list[date] = []
    for document, day in case.expected.items():
        if (case.procedure, document) not in deferred:
            waits.append(day)
            continue
        mode = grade(procedure, regulations.deferral)
        if mode not in AHEAD:
            (waits if mode is DeferralMode.PREVIEW else holds).append(day)
    return waits, holds


def expected_length(procedure: Procedure) -> TimeLimit:
    """Return what a case may be expected to take: a notice period, or the promised limit."""
    if procedure.statutory.bound is Bound.MIN and procedure.statutory.value is not None:
        return procedure.statutory
    return procedure.promised


def _ending(procedure: Procedure, limit: TimeLimit) -> tuple[TimeLimit, ...]:
    """Return what a case is expected to end by: its length, and the law that may end first."""
    lawful = procedure.statutory.bound is Bound.MAX and procedure.statutory is not limit
    return (limit, procedure.statutory) if lawful else (limit,)


def left_of(case: Case, on: date, days: WorkingDays) -> Remainder:
    """Return what is left of a case that was taken in, in working days from today.

    The decision waits for owed documents unless its mode issues ahead of them; a
    document is in on the day it is expected, else on the day it is promised by.
    """
    assert case.limits is not None
    owed = {one.document: one.due_on for one in case.outstanding} | dict(case.expected)
    floors = [] if case.mode in AHEAD else list(owed.values())
    promised = case.limits.promised
    if case.clock_from is None:  # a preview: timed from its last document
        return Remainder(
            max([on, *floors]),
            promised.value or 0,
            promised.unit,
            running=True,
            started_on=case.accepted_on,
        )
    earliest = earliest_conclusion(case, case.limits.statutory, days=days)
    if earliest is not None:
        floors.append(earliest)
    since = on
    paused = case.stopped and not case.awaits_upstream
    if case.awaits_upstream:  # the plan itself waits for what is awaited
        gone = changed(case.stops[-1], ended_on=on)
        case = changed(case, stops=(*case.stops[:-1], gone))
    if paused:
        stop = case.stops[-1]
        until = stop_due(stop, days=days) if stop.kind is not None else case.grace_until
        since = max(on, until or on)
        floors.append(since + ONE_DAY)
        resumed = changed(stop, ended_on=since + ONE_DAY)
        case = changed(case, stops=(*case.stops[:-1], resumed))
    if any(map(_broken, case.owed)):
        case = changed(case, owed=tuple(_come_by(one, since) for one in case.owed))
    found = binding(case, on=on, days=days)
    length = 0
    if found is not None and found[1].due_on is not None:
        length = max(days.between(since, found[1].due_on), 0)
    return Remainder(
        since,
        length,
        Unit.WORKDAY,
        max(floors, default=None),
        running=True,
        started_on=case.clock_from,
        counting=not paused,
        paused=paused,
    )


def _come_by(owed: OwedDocument, day: date) -> OwedDocument:
    """Suppose that a paper whose promise was broken comes by a day, and the limit runs on."""
    return changed(owed, received_on=day) if _broken(owed) else owed


def _broken(owed: OwedDocument) -> bool:
    return owed.lapsed_on is not None and owed.received_on is None
