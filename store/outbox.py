"""The outbox (待发通知): notices written with the act, deliveries claimed lane by lane.

A delivery belongs to one recipient and one channel. It is claimed before it is sent,
so that two sweeps never send it twice; a claim that was not settled runs out. Readers
who share an address — a robot's group — share the message: it is claimed and settled
for all of them at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Update,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from models.notice import DeliveryState, Destination, Ground, Notice, Severity
from models.tables.rows import DeliveryRow, NoticeRow
from rules.seal import instant
from store.rows_at_once import add_rows

CLAIM = timedelta(minutes=5)
"""How long a claimed delivery is left alone before another sweep may take it up."""

# Built once: SQLAlchemy spends longer on building a statement than SQLite on running it.
PUT_NOTICE = {
    "sqlite": sqlite_insert(NoticeRow).on_conflict_do_nothing().returning(NoticeRow.key),
    "postgresql": postgresql_insert(NoticeRow).on_conflict_do_nothing().returning(NoticeRow.key),
}

WAITS = or_(
    DeliveryRow.state == DeliveryState.PENDING.value,
    DeliveryRow.state == DeliveryState.TEMPORARY_FAILURE.value,
)
"""It is still to be sent. (`in_` would be compiled anew at every use.)"""


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A delivery that is due, with what it carries (待送达)."""

    notice: Notice
    recipient: str
    channel: str
    attempts: int
    lane: str = ""
    robot: str = ""
    parts: int = 0
    """Parts that an earlier attempt has delivered."""


def put(
    connection: Connection,
    notice: Notice,
    addresses: Iterable[tuple[str, ...]],
    *,
    at: datetime,
) -> bool:
    """Put a notice out to :class:`Destination`s; the same key again changes nothing."""
    added = connection.execute(PUT_NOTICE[connection.dialect.name], _notice_row(notice))
    if added.scalar_one_or_none() is None:
        return False
    address(connection, notice.key, addresses, at=at, state=_state_of(notice))
    return True


@dataclass(frozen=True, slots=True)
class Posting:
    """A notice and where it goes (待发通知)."""

    notice: Notice
    addresses: Sequence[Destination]
    at: datetime


def put_new(connection: Connection, postings: Sequence[Posting]) -> None:
    """Put notices out whose keys nobody has used: those of entries just written."""
    add_rows(connection, NoticeRow, [_notice_row(one.notice) for one in postings])
    rows = [
        row
        for one in postings
        for row in _delivery_rows(
            one.notice.key, one.addresses, at=one.at, state=_state_of(one.notice)
        )
    ]
    add_rows(connection, DeliveryRow, rows)


def address(
    connection: Connection,
    key: str,
    addresses: Iterable[tuple[str, ...]],
    *,
    at: datetime,
    state: DeliveryState = DeliveryState.PENDING,
) -> None:
    """Add deliveries of a notice, one per recipient and channel."""
    add_rows(connection, DeliveryRow, _delivery_rows(key, addresses, at=at, state=state))


def _notice_row(notice: Notice) -> dict[str, Any]:
    return {
        "key": notice.key,
        "ground": notice.ground.value,
        "severity": notice.severity.value,
        "project": notice.project,
        "procedure": notice.procedure,
        "title": notice.title,
        "body": notice.body,
        "on": notice.on,
        "held_out": notice.held_out,
    }


def _state_of(notice: Notice) -> DeliveryState:
    return DeliveryState.HELD_OUT if notice.held_out else DeliveryState.PENDING


def _delivery_rows(
    key: str, addresses: Iterable[tuple[str, ...]], *, at: datetime, state: DeliveryState
) -> list[dict[str, Any]]:
    unique = {one[:2]: Destination(*one) for one in reversed(tuple(addresses))}
    from_at = instant(at)
    return [
        {
            "notice_key": key,
            "recipient": one.recipient,
            "channel": one.channel,
            "state": state.value,
            "attempts": 0,
            "next_attempt_at": from_at,
            "last_error": "",
            "lane": one.lane,
            "robot": one.robot,
            "cost": 0,
            "parts": 0,
        }
        for one in reversed(unique.values())
    ]


def due_lanes(connection: Connection, *, at: datetime) -> Sequence[str]:
    """Return the lanes in which something is due."""
    asked = select(DeliveryRow.lane).where(_due_at(at)).distinct().order_by(DeliveryRow.lane)
    return connection.execute(asked).scalars().all()


def claim(
    connection: Connection, *, at: datetime, most: int, lane: str | None = None
) -> tuple[DueDelivery, ...]:
    """Claim up to ``most`` deliveries that are due, oldest first; of one lane if so asked.

    Of several readers at one address the first stands for all.
    """
    due = _due_at(at) if lane is None else and_(DeliveryRow.lane == lane, _due_at(at))
    keys = (DeliveryRow.notice_key, DeliveryRow.recipient, DeliveryRow.channel)
    rows = connection.execute(
        select(
            NoticeRow.__table__,
            *keys[1:],
            DeliveryRow.attempts,
            DeliveryRow.lane,
            DeliveryRow.robot,
            DeliveryRow.parts,
        )
        .join(NoticeRow, DeliveryRow.notice_key == NoticeRow.key)
        .where(due)
        .order_by(DeliveryRow.next_attempt_at, *keys)
        .limit(most)
        .with_for_update(skip_locked=True, of=DeliveryRow)
    ).all()
    claimed: dict[tuple[str, ...], DueDelivery] = {}
    for row in rows:
        place = (row.key, row.robot) if row.robot else (row.key, row.recipient, row.channel)
        if place not in claimed:
            claimed[place] = one = _due(row)
            _write(connection, one, claimed_until=instant(at + CLAIM))
    return tuple(claimed.values())


def begin(connection: Connection, delivery: DueDelivery, *, cost: int, at: datetime) -> None:
    """Write down that an attempt begins, before it can fail: what it takes of its robot's rate."""
    values = {"attempted_at": instant(at), "cost": cost}
    connection.execute(_change(tuple(values), shared=False), _of(delivery) | values)


def release(connection: Connection, delivery: DueDelivery, *, until: datetime) -> None:
    """Give a claimed delivery back, to be taken up later; it counts as no attempt."""
    _write(connection, delivery, claimed_until=None, next_attempt_at=instant(until))


def fold(connection: Connection, delivery: DueDelivery) -> None:
    """Leave a claimed delivery to its reader's next digest."""
    _write(connection, delivery, claimed_until=None, state=DeliveryState.DIGEST.value)


def settle(
    connection: Connection,
    delivery: DueDelivery,
    *,
    state: DeliveryState,
    error: str,
    next_attempt_at: datetime | None,
    at: datetime,
    parts: int = 0,
) -> None:
    """Write down how an attempt went."""
    values: dict[str, Any] = {
        "state": state.value,
        "attempts": delivery.attempts + 1,
        "attempted_at": instant(at),
        "claimed_until": None,
        "last_error": error,
        "parts": max(parts, delivery.parts),
    }
    if next_attempt_at is not None:
        values["next_attempt_at"] = instant(next_attempt_at)
    if state is DeliveryState.DELIVERED:
        values["delivered_at"] = instant(at)
    _write(connection, delivery, **values)


def tally(connection: Connection) -> dict[str, int]:
    """Count the deliveries by state."""
    rows = connection.execute(select(DeliveryRow.state, func.count()).group_by(DeliveryRow.state))
    return {row[0]: row[1] for row in rows}


def _due_at(at: datetime) -> ColumnElement[bool]:
    now = instant(at)
    free = or_(DeliveryRow.claimed_until.is_(None), DeliveryRow.claimed_until < now)
    return and_(WAITS, DeliveryRow.next_attempt_at <= now, free)


def _write(connection: Connection, delivery: DueDelivery, **values: Any) -> None:
    """Write a delivery's columns, and those of the readers who wait at the same address."""
    change = _change(tuple(values), shared=bool(delivery.robot))
    connection.execute(change, _of(delivery) | values)


def _of(delivery: DueDelivery) -> dict[str, str]:
    return {
        "of_notice": delivery.notice.key,
        "of_recipient": delivery.recipient,
        "of_channel": delivery.channel,
        "of_robot": delivery.robot,
    }


@lru_cache(maxsize=64)
def _change(columns: tuple[str, ...], *, shared: bool) -> Update:
    """Build a statement once: the columns to write, of one delivery or of all at its address."""
    which = update(DeliveryRow).where(DeliveryRow.notice_key == bindparam("of_notice"))
    if shared:
        which = which.where(DeliveryRow.robot == bindparam("of_robot"), WAITS)
    else:
        which = which.where(
            DeliveryRow.recipient == bindparam("of_recipient"),
            DeliveryRow.channel == bindparam("of_channel"),
        )
    return which.values({name: bindparam(name) for name in columns})


def _due(row: Any) -> DueDelivery:
    return DueDelivery(
        notice=Notice(
            key=row.key,
            ground=Ground(row.ground),
            severity=Severity(row.severity),
            project=row.project,
            procedure=row.procedure,
            title=row.title,
            body=row.body,
            recipients=(row.recipient,),
            on=row.on,
        ),
        recipient=row.recipient,
        channel=row.channel,
        attempts=row.attempts,
        lane=row.lane,
        robot=row.robot,
        parts=row.parts,
    )
