"""The acts of the office (办理动作) and what an officer gives with each.

An act names a procedure, or a gate where it concerns the whole project. Everything
here is input: what is recorded of it is an entry of `models/ledger.py`.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import ConfigDict, Field, TypeAdapter

from models.act import Act as Act
from models.act import Via as Via
from models.assignment import Assign
from models.catalogue import SpecialProcedureKind, Unit
from models.certificate import ExtendCertificate
from models.credit import RepairCredit
from models.decline import DeclineGround
from models.expectation import ExpectDocument
from models.hearing import HoldHearing, OfferHearing, RequestHearing
from models.issue import RaiseIssue, SolveIssue
from models.light_rules import JustifyDelay
from models.measure import AnnounceMeasure, StateDefence
from models.milestone import MilestoneRequest
from models.review import GiveReview
from models.supervision_requests import SupervisionRequest
from models.vocabulary import TODAY, Line, Paper, Reason, Text, Value
from models.written import Count, Day, ItemCode

PermitNumber = Annotated[
    Line, Field(max_length=60, title="批文或证照编号", description="没有编号的可以不填")
]


class Submit(Value):
    """Hand in an application (申报)."""

    act: Literal[Act.SUBMIT] = Act.SUBMIT
    documents: tuple[ItemCode, ...] | None = Field(
        None, title="本次提交的材料", description="勾选已经备齐的；未勾选的，受理时按缺件处理"
    )
    """Codes or names of what is handed in; ``None`` = everything that is asked for."""
    missing: tuple[ItemCode, ...] = Field((), title="尚缺的材料")
    """Codes or names of what is not handed in yet, where ``documents`` is left out."""


class Accept(Value):
    """Take a complete application in (受理)."""

    act: Literal[Act.ACCEPT] = Act.ACCEPT
    opinion: Text = Field("", title="意见")


class PromisedDocument(Value):
    """One document that is promised by a day (承诺补交材料)."""

    document: Paper
    due_on: Day


class AcceptConditionally(Value):
    """Take an application in with secondary documents still owed (容缺受理)."""

    act: Literal[Act.ACCEPT_CONDITIONALLY] = Act.ACCEPT_CONDITIONALLY
    owed: tuple[PromisedDocument, ...] = Field((), title="承诺补交的材料")
    """Empty = every missing document, by the latest day that the rules allow."""
    signed_by: Line = Field(
        "", title="承诺书签署人", description="申请人的法定代表人或授权委托人；不能由经办人代签"
    )
    signed_on: Day | None = Field(None, title="承诺书签署日", description=TODAY)
    opinion: Text = Field("", title="意见")


class GivePreviewOpinion(Value):
    """Say ahead of the prerequisites what the review would say (出具预审意见): no decision."""

    act: Literal[Act.GIVE_PREVIEW_OPINION] = Act.GIVE_PREVIEW_OPINION
    opinion: Reason = Field(title="预审意见")


class CorrectionItem(Value):
    """One thing to be corrected (补正内容)."""

    document: Paper
    what: Reason = Field(title="须补正什么")
    due_on: Day | None = Field(None, title="期限")
    """Its own day; ``None`` = that of the whole notice."""


class RequestCorrection(Value):
    """Tell everything that must be corrected, once (一次性告知补正)."""

    act: Literal[Act.REQUEST_CORRECTION] = Act.REQUEST_CORRECTION
    items: tuple[CorrectionItem, ...] = Field(
        min_length=1,
        title="补正内容",
        description="应当一次告知全部须补正的内容（行政许可法第三十二条、优化营商环境条例第三十六条）",
    )
    due_on: Day | None = Field(
        None, title="补正期限", description="各项没有单独写明日期的，按此期限"
    )


class Correct(Value):
    """Hand corrections in (补正): all that was asked for, or one item after another."""

    act: Literal[Act.CORRECT] = Act.CORRECT
    documents: tuple[ItemCode, ...] | None = Field(None, title="本次补正的材料")
    """``None`` = everything that was asked for and is not in yet."""


class Decline(Value):
    """Do not take the application in, with the reason (不予受理).

    Of a case whose promise has lapsed: revoke the acceptance or terminate, where the
    deferral profile says so (撤销受理、终止办理).
    """

    act: Literal[Act.DECLINE] = Act.DECLINE
    reason: Reason
    ground: DeclineGround | None = Field(
        None,
        title="法定情形",
        description="受理前须选定；法律没有另行规定的，材料不齐不是不予受理的理由（行政许可法第三十二条）",
    )
    """Needed before acceptance: 行政许可法 32(1) knows no other way to leave it untaken."""


class ReceiveDocument(Value):
    """Take in a document that was owed (补交容缺材料)."""

    act: Literal[Act.RECEIVE_DOCUMENT] = Act.RECEIVE_DOCUMENT
    document: Paper = Field(description="收到一件，记一件")


class ExtendPromise(Value):
    """Move a promised day, once and before it is due (承诺展期)."""

    act: Literal[Act.EXTEND_PROMISE] = Act.EXTEND_PROMISE
    document: Paper
    days: Count = Field(ge=1, le=60, title="展期天数", description="工作日；到期前办理，只能一次")
    reason: Reason


class OrderRectification(Value):
    """Order that a broken promise be made good by a day (责令限期整改)."""

    act: Literal[Act.ORDER_RECTIFICATION] = Act.ORDER_RECTIFICATION
    due_on: Day = Field(title="整改期限")
    reason: Reason


class Pause(Value):
    """Stop the clock for a special procedure, its length told in writing (特别程序、暂停计时)."""

    act: Literal[Act.PAUSE] = Act.PAUSE
    procedure_kind: SpecialProcedureKind = Field(title="特别程序")
    reason: Reason
    limit_days: Count = Field(
        ge=1,
        le=400,
        title="所需时间",
        description="写明所需时间，书面告知申请人（行政许可法第四十五条）",
    )
    limit_unit: Unit = Field(Unit.WORKDAY, title="计算单位")
    requested_by: Line = Field("", title="提出人")
    approved_by: Line = Field("", title="批准人")


class Resume(Value):
    """End the special procedure and let the clock run on (恢复计时)."""

    act: Literal[Act.RESUME] = Act.RESUME
    result: Text = Field("", title="特别程序的结果")


class Extend(Value):
    """Extend the limit, once, by the head of the agency, reason told (延长期限)."""

    act: Literal[Act.EXTEND] = Act.EXTEND
    days: Count = Field(
        ge=1, le=60, title="延长天数", description="工作日；经行政机关负责人批准，可以延长一次"
    )
    reason: Reason
    applicant_informed: bool = Field(True, title="已将延长的理由告知申请人")


class Decide(Value):
    """Grant (准予、办结)."""

    act: Literal[Act.DECIDE] = Act.DECIDE
    opinion: Text = Field(
        "", title="决定意见", description="审查意见建议不予同意的，须写明准予的理由"
    )
    permit_number: PermitNumber = ""


class DecideConditionally(Value):
    """Grant ahead of documents that are still owed (容缺审批)."""

    act: Literal[Act.DECIDE_CONDITIONALLY] = Act.DECIDE_CONDITIONALLY
    opinion: Text = Field("", title="决定意见")
    permit_number: PermitNumber = ""


class Refuse(Value):
    """Do not grant, with the reason (不予许可)."""

    act: Literal[Act.REFUSE] = Act.REFUSE
    reason: Reason = Field(
        description="应当说明理由，并告知申请复议、提起诉讼的权利（行政许可法第三十八条）"
    )
    untrue: bool = Field(False, title="申请人隐瞒有关情况或者提供虚假材料")


class Deliver(Value):
    """Hand the decision over (送达)."""

    act: Literal[Act.DELIVER] = Act.DELIVER
    served_on: Day | None = Field(None, title="送达日", description=TODAY)


class Withdraw(Value):
    """Take the application back (撤回申请)."""

    act: Literal[Act.WITHDRAW] = Act.WITHDRAW
    reason: Text = Field("", title="理由")


class Revoke(Value):
    """Revoke what was granted (撤销)."""

    act: Literal[Act.REVOKE] = Act.REVOKE
    reason: Reason
    untrue: bool = Field(False, title="承诺或材料自始虚假")
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
    | ExtendCertificate
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
    | SupervisionRequest
    | RaiseIssue
    | SolveIssue
    | JustifyDelay,
    Field(discriminator="act"),
]
REQUESTS: TypeAdapter[Request] = TypeAdapter(Request, config=ConfigDict(defer_build=True))
"""Reads a request of any act, e.g. ``{"act": "accept"}``."""
REQUEST_OF: Mapping[Act, type[Request]] = {
    one.model_fields["act"].default: one for one in get_args(get_args(Request)[0])
}
"""Act → what is given with it."""
