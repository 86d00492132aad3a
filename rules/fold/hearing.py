"""How entries about a hearing add up (听证的折叠): the right told, asked for, held."""

from datetime import date

from models.case import Case, CaseState, ClockStop
from models.catalogue import SpecialProcedureKind
from models.changing import changed
from models.hearing import Hearing, HearingHeld, HearingOffered, HearingRequested


def offered(case: Case, payload: HearingOffered, on: date) -> Case:
    """Return the case with the right told; an earlier right that lapsed is replaced."""
    hearing = Hearing(on, payload.apply_by, payload.days, payload.unit, payload.article)
    return changed(case, hearing=hearing)


def requested(case: Case, payload: HearingRequested, on: date) -> Case:
    """Return the case with its clock stopped for the hearing.

    A special procedure that stops it already hands over on that day: stops never overlap.
    """
    assert case.hearing is not None
    stops = _closed(case.stops, on)
    kind = SpecialProcedureKind.HEARING
    reason = payload.reason or "申请人要求听证"
    stop = ClockStop(kind, reason, on, payload.days, payload.unit)
    return changed(
        case,
        state=CaseState.PAUSED,
        paused_from=case.paused_from or case.state,
        stops=(*stops, stop),
        hearing=changed(case.hearing, requested_on=on, hold_days=payload.days),
    )


def held(case: Case, payload: HearingHeld) -> Case:
    """Return the case with its clock running on from the day of the hearing."""
    assert case.hearing is not None
    on = payload.held_on
    back = CaseState.CONDITIONALLY_ACCEPTED if case.outstanding else CaseState.ACCEPTED
    return changed(
        case,
        state=back,
        paused_from=None,
        stops=_closed(case.stops, on),
        hearing=changed(case.hearing, held_on=on, closed_on=on),
    )


def closed(case: Case, on: date) -> Case:
    """Return the case with its hearing over, where its end or resumption leaves none to be held."""
    hearing = case.hearing
    if hearing is None or hearing.closed_on is not None or case.state is CaseState.PAUSED:
        return case
    if hearing.requested_on is None and not (case.concluded_on or case.ended_on):
        return case
    return changed(case, hearing=changed(hearing, closed_on=on))


def _closed(stops: tuple[ClockStop, ...], on: date) -> tuple[ClockStop, ...]:
    if stops and stops[-1].ended_on is None:
        return (*stops[:-1], changed(stops[-1], ended_on=on))
    return stops
