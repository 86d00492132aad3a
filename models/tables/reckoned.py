"""What was worked out of a project's file for a day: rows of their own, no projection."""

from datetime import date

from sqlalchemy import Date, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.rows import CODE, Base


class ReckonedRow(Base):
    """What lists tell of a project on a day; believed while all that it names still holds."""

    __tablename__ = "reckoned"

    topic: Mapped[str] = mapped_column(String(16), primary_key=True)
    project: Mapped[str] = mapped_column(CODE, primary_key=True)
    on: Mapped[date] = mapped_column("day", Date)
    version: Mapped[int]
    """Of the project's last entry."""
    law: Mapped[str] = mapped_column(String(64))
    """Which campaign, calendar and release it was worked out by."""
    told: Mapped[str] = mapped_column(Text)
    """As JSON, packed (`store/rows/packing.py`)."""
    mac: Mapped[str] = mapped_column(String(64))
