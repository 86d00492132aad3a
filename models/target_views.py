"""A target drilled down (目标任务分解): the projects and lines that its figures are made of."""

from datetime import date
from decimal import Decimal

from models.campaign_views import TargetView
from models.vocabulary import Value


class ShareView(Value):
    """What one project, or one line of a book, adds to a measure (构成)."""

    name: str
    project: str
    """Its code; empty = it is a line of a book alone."""
    book: str
    line: int
    unit: str
    """Code of the unit or post that answers for it."""
    unit_name: str
    post: str
    """The post that answers for it (责任人)."""
    done: Decimal
    of: Decimal
    """Both yuan, or one for a project that is counted."""
    expected: Decimal
    chance: float | None
    short: Decimal
    """What it misses of what is asked of it: projects, or yuan."""
    counted: bool
    there: bool
    cause: str
    reason: str
    """Why it is not there, in words; empty = it is."""
    next_step: str


class MonthTask(Value):
    """What a project, or a line, has to do in a month (任务分解)."""

    project: str
    name: str
    unit_name: str
    post: str
    month: str
    """``2020-06``; empty = before the first month."""
    task: str
    """What has to be done, in words; empty = a sum."""
    planned: Decimal
    """Yuan, or one for a start or completion planned in that month."""
    done: Decimal
    due_on: date | None = None


class TargetDetail(Value):
    """One measure of one target with everything that it is made of (目标任务分解)."""

    as_of: date
    target: TargetView
    shares: tuple[ShareView, ...]
    """Those that miss most first; those that are there last."""
    months: tuple[MonthTask, ...]
    """By month, then project."""
