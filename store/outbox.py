"""The outbox (待发通知): notices written with the act, deliveries claimed one by one.

A delivery belongs to one recipient and one channel. It is claimed before it is sent,
so that two sweeps never send it twice; a claim that was not settled runs out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from models.notice import DeliveryState, Ground, Notice, Severity
from models.tables.rows import DeliveryRow, NoticeRow
from rules.seal import instant

CLAIM = timedelta(minutes=5)
"""How long a claimed delivery is left alone before another sweep may take it up."""

# Built once: SQLAlchemy spends longer on building a statement than SQLite on running it.
ADD_NOTICE = {
    "sqlite": sqlite_insert(NoticeRow).on_conflict_do_nothing().returning(NoticeRow.key),
    "postgresql": postgresql_insert(NoticeRow).on_conflict_do_nothing().returning(NoticeRow.key),
}
ADD_DELIVERY = insert(DeliveryRow)

WAITING = (DeliveryState.PENDING.value, DeliveryState.TEMPORARY_FAILURE.value)


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A delivery that is due, with what it carries (待送达)."""

    notice: Notice
    recipient: str
    channel: str
    attempts: int


def put(
    connection: Connection, notice: Notice, addresses: Iterable[tuple[str, str]], *, at: datetime
) -> bool:
    """Put a notice out to ``(recipient, channel)`` pairs; the same key again changes nothing."""
    added = connection.execute(
        ADD_NOTICE[connection.dialect.name],
        {
            "key": notice.key,
            "ground": notice.ground.value,
            "severity": notice.severity.value,
            "project": notice.project,
            "procedure": notice.procedure,
            "title": notice.title,
            "body": notice.body,
            "on": notice.on,
        },
    )
    if added.scalar_one_or_none() is None:
        return False
    rows = [
        {
            "notice_key": notice.key,
            "recipient": recipient,
            "channel": channel,
            "state": DeliveryState.PENDING.value,
            "attempts": 0,
            "next_attempt_at": instant(at),
            "last_error": "",
        }
        for recipient, channel in dict.fromkeys(addresses)
    ]
    if rows:
        connection.execute(ADD_DELIVERY, rows)
    return True


def claim(connection: Connection, *, at: datetime, most: int) -> tuple[DueDelivery, ...]:
    """Claim up to ``most`` deliveries that are due, oldest first."""
    now = instant(at)
    free = or_(DeliveryRow.claimed_until.is_(None), DeliveryRow.claimed_until < now)
    keys = select(DeliveryRow.notice_key, DeliveryRow.recipient, DeliveryRow.channel).where(
        DeliveryRow.state.in_(WAITING), DeliveryRow.next_attempt_at <= now, free
    )
    rows = connection.execute(
        keys.order_by(DeliveryRow.next_attempt_at, *keys.selected_columns)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    claimed = []
    for row in rows:
        connection.execute(
            update(DeliveryRow)
            .where(
                DeliveryRow.notice_key == row.notice_key,
                DeliveryRow.recipient == row.recipient,
                DeliveryRow.channel == row.channel,
            )
            .values(claimed_until=instant(at + CLAIM))
        )
        claimed.append(_due(connection, row.notice_key, row.recipient, row.channel))
    return tuple(claimed)


def settle(
    connection: Connection,
    delivery: DueDelivery,
    *,
    state: DeliveryState,
    error: str,
    next_attempt_at: datetime | None,
    at: datetime,
) -> None:
    """Write down how an attempt went."""
    values: dict[str, object] = {
        "state": state.value,
        "attempts": delivery.attempts + 1,
        "claimed_until": None,
        "last_error": error,
    }
    if next_attempt_at is not None:
        values["next_attempt_at"] = instant(next_attempt_at)
    if state is DeliveryState.DELIVERED:
        values["delivered_at"] = instant(at)
    connection.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.notice_key == delivery.notice.key,
            DeliveryRow.recipient == delivery.recipient,
            DeliveryRow.channel == delivery.channel,
        )
        .values(values)
    )


def tally(connection: Connection) -> dict[str, int]:
    """Count the deliveries by state."""
    rows = connection.execute(select(DeliveryRow.state, func.count()).group_by(DeliveryRow.state))
    return {row[0]: row[1] for row in rows}


def _due(connection: Connection, key: str, recipient: str, channel: str) -> DueDelivery:
    row = connection.execute(
        select(NoticeRow.__table__, DeliveryRow.attempts)
        .join(DeliveryRow, DeliveryRow.notice_key == NoticeRow.key)
        .where(
            NoticeRow.key == key,
            DeliveryRow.recipient == recipient,
            DeliveryRow.channel == channel,
        )
    ).one()
    return DueDelivery(
        notice=Notice(
            key=row.key,
            ground=Ground(row.ground),
            severity=Severity(row.severity),
            project=row.project,
            procedure=row.procedure,
            title=row.title,
            body=row.body,
            recipients=(recipient,),
            on=row.on,
        ),
        recipient=recipient,
        channel=channel,
        attempts=row.attempts,
    )
