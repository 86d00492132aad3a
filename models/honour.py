"""Commendation, flags and interviews as the system drafts them (考核拟稿)."""

from models.league import LeagueTable
from models.vocabulary import Value


class HonourDraft(Value):
    """What the system drafts of a unit (考核拟稿): a person changes and signs it, or drops it."""

    matter: str
    kind: str
    """One of the kinds of the book of awards."""
    unit: str
    unit_name: str
    basis: str
    """The raw figures, and why chance does not explain them."""
    draft: str
    line: int | None = None
    """Its number in the book; ``None`` = not drafted yet."""


class HonourDrafts(Value):
    """Everything that today's league table gives ground for (考核拟稿一览)."""

    table: LeagueTable
    lines: tuple[HonourDraft, ...]
    sentences: tuple[str, ...]
    """What is not proposed, and why."""
