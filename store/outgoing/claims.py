"""Claims (认领): who is about to send a delivery, and how it went.

A delivery is claimed before it is sent, so that two sweeps never send it twice; a claim
that was not settled runs out. Before every single send it is written down that it begins:
a process that is killed leaves that mark, so that what was in flight is repeated once and
no more. Readers who share an address — a robot's group — share the message: it is claimed
and settled for all of them at once.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, select, update

from models.notice import DeliveryState, Ground, Notice, Severity
from models.tables.outgoing import DeliveryRow, NoticeRow
from rules.seal import instant
from store.outgoing.outbox import WAITS, DueDelivery, due_at, words_of
from store.rows.sealed_rows import change_sealed, returning, seal_again

CLAIM = timedelta(minutes=5)
"""How long a claimed delivery is left alone before another sweep may take it up."""

MOST_BEGUN = 2
"""So often is a message begun of which nobody knows whether it arrived: once, and once more."""

ON_THE_WAY = ("attempted_at", "begun_at")
"""Known of a delivery on its way; no receipt asks for it."""

WHITHER = ("next_attempt_at", "lane", "robot")
"""Likewise: when and where it goes out. Its channel says where it went."""

_URGENT_FIRST = case(
    (NoticeRow.severity == Severity.URGENT.value, 0),
    (NoticeRow.severity == Severity.ATTENTION.value, 1),
    else_=2,
)


def claim(
    connection: Connection, *, at: datetime, most: int, lane: str | None = None, by: str = ""
) -> tuple[DueDelivery, ...]:
    """Claim up to ``most`` deliveries that are due, urgent and oldest first; of one lane if asked.

    Of several readers at one address the first stands for all.
    """
    due = due_at(at) if lane is None else and_(DeliveryRow.lane == lane, due_at(at))
    keys = (DeliveryRow.notice_key, DeliveryRow.recipient, DeliveryRow.channel)
    rows = connection.execute(
        select(
            NoticeRow.__table__,
            *keys[1:],
            DeliveryRow.attempts,
            DeliveryRow.lane,
            DeliveryRow.robot,
            DeliveryRow.parts,
            DeliveryRow.begun,
        )
        .join(NoticeRow, DeliveryRow.notice_key == NoticeRow.key)
        .where(due)
        .order_by(_URGENT_FIRST, DeliveryRow.next_attempt_at, *keys)
        .limit(most)
        .with_for_update(skip_locked=True, of=DeliveryRow)
    ).all()
    claimed: dict[tuple[str, ...], DueDelivery] = {}
    for row in rows:
        place = (row.key, row.robot) if row.robot else (row.key, row.recipient, row.channel)
        if place not in claimed:
            claimed[place] = one = _due(row)
            _write(connection, one, claimed_until=instant(at + CLAIM), claimed_by=by)
    return tuple(claimed.values())


def begin(connection: Connection, delivery: DueDelivery, *, at: datetime, by: str) -> bool:
    """Write down that a send begins; ``False``: the claim ran out, and another has it."""
    values = {
        "begun": delivery.begun + 1,
        "begun_at": instant(at),
        "attempted_at": instant(at),
        "claimed_until": instant(at + CLAIM),
    }
    return _write(connection, delivery, held_by=by, **values) > 0


def go_on(connection: Connection, delivery: DueDelivery, *, parts: int) -> None:
    """Write down that a part has arrived; the rest is still claimed."""
    _write(connection, delivery, begun=0, parts=parts)


def release(connection: Connection, delivery: DueDelivery, *, until: datetime) -> None:
    """Give a claimed delivery back, to be taken up later; it counts as no attempt."""
    _write(
        connection, delivery, claimed_until=None, claimed_by=None, next_attempt_at=instant(until)
    )


def fold(connection: Connection, delivery: DueDelivery) -> None:
    """Leave a claimed delivery to its reader's next digest."""
    _write(
        connection,
        delivery,
        claimed_until=None,
        claimed_by=None,
        state=DeliveryState.DIGEST.value,
    )


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
        "claimed_by": None,
        "begun": 0,
        "last_error": error,
        "parts": max(parts, delivery.parts),
    }
    if next_attempt_at is not None:
        values["next_attempt_at"] = instant(next_attempt_at)
    if state is DeliveryState.DELIVERED:
        values["delivered_at"] = instant(at)
        values |= dict.fromkeys(ON_THE_WAY) | dict.fromkeys(WHITHER, "")
    _write(connection, delivery, **values)


def give_over(connection: Connection, delivery: DueDelivery, *, error: str) -> None:
    """Write down that nobody knows whether it arrived, and that it is not sent again."""
    _write(
        connection,
        delivery,
        state=DeliveryState.UNKNOWN.value,
        claimed_until=None,
        claimed_by=None,
        last_error=error,
    )


def give_over_all(connection: Connection, *, error: str) -> int:
    """Write the same down of all that still waits; return how many there were."""
    values = {"claimed_until": None, "claimed_by": None, "last_error": error}
    change = update(DeliveryRow).where(WAITS).values(state=DeliveryState.UNKNOWN.value, **values)
    return change_sealed(connection, DeliveryRow, change)


def _write(
    connection: Connection, delivery: DueDelivery, *, held_by: str | None = None, **values: Any
) -> int:
    """Write a delivery's columns, and those of the readers who wait at the same address."""
    change = _change(tuple(values), shared=bool(delivery.robot), held=held_by is not None)
    of = {
        "of_notice": delivery.notice.key,
        "of_recipient": delivery.recipient,
        "of_channel": delivery.channel,
        "of_robot": delivery.robot,
        "of_holder": held_by,
    }
    return seal_again(connection, DeliveryRow, connection.execute(change, of | values).all())


@lru_cache(maxsize=64)
def _change(columns: Sequence[str], *, shared: bool, held: bool) -> Any:
    """Build a statement once: the columns to write, of one delivery or of all at its address."""
    which = update(DeliveryRow).where(DeliveryRow.notice_key == bindparam("of_notice"))
    if shared:
        which = which.where(DeliveryRow.robot == bindparam("of_robot"), WAITS)
    else:
        which = which.where(
            DeliveryRow.recipient == bindparam("of_recipient"),
            DeliveryRow.channel == bindparam("of_channel"),
        )
    if held:
        which = which.where(DeliveryRow.claimed_by == bindparam("of_holder"))
    return returning(DeliveryRow, which.values({name: bindparam(name) for name in columns}))


def _due(row: Any) -> DueDelivery:
    title, body = words_of(row)
    return DueDelivery(
        notice=Notice(
            key=row.key,
            ground=Ground(row.ground),
            severity=Severity(row.severity),
            project=row.project,
            procedure=row.procedure,
            title=title,
            body=body,
            recipients=(row.recipient,),
            on=row.on,
        ),
        recipient=row.recipient,
        channel=row.channel,
        attempts=row.attempts,
        lane=row.lane,
        robot=row.robot,
        parts=row.parts,
        begun=row.begun,
    )
