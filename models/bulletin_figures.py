"""What a monthly bulletin tells (通报数据): figures read from the ledger, never typed.

They stand in the ledger with the draft: what is signed is what was counted then.
"""

from datetime import date

from pydantic import Field

from models.campaign_views import GroupView, LateCase, RateView, RedLine
from models.vocabulary import Value


class RankedUnit(Value):
    """A responsible unit in the order of its start rate (责任单位名次)."""

    rank: int | None
    """By the raw rate alone, equal rates alike; ``None`` = it has nothing to start."""
    group: GroupView


class DepartmentLine(Value):
    """What a department decided in the month, and how much too late (部门办件情况)."""

    code: str
    """``superior`` = whatever a superior authority decides: no department here answers for it."""
    name: str
    decided: int
    decided_late: int
    """Of these after the promised limit."""
    running: int
    """A limit runs at the month's end: accepted, or counted from receipt, and not decided."""
    running_late: int


class OverdueDocument(Value):
    """A deferred document that did not come by its day (容缺到期未补)."""

    project: str
    project_name: str
    procedure: str
    procedure_name: str
    document_name: str
    due_on: date


class IssueFigures(Value):
    """Issues raised and struck off (问题销号情况)."""

    raised: int
    solved: int
    """In the month, whenever it was raised."""
    raised_so_far: int
    solved_so_far: int
    overdue: int


class RungLine(Value):
    """Slips of one rung of the ladder in the month (督办层级情况)."""

    code: str
    name: str
    drafted: int
    issued: int
    dropped: int
    answered: int


class PromptStart(Value):
    """A project that started by its pinned date (按期开工)."""

    project: str
    project_name: str
    unit_name: str
    started_on: date
    pinned_on: date
    first_pinned_on: date
    """The date that was pinned first: it may have been moved since."""


class BulletinFigures(Value):
    """Everything that a month's bulletin tells (通报数据)."""

    title: str
    issuer: str
    projects: int
    overall: tuple[RateView, ...]
    """Changes are against the end of the month before."""
    by_tier: tuple[GroupView, ...]
    units: tuple[RankedUnit, ...]
    departments: tuple[DepartmentLine, ...]
    late_cases: tuple[LateCase, ...]
    overdue_documents: tuple[OverdueDocument, ...]
    red: tuple[RedLine, ...]
    issues: IssueFigures
    rungs: tuple[RungLine, ...]
    matters_closed: int = Field(ge=0)
    matters_gone: int = Field(default=0, ge=0)
    """Of these closed by themselves, unsigned: their ground was gone."""
    interviews: int = Field(ge=0)
    prompt_starts: tuple[PromptStart, ...]
