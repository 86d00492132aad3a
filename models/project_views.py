"""What doors show (展示): the shapes of `show`, with Chinese names beside the codes."""

from datetime import date

from models.act import Act
from models.case import CaseState, Light, Party
from models.catalogue import Unit
from models.parcel import LandWait
from models.vocabulary import Value


class OwedView(Value):
    """A deferred document as shown (欠交材料)."""

    document: str
    name: str
    due_on: date
    received_on: date | None
    lapsed: bool


class CorrectionView(Value):
    """One thing to be corrected, as shown (补正事项): each has its own day, state and light."""

    number: int
    document: str
    name: str
    what: str
    due_on: date | None
    corrected_on: date | None
    light: Light
    state_name: str


class PreviewView(Value):
    """A preview opinion as shown (预审意见展示)."""

    given_on: date
    by_name: str
    opinion: str
    lacking: tuple[str, ...]
    """What was lacking when it was given."""
    still_lacking: tuple[str, ...]
    """What is lacking now; nothing = the case may go its regular way."""
    note: str
    """That it has no legal force."""


class CaseView(Value):
    """A case as shown (办件)."""

    procedure: str
    name: str
    department: str
    department_name: str
    stage: str
    state: CaseState
    state_name: str
    overrun_days: int = 0
    """办结·超期: so many days after its last good day it was concluded."""
    overrun_unit: Unit | None = None
    national_status: int | None
    opened_on: date | None
    submitted_on: date | None
    accepted_on: date | None
    promised_days: int | None
    promised_unit: Unit
    promised_due: date | None
    statutory_due: date | None
    due_on: date | None = None
    """The earlier of the two: the day that binds (期限从早)."""
    due_by_law: bool = False
    """The law ends before the promise: a long festival lies between."""
    due_unit: Unit = Unit.WORKDAY
    """What ``remaining_days`` counts."""
    used_days: int | None
    remaining_days: int | None
    provisional: bool
    assumed: bool
    """The promised limit is a placeholder, not the district's own (占位值)."""
    decided_on: date | None
    """Of the decision that stands: one that was revoked is none."""
    delivered_on: date | None
    light: Light
    light_name: str
    attributed_to: Party | None
    waits_for: tuple[str, ...]
    """What it cannot go on without: before it is applied for, or while its clock stands still."""
    expected_start: date | None
    expected_end: date | None
    planned_start: date | None = None
    planned_end: date | None = None
    """By the baseline that was taken with the pinned date (计划)."""
    hearing_by: date | None = None
    """The last day to ask for a hearing, or to hold the one asked for (听证)."""
    owed: tuple[OwedView, ...]
    corrections: tuple[CorrectionView, ...] = ()
    """What was told to be corrected, of an application that is not taken in yet."""
    preview: PreviewView | None = None
    refusal: str = ""
    """What a negative outcome is called here, by the nature of the item."""
    offered: tuple[Act, ...] = ()
    """Acts that the rules would let somebody do today."""
    to_do: str = ""
    """What the department has to do next; empty where nothing lies with it."""


class MissingView(Value):
    """One condition that keeps the start gate shut (尚缺条件)."""

    code: str
    name: str


class LikelyStart(Value):
    """When work begins by how long things have really taken (开工概率)."""

    p50: date
    """By that day with a chance of one half."""
    p80: date
    on_time: float | None
    """The chance to start by the pinned date; ``None`` = none is pinned."""
    slip_days: int
    """Working days from the pinned date to the 50 % day; 0 = it is no later."""
    observed: int = 0
    """How many timings it was learnt from; 0 = the promises alone."""
    earlier: int = 0
    """How many of them are of earlier campaigns."""


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
    likely: LikelyStart | None = None
    """``None`` = not asked for, or the start does not lie ahead."""
    land: LandWait | None = None
    """Expropriation that it waits for."""


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
    light_reasons: tuple[str, ...] = ()
    """Why it is lit, the weightiest first."""


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
    person: str = ""
    """Login of who acted at the post, where that is not the post itself."""


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
    attributed_to: Party | None = None
    """Who holds it, as its light says."""


class MatterView(Value):
    """A matter under supervision as shown (督办事项)."""

    matter: str
    """Its key in the ledger."""
    number: int
    """What people call it by (编号), within its project."""
    project: str
    project_name: str
    ground: str
    ground_name: str
    procedure: str
    office: str
    office_name: str
    opened_on: date
    rung: str
    rung_name: str
    issuer: str
    state: str
    """``unsigned``, ``issued``, ``answered``, ``dropped``, ``review`` or ``closed``."""
    state_name: str
    drafted_on: date | None
    signed_by: str
    reply_by: date | None
    done_by: date | None
    overdue: bool
    to_do: str
    """What whom to do now, with the command's act."""
