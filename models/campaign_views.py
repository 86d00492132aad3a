"""What doors show of a whole campaign (专项行动展示): rates, targets, red list, issues."""

from datetime import date
from decimal import Decimal

from models.catalogue import Unit
from models.light import Light
from models.vocabulary import Value


class RateView(Value):
    """A rate as shown, with both its figures (比率)."""

    code: str
    name: str
    done: Decimal
    of: Decimal
    share: Decimal | None
    """Of one, four decimals; ``None`` = nothing to divide by."""
    change_points: Decimal | None = None
    """Against last week, in percentage points."""


class GroupView(Value):
    """The rates of a group or a unit (分组数据)."""

    code: str
    name: str
    projects: int
    rates: tuple[RateView, ...]


class ProjectFiguresView(Value):
    """What one project adds to the rates: enough to recompute them (项目数据)."""

    project: str
    name: str
    unit: str
    tier: str
    standing: str
    under_way: bool
    asked_to_start: bool
    in_production: bool
    finishing: bool
    invested_year: Decimal
    planned_year: Decimal
    funds_arrived: Decimal
    funds: Decimal
    state_funds_paid: Decimal
    state_funds: Decimal
    reported: str
    """``on_time``, ``late``, ``missing`` or ``exempt``."""
    light: Light


class RedLine(Value):
    """A project with a red light, why, and who answers (红灯项目)."""

    project: str
    name: str
    unit_name: str
    sponsor: str
    reasons: tuple[str, ...]


class LateCase(Value):
    """A case beyond its limit, the promised one unless only the law's is passed (超期办件)."""

    project: str
    project_name: str
    procedure: str
    procedure_name: str
    department_name: str
    due_on: date
    days_late: int
    unit: Unit
    decided: bool
    before_acceptance: bool = False
    """Its limit runs from receipt and nobody has accepted it yet."""
    assumed: bool
    """The limit itself is a placeholder."""
    key: bool = False
    """Its project is a key one (重点项目)."""


class IssueLine(Value):
    """An issue in a list (问题清单)."""

    project: str
    project_name: str
    issue: int
    text: str
    needs: str
    office: str
    office_name: str
    raised_on: date
    due_on: date
    solved_on: date | None
    overdue: bool


class TargetReason(Value):
    """One cause that keeps a target from being reached (差距原因)."""

    cause: str
    subject: str
    """Code of a procedure or condition, or words."""
    office: str
    """Code of who has to do something; empty = several."""
    office_name: str
    projects: int
    """How many projects and lines it holds up."""
    short: Decimal
    """How much is missing because of it: projects, or yuan."""
    words: str


class TargetView(Value):
    """A measure of a target as shown (目标完成情况)."""

    target: str
    group: str
    measure: str
    measure_name: str
    unit: str
    """``share``, ``projects`` or ``yuan``."""
    asked: Decimal
    actual: Decimal | None
    gap: Decimal | None
    forecast: Decimal | None
    by: date | None
    members: int
    best_effort: bool
    reached: bool | None
    clause: str
    lead: tuple[str, ...] = ()
    """Short names of the units that lead it (牵头单位)."""
    note: str = ""
    decided_late: int = 0
    """Of the procedures that it measures, so many were decided after their limit."""
    started_late: int = 0
    """Of the starts that it counts, so many came after its day."""
    not_counted: int = 0
    """Projects that missed their day and are not counted any more (不列入招商成果)."""
    chance: float | None = None
    """That it is reached by its day; ``None`` = it has no day, or nothing to go by."""
    missing: Decimal = Decimal(0)
    """What is missing of what is asked, in projects or yuan."""
    reason: str = ""
    """Why, in words; empty = it is reached, or cannot be measured."""
    next_step: str = ""
    """Who has to do what next, in words."""
    reasons: tuple[TargetReason, ...] = ()
    """Why, cause by cause; what each holds up adds up to all that is missing."""


class CampaignReport(Value):
    """The weekly report of a campaign (专项行动周报)."""

    campaign: str
    title: str
    week: str
    as_of: date
    projects: int
    due: int
    on_time: int
    late: int
    missing: int
    missing_projects: tuple[str, ...]
    doubtful: int
    overall: tuple[RateView, ...]
    by_tier: tuple[GroupView, ...]
    by_unit: tuple[GroupView, ...]
    red: tuple[RedLine, ...]
    late_cases: tuple[LateCase, ...]
    """What runs late, then what was decided late in the week."""
    decided_late: int
    """Decided after their limit since the campaign began."""
    issues_raised: int
    issues_solved: int
    issues_overdue: int
    issues: tuple[IssueLine, ...]
    targets: tuple[TargetView, ...]
    figures: tuple[ProjectFiguresView, ...]
