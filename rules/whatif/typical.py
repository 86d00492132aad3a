"""What an act would ask for if nothing were entered (通常做法), to show its effect beforehand.

The door shows what each button would do before a form is filled in; where the act needs a
value, the one that is usual or the most that the rules allow stands in, and is named.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from models.act_requests import (
    REQUESTS,
    AcceptConditionally,
    Act,
    CorrectionItem,
    Decline,
    Extend,
    ExtendPromise,
    OrderRectification,
    Pause,
    PromisedDocument,
    ReceiveDocument,
    Refuse,
    Request,
    RequestCorrection,
    Revoke,
)
from models.case import Case
from models.catalogue import Procedure, RequirementLevel, SpecialProcedureKind, Unit
from models.decline import DeclineGround
from rules.in_force.regulations import Regulations

CORRECTION_DAYS = 5
"""Working days usually given for corrections (assumed: the law leaves it to the office)."""

RECTIFICATION_DAYS = 10
"""Working days usually given to make a broken promise good (assumed)."""

PAUSE_DAYS = 10
"""Working days of a special procedure of which the catalogue gives no length (assumed)."""

_REASON = "试算"


@dataclass(frozen=True, slots=True)
class Supposed:
    """A value that was supposed, not entered (推定的填写值)."""

    field: str
    """Name of the field of the request."""
    value: date | int | str


@dataclass(frozen=True, slots=True)
class TypicalRequest:
    """A request with what was supposed in it (通常的请求)."""

    request: Request
    supposed: tuple[Supposed, ...] = ()


@dataclass(frozen=True, slots=True)
class _Here:
    case: Case
    procedure: Procedure
    on: date
    regulations: Regulations

    def after(self, working_days: int) -> date:
        return self.regulations.days.add(self.on, working_days, Unit.WORKDAY).due_on

    def absent(self, *levels: RequirementLevel) -> tuple[str, ...]:
        return tuple(
            one.code
            for one in self.procedure.documents
            if one.level in levels and one.code not in self.case.documents
        )


def typical_request(
    act: Act, case: Case, procedure: Procedure, *, on: date, regulations: Regulations
) -> TypicalRequest | None:
    """Return the usual request for an act on a case; ``None`` where nothing can be supposed."""
    here = _Here(case, procedure, on, regulations)
    if act in _TYPICAL:
        return _TYPICAL[act](here)
    try:
        return TypicalRequest(REQUESTS.validate_python({"act": act.value}))
    except ValueError:
        return None


def _accept_conditionally(here: _Here) -> TypicalRequest:
    owed = tuple(
        PromisedDocument(document=code, due_on=here.case.expected[code])
        for code in here.absent(RequirementLevel.DEFERRABLE)
        if here.case.expected.get(code, here.on) > here.on
    )
    everything = here.absent(RequirementLevel.DEFERRABLE)
    # Days told for some documents only: then all by the latest day that is allowed.
    told = owed if len(owed) == len(everything) else ()
    supposed = tuple(Supposed(one.document, one.due_on) for one in told)
    return TypicalRequest(AcceptConditionally(owed=told, signed_by=_REASON), supposed)


def _request_correction(here: _Here) -> TypicalRequest:
    lacking = here.absent(RequirementLevel.PRINCIPAL, RequirementLevel.DEFERRABLE)
    asked = lacking or tuple(item.document for item in here.case.corrections)
    asked = asked or tuple(one.code for one in here.procedure.documents[:1])
    due_on = here.after(CORRECTION_DAYS)
    items = tuple(CorrectionItem(document=code, what="请补正") for code in asked)
    return TypicalRequest(
        RequestCorrection(items=items, due_on=due_on), (Supposed("due_on", due_on),)
    )


def _receive(here: _Here) -> TypicalRequest | None:
    if not here.case.outstanding:
        return None
    first = min(here.case.outstanding, key=lambda one: (one.due_on, one.document))
    return TypicalRequest(
        ReceiveDocument(document=first.document), (Supposed("document", first.document),)
    )


def _extend_promise(here: _Here) -> TypicalRequest | None:
    rule = here.regulations.rulebook.promise_extension
    if rule is None or not here.case.outstanding:
        return None
    first = min(here.case.outstanding, key=lambda one: (one.due_on, one.document))
    return TypicalRequest(
        ExtendPromise(document=first.document, days=rule.days, reason=_REASON),
        (Supposed("document", first.document), Supposed("days", rule.days)),
    )


def _pause(here: _Here) -> TypicalRequest:
    stopping = [one for one in here.procedure.special_procedures if one.clock_stops]
    kind, length, unit = SpecialProcedureKind.EXPERT_REVIEW, PAUSE_DAYS, Unit.WORKDAY
    if stopping:
        special = stopping[0]
        kind, unit = special.kind, special.unit
        length = special.max_days or special.min_days or PAUSE_DAYS
    elif stops := here.regulations.rulebook.clock.special_procedures_stop:
        kind = kind if kind in stops else stops[0]
    request = Pause(procedure_kind=kind, reason=_REASON, limit_days=length, limit_unit=unit)
    return TypicalRequest(
        request, (Supposed("procedure_kind", kind.value), Supposed("limit_days", length))
    )


def _extend(here: _Here) -> TypicalRequest | None:
    rule = here.procedure.extension
    if rule is None:
        return None
    return TypicalRequest(Extend(days=rule.days, reason=_REASON), (Supposed("days", rule.days),))


def _rectify(here: _Here) -> TypicalRequest:
    due_on = here.after(RECTIFICATION_DAYS)
    return TypicalRequest(
        OrderRectification(due_on=due_on, reason=_REASON), (Supposed("due_on", due_on),)
    )


_TYPICAL: Mapping[Act, Callable[[_Here], TypicalRequest | None]] = {
    Act.ACCEPT_CONDITIONALLY: _accept_conditionally,
    Act.REQUEST_CORRECTION: _request_correction,
    Act.RECEIVE_DOCUMENT: _receive,
    Act.EXTEND_PROMISE: _extend_promise,
    Act.PAUSE: _pause,
    Act.EXTEND: _extend,
    Act.ORDER_RECTIFICATION: _rectify,
    Act.DECLINE: lambda _: TypicalRequest(
        Decline(reason=_REASON, ground=DeclineGround.NOT_THIS_AUTHORITY)
    ),
    Act.REFUSE: lambda _: TypicalRequest(Refuse(reason=_REASON)),
    Act.REVOKE: lambda _: TypicalRequest(Revoke(reason=_REASON)),
}
