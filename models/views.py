"""What doors show (展示): the shapes of `show`, with Chinese names beside the codes."""

from datetime import date

from models.case import CaseState, Light, Party
from models.catalogue import Unit
from models.vocabulary import Value


class OwedView(Value):
    """A deferred document as shown (欠交材料)."""

    document: str
    name: str
    due_on: date
    received_on: date | None
    lapsed: bool


class CaseView(Value):
    """A case as shown (办件)."""

    procedure: str
    name: str
    department: str
    department_name: str
    stage: str
    state: CaseState
    state_name: str
    national_status: int | None
    opened_on: date | None
    submitted_on: date | None
    accepted_on: date | None
    promised_days: int | None
    promised_unit: Unit
    promised_due: date | None
    statutory_due: date | None
    used_days: int | None
    remaining_days: int | None
    provisional: bool
    assumed: bool
    """The promised limit is a placeholder, not the district's own (占位值)."""
    decided_on: date | None
    delivered_on: date | None
    light: Light
    light_name: str
    attributed_to: Party | None
    waits_for: tuple[str, ...]
    expected_start: date | None
    expected_end: date | None
    owed: tuple[OwedView, ...]


class MissingView(Value):
    """One condition that keeps the start gate shut (尚缺条件)."""

    code: str
    name: str


class StartView(Value):
    """The start as shown (开工)."""

    pinned_on: date | None
    forecast_on: date
    slip_days: int
    float_days: int
    deciding: str | None
    gate_open: bool
    passed_on: date | None
    started_on: date | None
    missing: tuple[MissingView, ...]


class ProjectHead(Value):
    """A project's particulars as shown (项目概况)."""

    code: str
    name: str
    type: str
    type_name: str
    tier: str
    tier_name: str
    unit: str
    unit_name: str
    applicant: str
    sponsor: str
    chief_service_officer: str
    light: Light
    light_name: str


class TimelineView(Value):
    """One entry as shown (办理经过)."""

    version: int
    on: date
    at: str
    by: str
    by_name: str
    via: str
    kind: str
    name: str
    procedure: str
    detail: str
    key: str = ""
    """Idempotency key, where the door gave one."""


class ProjectView(Value):
    """Everything that doors show of a project (项目档案)."""

    project: ProjectHead
    version: int
    as_of: date
    cases: tuple[CaseView, ...]
    start: StartView
    not_required: dict[str, str]
    timeline: tuple[TimelineView, ...] = ()


class ToDoLine(Value):
    """One line of a department's to-do list (待办)."""

    project: str
    project_name: str
    procedure: str
    procedure_name: str
    state_name: str
    light: Light
    light_name: str
    due_on: date | None
    remaining_days: int | None
    to_do: str
