"""What waits for its signature: rows of their own, no projection of the ledger."""

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.rows import CODE, Base


class ProposalRow(Base):
    """Something filled in where nobody signs in; it counts once its officer has signed it."""

    __tablename__ = "proposals"
    __table_args__ = (Index("ix_proposals_officer", "officer", "settled_at"),)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    project: Mapped[str] = mapped_column(CODE)
    procedure: Mapped[str] = mapped_column(String(40))
    officer: Mapped[str] = mapped_column(CODE)
    content: Mapped[str] = mapped_column(Text)
    """A JSON object."""
    asked_at: Mapped[str] = mapped_column(String(32))
    settled_at: Mapped[str | None] = mapped_column(String(32))
    end: Mapped[str] = mapped_column(String(8))
    """``signed``, ``dropped`` or empty."""
