"""What doors show of a plan (排期展示): the shapes of `plan`, with Chinese names beside codes."""

from datetime import date

from models.case import CaseState, Light
from models.parcel import LandWait
from models.schedule_quality import QualityCheck
from models.vocabulary import Value


class PlannedStepView(Value):
    """One procedure's dates and floats (事项排期展示)."""

    procedure: str
    name: str
    department: str
    department_name: str
    state: CaseState
    state_name: str
    light: Light
    light_name: str
    early_start: date
    early_finish: date
    late_start: date | None
    late_finish: date | None
    float: int | None
    """Total float in working days; below zero: the pinned date is already missed here."""
    free_float: int | None
    critical: bool
    expected: dict[str, date]
    """Missing documents, by name, and the day on which each is expected."""


class DriftView(Value):
    """How far the plan has moved since a baseline (基线偏移展示)."""

    taken_on: date
    by: str
    by_name: str
    reason: str
    pinned_on: date
    start_days: int
    """Working days by which the forecast start is later than it was then."""
    pinned_days: int
    quality: int | None
    """The schedule's score then."""
    procedures: dict[str, int]
    """Procedure → working days by which its end is later; what has not moved is left out."""


class QualityHitView(Value):
    """A check that the schedule does not pass (排期问题展示)."""

    check: QualityCheck
    name: str
    points: int
    procedures: tuple[str, ...]
    found: str
    fix: str


class QualityView(Value):
    """The score of the schedule (排期质量展示)."""

    score: int
    hits: tuple[QualityHitView, ...]


class ConfidenceView(Value):
    """What the forecast says with a probability (预测把握展示)."""

    p50: date
    p80: date
    on_time: float | None
    """The chance to start by the pinned date; ``None`` = none is pinned."""
    observed: int = 0
    """How many timings it was learnt from; 0 = the promises alone."""
    earlier: int = 0
    """How many of them are of earlier campaigns."""


class PlanView(Value):
    """The back-schedule of a project as shown (倒排工期展示)."""

    project: str
    name: str
    gate: str
    gate_name: str
    as_of: date
    pinned_start: date | None
    forecast_start: date
    slip_days: int
    float_days: int
    started_on: date | None
    deciding: str | None
    critical: tuple[str, ...]
    procedures: tuple[PlannedStepView, ...]
    baselines: tuple[DriftView, ...]
    """Drift against the first and the present baseline."""
    quality: QualityView | None
    confidence: ConfidenceView | None = None
    land: LandWait | None = None
    """Expropriation that its start waits for."""


class PlansView(Value):
    """The back-schedules of all projects that have not started (全部排期展示)."""

    projects: tuple[PlanView, ...]
