"""What an act on a procedure records (办理记录): the entry, once its rules have held."""

from collections.abc import Callable
from typing import TypeVar

from models.act_requests import (
    Accept,
    Correct,
    CorrectionItem,
    Decide,
    DecideConditionally,
    Deliver,
    Extend,
    Pause,
    ReceiveDocument,
    Refuse,
    RequestCorrection,
    Submit,
)
from models.case_entries import (
    Accepted,
    ApplicationRefused,
    ClockPaused,
    Concluded,
    Corrected,
    CorrectionRequested,
    Delivered,
    Extended,
    Submitted,
)
from models.catalogue import Procedure, RequirementLevel
from models.decline import DeclineGround
from models.milestone import Delegate, Entrusted
from models.promise import DeferredItemReceived
from models.vocabulary import Value
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.reapplying import told_of_the_bar
from rules.days.last_day import last_day

P = TypeVar("P", bound=Value)


def every_document(procedure: Procedure) -> tuple[str, ...]:
    """Return the codes of the documents that an application must bring."""
    return tuple(
        document.code
        for document in procedure.documents
        if document.level is not RequirementLevel.SITUATIONAL
    )


def submitted(given: Circumstances) -> Submitted:
    """The application with the documents that came (申报)."""
    wanted = given.asked(Submit)
    missing = {given.document(one) for one in wanted.missing}
    documents = (
        tuple(code for code in every_document(given.procedure) if code not in missing)
        if wanted.documents is None
        else tuple(dict.fromkeys(given.document(one) for one in wanted.documents))
    )
    return Submitted(procedure=given.case.procedure, documents=documents)


def corrected(given: Circumstances) -> Corrected:
    """The corrections that came (补正)."""
    named = given.asked(Correct).documents
    documents = (
        tuple(item.document for item in given.case.open_corrections)
        if named is None
        else tuple(dict.fromkeys(given.document(one) for one in named))
    )
    return Corrected(procedure=given.case.procedure, documents=documents)


def correction_requested(given: Circumstances) -> CorrectionRequested:
    """Everything to be corrected, told once (一次性告知补正)."""
    wanted = given.asked(RequestCorrection)
    items = tuple(
        CorrectionItem(
            document=given.document(item.document),
            what=item.what,
            due_on=item.due_on or wanted.due_on,
        )
        for item in wanted.items
    )
    due_on = last_day(wanted.due_on, given.days) if wanted.due_on is not None else None
    return CorrectionRequested(procedure=given.case.procedure, items=items, due_on=due_on)


def accepted(given: Circumstances) -> Accepted:
    """Acceptance, with the limits of its day (受理)."""
    return Accepted(
        procedure=given.case.procedure,
        promised=given.procedure.promised,
        statutory=given.procedure.statutory,
        opinion=given.asked(Accept).opinion,
    )


def paused(given: Circumstances) -> ClockPaused:
    """A special procedure begins (特别程序, 行政许可法 45)."""
    wanted = given.asked(Pause)
    return ClockPaused(
        procedure=given.case.procedure,
        procedure_kind=wanted.procedure_kind,
        reason=wanted.reason,
        requested_by=wanted.requested_by or given.by.number,
        approved_by=wanted.approved_by or given.by.number,
        limit_days=wanted.limit_days,
        limit_unit=wanted.limit_unit,
    )


def extended(given: Circumstances) -> Extended:
    """The limit is extended, with its article (行政许可法 42)."""
    rule = given.procedure.extension
    assert rule is not None
    wanted = given.asked(Extend)
    return Extended(
        procedure=given.case.procedure,
        days=wanted.days,
        unit=rule.unit,
        reason=wanted.reason,
        applicant_informed=wanted.applicant_informed,
        article=rule.source,
    )


def concluded(given: Circumstances) -> Concluded:
    """The decision to grant, plain or conditional (准予)."""
    request = given.request
    assert isinstance(request, Decide | DecideConditionally)
    return Concluded(
        procedure=given.case.procedure,
        conditional=isinstance(request, DecideConditionally),
        opinion=request.opinion,
        permit_number=request.permit_number,
    )


def refused(given: Circumstances) -> ApplicationRefused:
    """Record the reason, and how long a deceiver may not apply again (行政许可法 38, 78)."""
    wanted = given.asked(Refuse)
    reason = f"{DeclineGround.UNTRUE.label}：{wanted.reason}" if wanted.untrue else wanted.reason
    reason += told_of_the_bar(given.procedure, given.on, untrue=wanted.untrue, obtained=False)
    return ApplicationRefused(procedure=given.case.procedure, reason=reason, untrue=wanted.untrue)


def document_received(given: Circumstances) -> DeferredItemReceived:
    """An owed document came in (补交)."""
    document = given.document(given.asked(ReceiveDocument).document)
    return DeferredItemReceived(procedure=given.case.procedure, document=document)


def delivered(given: Circumstances) -> Delivered:
    """The decision was handed over (送达): today unless another day is named."""
    served_on = given.asked(Deliver).served_on or given.on
    return Delivered(procedure=given.case.procedure, served_on=served_on)


def entrusted(given: Circumstances) -> Entrusted:
    """The paperwork is entrusted to an office, or taken back from one (委托代办)."""
    asked = given.asked(Delegate)
    return Entrusted(office=asked.office, before=given.file.agent, reason=asked.reason)


def copied(entry: type[P]) -> Callable[[Circumstances], P]:
    """Return what records an act as it was asked: each field of the entry from the request.

    An entry about a procedure names that of the case.
    """

    def record(given: Circumstances) -> P:
        asked = dict(given.request)
        if "procedure" in entry.model_fields:
            asked["procedure"] = given.case.procedure
        return entry(**{name: asked[name] for name in entry.model_fields if name in asked})

    record.__annotations__["return"] = entry
    return record
