"""Earned value as shown (投资进度): planned, earned and spent, of projects and all together."""

from datetime import date
from decimal import Decimal

from models.vocabulary import Value


class EarnedView(Value):
    """Planned, earned and spent, in yuan (投资进度视图)."""

    project: str
    """Its code; empty = several together."""
    name: str
    unit: str
    unit_name: str
    week: str
    """The week at whose end it stood; empty = as of the day."""
    year: Decimal
    planned: Decimal
    earned: Decimal
    ahead: Decimal
    pace: Decimal | None
    total: Decimal
    earned_total: Decimal
    spent: Decimal
    unpaid: Decimal
    paid: Decimal | None
    year_end: Decimal
    words: str
    """How it stands, as an office says it."""


class EarnedTable(Value):
    """The earned value of some projects (投资进度表)."""

    as_of: date
    lines: tuple[EarnedView, ...]
    """Farthest behind the plan first; or one project's weeks, oldest first."""
    together: EarnedView
