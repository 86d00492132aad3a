"""The campaign's targets (目标任务): one line each, with whom it counts and what it asks."""

from collections.abc import Mapping
from datetime import date
from typing import Self

from pydantic import Field, model_validator

from models.labelled import Labelled
from models.project import FundKind, ProjectStanding, ProjectTier, ProjectType
from models.vocabulary import Sourced, Value


class TargetMeasure(Labelled):
    """What of a target is measured (指标)."""

    START_RATE = "start_rate", "开复工率"
    INVESTMENT_RATE = "investment_rate", "投资完成率"
    PRODUCTION_RATE = "production_rate", "投产率"
    READY_RATE = "ready_rate", "达到申报标准比例"
    PROCEDURES_RATE = "procedures_rate", "前期手续办结率"
    LEAST_STARTS = "least_starts", "年内开工个数"
    AMOUNT = "amount", "完成投资"
    GROWTH = "growth", "到位资金增幅"


MONEY = frozenset({TargetMeasure.INVESTMENT_RATE, TargetMeasure.AMOUNT, TargetMeasure.GROWTH})
"""Measures that add up sums; all others add up projects."""


class TargetMembers(Value):
    """Which projects a target counts (统计范围): every condition that is given must hold."""

    tiers: tuple[ProjectTier, ...] = ()
    types: tuple[ProjectType, ...] = ()
    standings: tuple[ProjectStanding, ...] = ()
    except_standings: tuple[ProjectStanding, ...] = ()
    funds: tuple[FundKind, ...] = ()
    """Has money of one of these kinds …"""
    issued_from: date | None = None
    """… issued on or after this day …"""
    issued_until: date | None = None
    """… and on or before this one."""
    projects: tuple[str, ...] = ()
    """Codes, where the plan names projects one by one."""


class MaturityItem(Sourced):
    """One thing that makes a reserve project ready to apply (成熟度项)."""

    name: str
    points: int = Field(ge=1)
    procedures: tuple[str, ...] = ()
    """Any of them concluded, or not needed, gives the points."""
    funds: bool = False
    """Its sources of money are listed."""
    coded: bool = False
    """It has a project code."""


class Maturity(Sourced):
    """When a reserve project is ready to apply (达到申报标准)."""

    items: tuple[MaturityItem, ...] = Field(min_length=1)
    ready_at: int = Field(ge=1)

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if sum(item.points for item in self.items) < self.ready_at:
            raise ValueError("各项分值之和低于达到申报标准的分数")
        return self


class BookSource(Sourced):
    """Lines of a book that a measure counts beside the registered projects (清单来源).

    A line that names a registered project of the target is that project, counted once: by
    its own reports, or by its lines where the book keeps the figure that the plan asks for.
    """

    measure: TargetMeasure
    book: str
    where: Mapping[str, tuple[str, ...]] = {}
    """Lines alone whose fields hold one of these …"""
    between: tuple[str, date, date] | None = None
    """… and whose day in a field lies between two days."""
    states: tuple[str, ...] = ()
    """Where projects are counted: a line that has reached any of these has got there."""
    except_states: tuple[str, ...] = ()
    """A line in one of these is left out: it was given up."""
    lost: tuple[str, ...] = ()
    """A line in one of these is not counted where the target forfeits (不列入)."""
    done: str = ""
    """Where sums are counted: the amount reached …"""
    of: str = ""
    """… and what it is reached of."""
    due: str = ""
    """The field with the line's own day."""
    instead: bool = False
    """Its lines stand instead of what a project reports."""


class Target(Sourced):
    """One line of the campaign's targets (目标任务)."""

    code: str
    group: str
    members: TargetMembers = TargetMembers()
    by: date | None = None
    start_by: date | None = None
    procedures_by: date | None = None
    start_rate: float | None = None
    investment_rate: float | None = None
    of_total: bool = False
    """项目投资完成率: what was invested since the start, of the whole price and not of the year."""
    production_rate: float | None = None
    ready_rate: float | None = None
    amount_yuan: int | None = None
    least_starts: int | None = None
    least_starts_by: date | None = None
    """年度指标: the end of the year, where the plan counts the whole year."""
    growth: float | None = None
    growth_by: date | None = None
    best_effort: bool = False
    """力争: striven for, not owed."""
    growth_base_yuan: int | None = Field(default=None, ge=1)
    """What it grows from, by the same day a year before; ``None`` = the plan gives no base."""
    otherwise: str = ""
    """What becomes of a project that has not started by ``start_by`` (否则)."""
    forfeits: tuple[TargetMeasure, ...] = ()
    """Measures in which such a project does not count from then on (不列入招商成果)."""
    sources: tuple[BookSource, ...] = ()
    """Books whose lines are counted as well."""
    lead: tuple[str, ...] = ()
    """Codes of the units that lead it (牵头单位); empty = every responsible unit its own."""
    clause: str
