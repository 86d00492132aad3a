"""The campaign's rules (规则参数): deferral profiles, clock, lights, weekly round."""

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum

from pydantic import Field

from models.catalogue import DeferralMode, SpecialProcedureKind, Unit
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
    NOTHING = "nothing"


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


class EligibilityRule(Sourced):
    """One condition of conditional acceptance, in the order it is asked (容缺条件)."""

    code: str
    text: str


class ClockRules(Value):
    """The parameters of the legal clock (计时规则)."""

    notice_days: int
    notice_source: str
    delivery_days: int
    delivery_source: str
    special_procedures_stop: tuple[SpecialProcedureKind, ...]
    """What stops the clock in every procedure (行政许可法 45), beside what the catalogue names."""
    special_source: str


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
