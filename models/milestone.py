"""Entries about the whole project (项目节点): registration, pinned date, gates, the start."""

from datetime import date
from typing import Literal

from models.project import Project
from models.vocabulary import Value


class PlannedProcedure(Value):
    """A procedure that applies to a registered project (适用事项)."""

    procedure: str
    stage: str
    department: str
    prerequisites: tuple[str, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    tolerable: tuple[str, ...] = ()


class Registered(Value):
    """A project came into the green channel, with the procedures it needs (登记入库)."""

    kind: Literal["registered"] = "registered"
    project: Project
    catalogue_version: str
    plan: tuple[PlannedProcedure, ...]
    not_required: dict[str, str]


class StartPinned(Value):
    """The start date was fixed or moved (开工时间节点已卡定)."""

    kind: Literal["start_pinned"] = "start_pinned"
    start_on: date
    reason: str = ""


class ConditionConfirmed(Value):
    """A gate's condition was confirmed (条件已确认)."""

    kind: Literal["condition_confirmed"] = "condition_confirmed"
    gate: str
    condition: str
    evidence: str = ""


class GatePassed(Value):
    """Every condition of a gate is met (门槛已通过)."""

    kind: Literal["gate_passed"] = "gate_passed"
    gate: str


class GateReopened(Value):
    """A condition of a passed gate fell away (门槛条件失效)."""

    kind: Literal["gate_reopened"] = "gate_reopened"
    gate: str
    because: str


class Started(Value):
    """Work has begun on the site (已开工)."""

    kind: Literal["started"] = "started"
    started_on: date
