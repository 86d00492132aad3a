"""The ledger's table (台账): append with compare-and-swap, read back.

The chain runs per stream: writers of different projects never queue behind each other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from models.act_requests import Via
from models.ledger import FORMS, Draft, Entry, Payload
from models.tables.rows import EntryRow, HeadRow
from rules.seal import GENESIS, canonical, entry_hash, entry_seal, head_seal, instant
from store.rows import tallies
from store.rows.claiming import claiming
from store.rows.packing import A_PLAN, packed, unpacked
from store.rows.prepared import Script, fetch
from store.rows.rows_at_once import add_rows, change_rows

COLUMNS = EntryRow.__table__.c
READ = [column for column in COLUMNS if column.name not in {"seq", "mac"}]
"""What an entry is read back from, in the order of :func:`entry_of`."""
AT_A_TIME = 200
"""Streams that one statement reads where many are gone through."""

A_CAMPAIGN = 10_000
"""Characters of a stored payload that a process reads once: so long only campaigns are, whoever
opens an office anew finds the same one, and what rules remember of it by identity is still true."""

STREAM_OF = itemgetter(0)
DOORS = {via.value: via for via in Via}

# Built once: SQLAlchemy spends longer on building a statement than SQLite on running it.
READ_HEAD = select(HeadRow.version, HeadRow.hash).where(HeadRow.stream == bindparam("stream"))
READ_TWO_HEADS = select(HeadRow.stream, HeadRow.version, HeadRow.hash).where(
    HeadRow.stream.in_((bindparam("one"), bindparam("other")))
)
READ_STREAM = (
    select(*READ)
    .where(COLUMNS.stream == bindparam("stream"), COLUMNS.version >= bindparam("first"))
    .order_by(COLUMNS.version)
)
READ_HEADS = select(HeadRow.stream, HeadRow.version, HeadRow.hash).where(
    HeadRow.stream.in_(bindparam("streams", expanding=True))
)
READ_STREAMS = (
    select(*READ)
    .where(COLUMNS.stream.in_(bindparam("streams", expanding=True)))
    .order_by(COLUMNS.stream, COLUMNS.version)
)
READ_DAYS = (
    select(*READ)
    .where(
        COLUMNS.stream.in_(bindparam("streams", expanding=True)),
        COLUMNS.on.between(bindparam("first"), bindparam("last")),
    )
    .order_by(COLUMNS.stream, COLUMNS.version)
)
WRITTEN = select(func.sum(HeadRow.version))
READ_KEY = select(*READ).where(COLUMNS.key == bindparam("key"))


@dataclass(frozen=True, slots=True)
class Addition:
    """Entries about to be written right after a version of a stream (待记条目)."""

    stream: str
    drafts: Sequence[Draft]
    after: int
    prev: str
    """The hash of that version; ``GENESIS`` for an empty stream."""


def append(
    connection: Connection,
    stream: str,
    drafts: Sequence[Draft],
    *,
    after: int,
    prev: str,
    audit_key: bytes,
) -> tuple[Entry, ...]:
    """Append entries to one stream; see :func:`append_all`."""
    addition = Addition(stream, drafts, after, prev)
    return append_all(connection, [addition], audit_key=audit_key)[0]


def append_all(
    into: Connection | Script, additions: Sequence[Addition], *, audit_key: bytes
) -> tuple[tuple[Entry, ...], ...]:
    """Append entries to streams and return what was written to each, in the same order.

    Raises :class:`VersionTaken` when one of the streams has moved on: nothing holds then.
    """
    rows: list[dict[str, Any]] = []
    written = tuple(_chained(one, rows, audit_key) for one in additions)
    begun: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    for addition, entries in zip(additions, written, strict=True):
        stream, version, hash_ = addition.stream, entries[-1].version, entries[-1].hash
        mac = head_seal(stream, version, hash_, audit_key)
        head = {"stream": stream, "version": version, "hash": hash_, "mac": mac}
        (moved if addition.after else begun).append(head)
    with claiming():
        add_rows(into, EntryRow, rows)
        add_rows(into, HeadRow, begun)
        change_rows(into, HeadRow, moved)
        if begun:
            names = [one["stream"] for one in begun]
            empty = {tallies.notices_of(one): () for one in names}
            tallies.count_in(into, {tallies.STREAMS: names, **empty})
    return written


def _chained(addition: Addition, rows: list[dict[str, Any]], audit_key: bytes) -> tuple[Entry, ...]:
    """Chain and seal drafts, add their rows to ``rows``."""
    entries: list[Entry] = []
    prev = addition.prev
    for version, draft in enumerate(addition.drafts, start=addition.after + 1):
        payload = canonical(draft.payload.model_dump(mode="json"))
        at = instant(draft.at)
        hash_ = entry_hash(
            prev=prev,
            stream=addition.stream,
            version=version,
            kind=draft.payload.kind,
            payload=payload,
            at=at,
            on=draft.on.isoformat(),
            by=draft.by,
            via=draft.via.value,
            key=draft.key,
            person=draft.person,
        )
        stored = packed_once(payload) if len(payload) < A_PLAN else packed(payload)
        rows.append(
            {
                "stream": addition.stream,
                "version": version,
                "kind": draft.payload.kind,
                "payload": stored,
                "at": at,
                "on": draft.on,
                "by": draft.by,
                "via": draft.via.value,
                "key": draft.key,
                "hash": hash_,
                "mac": entry_seal(hash_, payload, stored, audit_key),
                "person": draft.person,
            }
        )
        entries.append(
            Entry(
                stream=addition.stream,
                version=version,
                payload=draft.payload,
                at=draft.at,
                on=draft.on,
                by=draft.by,
                via=draft.via,
                key=draft.key,
                hash=hash_,
                person=draft.person,
            )
        )
        prev = hash_
    return tuple(entries)


def read(connection: Connection, stream: str, *, after: int = 0) -> tuple[Entry, ...]:
    """Read a stream's entries after a version, in order."""
    return _entries(connection.execute(READ_STREAM, {"stream": stream, "first": after + 1}))


def read_on(
    connection: Connection, stream: str, *, after: int, hash_: str
) -> tuple[Entry, ...] | None:
    """Read a stream's entries after one that is known; ``None``: its hash is another by now."""
    rows = connection.execute(READ_STREAM, {"stream": stream, "first": after}).all()
    if not rows or rows[0].hash != hash_:
        return None
    return _entries(rows[1:])


def read_each(connection: Connection, streams: Sequence[str]) -> Iterator[tuple[Entry, ...]]:
    """Yield the entries of each of some streams from the first, in the order asked for.

    Some hundred streams are read at a time, so that many need few statements; what entries
    say is read as they are asked for, so that many need little memory.
    """
    for place in range(0, len(streams), AT_A_TIME):
        some = streams[place : place + AT_A_TIME]
        found = _by_stream(connection.execute(READ_STREAMS, {"streams": list(some)}))
        yield from (_entries(found.pop(stream, ())) for stream in some)


def read_days(
    connection: Connection, streams: Sequence[str], *, first: date, last: date
) -> dict[str, tuple[Entry, ...]]:
    """Read what was entered in several streams on some days, both ends included, in order."""
    asked = {"streams": list(streams), "first": first, "last": last}
    found = _by_stream(connection.execute(READ_DAYS, asked))
    return {stream: _entries(rows) for stream, rows in found.items()}


def _by_stream(rows: Iterable[Row[Any]]) -> dict[str, Sequence[Row[Any]]]:
    return {stream: tuple(found) for stream, found in groupby(rows, key=STREAM_OF)}


def _entries(rows: Iterable[Row[Any]]) -> tuple[Entry, ...]:
    return tuple(entry_of(row) for row in rows)


def heads(connection: Connection, streams: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Return version and hash of the last entry of each stream that has one."""
    rows = connection.execute(READ_HEADS, {"streams": list(streams)})
    return {row.stream: (row.version, row.hash) for row in rows}


def read_key(connection: Connection, key: str) -> Entry | None:
    """Read the entry that carries an idempotency key."""
    row = connection.execute(READ_KEY, {"key": key}).one_or_none()
    return entry_of(row) if row is not None else None


def head(connection: Connection, stream: str) -> tuple[int, str]:
    """Return version and hash of a stream's last entry; ``(0, GENESIS)`` for an empty one."""
    for version, hash_ in fetch(connection, READ_HEAD, {"stream": stream}):
        return version, hash_
    return 0, GENESIS


def two_heads(
    connection: Connection, one: str, other: str
) -> tuple[tuple[int, str], tuple[int, str]]:
    """Return what :func:`head` does of two streams, read at once."""
    rows = fetch(connection, READ_TWO_HEADS, {"one": one, "other": other})
    found = {stream: (version, hash_) for stream, version, hash_ in rows}
    return found.get(one, (0, GENESIS)), found.get(other, (0, GENESIS))


def last_on(connection: Connection, stream: str) -> date | None:
    """Return the day of a stream's last entry; ``None`` for an empty one."""
    last = select(EntryRow.on).where(EntryRow.stream == stream).order_by(EntryRow.version.desc())
    return connection.execute(last.limit(1)).scalar_one_or_none()


def streams(connection: Connection) -> tuple[str, ...]:
    """Return the names of all streams, sorted."""
    return tuple(connection.execute(select(HeadRow.stream).order_by(HeadRow.stream)).scalars())


def written(connection: Connection) -> int:
    """Return how many entries the heads tell of: more with each, in whatever order they come."""
    return fetch(connection, WRITTEN, {})[0][0] or 0


def count(connection: Connection) -> int:
    """Count the entries of the ledger."""
    return connection.execute(select(func.count()).select_from(EntryRow)).scalar_one()


def everything(connection: Connection) -> Iterator[Entry]:
    """Yield every entry, stream by stream, in the order of versions."""
    rows = connection.execute(
        select(*READ).order_by(COLUMNS.stream, COLUMNS.version).execution_options(yield_per=500)
    )
    for row in rows:
        yield entry_of(row)


def entry_of(row: Row[*tuple[Any, ...]]) -> Entry:
    """Return an entry from its columns in the order of ``READ``."""
    # Unpacked at once: looking columns up by name takes longer than reading the payload.
    stream, version, kind, payload, at, on, by, via, key, hash_, person = row
    said, when = payload_of(kind, payload), datetime.fromisoformat(at)
    return Entry(stream, version, said, when, on, by, DOORS[via], key, hash_, person)


def payload_of(kind: str, payload: str) -> Payload:
    """Read what an entry says, as it is stored."""
    return _read_once(kind, payload) if len(payload) > A_CAMPAIGN else _read(kind, payload)


def _read(kind: str, payload: str) -> Payload:
    # The model's own method, and a union of all kinds, take a third longer.
    said: Payload = FORMS[kind].__pydantic_validator__.validate_json(unpacked(payload))
    return said


_read_once = lru_cache(maxsize=8)(_read)
packed_once = lru_cache(maxsize=512)(packed)  # most acts say what others said
