"""What waits for its signature: rows of their own, no projection of the ledger."""

from sqlalchemy import ColumnElement, Index, Integer, String, Text

from models.tables.rows import CODE, Base, column


class ProposalRow(Base):
    """Something filled in where nobody signs in; it counts once its officer has signed it."""

    __tablename__ = "proposals"
    __table_args__ = (Index("ix_proposals_officer", "officer", "settled_at"),)

    number: ColumnElement[int] = column(Integer, primary_key=True)
    key: ColumnElement[str] = column(String(200), unique=True)
    kind: ColumnElement[str] = column(String(16))
    project: ColumnElement[str] = column(CODE)
    procedure: ColumnElement[str] = column(String(40))
    officer: ColumnElement[str] = column(CODE)
    content: ColumnElement[str] = column(Text)
    """A JSON object."""
    asked_at: ColumnElement[str] = column(String(32))
    settled_at: ColumnElement[str | None] = column(String(32))
    end: ColumnElement[str] = column(String(8))
    """``signed``, ``dropped`` or empty."""
