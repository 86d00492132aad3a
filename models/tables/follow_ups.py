"""Somebody's own days to look at a case again: rows of their own, no projection of the ledger."""

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.rows import CODE, Base


class FollowUpRow(Base):
    """A case that an account has put off until a day; the law's clock knows nothing of it."""

    __tablename__ = "follow_ups"

    account: Mapped[str] = mapped_column(CODE, primary_key=True)
    project: Mapped[str] = mapped_column(CODE, primary_key=True)
    procedure: Mapped[str] = mapped_column(String(8), primary_key=True)
    on: Mapped[date] = mapped_column("day", Date)
