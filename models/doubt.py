"""Contradictions of a weekly report (存疑事项): within itself, with last week, with the ledger."""

from enum import StrEnum

from models.labelled import Labelled
from models.vocabulary import Value


class DoubtCode(StrEnum):
    """What does not fit (存疑种类)."""

    TOTAL_FELL = "total_fell"
    YEAR_FELL = "year_fell"
    WEEK_DIFFERS = "week_differs"
    YEAR_OVER_TOTAL = "year_over_total"
    WEEK_OVER_YEAR = "week_over_year"
    PAID_OVER_ARRIVED = "paid_over_arrived"
    DATE_AHEAD = "date_ahead"
    DATES_REVERSED = "dates_reversed"
    STATISTICS_AHEAD = "statistics_ahead"
    IMAGE_MISSING = "image_missing"
    PROBLEM_INCOMPLETE = "problem_incomplete"
    UNKNOWN_CODE = "unknown_code"
    JUMP = "jump"
    OVER_PLAN = "over_plan"
    FUNDS_OVER_PLAN = "funds_over_plan"
    FUNDS_FELL = "funds_fell"
    NO_PROBLEM = "no_problem"
    STARTED_UNPERMITTED = "started_unpermitted"
    START_UNRECORDED = "start_unrecorded"
    START_DENIED = "start_denied"
    START_DAY_DIFFERS = "start_day_differs"
    STATUS_FELL = "status_fell"
    IMAGE_STANDS = "image_stands"
    IMAGE_AHEAD = "image_ahead"
    COPIED = "copied"
    LAND_DIFFERS = "land_differs"
    BOTTLENECK_CONCLUDED = "bottleneck_concluded"
    DATE_PASSED = "date_passed"


class Doubt(Value):
    """One contradiction, as the reporter and the dispatch centre read it (存疑事项)."""

    code: DoubtCode
    field: str
    """Name of the field of the report that it is about."""
    text: str
    hard: bool = False
    """Impossible: it is not recorded. Else it is recorded with the reporter's words."""


class Origin(Labelled):
    """Where a prefilled value comes from (预填来源)."""

    THIS_WEEK = "this_week", "本周已报"
    LAST_WEEK = "last_week", "上周填报"
    LEDGER = "ledger", "台账记录"
    FORECAST = "forecast", "系统预测"
    PLAN = "plan", "项目库"
    BLANK = "blank", "待填"


class Question(Value):
    """One of the few questions whose answer would change most (关键问题)."""

    field: str
    """Field of the report in which it is answered."""
    subject: str
    """Code of the procedure, document, condition or light that it is about."""
    text: str
    effect_days: int
    """Working days by which the forecast start moves with the answer."""
    value: float
    """Effect × staleness: by this they are ranked (信息价值)."""
