"""Somebody's own days to look at a case again: rows of their own, no projection of the ledger."""

from datetime import date

from sqlalchemy import ColumnElement, Date, String

from models.tables.rows import CODE, Base, column


class FollowUpRow(Base):
    """A case that an account has put off until a day; the law's clock knows nothing of it."""

    __tablename__ = "follow_ups"

    account: ColumnElement[str] = column(CODE, primary_key=True)
    project: ColumnElement[str] = column(CODE, primary_key=True)
    procedure: ColumnElement[str] = column(String(8), primary_key=True)
    on: ColumnElement[date] = column("day", Date)
