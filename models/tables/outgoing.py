"""The outbox: notices, their deliveries, the lanes and robots these go through. No projection."""

from datetime import date

from sqlalchemy import ColumnElement, Date, ForeignKeyConstraint, String, Text, false

from models.tables.compact import Counted, Digest, Moment, Packed
from models.tables.rows import CODE, Base, TallyRow, column, index_of


class NoticeRow(Base):
    """A notice in the outbox. Not a projection: what was told is told."""

    __tablename__ = "notices"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: ColumnElement[str] = column(String(200), primary_key=True)
    ground: ColumnElement[str] = column(String(32))
    severity: ColumnElement[str] = column(String(16))
    project: ColumnElement[str] = column(CODE)
    procedure: ColumnElement[str] = column(String(8))
    title: ColumnElement[str] = column(String(160))
    """Empty: it stands in the text of ``body``, as its first line (ADR 48)."""
    body: ColumnElement[str] = column(Packed)
    """The words of the day, packed (`store/rows/packing.py`)."""
    on: ColumnElement[date] = column(Date)
    held_out: ColumnElement[bool] = column(server_default=false())
    places: ColumnElement[str] = column(Counted)
    """How many deliveries were made of it, and which."""
    mac: ColumnElement[str] = column(Digest)


WAITING = "state = 'pending' OR state = 'temporary_failure'"
"""A delivery that is still to be sent, as both databases see that an index holds all such."""

LEFT_TO_DIGEST = "state = 'digest'"
"""A delivery that waits for its reader's digest, likewise."""

COUNTED = "counted_on IS NOT NULL"


class DeliveryRow(Base):
    """One notice on its way to one recipient through one channel."""

    __tablename__ = "deliveries"
    __table_args__ = (
        ForeignKeyConstraint(["notice_key"], ["notices.key"]),
        index_of("ix_deliveries_due", "next_attempt_at", where=WAITING),
        index_of("ix_deliveries_lane", "lane", "next_attempt_at", where=WAITING),
        index_of("ix_deliveries_robot", "robot", "attempted_at", where=WAITING),
        index_of("ix_deliveries_digest", "recipient", where=LEFT_TO_DIGEST),
        index_of("ix_deliveries_counted", "recipient", "counted_on", where=COUNTED),
        {"sqlite_with_rowid": False},
    )

    notice_key: ColumnElement[str] = column(String(200), primary_key=True)
    recipient: ColumnElement[str] = column(CODE, primary_key=True)
    channel: ColumnElement[str] = column(CODE, primary_key=True)
    state: ColumnElement[str] = column(String(24))
    attempts: ColumnElement[int]
    next_attempt_at: ColumnElement[str] = column(String(32))
    claimed_until: ColumnElement[str | None] = column(String(32))
    claimed_by: ColumnElement[str | None] = column(String(80))
    """Who is about to send it: machine, process and sweep."""
    begun: ColumnElement[int] = column(server_default="0")
    """Sends that were begun and of which nobody wrote down how they ended."""
    begun_at: ColumnElement[str | None] = column(String(32))
    last_error: ColumnElement[str] = column(Text)
    delivered_at: ColumnElement[str | None] = column(Moment)
    lane: ColumnElement[str] = column(String(120), server_default="")
    """What fails together: scheme and server."""
    robot: ColumnElement[str] = column(String(16), server_default="")
    """A fingerprint of the address: the same message in the same place is sent once."""
    attempted_at: ColumnElement[str | None] = column(String(32))
    parts: ColumnElement[int] = column(server_default="0")
    """Parts that are delivered."""
    counted_on: ColumnElement[date | None] = column(Date)
    """The day on whose alert budget it stands."""
    digest: ColumnElement[str | None] = column(String(200))
    """Key of the digest that told it."""
    acknowledged_at: ColumnElement[str | None] = column(Moment)
    mac: ColumnElement[str] = column(Digest)


class LaneRow(Base):
    """How a lane of deliveries stands: its circuit breaker, shared by all processes."""

    __tablename__ = "lanes"

    name: ColumnElement[str] = column(String(120), primary_key=True)
    failures: ColumnElement[int]
    """Attempts in a row that nobody answered."""
    closed_until: ColumnElement[str | None] = column(String(32))
    """Until then nothing is sent there."""
    reason: ColumnElement[str] = column(Text)
    mac: ColumnElement[str] = column(String(64), server_default="")


class RobotRow(Base):
    """How fast a robot has been spoken to of late, shared by all processes."""

    __tablename__ = "robots"

    name: ColumnElement[str] = column(String(16), primary_key=True)
    sent: ColumnElement[str] = column(Text)
    """Microseconds since 1970, one for each message of the last minutes."""
    paused_until: ColumnElement[str | None] = column(String(32))
    """The platform said that it was too fast."""
    mac: ColumnElement[str] = column(String(64), server_default="")


SEALED: tuple[type[Base], ...] = (NoticeRow, DeliveryRow, LaneRow, RobotRow, TallyRow)
"""Rows that change and follow from no entry: each is sealed with the key of the ledger."""
