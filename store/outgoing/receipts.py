"""Receipts (送达回执): what went to whom by which channel, when, and who signed for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select, update

from models.notice import DeliveryState
from models.tables.outgoing import DeliveryRow, NoticeRow
from rules.seal import instant
from store.outgoing.outbox import TOLD_LATER, DueDelivery, words_of
from store.outgoing.retention import forgotten
from store.rows.sealed_rows import change_sealed

DEAD = (DeliveryState.PERMANENT_FAILURE.value, DeliveryState.UNKNOWN.value)
"""Not delivered, as far as anybody knows, and not tried again."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """How far one delivery has come (送达回执)."""

    key: str
    ground: str
    severity: str
    project: str
    title: str
    on: date
    recipient: str
    channel: str
    state: str
    attempts: int
    attempted_at: str | None
    delivered_at: str | None
    acknowledged_at: str | None
    next_attempt_at: str | None
    """Only while another attempt is due."""
    error: str
    digest: str | None
    forgotten: str
    """SHA-256 of its words, where they were taken away; empty = they are there."""


def receipts(
    connection: Connection,
    *,
    project: str = "",
    recipient: str = "",
    key: str = "",
    undelivered: bool = False,
    most: int = 500,
) -> Sequence[Receipt]:
    """Return the receipts of a project, a person or a notice, newest first."""
    asked = select(NoticeRow.__table__, DeliveryRow.__table__).join(
        DeliveryRow, DeliveryRow.notice_key == NoticeRow.key
    )
    if project:
        asked = asked.where(NoticeRow.project == project)
    if recipient:
        asked = asked.where(DeliveryRow.recipient == recipient)
    if key:
        asked = asked.where(NoticeRow.key == key)
    if undelivered:
        asked = asked.where(DeliveryRow.state.in_(DEAD))
    order = (NoticeRow.on.desc(), NoticeRow.key.desc(), DeliveryRow.recipient, DeliveryRow.channel)
    waiting = {DeliveryState.PENDING.value, DeliveryState.TEMPORARY_FAILURE.value}
    return [
        Receipt(
            key=row.key,
            ground=row.ground,
            severity=row.severity,
            project=row.project,
            title=words_of(row)[0],
            on=row.on,
            recipient=row.recipient,
            channel=row.channel,
            state=row.state,
            attempts=row.attempts,
            attempted_at=row.attempted_at or row.delivered_at,
            delivered_at=row.delivered_at,
            acknowledged_at=row.acknowledged_at,
            next_attempt_at=row.next_attempt_at if row.state in waiting else None,
            error=row.last_error,
            digest=row.digest,
            forgotten=forgotten(row.body),
        )
        for row in connection.execute(asked.order_by(*order).limit(most))
    ]


def readers(connection: Connection, delivery: DueDelivery) -> Mapping[str, Mapping[str, bool]]:
    """Return everybody for whom a delivery stood: their channels, and whether each still lives."""
    numbers = select(DeliveryRow.recipient).where(
        DeliveryRow.notice_key == delivery.notice.key, DeliveryRow.robot == delivery.robot
    )
    known = {delivery.recipient}
    if delivery.robot:
        known |= set(connection.execute(numbers).scalars())
    rows = connection.execute(
        select(DeliveryRow.recipient, DeliveryRow.channel, DeliveryRow.state)
        .where(DeliveryRow.notice_key == delivery.notice.key, DeliveryRow.recipient.in_(known))
        .order_by(DeliveryRow.recipient, DeliveryRow.channel)
    )
    found: dict[str, dict[str, bool]] = {}
    for row in rows:
        found.setdefault(row.recipient, {})[row.channel] = row.state not in DEAD
    return found


def delivered_to(connection: Connection, keys: Sequence[str]) -> frozenset[str]:
    """Return who was reached, by at least one channel, by any of some notices."""
    reached = connection.execute(
        select(DeliveryRow.recipient).where(
            DeliveryRow.notice_key.in_(keys),
            DeliveryRow.state == DeliveryState.DELIVERED.value,
        )
    )
    return frozenset(reached.scalars())


def to_be_told(connection: Connection, recipient: str) -> Sequence[tuple[str, str, str]]:
    """Return key, project and title of what waits for a reader's digest, oldest first."""
    rows = connection.execute(
        select(NoticeRow.key, NoticeRow.project, NoticeRow.title, NoticeRow.body)
        .join(DeliveryRow, DeliveryRow.notice_key == NoticeRow.key)
        .where(
            DeliveryRow.recipient == recipient,
            TOLD_LATER,
        )
        .distinct()
        .order_by(NoticeRow.key)
    )
    return [(row.key, row.project, words_of(row)[0]) for row in rows]


def told_in(connection: Connection, recipient: str, digest: str) -> None:
    """Write down that a digest tells what waited for it."""
    change_sealed(
        connection,
        DeliveryRow,
        update(DeliveryRow)
        .where(
            DeliveryRow.recipient == recipient,
            TOLD_LATER,
        )
        .values(state=DeliveryState.DIGESTED.value, digest=digest),
    )


def acknowledge(connection: Connection, key: str, recipient: str, *, at: datetime) -> None:
    """Write down that a reader signed for a notice, whichever channel brought it."""
    change_sealed(
        connection,
        DeliveryRow,
        update(DeliveryRow)
        .where(DeliveryRow.notice_key == key, DeliveryRow.recipient == recipient)
        .values(acknowledged_at=instant(at)),
    )


def project_of(connection: Connection, key: str) -> str | None:
    """Return the project of a notice; empty: of the campaign; ``None``: no such notice."""
    return connection.execute(
        select(NoticeRow.project).where(NoticeRow.key == key)
    ).scalar_one_or_none()
