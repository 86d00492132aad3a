"""How good a back-schedule is (排期质量): what is checked, how much it weighs, what was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from models.vocabulary import Sourced


class QualityCheck(StrEnum):
    """One question to a schedule (排期检查项), after the DCMA 14-point assessment."""

    NO_PINNED_DATE = "no_pinned_date"
    PINNED_DAY_OFF = "pinned_day_off"
    AFTER_CAMPAIGN = "after_campaign"
    NEGATIVE_FLOAT = "negative_float"
    THIN_FLOAT = "thin_float"
    CRITICAL_INDEX = "critical_index"
    MANY_CRITICAL = "many_critical"
    NO_LIMIT = "no_limit"
    ASSUMED_LIMITS = "assumed_limits"
    LONG_STEP = "long_step"
    NO_LAND_DATE = "no_land_date"
    LATE_LAND = "late_land"
    NO_OWNER = "no_owner"
    LATE_DOCUMENT = "late_document"
    OVERDUE_STEP = "overdue_step"
    UNCONNECTED = "unconnected"


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
