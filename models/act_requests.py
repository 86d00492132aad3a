"""The acts of the office (办理动作) and what an officer gives with each.

An act names a procedure, or a gate where it concerns the whole project. Everything
here is input: what is recorded of it is an entry of `models/ledger.py`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import Field, TypeAdapter

from models.act import Act as Act
from models.act import Via as Via
from models.assignment import Assign
from models.catalogue import SpecialProcedureKind, Unit
from models.credit import RepairCredit
from models.decline import DeclineGround
from models.expectation import ExpectDocument
from models.hearing import HoldHearing, OfferHearing, RequestHearing
from models.issue import RaiseIssue, SolveIssue
from models.light_rules import JustifyDelay
from models.measure import AnnounceMeasure, StateDefence
from models.milestone import MilestoneRequest
from models.review import GiveReview
from models.supervision_requests import (
    AnswerSlip,
    CloseMatter,
    DecideReview,
    DropSlip,
    EscalateMatter,
    ExplainMissedStart,
    HoldInterview,
    RequestReview,
    SignSlip,
)
from models.vocabulary import Paper, Reason, Text, Value


class Submit(Value):
    """Hand in an application (申报)."""

    act: Literal[Act.SUBMIT] = Act.SUBMIT
    documents: tuple[str, ...] | None = None
    """Codes or names of what is handed in; ``None`` = everything that is asked for."""
    missing: tuple[str, ...] = ()
    """Codes or names of what is not handed in yet, where ``documents`` is left out."""


class Accept(Value):
    """Take a complete application in (受理)."""

    act: Literal[Act.ACCEPT] = Act.ACCEPT
    opinion: Text = ""


class PromisedDocument(Value):
    """One document that is promised by a day (承诺补交材料)."""

    document: Paper
    due_on: date


class AcceptConditionally(Value):
    """Take an application in with secondary documents still owed (容缺受理)."""

    act: Literal[Act.ACCEPT_CONDITIONALLY] = Act.ACCEPT_CONDITIONALLY
    owed: tuple[PromisedDocument, ...] = ()
    """Empty = every missing document, by the latest day that the rules allow."""
    signed_by: str = ""
    """Who signed the promise for the applicant (法定代表人或授权委托人)."""
    signed_on: date | None = None
    opinion: Text = ""


class GivePreviewOpinion(Value):
    """Say ahead of the prerequisites what the review would say (出具预审意见): no decision."""

    act: Literal[Act.GIVE_PREVIEW_OPINION] = Act.GIVE_PREVIEW_OPINION
    opinion: Reason


class CorrectionItem(Value):
    """One thing to be corrected (补正内容)."""

    document: Paper
    what: Reason
    due_on: date | None = None
    """Its own day; ``None`` = that of the whole notice."""


class RequestCorrection(Value):
    """Tell everything that must be corrected, once (一次性告知补正)."""

    act: Literal[Act.REQUEST_CORRECTION] = Act.REQUEST_CORRECTION
    items: tuple[CorrectionItem, ...] = Field(min_length=1)
    due_on: date | None = None


class Correct(Value):
    """Hand corrections in (补正): all that was asked for, or one item after another."""

    act: Literal[Act.CORRECT] = Act.CORRECT
    documents: tuple[str, ...] | None = None
    """``None`` = everything that was asked for and is not in yet."""


class Decline(Value):
    """Do not take the application in, with the reason (不予受理).

    Of a case whose promise has lapsed: revoke the acceptance or terminate, where the
    deferral profile says so (撤销受理、终止办理).
    """

    act: Literal[Act.DECLINE] = Act.DECLINE
    reason: Reason
    ground: DeclineGround | None = None
    """Needed before acceptance: 行政许可法 32(1) knows no other way to leave it untaken."""


class ReceiveDocument(Value):
    """Take in a document that was owed (补交容缺材料)."""

    act: Literal[Act.RECEIVE_DOCUMENT] = Act.RECEIVE_DOCUMENT
    document: Paper


class ExtendPromise(Value):
    """Move a promised day, once and before it is due (承诺展期)."""

    act: Literal[Act.EXTEND_PROMISE] = Act.EXTEND_PROMISE
    document: Paper
    days: int = Field(ge=1, le=60)
    """Working days."""
    reason: Reason


class OrderRectification(Value):
    """Order that a broken promise be made good by a day (责令限期整改)."""

    act: Literal[Act.ORDER_RECTIFICATION] = Act.ORDER_RECTIFICATION
    due_on: date
    reason: Reason


class Pause(Value):
    """Stop the clock for a special procedure, its length told in writing (特别程序、暂停计时)."""

    act: Literal[Act.PAUSE] = Act.PAUSE
    procedure_kind: SpecialProcedureKind
    reason: Reason
    limit_days: int = Field(ge=1, le=400)
    limit_unit: Unit = Unit.WORKDAY
    requested_by: str = ""
    approved_by: str = ""


class Resume(Value):
    """End the special procedure and let the clock run on (恢复计时)."""

    act: Literal[Act.RESUME] = Act.RESUME
    result: Text = ""


class Extend(Value):
    """Extend the limit, once, by the head of the agency, reason told (延长期限)."""

    act: Literal[Act.EXTEND] = Act.EXTEND
    days: int = Field(ge=1, le=60)
    reason: Reason
    applicant_informed: bool = True


class Decide(Value):
    """Grant (准予、办结)."""

    act: Literal[Act.DECIDE] = Act.DECIDE
    opinion: Text = ""
    permit_number: str = Field(default="", max_length=60)


class DecideConditionally(Value):
    """Grant ahead of documents that are still owed (容缺审批)."""

    act: Literal[Act.DECIDE_CONDITIONALLY] = Act.DECIDE_CONDITIONALLY
    opinion: Text = ""
    permit_number: str = Field(default="", max_length=60)


class Refuse(Value):
    """Do not grant, with the reason (不予许可)."""

    act: Literal[Act.REFUSE] = Act.REFUSE
    reason: Reason


class Deliver(Value):
    """Hand the decision over (送达)."""

    act: Literal[Act.DELIVER] = Act.DELIVER
    served_on: date | None = None


class Withdraw(Value):
    """Take the application back (撤回申请)."""

    act: Literal[Act.WITHDRAW] = Act.WITHDRAW
    reason: Text = ""


class Revoke(Value):
    """Revoke what was granted (撤销)."""

    act: Literal[Act.REVOKE] = Act.REVOKE
    reason: Reason
    untrue: bool = False
    """The promise or the papers were false from the start (虚假承诺)."""


class RecordBreach(Value):
    """Put a broken promise on the applicant's record (失信认定)."""

    act: Literal[Act.RECORD_BREACH] = Act.RECORD_BREACH
    reason: Reason


Request = Annotated[
    Submit
    | Accept
    | AcceptConditionally
    | GivePreviewOpinion
    | RequestCorrection
    | Correct
    | Decline
    | ReceiveDocument
    | ExtendPromise
    | OrderRectification
    | Pause
    | Resume
    | Extend
    | GiveReview
    | Decide
    | DecideConditionally
    | Refuse
    | Deliver
    | Withdraw
    | Revoke
    | MilestoneRequest
    | AnnounceMeasure
    | StateDefence
    | RecordBreach
    | RepairCredit
    | ExpectDocument
    | Assign
    | OfferHearing
    | RequestHearing
    | HoldHearing
    | SignSlip
    | DropSlip
    | AnswerSlip
    | CloseMatter
    | EscalateMatter
    | HoldInterview
    | RequestReview
    | DecideReview
    | ExplainMissedStart
    | RaiseIssue
    | SolveIssue
    | JustifyDelay,
    Field(discriminator="act"),
]
REQUESTS: TypeAdapter[Request] = TypeAdapter(Request)
"""Reads a request of any act, e.g. ``{"act": "accept"}``."""
REQUEST_OF: Mapping[Act, type[Request]] = {
    one.model_fields["act"].default: one for one in get_args(get_args(Request)[0])
}
"""Act → what is given with it."""
