"""The campaign's rules (规则参数): deferral profiles, clock, lights, weekly round."""

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from models.catalogue import DeferralMode, SpecialProcedureKind, Unit
from models.project import ProjectTier
from models.vocabulary import Sourced, Value


class MakeUpCap(StrEnum):
    """What a make-up date may not exceed (补正期限上限)."""

    PROMISED = "promised"
    STATUTORY = "statutory"
    NONE = "none"


class OnDue(StrEnum):
    """What follows when a promised document has not come (逾期未补的后果)."""

    PAUSE = "pause"
    RETURN = "return"
    REFUSE = "refuse"
    REVOKE_ACCEPTANCE = "revoke_acceptance"
    TERMINATE = "terminate"
    RECTIFY = "rectify"
    REVOKE = "revoke"
    NOTHING = "nothing"


class AcceptanceDuty(StrEnum):
    """Whether an application that lacks secondary documents only must be taken in (受理义务)."""

    OPTIONAL = "optional"
    MANDATORY = "mandatory"
    """应当受理 (河南35)."""
    IF_CORE_COMPLETE = "mandatory_if_core_complete"
    """核心要件具备的，应当受理 (滨州11)."""
    AFTER_COMMITMENT = "mandatory_after_commitment"
    """申请人作出承诺的，应当受理 (广东32)."""


class ClockStart(StrEnum):
    """From when a conditionally accepted case is timed (容缺起算日)."""

    ACCEPTED = "accepted"
    """受理之日 (行政许可法42)."""
    COMMITMENT_SIGNED = "commitment_signed"
    """签订承诺书之日 (洋县2020 第2条)."""


class PromiseExtension(Sourced):
    """How often and by how much a promised day may be moved (承诺展期)."""

    days: int = Field(ge=1)
    times: int = 1
    approver: str


AHEAD = frozenset({DeferralMode.APPROVE_THEN_SUPPLEMENT, DeferralMode.COMMITMENT})
"""Modes that let a decision precede its documents (容缺审批、告知承诺)."""


class DeferralProfile(Sourced):
    """How a place practises conditional acceptance (容缺办法)."""

    name: str
    mode: DeferralMode = DeferralMode.ACCEPT_ONLY
    cap: MakeUpCap = MakeUpCap.NONE
    on_due: OnDue = OnDue.PAUSE
    grace_workdays: int = 0
    on_grace_end: OnDue = OnDue.NOTHING
    credit_gate: bool = False
    dual_signature: bool = False
    remind_before_days: tuple[int, ...] = ()
    excludes_safety_and_environment: bool = False
    acceptance: AcceptanceDuty = AcceptanceDuty.OPTIONAL
    clock_start: ClockStart = ClockStart.ACCEPTED
    tiers: tuple[ProjectTier, ...] = ()
    """Projects that it is for (适用范围); empty = all."""
    hard_stop: str = ""
    """Procedure that is not decided before every owed document is in (最迟补齐节点)."""
    loss_borne_by: str = ""
    """Who bears the loss when it ends without a permit (损失承担)."""
    on_false: OnDue = OnDue.NOTHING
    """What follows when the promise itself was untrue (虚假承诺)."""

    @property
    def issues_before_makeup(self) -> bool:
        """Tell whether a permit may precede its documents (先出证后补件)."""
        return self.mode in AHEAD


class EligibilityRule(Sourced):
    """One condition of conditional acceptance, in the order it is asked (容缺条件)."""

    code: str
    text: str


class ExpiryTerm(Sourced):
    """How long a certificate holds while nobody starts building (证件有效期)."""

    procedures: tuple[str, ...] = Field(min_length=1)
    months: int | None = Field(default=None, ge=1)
    years: int | None = Field(default=None, ge=1)
    days: int | None = Field(default=None, ge=1)
    """Calendar days."""
    from_receipt: bool = False
    """Counted from the day it was handed over (领取之日), not from the decision (批准之日)."""
    extensions: str = ""
    effect: str
    """What follows when it has run out."""
    since: date | None = None
    """The first day on which this rule is law."""

    @model_validator(mode="after")
    def _has_one_length(self) -> Self:
        if sum(one is not None for one in (self.months, self.years, self.days)) != 1:
            raise ValueError("months、years、days 须恰好填写一项")
        return self


class LongStop(Sourced):
    """What must follow a decision within some days (后续期限)."""

    procedure: str
    name: str
    days: int = Field(ge=1)
    unit: Unit = Unit.WORKDAY
    effect: str
    """What must be done by then."""
    since: date | None = None
    until: date | None = None
    """First and last day of a decision to which this rule applies."""


class ClockRules(Value):
    """The parameters of the legal clock (计时规则)."""

    notice_days: int
    notice_source: str
    delivery_days: int
    delivery_source: str
    special_procedures_stop: tuple[SpecialProcedureKind, ...]
    """What stops the clock in every procedure (行政许可法 45), beside what the catalogue names."""
    special_source: str
    certificate_expiry: tuple[ExpiryTerm, ...] = ()
    long_stops: tuple[LongStop, ...] = ()


class LightRules(Sourced):
    """When an approval turns yellow (亮灯规则): by share used or by days left."""

    yellow_ratio: float = Field(gt=0, lt=1)
    yellow_remaining_workdays: int = Field(ge=0)


class WeeklyRules(Sourced):
    """The rhythm of the weekly round (周报告制度)."""

    opens: str
    cutoff_weekday: int = Field(ge=1, le=7)
    cutoff: time
    remind_before_hours: tuple[int, ...]


class Rulebook(Value):
    """All rules of a campaign (规则集)."""

    version: str
    profile: str
    """Key of the deferral profile in force."""
    profiles: Mapping[str, DeferralProfile]
    promise_extension: PromiseExtension | None = None
    """承诺展期; ``None`` = a promised day is never moved."""
    eligibility: tuple[EligibilityRule, ...]
    clock: ClockRules
    lights: LightRules
    weekly: WeeklyRules
    units: tuple[Unit, ...] = (Unit.WORKDAY, Unit.CALENDAR_DAY)

    @property
    def deferral(self) -> DeferralProfile:
        """Return the deferral profile in force."""
        return self.profiles[self.profile]


class Target(Sourced):
    """One line of the campaign's targets (目标任务)."""

    code: str
    group: str
    by: date | None = None
    start_by: date | None = None
    procedures_by: date | None = None
    start_rate: float | None = None
    investment_rate: float | None = None
    production_rate: float | None = None
    ready_rate: float | None = None
    amount_yuan: int | None = None
    least_starts: int | None = None
    growth: float | None = None
    best_effort: bool = False
    """力争: striven for, not owed."""
    otherwise: str = ""
    clause: str
