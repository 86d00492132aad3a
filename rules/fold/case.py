"""How the entries of a case add up (办件折叠): one branch per kind."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, assert_never

from models.act_requests import CorrectionItem
from models.assignment import Assigned
from models.awaiting import UpstreamArrived, UpstreamAwaited
from models.case import Case, CaseState, ClockStop, Limits
from models.case_entries import (
    Accepted,
    ApplicationRefused,
    ClockPaused,
    ClockResumed,
    Concluded,
    ConditionallyAccepted,
    Corrected,
    CorrectionRequested,
    Declined,
    DeemedAccepted,
    Delivered,
    Extended,
    ProcedureClosed,
    ProcedureOpened,
    Reminded,
    Returned,
    Revoked,
    Submitted,
    Withdrawn,
)
from models.catalogue import SpecialProcedureKind, Unit
from models.certificate import CertificateExtended
from models.changing import NOTHING, changed
from models.credit import BreachRecorded
from models.decline import DeclineGround
from models.expectation import DocumentExpected
from models.hearing import HearingHeld, HearingOffered, HearingRequested
from models.ledger import CampaignEntry, Draft, Entry, ProjectEntry
from models.measure import DefenceStated, Measure, MeasureAnnounced
from models.notice import Ground
from models.preview import PreviewOpinion, PreviewOpinionGiven
from models.promise import (
    DeferredItemReceived,
    PromiseExtended,
    PromiseLapsed,
    RectificationOrdered,
)
from models.review import Reviewed
from rules.fold import hearing, promise, review
from rules.fold.promise import ended, still_expected

_OF_CORRECTIONS = (Ground.CORRECTION_DUE_SOON, Ground.CORRECTION_OVERDUE)


class NotThisStream(ValueError):
    """An entry of another stream, or out of order: a defect, never a refusal."""


def moved(case: Case, entry: Entry | Draft) -> Case:
    """Return the case with one more of its entries."""
    return _settled(hearing.closed(_moved(case, entry), entry.on), entry)


@lru_cache(maxsize=256)
def untouched(procedure: str) -> Case:
    """Return the case of which nothing is known yet; frozen, hence shared by all projects."""
    return Case(procedure)


@lru_cache(maxsize=4096)
def _first_opened(procedure: str, on: date) -> Case:
    """Return the case that opened on a day and of which nothing else is known, shared as well."""
    return Case(procedure, CaseState.OPEN, opened_on=on)


def _settled(case: Case, entry: Entry | Draft) -> Case:
    """Keep the instant at which a case was concluded or ended: its calendar is that of then."""
    if case.settled_at is not None or not (case.concluded_on or case.ended_on):
        return case
    return changed(case, settled_at=entry.at)


def _moved(case: Case, entry: Entry | Draft) -> Case:
    on = entry.on

    def to(state: CaseState, **changes: Any) -> Case:
        return changed(case, state=state, **changes)

    match entry.payload:
        case ProcedureOpened() if case is untouched(case.procedure):
            return _first_opened(case.procedure, on)
        case ProcedureOpened():
            return to(CaseState.OPEN, opened_on=case.opened_on or on)
        case ProcedureClosed():
            return to(CaseState.NOT_OPEN)
        case Submitted(documents=documents):
            return Case(
                case.procedure,
                CaseState.SUBMITTED,
                opened_on=case.opened_on,
                submitted_on=on,
                received_on=on,
                documents=frozenset(documents),
                expected=still_expected(case, documents),
                preview=case.preview,
                returns=case.returns,
                reminded=case.reminded,
            )
        case PreviewOpinionGiven(opinion=opinion, lacking=lacking):
            return changed(case, preview=PreviewOpinion(on, entry.by, opinion, lacking))
        case CorrectionRequested(items=items, due_on=due_on):
            # Each item has its own day: what names none has that of the notice.
            dated = tuple(
                item.model_copy(update={"due_on": item.due_on or due_on}) for item in items
            )
            return to(
                CaseState.CORRECTING,
                told=True,
                received_on=None,
                corrections=dated,
                corrections_told_on=on,
                corrected=NOTHING,
                correction_due_on=_first_day(dated),
                # What an earlier notice was reminded of is said again of this one.
                reminded=frozenset(one for one in case.reminded if one[0] not in _OF_CORRECTIONS),
            )
        case Corrected(documents=documents):
            asked = {item.document for item in case.corrections}
            come = {**case.corrected, **{one: on for one in documents if one in asked}}
            case = changed(case, corrected=MappingProxyType(come))
            if waiting := case.open_corrections:
                return changed(
                    case,
                    documents=case.documents | set(documents),
                    correction_due_on=_first_day(waiting),
                    expected=still_expected(case, documents),
                )
            return to(
                CaseState.SUBMITTED,
                told=False,
                submitted_on=on,
                received_on=on,
                correction_due_on=None,
                documents=case.documents | set(documents),
                expected=still_expected(case, documents),
            )
        case DocumentExpected(document=document, expected_on=expected_on):
            expected = {**case.expected, document: expected_on}
            return changed(case, expected=MappingProxyType(expected))
        case Assigned(to=handler):
            return changed(case, handler=handler)
        case Accepted(promised=promised, statutory=statutory):
            return to(
                CaseState.ACCEPTED,
                told=True,
                accepted_on=on,
                accepted_by=entry.by,
                accepted_person=entry.person,
                clock_from=on,
                limits=Limits(promised, statutory),
                expected=still_expected(case, case.expected),
            )
        case DeemedAccepted(accepted_on=accepted_on, promised=promised, statutory=statutory):
            return to(
                CaseState.ACCEPTED,
                told=True,
                deemed=True,
                accepted_on=accepted_on,
                clock_from=accepted_on,
                limits=Limits(promised, statutory),
            )
        case ConditionallyAccepted() as payload:
            return promise.promised(case, payload, entry)
        case Declined(reason=reason, ground=ground):
            return to(
                CaseState.DECLINED,
                ended_on=on,
                reason=reason,
                untrue=ground is DeclineGround.UNTRUE,
                stops=ended(case.stops, entry),
            )
        case DeferredItemReceived(document=document):
            return promise.received(case, document, entry)
        case PromiseExtended() as payload:
            return promise.moved(case, payload)
        case RectificationOrdered(due_on=due_on):
            return changed(case, rectify_by=due_on)
        case PromiseLapsed() as payload:
            return promise.lapsed(case, payload, entry)
        case Returned(reason=reason):
            return to(
                CaseState.RETURNED,
                ended_on=on,
                reason=reason,
                returns=case.returns + 1,
                stops=ended(case.stops, entry),
            )
        case ClockPaused() as payload:
            stop = ClockStop(
                payload.procedure_kind,
                payload.reason,
                on,
                payload.limit_days,
                payload.limit_unit,
            )
            # One that waits for a prerequisite hands over on that day: stops never overlap.
            stops = (*ended(case.stops, entry), stop)
            return to(CaseState.PAUSED, paused_from=case.state, stops=stops)
        case ClockResumed():
            back = CaseState.CONDITIONALLY_ACCEPTED if case.outstanding else CaseState.ACCEPTED
            return to(back, paused_from=None, stops=ended(case.stops, entry))
        case UpstreamAwaited(awaited=awaited):
            reason = "、".join(awaited)
            stop = ClockStop(SpecialProcedureKind.UPSTREAM, reason, on, 0, Unit.WORKDAY)
            return changed(case, stops=(*case.stops, stop))
        case UpstreamArrived():
            return changed(case, stops=ended(case.stops, entry))
        case HearingOffered() as payload:
            return hearing.offered(case, payload, on)
        case HearingRequested() as payload:
            return hearing.requested(case, payload, on)
        case HearingHeld() as payload:
            return hearing.held(case, payload)
        case Reviewed() as payload:
            return review.signed(case, payload, entry)
        case MeasureAnnounced() as payload:
            return review.announced(case, payload, entry)
        case DefenceStated() as payload:
            return review.stated(case, payload, entry)
        case BreachRecorded():
            return review.decided(case, Measure.CREDIT_RECORD)
        case Extended(days=extension, unit=unit):
            return changed(
                case,
                extension_days=case.extension_days + extension,
                extension_unit=unit,
                extensions=case.extensions + 1,
            )
        case Concluded(conditional=conditional, permit_number=number):
            state = CaseState.APPROVED_CONDITIONALLY if conditional else CaseState.APPROVED
            stops = ended(case.stops, entry)
            return to(
                state,
                concluded_on=on,
                conditional=conditional,
                permit_number=number,
                stops=stops,
            )
        case ApplicationRefused(reason=reason, untrue=untrue):
            stops = ended(case.stops, entry)
            return to(CaseState.REFUSED, ended_on=on, reason=reason, untrue=untrue, stops=stops)
        case Delivered(served_on=served_on):
            return changed(case, delivered_on=served_on)
        case CertificateExtended(until=until):
            return changed(case, extended_until=(*case.extended_until, until))
        case Withdrawn(reason=reason):
            return to(
                CaseState.WITHDRAWN, ended_on=on, reason=reason, stops=ended(case.stops, entry)
            )
        case Revoked(reason=reason, untrue=untrue):
            # The clock ended with the decision: its day stands, what it granted does not.
            gone = review.decided(case, Measure.REVOCATION)
            return changed(gone, state=CaseState.REVOKED, ended_on=on, reason=reason, untrue=untrue)
        case Reminded(ground=ground, about_on=about_on):
            return changed(case, reminded=case.reminded | {(ground, about_on)})
        case payload:
            if isinstance(payload, ProjectEntry | CampaignEntry):
                raise NotThisStream(f"{payload.kind} is no entry of a case")
            assert_never(payload)


def _first_day(items: Iterable[CorrectionItem]) -> date | None:
    """Return the first day by which one of these is to be corrected; ``None`` = none names one."""
    return min((item.due_on for item in items if item.due_on is not None), default=None)
