"""What holds deliveries back (送达限制): quiet hours, digests, budgets, closed lanes.

Every limit is counted from what stands in the outbox, so that it holds over all
processes and over restarts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, not_, select, update

from models.notice import DeliveryState, Ground, Severity
from models.tables.outgoing import DeliveryRow, LaneRow, NoticeRow
from rules.seal import instant
from store.outgoing.outbox import WAITS, DueDelivery
from store.rows.rows_at_once import unless_there
from store.rows.sealed_rows import change_sealed, sealed


@dataclass(frozen=True, slots=True)
class Lane:
    """How a lane stands (渠道状况)."""

    failures: int = 0
    """Attempts in a row that nobody answered."""
    closed_until: str | None = None
    reason: str = ""

    def closed(self, at: datetime) -> bool:
        """Tell whether nothing is sent there now."""
        return self.closed_until is not None and instant(at) < self.closed_until


def quieten(
    connection: Connection, *, at: datetime, until: datetime, but: str, urgent_passes: bool
) -> int:
    """Put off what is due outside working hours, except in the lane that rings nowhere."""
    spared = _of_severity((Severity.URGENT,)) if urgent_passes else None
    which = _ringing(at, but) if spared is None else and_(_ringing(at, but), not_(spared))
    later = update(DeliveryRow).where(which).values(next_attempt_at=instant(until))
    return change_sealed(connection, DeliveryRow, later)


def leave_to_digests(
    connection: Connection, *, at: datetime, severities: Iterable[Severity], but: str
) -> int:
    """Leave what is not worth a message of its own to the digests; digests themselves go out."""
    return change_sealed(
        connection,
        DeliveryRow,
        update(DeliveryRow)
        .where(
            _ringing(at, but),
            DeliveryRow.attempts == 0,
            _of_severity(severities),
            DeliveryRow.notice_key.not_in(
                select(NoticeRow.key).where(NoticeRow.ground == Ground.DAILY_BRIEF.value)
            ),
        )
        .values(state=DeliveryState.DIGEST.value),
    )


def alerts_of(connection: Connection, recipient: str, *, on: date) -> frozenset[str]:
    """Return the notices that stand on a reader's budget of a day, by key."""
    keys = connection.execute(
        select(DeliveryRow.notice_key)
        .where(DeliveryRow.recipient == recipient, DeliveryRow.counted_on == on)
        .distinct()
    )
    return frozenset(keys.scalars())


def count_alert(connection: Connection, delivery: DueDelivery, *, on: date) -> None:
    """Put a notice on its reader's budget of a day."""
    change_sealed(
        connection,
        DeliveryRow,
        update(DeliveryRow)
        .where(
            DeliveryRow.notice_key == delivery.notice.key,
            DeliveryRow.recipient == delivery.recipient,
            DeliveryRow.channel == delivery.channel,
        )
        .values(counted_on=on),
    )


def lane_of(connection: Connection, name: str) -> Lane:
    """Return how a lane stands."""
    row = connection.execute(select(LaneRow.__table__).where(LaneRow.name == name)).one_or_none()
    return Lane(row.failures, row.closed_until, row.reason) if row is not None else Lane()


def write_lane(connection: Connection, name: str, lane: Lane) -> None:
    """Write down how a lane stands."""
    values = {
        "failures": lane.failures,
        "closed_until": lane.closed_until,
        "reason": lane.reason,
    }
    row = sealed(connection, LaneRow, {"name": name, **values})
    changed = connection.execute(update(LaneRow).where(LaneRow.name == name).values(row))
    if changed.rowcount == 0:
        connection.execute(unless_there(LaneRow, connection.dialect.name), row)


def lanes(connection: Connection) -> Sequence[tuple[str, Lane]]:
    """Return every lane that has failed of late."""
    rows = connection.execute(
        select(LaneRow.__table__).where(LaneRow.failures > 0).order_by(LaneRow.name)
    )
    return [(row.name, Lane(row.failures, row.closed_until, row.reason)) for row in rows]


def _ringing(at: datetime, but: str) -> ColumnElement[bool]:
    """Say which are due in a lane that rings, and nobody is sending just now."""
    now = instant(at)
    return and_(
        WAITS,
        DeliveryRow.next_attempt_at <= now,
        DeliveryRow.lane != but,
        DeliveryRow.claimed_until.is_(None),
    )


def _of_severity(severities: Iterable[Severity]) -> ColumnElement[bool]:
    named = [one.value for one in severities]
    return DeliveryRow.notice_key.in_(select(NoticeRow.key).where(NoticeRow.severity.in_(named)))
