"""The campaign's targets (目标任务): one line each, with whom it counts and what it asks."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from models.project import FundKind, ProjectStanding, ProjectTier, ProjectType
from models.vocabulary import Sourced, Value


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
    otherwise: str = ""
    lead: tuple[str, ...] = ()
    """Codes of the units that lead it (牵头单位); empty = every responsible unit its own."""
    clause: str
