"""The outbox (待发通知): notices written with the act, and what is due of them.

A delivery belongs to one recipient and one channel; how it is claimed and settled stands
in ``store/outgoing/claims.py``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, text, update

from models.notice import DeliveryState, Destination, Notice
from models.tables.outgoing import LEFT_TO_DIGEST, WAITING, DeliveryRow, NoticeRow
from rules.seal import SHORT, Tally, instant
from store.rows import tallies
from store.rows.packing import packed, unpacked
from store.rows.prepared import Script
from store.rows.rows_at_once import add_rows, unless_there
from store.rows.sealed_rows import change_sealed, sealed

NOTHING = Tally()

GONE = "~0~"
"""Edition 0 of packed texts: nothing is packed there but the hash of what was said."""

WORDS_GONE = "通知正文已按保存期限清除，送达回执和正文的校验值仍在。"

WAITS, TOLD_LATER = text(f"({WAITING})"), text(LEFT_TO_DIGEST)
"""It is still to be sent; a digest will tell it: in the words of the indexes of just these."""


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
    begun: int = 0
    """Sends that were begun and of which nobody knows how they ended."""


def put(
    connection: Connection,
    notice: Notice,
    addresses: Iterable[tuple[str, ...]],
    *,
    at: datetime,
) -> bool:
    """Put a notice out to :class:`Destination`s; the same key again changes nothing."""
    there = _unique(addresses)
    row = _notice_row(connection, notice, there)
    putting = unless_there(NoticeRow, connection.dialect.name).returning(NoticeRow.key)
    added = connection.execute(putting, row)
    if added.scalar_one_or_none() is None:
        return False
    state = _state_of(notice)
    add_rows(connection, DeliveryRow, _delivery_rows(connection, notice.key, there, at, state))
    tallies.count_in(connection, {tallies.notices_of(notice.project): [notice.key]})
    return True


@dataclass(frozen=True, slots=True)
class Posting:
    """A notice and where it goes (待发通知)."""

    notice: Notice
    addresses: Sequence[Destination]
    at: datetime


def put_new(into: Connection | Script, postings: Sequence[Posting]) -> None:
    """Put notices out whose keys nobody has used: those of entries just written."""
    notices: list[dict[str, Any]] = []
    deliveries: list[dict[str, Any]] = []
    counted: dict[str, list[str]] = {}
    for one in postings:
        notice, there = one.notice, _unique(one.addresses)
        notices.append(_notice_row(into, notice, there))
        state = _state_of(notice)
        deliveries.extend(_delivery_rows(into, notice.key, there, one.at, state))
        counted.setdefault(tallies.notices_of(notice.project), []).append(notice.key)
    add_rows(into, NoticeRow, notices)
    add_rows(into, DeliveryRow, deliveries)
    tallies.count_in(into, counted)


def address(
    connection: Connection,
    key: str,
    addresses: Iterable[tuple[str, ...]],
    *,
    at: datetime,
) -> None:
    """Add deliveries of a notice that went out before, one per recipient and channel."""
    there, state = _unique(addresses), DeliveryState.PENDING
    add_rows(connection, DeliveryRow, _delivery_rows(connection, key, there, at, state))
    asked = select(NoticeRow.places).where(NoticeRow.key == key).with_for_update()
    known = tally_of(connection.execute(asked).scalar_one())
    more = update(NoticeRow).where(NoticeRow.key == key).values(places=_places(there, known))
    change_sealed(connection, NoticeRow, more)


def tally_of(places: str) -> Tally:
    """Return the tally that a notice carries of its deliveries."""
    count, _, names = places.partition(":")
    return Tally(int(count), names)


def place_name(recipient: str, channel: str) -> str:
    """Return how a delivery is named in the tally of its notice."""
    return f"{recipient}\n{channel}"


def _places(there: Sequence[Destination], known: Tally = NOTHING) -> str:
    return places_text(known.plus(place_name(one.recipient, one.channel) for one in there))


def places_text(tally: Tally) -> str:
    """Return a tally as a notice carries it: the last half of a sum adds up like the whole."""
    return f"{tally.count}:{tally.names[-SHORT:]}"


def _unique(addresses: Iterable[tuple[str, ...]]) -> tuple[Destination, ...]:
    """Return one place for each recipient and channel, the first of each."""
    unique = {one[:2]: Destination(*one) for one in reversed(tuple(addresses))}
    return tuple(reversed(unique.values()))


def _notice_row(
    into: Connection | Script, notice: Notice, there: Sequence[Destination]
) -> dict[str, Any]:
    row = {
        "key": notice.key,
        "ground": notice.ground.value,
        "severity": notice.severity.value,
        "project": notice.project,
        "procedure": notice.procedure,
        "title": "",
        "body": packed(f"{notice.title}\n{notice.body}"),
        "on": notice.on,
        "held_out": notice.held_out,
        "places": _places(there),
    }
    return sealed(into, NoticeRow, row)


def words_of(row: Any) -> tuple[str, str]:
    """Return title and body of a notice's row: together in one text, once apart.

    Of words that were taken away (`store/outgoing/retention.py`) the body says so.
    """
    if row.body.startswith(GONE):
        return row.title, WORDS_GONE
    text = unpacked(row.body)
    if row.title:
        return row.title, text
    title, _, body = text.partition("\n")
    return title, body


def _state_of(notice: Notice) -> DeliveryState:
    return DeliveryState.HELD_OUT if notice.held_out else DeliveryState.PENDING


def _delivery_rows(
    into: Connection | Script,
    key: str,
    there: Sequence[Destination],
    at: datetime,
    state: DeliveryState,
) -> list[dict[str, Any]]:
    from_at = instant(at)
    rows = [
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
            "parts": 0,
            "begun": 0,
        }
        for one in there
    ]
    return [sealed(into, DeliveryRow, row) for row in rows]


def due_lanes(connection: Connection, *, at: datetime) -> Sequence[str]:
    """Return the lanes in which something is due."""
    asked = select(DeliveryRow.lane).where(due_at(at)).distinct().order_by(DeliveryRow.lane)
    return connection.execute(asked).scalars().all()


def tally(connection: Connection) -> dict[str, int]:
    """Count the deliveries by state."""
    rows = connection.execute(select(DeliveryRow.state, func.count()).group_by(DeliveryRow.state))
    return {row[0]: row[1] for row in rows}


def next_due(connection: Connection, lane: str, *, after: datetime) -> datetime | None:
    """Return when the next delivery of a lane will be due; ``None``: none waits unclaimed."""
    later = DeliveryRow.next_attempt_at > instant(after)
    first: str | None = connection.execute(
        select(func.min(DeliveryRow.next_attempt_at)).where(
            DeliveryRow.lane == lane, WAITS, later, DeliveryRow.claimed_until.is_(None)
        )
    ).scalar_one()
    return datetime.fromisoformat(first) if first is not None else None


def due_at(at: datetime) -> ColumnElement[bool]:
    """Say which deliveries are due, and nobody is about to send."""
    now = instant(at)
    free = or_(DeliveryRow.claimed_until.is_(None), DeliveryRow.claimed_until < now)
    return and_(WAITS, DeliveryRow.next_attempt_at <= now, free)
