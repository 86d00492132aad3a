"""The log of the door (安全日志): append-only by trigger, each line sealed with the one before."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from models.access import AccessEvent, AccessKind
from models.tables.access import AccessEventRow
from rules.seal import GENESIS, canonical, instant
from store.engine import hold

EVENTS = AccessEventRow.__table__
STREAM = "access"
"""What writers of the log hold, one after another."""


def note(
    connection: Connection,
    kind: AccessKind,
    *,
    person: str = "",
    about: str = "",
    address: str = "",
    detail: str = "",
    audit_key: bytes,
    at: datetime,
) -> None:
    """Write down what was done at the door."""
    hold(connection, STREAM)
    last = connection.execute(
        select(EVENTS.c.mac).order_by(EVENTS.c.seq.desc()).limit(1)
    ).scalar_one_or_none()
    line = {
        "at": instant(at),
        "kind": kind.value,
        "person": person[:64],
        "about": about[:120],
        "address": address[:64],
        "detail": detail[:2000],
        "prev": last or GENESIS,
    }
    connection.execute(insert(AccessEventRow).values(**line, mac=_mac(line, audit_key)))


def events(
    connection: Connection,
    *,
    before: int | None = None,
    person: str = "",
    kind: AccessKind | None = None,
    most: int,
) -> Sequence[AccessEvent]:
    """Return lines of the log, the latest first."""
    wanted = select(EVENTS).order_by(EVENTS.c.seq.desc()).limit(most)
    if before is not None:
        wanted = wanted.where(EVENTS.c.seq < before)
    if person:
        wanted = wanted.where((EVENTS.c.person == person) | (EVENTS.c.about == person))
    if kind is not None:
        wanted = wanted.where(EVENTS.c.kind == kind.value)
    return [_event(row) for row in connection.execute(wanted)]


def first_broken(connection: Connection, audit_key: bytes) -> int | None:
    """Return the first line that does not fit what stands before it; ``None`` = all do."""
    prev = GENESIS
    for row in connection.execute(select(EVENTS).order_by(EVENTS.c.seq)):
        line = {name: getattr(row, name) for name in _SEALED} | {"prev": prev}
        if row.prev != prev or not hmac.compare_digest(row.mac, _mac(line, audit_key)):
            return int(row.seq)
        prev = row.mac
    return None


_SEALED = ("at", "kind", "person", "about", "address", "detail")


def _mac(line: dict[str, str], key: bytes) -> str:
    return hmac.new(key, canonical(line).encode(), hashlib.sha256).hexdigest()


def _event(row: Row[Any]) -> AccessEvent:
    return AccessEvent(
        seq=row.seq,
        at=datetime.fromisoformat(row.at),
        kind=AccessKind(row.kind),
        person=row.person,
        about=row.about,
        address=row.address,
        detail=row.detail,
    )
