"""The log of the door (安全日志): append-only by trigger, each line sealed with the one before.

How many lines there are and the seal of the last stand in a tally, so that a log cut short
is found; see :mod:`store.verifying.access_findings`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from models.access import AccessEvent, AccessKind
from models.tables.access import AccessEventRow
from rules.seal import GENESIS, Tally, canonical, instant, seal
from store.engine import hold
from store.rows.tallies import ACCESS, read_tallies, write_tally

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
    mac = seal(canonical(line), audit_key)
    connection.execute(insert(AccessEventRow).values(**line, mac=mac))
    lines = read_tallies(connection, [ACCESS]).get(ACCESS, Tally()).count + 1
    write_tally(connection, ACCESS, Tally(lines, mac))


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
