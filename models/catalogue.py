"""The catalogue of approval procedures (审批事项目录): law and practice as data."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field, model_validator

from models.decline import DeclineGround
from models.labelled import Labelled
from models.nature import Nature, SilenceRule
from models.project import ProjectTier
from models.review import ReviewForm
from models.vocabulary import Sourced, Value


class Unit(Labelled):
    """What a time limit counts in (计时单位)."""

    WORKDAY = "workday", "个工作日"
    CALENDAR_DAY = "calendar_day", "日"


class Bound(Labelled):
    """Which way a time limit binds (时限性质)."""

    MAX = "max", "最长"
    """The department must decide by then."""
    MIN = "min", "最短"
    """A notice period that may not be compressed (公告期)."""
    APPLICANT_DUTY = "applicant_duty", "申请人义务"
    """The applicant, not the department, must act by then."""
    NONE = "none", "未定期限"
    """The law sets no limit."""


class CountsFrom(StrEnum):
    """The day from which a time limit runs (起算日)."""

    RECEIPT = "receipt"
    """自收到申请之日起: from the day on which the complete application came in."""
    ACCEPTANCE = "acceptance"
    """自受理之日起: from acceptance, as 行政许可法 42 has it."""


class TimeLimit(Sourced):
    """A time limit (办理时限): so many days of a unit, from a day on, binding one way."""

    value: int | None = Field(default=None, ge=0, le=400)
    unit: Unit = Unit.WORKDAY
    bound: Bound = Bound.MAX
    counts_from: CountsFrom = CountsFrom.ACCEPTANCE


class ExtensionRule(Sourced):
    """How often and by whom a limit may be extended (延长期限)."""

    days: int = Field(ge=1)
    unit: Unit = Unit.WORKDAY
    times: int = 1
    approver: str


class RequirementLevel(Labelled):
    """How far a document may lag behind the application (材料要求)."""

    PRINCIPAL = "principal", "主件"
    """主件: must be present on acceptance, never deferred."""
    DEFERRABLE = "deferrable", "可容缺"
    """可容缺材料: may follow, against a signed promise."""
    SITUATIONAL = "situational", "按需"
    """按需材料: asked for only in some projects; where asked for, not deferrable."""


class Condition(Value):
    """One question to a project's traits, and the answers that satisfy it (适用条件)."""

    trait: str
    among: tuple[str | bool, ...] = Field(min_length=1)


class RequiredDocument(Sourced):
    """One document that a procedure asks for (申请材料)."""

    code: str = Field(pattern=r"^[A-Z]\d{2}-\d{1,2}$")
    name: str
    level: RequirementLevel
    makeup_days: int | None = Field(default=None, ge=1)
    """补交期限, in working days; ``None`` = no limit of its own."""
    conditions: tuple[Condition, ...] = ()
    """Asked for only where all of them hold; else the project's procedure does not name it."""
    when: str = ""
    """The conditions in words."""
    issued_by: str = ""
    """The procedure that gives it: where that one does not apply to a type, nobody owes it."""
    note: str = ""


class SpecialProcedureKind(Labelled):
    """Kinds of special procedure (特别程序), GB/T 39046-2020 table A.7 and article 45."""

    CORRECTION = "correction", "补正"
    EXPERT_REVIEW = "expert_review", "专家评审"
    PUBLIC_NOTICE = "public_notice", "公示公告"
    HEARING = "hearing", "听证"
    INSPECTION_TEST = "inspection_test", "检验检测"
    EVALUATION = "evaluation", "评估"
    SITE_INSPECTION = "site_inspection", "现场踏勘"
    BIDDING = "bidding", "招标拍卖"
    INVESTIGATION = "investigation", "考古勘探"
    INTERMEDIARY = "intermediary", "中介服务"
    CONSTRUCTION = "construction", "外线施工"
    LINKED_PERMIT = "linked_permit", "关联审批"
    SPOT_CHECK = "spot_check", "抽查"
    TECH_REVIEW = "tech_review", "技术审查"
    OTHER = "other", "其他"
    UPSTREAM = "upstream", "等待前置事项"
    """Nothing but a prerequisite that was tolerated on acceptance is missing: begins and ends
    by fact, is never asked for and has no stated length (前置容缺)."""


class SpecialProcedure(Sourced):
    """A special procedure that a case may pass through (特别程序)."""

    name: str
    kind: SpecialProcedureKind
    max_days: int | None = None
    min_days: int | None = None
    unit: Unit = Unit.WORKDAY
    clock_stops: bool


class DeferralMode(StrEnum):
    """How far a procedure may be granted ahead of its documents (容缺方式)."""

    NONE = "none"
    ACCEPT_ONLY = "accept_only"
    PREVIEW = "preview"
    APPROVE_THEN_SUPPLEMENT = "approve_then_supplement"
    COMMITMENT = "commitment"


class Procedure(Value):
    """An approval procedure (审批事项): one entry of the catalogue."""

    code: str = Field(pattern=r"^[A-Z]\d{2}$")
    name: str
    name_en: str
    stage: str
    department: str
    kind: str
    nature: Nature
    """What it is in law: silence, hearing, extension and refusal follow from it."""
    statutory: TimeLimit
    promised: TimeLimit
    """Counted like the statutory one, unless the data says otherwise."""
    extension: ExtensionRule | None = None
    silence: SilenceRule | None = None
    """Where its own law, not 行政许可法 32, says what silence means."""
    decline_articles: Mapping[DeclineGround, str] = {}
    """Ground on which its own law, not 行政许可法 32, lets it be declined → the article."""
    prerequisites: tuple[str, ...] = ()
    """Must be concluded before this one may be submitted (受理前置)."""
    prerequisites_any_of: tuple[tuple[str, ...], ...] = ()
    """Of each group at least one applicable must be concluded first."""
    tolerable_prerequisites: tuple[str, ...] = ()
    """Must be concluded before this one is decided; it may be accepted sooner (前置容缺)."""
    applies_to: tuple[str, ...]
    not_asked_of: Mapping[str, str] = {}
    """Type of project to which it does not apply → why, where a trait would ask for it."""
    conditions: tuple[Condition, ...] = ()
    when: str = ""
    """The conditions in words, as the officers read them."""
    deferral_mode: DeferralMode
    documents: tuple[RequiredDocument, ...]
    special_procedures: tuple[SpecialProcedure, ...] = ()
    result_document: str
    legal_basis: str
    decided_by_superior: bool = False
    """上报件: the district prepares and forwards, a superior level decides."""
    safety_or_environment: bool = False
    """安全、环保类: its papers are never put off (化州2025)."""
    fire_or_hazard: bool = False
    """消防、危险化学品类: not deferrable under any profile, whatever its mode says."""
    review: str = ""
    """Code of its form of review (审签程序); empty = the one of its nature, else two persons."""
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _promise_is_counted_like_the_law(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        promised, statutory = given.get("promised"), given.get("statutory")
        if not isinstance(promised, Mapping) or not isinstance(statutory, Mapping):
            return given
        if "counts_from" in promised or "counts_from" not in statutory:
            return given
        return {**given, "promised": {**promised, "counts_from": statutory["counts_from"]}}

    @property
    def instant(self) -> bool:
        """Tell whether the procedure is settled on the spot (即办件)."""
        return self.promised.value == 0

    def document(self, code_or_name: str) -> RequiredDocument | None:
        """Return the document of that code or name, if the procedure asks for it."""
        for document in self.documents:
            if code_or_name in (document.code, document.name):
                return document
        return None

    def document_name(self, code: str) -> str:
        """Return a document's Chinese name, or its code where it is not asked for."""
        document = self.document(code)
        return document.name if document else code


class Stage(Value):
    """One of the four approval stages, or the parallel one (审批阶段)."""

    code: str
    std_code: int
    name: str
    lead: str


class Gate(Value):
    """What must be true before a project may start building or producing (开工、投产条件)."""

    code: str
    name: str
    all_of: tuple[str, ...]
    applicable_of: tuple[str, ...]
    not_asked: Mapping[str, str] = {}
    """Procedures of the time before it that it does not wait for, each with the reason why."""
    confirmations: tuple["GateConfirmation", ...]
    basis: str


class GateConfirmation(Value):
    """A condition of a gate that no procedure proves: somebody named confirms it (条件确认)."""

    code: str = Field(pattern=r"^[a-z_]+$")
    name: str
    basis: str
    book: str = ""
    """The book whose lines of the project must have got there first, where it has any …"""
    reached: tuple[str, ...] = ()
    """… and the states of which each line must have reached one."""


class StatuteVariant(Value):
    """Fields of procedures that differ for some projects or dates (法规变体)."""

    code: str
    when: str
    basis: str
    conditions: tuple[Condition, ...] = ()
    tiers: tuple[ProjectTier, ...] = ()
    """Holds for key projects of these tiers alone (绿色通道); empty = for all."""
    before: date | None = None
    """Holds for cases accepted before this day."""
    since: date | None = None
    """Holds for cases accepted on this day or later."""
    overrides: Mapping[str, Mapping[str, Any]] = {}
    """Procedure code → fields of :class:`Procedure` in their JSON form."""
    citations: Mapping[str, str] = {}
    """Words of a basis, source or note → what stands there while this variant holds."""

    @model_validator(mode="after")
    def _names_only_fields_of_a_procedure(self) -> "StatuteVariant":
        for code, fields in self.overrides.items():
            if unknown := set(fields) - set(Procedure.model_fields):
                raise ValueError(f"{code}: 事项没有这些字段：{'、'.join(sorted(unknown))}")
            if self.tiers and set(fields) != {"promised"}:
                raise ValueError(f"{code}: 重点项目的变体只能缩短承诺时限（promised）")
            if self.tiers and not dict(fields["promised"]).get("source"):
                raise ValueError(f"{code}: 重点项目的承诺时限须写明出处（source）")
        if self.tiers and self.citations:
            raise ValueError(f"{self.code}: 重点项目的变体不改法律依据")
        return self


class Catalogue(Value):
    """The whole catalogue, with its stages, gates and statute variants (审批事项目录)."""

    version: str
    title: str
    reviewed: date
    stages: tuple[Stage, ...]
    gates: tuple[Gate, ...]
    procedures: tuple[Procedure, ...]
    review_forms: tuple[ReviewForm, ...] = ()
    """审签程序: who sees an application before it is decided."""
    statute_variants: tuple[StatuteVariant, ...] = ()
