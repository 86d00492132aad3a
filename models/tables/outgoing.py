"""The outbox: notices, their deliveries, the lanes and robots these go through. No projection."""

from datetime import date

from sqlalchemy import (
    Date,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.rows import CODE, Base, TallyRow, index_of


class NoticeRow(Base):
    """A notice in the outbox. Not a projection: what was told is told."""

    __tablename__ = "notices"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    ground: Mapped[str] = mapped_column(String(32))
    severity: Mapped[str] = mapped_column(String(16))
    project: Mapped[str] = mapped_column(CODE)
    procedure: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(160))
    """Empty: it stands in the text of ``body``, as its first line (ADR 48)."""
    body: Mapped[str] = mapped_column(Text)
    """The words of the day, packed (`store/rows/packing.py`)."""
    on: Mapped[date] = mapped_column(Date)
    held_out: Mapped[bool] = mapped_column(server_default=false())
    places: Mapped[str] = mapped_column(String(80), server_default="")
    """How many deliveries were made of it, and which."""
    mac: Mapped[str] = mapped_column(String(64), server_default="")


WAITING = "state = 'pending' OR state = 'temporary_failure'"
"""A delivery that is still to be sent, as both databases see that an index holds all such."""


class DeliveryRow(Base):
    """One notice on its way to one recipient through one channel."""

    __tablename__ = "deliveries"
    __table_args__ = (
        ForeignKeyConstraint(["notice_key"], ["notices.key"]),
        index_of("ix_deliveries_due", "next_attempt_at", where=WAITING),
        index_of("ix_deliveries_lane", "lane", "next_attempt_at", where=WAITING),
        index_of("ix_deliveries_robot", "robot", "attempted_at", where=WAITING),
        Index("ix_deliveries_recipient", "recipient", "state"),
    )

    notice_key: Mapped[str] = mapped_column(String(200), primary_key=True)
    recipient: Mapped[str] = mapped_column(CODE, primary_key=True)
    channel: Mapped[str] = mapped_column(CODE, primary_key=True)
    state: Mapped[str] = mapped_column(String(24))
    attempts: Mapped[int]
    next_attempt_at: Mapped[str] = mapped_column(String(32))
    claimed_until: Mapped[str | None] = mapped_column(String(32))
    claimed_by: Mapped[str | None] = mapped_column(String(80))
    """Who is about to send it: machine, process and sweep."""
    begun: Mapped[int] = mapped_column(server_default="0")
    """Sends that were begun and of which nobody wrote down how they ended."""
    begun_at: Mapped[str | None] = mapped_column(String(32))
    last_error: Mapped[str] = mapped_column(Text)
    delivered_at: Mapped[str | None] = mapped_column(String(32))
    lane: Mapped[str] = mapped_column(String(120), server_default="")
    """What fails together: scheme and server."""
    robot: Mapped[str] = mapped_column(String(16), server_default="")
    """A fingerprint of the address: the same message in the same place is sent once."""
    attempted_at: Mapped[str | None] = mapped_column(String(32))
    parts: Mapped[int] = mapped_column(server_default="0")
    """Parts that are delivered."""
    counted_on: Mapped[date | None] = mapped_column(Date)
    """The day on whose alert budget it stands."""
    digest: Mapped[str | None] = mapped_column(String(200))
    """Key of the digest that told it."""
    acknowledged_at: Mapped[str | None] = mapped_column(String(32))
    mac: Mapped[str] = mapped_column(String(64), server_default="")


class LaneRow(Base):
    """How a lane of deliveries stands: its circuit breaker, shared by all processes."""

    __tablename__ = "lanes"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    failures: Mapped[int]
    """Attempts in a row that nobody answered."""
    closed_until: Mapped[str | None] = mapped_column(String(32))
    """Until then nothing is sent there."""
    reason: Mapped[str] = mapped_column(Text)
    mac: Mapped[str] = mapped_column(String(64), server_default="")


class RobotRow(Base):
    """How fast a robot has been spoken to of late, shared by all processes."""

    __tablename__ = "robots"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    sent: Mapped[str] = mapped_column(Text)
    """Microseconds since 1970, one for each message of the last minutes."""
    paused_until: Mapped[str | None] = mapped_column(String(32))
    """The platform said that it was too fast."""
    mac: Mapped[str] = mapped_column(String(64), server_default="")


SEALED: tuple[type[Base], ...] = (NoticeRow, DeliveryRow, LaneRow, RobotRow, TallyRow)
"""Rows that change and follow from no entry: each is sealed with the key of the ledger."""
