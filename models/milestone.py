"""What is asked and recorded of a whole project (项目节点): pinned date, gates, the start."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from models.act import Act
from models.parcel import ParcelMoved
from models.project import Project
from models.vocabulary import Text, Value
from models.written import Day


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

    label: ClassVar[str] = "登记入库"
    kind: Literal["registered"] = "registered"
    project: Project
    catalogue_version: str
    plan: tuple[PlannedProcedure, ...]
    not_required: dict[str, str]


class ProjectAmended(Value):
    """A registered project is another than it was, and needs what it says now (项目变更).

    What was accepted keeps the limits under which it was accepted; what was granted stands,
    until whoever granted it changes it (行政许可法 49).
    """

    label: ClassVar[str] = "项目变更"
    kind: Literal["project_amended"] = "project_amended"
    project: Project
    """As it is from now on, all of it."""
    catalogue_version: str
    plan: tuple[PlannedProcedure, ...]
    not_required: dict[str, str]
    changes: tuple[str, ...]
    """In words, what reads otherwise than before, e.g. ``总投资：5200万元→6800万元``."""
    unit_before: str = ""
    """Code of the unit that answered for it until now, where it is another: it is told as well."""
    reason: str


class StartPinned(Value):
    """The start date was fixed or moved (开工时间节点已锁定)."""

    label: ClassVar[str] = "锁定开工时间节点"
    kind: Literal["start_pinned"] = "start_pinned"
    start_on: date
    reason: str = ""


class BaselineLine(Value):
    """When one procedure was to begin and to end, as planned then (基线排期)."""

    procedure: str
    start_on: date
    finish_on: date


class BaselineTaken(Value):
    """The plan was kept as it stood when the start date was fixed or moved (计划基线已留存).

    Never changed: drift is told against it. Who pinned the date signed it.
    """

    label: ClassVar[str] = "留存计划基线"
    kind: Literal["baseline_taken"] = "baseline_taken"
    start_on: date
    """The pinned date."""
    forecast_on: date
    """The start as it was forecast then."""
    lines: tuple[BaselineLine, ...]
    reason: str = ""
    quality: int | None = None
    """The schedule's score then, 0 to 100 (排期质量评分)."""


class ConditionConfirmed(Value):
    """A gate's condition was confirmed (条件已确认)."""

    label: ClassVar[str] = "条件确认"
    kind: Literal["condition_confirmed"] = "condition_confirmed"
    gate: str
    condition: str
    evidence: str = ""


class GatePassed(Value):
    """Every condition of a gate is met (门槛已通过)."""

    label: ClassVar[str] = "门槛通过"
    kind: Literal["gate_passed"] = "gate_passed"
    gate: str


class GateReopened(Value):
    """A condition of a passed gate fell away (门槛条件失效)."""

    label: ClassVar[str] = "门槛条件失效"
    kind: Literal["gate_reopened"] = "gate_reopened"
    gate: str
    because: str


class Started(Value):
    """Work has begun on the site (已开工)."""

    label: ClassVar[str] = "开工"
    kind: Literal["started"] = "started"
    started_on: date


class ConfirmCondition(Value):
    """Confirm a gate's condition that no procedure proves (条件确认)."""

    act: Literal[Act.CONFIRM_CONDITION] = Act.CONFIRM_CONDITION
    condition: str = Field(title="开工条件")
    evidence: Text = Field("", title="佐证材料")


class PinStart(Value):
    """Fix the start date, or move it with a reason (卡住开工时间节点)."""

    act: Literal[Act.PIN_START] = Act.PIN_START
    start_on: Day = Field(title="锁定的开工日")
    reason: Text = Field("", title="理由")


class ReportStart(Value):
    """Report that work has begun (报告开工)."""

    act: Literal[Act.REPORT_START] = Act.REPORT_START
    started_on: Day = Field(title="实际开工日")


class Delegate(Value):
    """Entrust the paperwork of a project to an office, or take it back (委托代办)."""

    act: Literal[Act.DELEGATE] = Act.DELEGATE
    office: str = Field(
        "",
        title="代办单位",
        description="机构代码，如 unit-service-centre（政务服务中心）；空＝收回，由责任单位自办",
    )
    reason: Text = Field("", title="理由")


class Entrusted(Value):
    """The paperwork of a project was entrusted to an office, or taken back (已委托代办).

    An applicant may apply through an agent (行政许可法 29(2)); what is untrue in it stays the
    applicant's to answer for (31). Deciding, reporting and starting are not handed on.
    """

    label: ClassVar[str] = "委托代办"
    kind: Literal["entrusted"] = "entrusted"
    office: str
    """Code; empty = taken back."""
    before: str = ""
    """Code of the office that had it until then: it is told as well."""
    reason: str = ""


MilestoneRequest = ConfirmCondition | PinStart | ReportStart | Delegate
"""Every request about a whole project."""
MilestoneEntry = (
    Registered
    | ProjectAmended
    | StartPinned
    | BaselineTaken
    | ConditionConfirmed
    | GatePassed
    | GateReopened
    | Started
    | Entrusted
    | ParcelMoved
)
"""Every entry about a whole project."""
