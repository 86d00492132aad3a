"""The campaign's rules (规则参数): deferral profiles, clock, lights, weekly round."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from models.bulletin import BulletinRules
from models.catalogue import DeferralMode, SpecialProcedureKind, Unit
from models.escalation import EscalationRules
from models.forecast_levels import ForecastLevels
from models.hearing import HearingRule
from models.league import LeagueRules
from models.light_rules import ProjectLightBook
from models.measure import BeingHeardRules
from models.meeting import MeetingRules
from models.notice_rules import NoticeRules
from models.project import ProjectStanding, ProjectTier, Yuan
from models.schedule_quality import ScheduleQualityRules
from models.vocabulary import Sourced, Value


class MakeUpCap(StrEnum):
    """What a make-up date may not exceed (补交期限上限)."""

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
        """Tell whether a permit may precede its documents (先出证后补交)."""
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
    extension_times: int = Field(default=0, ge=0)
    """How often it may be extended; 0 = the law knows no extension."""
    extension_months: int | None = Field(default=None, ge=1)
    """How far each time, from the last good day before."""
    apply_before_workdays: int = Field(default=0, ge=0)
    """Working days before that day by which the extension is asked for at the latest."""
    effect: str
    """What follows when it has run out."""
    void: bool = False
    """It is void by itself then: nobody starts on it (自行废止、自动失效)."""
    since: date | None = None
    """The first day on which this rule is law."""
    remind_before_days: tuple[Annotated[int, Field(ge=0)], ...] = ()
    """Calendar days before the last good day on which its holder is reminded."""
    remind_assumed: bool = True
    """No law gives those days (建议值)."""

    @model_validator(mode="after")
    def _has_one_length(self) -> Self:
        if sum(one is not None for one in (self.months, self.years, self.days)) != 1:
            raise ValueError("months、years、days 须恰好填写一项")
        if bool(self.extension_times) != (self.extension_months is not None):
            raise ValueError("延期的次数和每次的月数须同时填写")
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
    upstream_stop: Sourced | None = None
    """By what a case stands still while a tolerated prerequisite alone is missing; ``None`` = by
    nothing: then its clock runs on."""
    hearing: HearingRule | None = None
    """听证 (行政许可法 47); ``None`` = the campaign's rules set no days for it."""
    certificate_expiry: tuple[ExpiryTerm, ...] = ()
    long_stops: tuple[LongStop, ...] = ()


class LightRules(Sourced):
    """When an approval turns yellow (亮灯规则): by share used or by days left."""

    yellow_ratio: float = Field(gt=0, lt=1)
    yellow_remaining_workdays: int = Field(ge=0)


class SkippedWeek(Sourced):
    """A week without a weekly round (停报周): an epidemic, a long holiday."""

    week: str = Field(pattern=r"^\d{4}-W\d{2}$")
    reason: str = Field(min_length=2)


class WeeklyRules(Sourced):
    """The rhythm of the weekly round (周报告制度)."""

    opens_weekday: int = Field(default=1, ge=1, le=7)
    opens: time
    cutoff_weekday: int = Field(ge=1, le=7)
    cutoff: time
    remind_before_hours: tuple[int, ...]
    """Hours before the cut-off at which units with something missing are chased (催报)."""
    exempt: tuple[ProjectStanding, ...] = ()
    """Projects that do not report weekly (不报周报的项目)."""
    skipped_weeks: tuple[SkippedWeek, ...] = ()
    jump_ratio: Decimal = Field(default=Decimal("0.5"), gt=0)
    """A weekly figure that changes by more needs words (数字突变)."""
    jump_floor: Yuan = Decimal(0)
    """Changes of fewer yuan are no jump."""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if (self.opens_weekday, self.opens) >= (self.cutoff_weekday, self.cutoff):
            raise ValueError("周报启动时间应早于截止时间")
        return self

    def skipped(self, week: str) -> SkippedWeek | None:
        """Return why a week has no round, if so."""
        return next((one for one in self.skipped_weeks if one.week == week), None)


class GreenChannel(Sourced):
    """What a key project is given before others (绿色通道)."""

    tiers: tuple[ProjectTier, ...] = Field(min_length=1)
    """Whose projects are key ones: of the same day, theirs stand first in every list."""


class Rulebook(Value):
    """All rules of a campaign (规则集)."""

    version: str
    profile: str
    """Key of the deferral profile in force."""
    profiles: Mapping[str, DeferralProfile]
    promise_extension: PromiseExtension | None = None
    """承诺展期; ``None`` = a promised day is never moved."""
    eligibility: tuple[EligibilityRule, ...]
    being_heard: BeingHeardRules = BeingHeardRules(assumed=True, source="行政许可法第七条")
    """陈述申辩: before a revocation and before a credit record."""
    clock: ClockRules
    lights: LightRules
    weekly: WeeklyRules
    project_lights: ProjectLightBook | None = None
    """``None`` = a project is lit by its approvals alone."""
    escalation: EscalationRules | None = None
    """``None`` = no ladder: reminders only."""
    schedule_quality: ScheduleQualityRules | None = None
    """``None`` = schedules are not scored."""
    notices: NoticeRules | None = None
    """``None`` = every notice goes out at once, one by one."""
    monthly_bulletin: BulletinRules | None = None
    """``None`` = no monthly bulletins."""
    ranking: LeagueRules | None = None
    """``None`` = units are not ranked."""
    meeting: MeetingRules | None = None
    """``None`` = no agenda is drafted for dispatch meetings."""
    green_channel: GreenChannel | None = None
    """``None`` = no project stands before another."""
    forecast: ForecastLevels | None = None
    """``None`` = forecasts of starts are not corrected before any start was seen."""
    units: tuple[Unit, ...] = (Unit.WORKDAY, Unit.CALENDAR_DAY)

    @property
    def key_tiers(self) -> tuple[ProjectTier, ...]:
        """Return whose projects are key ones (重点项目)."""
        return self.green_channel.tiers if self.green_channel is not None else ()

    @property
    def deferral(self) -> DeferralProfile:
        """Return the deferral profile in force."""
        return self.profiles[self.profile]
