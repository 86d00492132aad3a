"""What an act on a procedure records (办理记录): the entry, once its rules have held."""

from datetime import date

from models.acts import (
    Accept,
    Correct,
    CorrectionItem,
    Decide,
    DecideConditionally,
    Deliver,
    Extend,
    Pause,
    RequestCorrection,
    Submit,
)
from models.catalogue import Procedure, RequirementLevel
from models.ledger import (
    Accepted,
    ClockPaused,
    Concluded,
    Corrected,
    CorrectionRequested,
    Extended,
    Payload,
    Submitted,
)
from rules.acceptance.circumstances import Circumstances
from rules.days.last_day import last_day


def every_document(procedure: Procedure) -> tuple[str, ...]:
    """Return the codes of the documents that an application must bring."""
    return tuple(
        document.code
        for document in procedure.documents
        if document.level is not RequirementLevel.SITUATIONAL
    )


def submitted(now: Circumstances) -> Payload:
    """The application with the documents that came (申报)."""
    wanted = now.asked(Submit)
    missing = {now.document(one) for one in wanted.missing}
    documents = (
        tuple(code for code in every_document(now.procedure) if code not in missing)
        if wanted.documents is None
        else tuple(dict.fromkeys(now.document(one) for one in wanted.documents))
    )
    return Submitted(procedure=now.case.procedure, documents=documents)


def corrected(now: Circumstances) -> Payload:
    """The corrections that came (补正)."""
    given = now.asked(Correct).documents
    documents = (
        tuple(item.document for item in now.case.open_corrections)
        if given is None
        else tuple(dict.fromkeys(now.document(one) for one in given))
    )
    return Corrected(procedure=now.case.procedure, documents=documents)


def correction_requested(now: Circumstances) -> Payload:
    """Everything to be corrected, told once (一次性告知补正)."""
    wanted = now.asked(RequestCorrection)
    items = tuple(
        CorrectionItem(
            document=now.document(item.document),
            what=item.what,
            due_on=item.due_on or wanted.due_on,
        )
        for item in wanted.items
    )
    due_on = last_day(wanted.due_on, now.days) if wanted.due_on is not None else None
    return CorrectionRequested(procedure=now.case.procedure, items=items, due_on=due_on)


def accepted(now: Circumstances) -> Payload:
    """Acceptance, with the limits of its day (受理)."""
    return Accepted(
        procedure=now.case.procedure,
        promised=now.procedure.promised,
        statutory=now.procedure.statutory,
        opinion=now.asked(Accept).opinion,
    )


def paused(now: Circumstances) -> Payload:
    """A special procedure begins (特别程序, 行政许可法 45)."""
    wanted = now.asked(Pause)
    return ClockPaused(
        procedure=now.case.procedure,
        procedure_kind=wanted.procedure_kind,
        reason=wanted.reason,
        requested_by=wanted.requested_by or now.by.number,
        approved_by=wanted.approved_by or now.by.number,
        limit_days=wanted.limit_days,
        limit_unit=wanted.limit_unit,
    )


def extended(now: Circumstances) -> Payload:
    """The limit is extended, with its article (行政许可法 42)."""
    rule = now.procedure.extension
    assert rule is not None
    wanted = now.asked(Extend)
    return Extended(
        procedure=now.case.procedure,
        days=wanted.days,
        unit=rule.unit,
        reason=wanted.reason,
        applicant_informed=wanted.applicant_informed,
        article=rule.source,
    )


def concluded(now: Circumstances) -> Payload:
    """The decision to grant, plain or conditional (准予)."""
    request = now.request
    assert isinstance(request, Decide | DecideConditionally)
    return Concluded(
        procedure=now.case.procedure,
        conditional=isinstance(request, DecideConditionally),
        opinion=request.opinion,
        permit_number=request.permit_number,
    )


def served_on(now: Circumstances) -> date:
    """The day on which a decision was handed over: today unless another is named."""
    return now.asked(Deliver).served_on or now.on
