"""How entries about promises add up (承诺的折叠): owed, received, moved, lapsed, made good."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from models.case import Case, CaseState, ClockStop, Limits, OwedDocument
from models.case_entries import ConditionallyAccepted
from models.catalogue import DeferralMode, Unit
from models.changing import changed
from models.ledger import Draft, Entry
from models.promise import PromiseExtended, PromiseLapsed


def promised(case: Case, payload: ConditionallyAccepted, entry: Entry | Draft) -> Case:
    """Return the case taken in against a promise.

    A preview (预审) is not timed: its clock begins when the last document is in.
    """
    preview = payload.mode is DeferralMode.PREVIEW
    owed = {one.document for one in payload.owed}
    return changed(
        case,
        state=CaseState.CONDITIONALLY_ACCEPTED,
        told=True,
        accepted_on=entry.on,
        accepted_by=entry.by,
        accepted_person=entry.person,
        received_on=None if preview else case.received_on,
        clock_from=None if preview else payload.clock_from or payload.signed_on,
        limits=Limits(payload.promised, payload.statutory),
        owed=tuple(OwedDocument(owed.document, owed.due_on) for owed in payload.owed),
        promise_signed_by=payload.signed_by,
        expected=still_expected(case, case.expected.keys() - owed),
        profile=payload.profile,
        terms=payload.terms,
        mode=payload.mode,
    )


def received(case: Case, document: str, entry: Entry | Draft) -> Case:
    """Return the case with one document more; with the last one it is no longer conditional."""
    owed = tuple(
        changed(one, received_on=entry.on) if one.document == document and one.outstanding else one
        for one in case.owed
    )
    case = changed(
        case,
        owed=owed,
        documents=case.documents | {document},
        expected=still_expected(case, (document,)),
    )
    if not case.outstanding and case.mode is DeferralMode.PREVIEW and case.clock_from is None:
        case = changed(case, clock_from=entry.on, received_on=entry.on)
    if case.state is CaseState.OVERDUE_PROMISE and not case.lapsed:
        # What is still owed is not due yet: the clock runs on.
        back = CaseState.CONDITIONALLY_ACCEPTED if case.outstanding else CaseState.ACCEPTED
        return changed(case, state=back, grace_until=None, stops=ended(case.stops, entry))
    if case.outstanding:
        return case
    match case.state:
        case CaseState.CONDITIONALLY_ACCEPTED:
            return changed(case, state=CaseState.ACCEPTED)
        case CaseState.APPROVED_CONDITIONALLY:
            return changed(case, state=CaseState.APPROVED)
        case _:
            return case


def moved(case: Case, payload: PromiseExtended) -> Case:
    """Return the case with a later day for one document."""
    owed = tuple(
        changed(one, due_on=payload.due_on, extensions=one.extensions + 1)
        if one.document == payload.document and one.outstanding
        else one
        for one in case.owed
    )
    return changed(case, owed=owed)


def lapsed(case: Case, payload: PromiseLapsed, entry: Entry | Draft) -> Case:
    """Return the case with documents overdue; where there is a grace its clock stands still."""
    owed = tuple(
        changed(one, lapsed_on=payload.lapsed_on) if one.document in payload.documents else one
        for one in case.owed
    )
    if payload.grace_until is None:
        return changed(case, owed=owed)
    # Noticed late, or fallen due during a special procedure: stops never overlap.
    free_from = max((one.ended_on or entry.on for one in case.stops), default=payload.lapsed_on)
    since = max(payload.lapsed_on, free_from)
    stop = ClockStop(None, "容缺材料逾期未补", since, 0, Unit.WORKDAY)
    return changed(
        case,
        state=CaseState.OVERDUE_PROMISE,
        owed=owed,
        grace_until=payload.grace_until,
        stops=(*case.stops, stop),
    )


def ended(stops: tuple[ClockStop, ...], entry: Entry | Draft) -> tuple[ClockStop, ...]:
    """Return the stops with the open one ended."""
    if stops and stops[-1].ended_on is None:
        return (*stops[:-1], changed(stops[-1], ended_on=entry.on))
    return stops


def still_expected(case: Case, come: Iterable[str]) -> Mapping[str, date]:
    """Return the days of the documents that are still expected when some have come."""
    if not case.expected:
        return case.expected
    gone = frozenset(come)
    return MappingProxyType({one: day for one, day in case.expected.items() if one not in gone})
