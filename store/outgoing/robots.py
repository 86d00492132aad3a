"""When a robot was spoken to, and whether it is left alone (机器人发送频率).

It stands in the database, so that the pace holds over all processes and over restarts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select, update

from models.tables.outgoing import DeliveryRow, RobotRow
from rules.seal import instant
from store.outgoing.outbox import WAITS
from store.rows.rows_at_once import unless_there
from store.rows.sealed_rows import change_sealed, sealed

KEPT = timedelta(minutes=2)
"""Longer than any limit looks back."""


@dataclass(frozen=True, slots=True)
class Robot:
    """How a robot stands (机器人状况)."""

    sent: tuple[datetime, ...] = ()
    """When it was given a message, of late."""
    paused_until: datetime | None = None
    """The platform said that it was too fast."""


@dataclass(frozen=True, slots=True)
class Paused:
    """A robot that is left alone (暂停的机器人)."""

    name: str
    lane: str
    """Where it sends; empty = nothing has been given to it that is still known."""
    until: datetime
    reason: str
    """What the platform said last."""
    waiting: int
    """How many deliveries wait for it."""


def paused(connection: Connection, *, at: datetime) -> Sequence[Paused]:
    """Return the robots that are left alone now, by name."""
    resting = RobotRow.paused_until > instant(at)
    found = connection.execute(
        select(RobotRow.name, RobotRow.paused_until).where(resting).order_by(RobotRow.name)
    )
    return [_paused(connection, row.name, row.paused_until) for row in found.all()]


def _paused(connection: Connection, name: str, until: str) -> Paused:
    waiting = connection.execute(
        select(DeliveryRow.lane, DeliveryRow.last_error)
        .where(DeliveryRow.robot == name, WAITS)
        .order_by(DeliveryRow.attempted_at.desc().nulls_last())
    ).all()
    reason = next((row.last_error for row in waiting if row.last_error), "")
    lane = waiting[0].lane if waiting else ""
    return Paused(name, lane, datetime.fromisoformat(until), reason, len(waiting))


def robot(connection: Connection, name: str) -> Robot:
    """Return how a robot stands."""
    row = connection.execute(
        select(RobotRow.sent, RobotRow.paused_until).where(RobotRow.name == name)
    ).one_or_none()
    if row is None:
        return Robot()
    paused = datetime.fromisoformat(row.paused_until) if row.paused_until else None
    return Robot(tuple(_at(one) for one in row.sent.split()), paused)


def speak(connection: Connection, name: str, *, cost: int, at: datetime) -> None:
    """Write down that a robot is given so many messages now."""
    before = (one for one in robot(connection, name).sent if one > at - KEPT)
    _write(connection, name, sent=" ".join(_text(one) for one in (*before, *(at,) * cost)))


def spoken(connection: Connection, name: str, *, cost: int, at: datetime) -> None:
    """Write down that the last messages have been answered: they arrived by now, not before.

    A slow line would else bring what was sent in time to the platform in a heap.
    """
    before = robot(connection, name).sent[:-cost]
    _write(connection, name, sent=" ".join(_text(one) for one in (*before, *(at,) * cost)))


def pause(connection: Connection, name: str, *, until: datetime) -> None:
    """Leave a robot alone until then."""
    _write(connection, name, paused_until=instant(until))


def _write(connection: Connection, name: str, **values: str) -> None:
    change = update(RobotRow).where(RobotRow.name == name).values(values)
    if change_sealed(connection, RobotRow, change) == 0:
        row = sealed(connection, RobotRow, {"name": name, "sent": "", **values})
        connection.execute(unless_there(RobotRow, connection.dialect.name), row)


def _text(at: datetime) -> str:
    return str((at - _EPOCH) // timedelta(microseconds=1))


def _at(text: str) -> datetime:
    return _EPOCH + timedelta(microseconds=int(text))


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
