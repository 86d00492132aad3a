"""The league table of responsible units (比赶超): what is weighed, and what is shown."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Self

from pydantic import Field, model_validator

from models.labelled import Labelled
from models.vocabulary import Sourced, Value


class LeagueMeasure(Labelled):
    """What a unit is compared by (考核指标)."""

    START = "start", "开复工率"
    INVESTMENT = "investment", "投资完成率"
    PRODUCTION = "production", "投产率"
    APPROVALS = "approvals", "审批按期率"
    ISSUES = "issues", "问题销号率"
    REPORTS = "reports", "周报及时率"


class LeagueRules(Sourced):
    """How units are compared (比赶超办法)."""

    weights: Mapping[LeagueMeasure, int]
    """Measure → points of a hundred."""
    tie_break: LeagueMeasure = LeagueMeasure.INVESTMENT
    min_projects: int = Field(default=3, ge=1)
    """A unit with fewer projects is shown and not ranked."""
    others: int = Field(default=3, ge=1)
    """How many projects of the campaign are laid beside a unit's own: chance is no merit."""
    confidence: float = Field(default=0.9, gt=0.5, lt=1)
    draws: int = Field(default=2000, ge=100, le=20000)

    @model_validator(mode="after")
    def _weighs_a_hundred(self) -> Self:
        if sum(self.weights.values()) != 100 or min(self.weights.values()) < 0:
            raise ValueError("weights 各项权重不得为负，合计应为 100")
        return self


class Flag(Labelled):
    """A unit's flag (红旗、黑旗): only where chance does not explain its place."""

    RED = "red", "红旗"
    BLACK = "black", "黑旗"


class LeagueFigure(Value):
    """A measure of a unit with both its figures (考核数据)."""

    measure: LeagueMeasure
    name: str
    weight: int
    done: Decimal
    of: Decimal
    share: Decimal | None
    """Of one, four decimals; ``None`` = nothing to divide by: its weight goes to the others."""
    expected: Decimal | None
    """What the campaign's projects of the same kinds reach together (同类项目平均)."""


class LeagueLine(Value):
    """A unit's place (比赶超名次)."""

    unit: str
    unit_name: str
    projects: int
    figures: tuple[LeagueFigure, ...]
    score: Decimal
    """Of the raw figures, of a hundred."""
    fair_score: Decimal | None
    """After the kinds of its projects are allowed for; ``None`` = not ranked."""
    raw_rank: int | None
    """By the raw figures among those that are ranked; ``None`` = not ranked."""
    rank_from: int | None
    rank_to: int | None
    """The places that chance allows, with the confidence of the rules."""
    band: int | None
    """Units of one band cannot be told apart (名次不可区分)."""
    flag: Flag | None = None


class LeagueTable(Value):
    """The league table as of a day (比赶超榜)."""

    as_of: date
    week: str
    assumed: bool
    source: str
    confidence: float
    lines: tuple[LeagueLine, ...]
    """Ranked ones first, best first; then those with too few projects."""
