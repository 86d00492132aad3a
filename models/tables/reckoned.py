"""What was worked out of a project's file for a day: rows of their own, no projection."""

from datetime import date

from sqlalchemy import ColumnElement, Date, String, Text

from models.tables.rows import CODE, Base, column


class ReckonedRow(Base):
    """What lists tell of a project on a day; believed while all that it names still holds."""

    __tablename__ = "reckoned"

    topic: ColumnElement[str] = column(String(16), primary_key=True)
    project: ColumnElement[str] = column(CODE, primary_key=True)
    on: ColumnElement[date] = column("day", Date)
    version: ColumnElement[int]
    """Of the project's last entry."""
    law: ColumnElement[str] = column(String(64))
    """By which campaign and calendar it was worked out."""
    told: ColumnElement[str] = column(Text)
    """As JSON, packed (`store/rows/packing.py`)."""
    mac: ColumnElement[str] = column(String(64))
