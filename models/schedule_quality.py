"""How good a back-schedule is (排期质量): what is checked, how much it weighs, what was found."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import Field

from models.labelled import Labelled
from models.vocabulary import Sourced


class QualityCheck(Labelled):
    """One question to a schedule (排期检查项), after the DCMA 14-point assessment."""

    NO_PINNED_DATE = "no_pinned_date", "未锁定开工时间节点"
    PINNED_DAY_OFF = "pinned_day_off", "锁定日不是工作日"
    AFTER_CAMPAIGN = "after_campaign", "晚于专项行动结束"
    NEGATIVE_FLOAT = "negative_float", "总时差为负"
    THIN_FLOAT = "thin_float", "机动天数过少"
    CRITICAL_INDEX = "critical_index", "关键线路指数偏低"
    MANY_CRITICAL = "many_critical", "关键事项过多"
    NO_LIMIT = "no_limit", "时限缺失或不实"
    ASSUMED_LIMITS = "assumed_limits", "占位时限过多"
    LONG_STEP = "long_step", "单个事项过长"
    NO_LAND_DATE = "no_land_date", "净地日期缺失"
    LATE_LAND = "late_land", "净地晚于锁定日"
    NO_OWNER = "no_owner", "事项无人经办"
    LATE_DOCUMENT = "late_document", "材料来得太晚"
    OVERDUE_STEP = "overdue_step", "在办事项已到期"
    UNCONNECTED = "unconnected", "事项与开工不相连"


class ScheduleQualityRules(Sourced):
    """Thresholds and weights of the checks (排期质量规则)."""

    least_float: int = Field(ge=0)
    """Working days to spare below which the float is thin."""
    longest_step: int = Field(ge=1)
    """Working days above which a single procedure is long."""
    most_assumed: float = Field(ge=0, le=1)
    """Share of limits that are placeholders above which the plan rests on guesses."""
    most_critical: float = Field(ge=0, le=1)
    """Share of procedures on a critical chain above which everything is urgent."""
    least_critical_index: float = Field(ge=0)
    """(Critical length + float) ÷ critical length below which the date is out of reach."""
    weights: Mapping[QualityCheck, int]
    """Check → points that it takes off; a check that is not named is not made."""


@dataclass(frozen=True, slots=True)
class QualityHit:
    """A check that a schedule does not pass, and what to do about it (排期问题)."""

    check: QualityCheck
    points: int
    procedures: tuple[str, ...]
    found: str
    fix: str


@dataclass(frozen=True, slots=True)
class ScheduleQuality:
    """The score of a schedule, 0 to 100, with what takes points off (排期质量评分)."""

    score: int
    hits: tuple[QualityHit, ...]
