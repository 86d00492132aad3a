"""The anchor of the whole ledger (台账锚定): its heads, written where the database is not.

Whoever holds the database can put an old copy of it back, heads, seals and all; only what
was written down elsewhere shows it. The anchor is a file that only grows: one line whenever
the ledger has moved, each naming the line before it, the root over all heads and the heads
that moved since. A ledger that has lost what a line names goes backwards, and is damaged.
"""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, func, select, tuple_

from models.tables.access import AccessEventRow
from models.tables.outgoing import NoticeRow
from models.tables.rows import Base, EntryRow, HeadRow
from rules.seal import GENESIS, Tally, instant
from store.rows.raw_rows import as_stored, key_of, raw_rows, strange
from store.rows.tallies import ACCESS, ANCHOR, read_tallies
from store.verifying.anchor_file import (
    Anchor,
    AnchorEdited,
    AnchorLine,
    Roots,
    added_up,
    alone_with,
    hash_of,
    moment,
    roots_of,
    text_of,
)
from store.verifying.comparison import Finding

HEADS, TALLIES = (Base.metadata.tables[name] for name in ("heads", "tallies"))
ASKED_AT_ONCE = 400


class Anchored(NamedTuple):
    """What anchoring came to (锚定结果)."""

    line: AnchorLine | None
    """The newest line; ``None``: nothing has ever been anchored."""
    finding: Finding | None
    """Why nothing was written: the ledger went backwards."""
    written: Tally | None = None
    """What the database is to remember of the file: how many lines, and the last one's hash."""


def anchor(connection: Connection) -> Roots:
    """Return the Merkle roots over the heads of all streams as they stand now."""
    return roots_of(_heads(connection))


def anchor_findings(connection: Connection, known: Anchor) -> Iterator[Finding]:
    """Yield where the ledger is behind its anchor, the first place only."""
    if lost := _lost(connection, known):
        yield lost
        return
    wanted = known.heads or {}
    present = {(row["stream"], row["version"], row["hash"]) for row in raw_rows(connection, HEADS)}
    behind = sorted((stream, *end) for stream, end in wanted.items())
    behind = [one for one in behind if one not in present]
    for place in range(0, len(behind), ASKED_AT_ONCE):
        asked = behind[place : place + ASKED_AT_ONCE]
        there = tuple_(EntryRow.stream, EntryRow.version, EntryRow.hash).in_(asked)
        found = {
            tuple(row)
            for row in connection.execute(
                select(EntryRow.stream, EntryRow.version, EntryRow.hash).where(there)
            )
        }
        for stream, version, hash_ in asked:
            if (stream, version, hash_) not in found:
                yield Finding("entries", stream, "", _backwards(known, version))
                return
    if known.last is not None and not _has_door(connection, known.last.door):
        what = f"锚定之时有 {known.last.door[0]} 条，其末条现已不在"
        yield Finding("access_events", "", "", what)
    if known.last is not None and (present_notices := _notices(connection)) < known.last.notices:
        what = f"通知少于锚定之时：应不少于 {known.last.notices} 份，现有 {present_notices} 份"
        yield Finding("notices", "", "", what)


def keep_anchor(
    connection: Connection,
    path: Path,
    *,
    at: datetime,
    restored: str = "",
    every: timedelta = timedelta(),
) -> Anchored:
    """Write a line if the ledger has moved; return the newest line, or why none was written.

    ``restored`` says why a ledger that went backwards is right: it is written down and
    stays. ``every``: no new line before so long has passed since the last. An empty ledger
    is not anchored.
    """
    with alone_with(path) as file, as_stored(connection):
        try:
            known = added_up(path, file)
        except AnchorEdited as edited:
            return Anchored(None, edited.finding)
        if not restored and (finding := next(anchor_findings(connection, known), None)):
            return Anchored(known.last, finding)
        if known.last is not None and not restored and _fresh(known.last, at, every):
            return Anchored(known.last, None, _unremembered(connection, known))
        if odd := _strange_head(connection):
            return Anchored(known.last, odd)
        heads = _heads(connection)
        root, root_sm3 = roots_of(heads)
        door = _door(connection)
        if not heads or (known.stands_at(root, door) and not restored):
            return Anchored(known.last, None, _unremembered(connection, known))
        before = {} if restored else known.heads or {}
        line = AnchorLine(
            number=len(known.lines) + 1,
            at=instant(at),
            entries=sum(version for version, _ in heads.values()),
            streams=len(heads),
            notices=_notices(connection),
            door=door,
            root=root,
            root_sm3=root_sm3,
            moved={one: end for one, end in sorted(heads.items()) if before.get(one) != end},
            restored=restored,
            prev=known.hashes[-1] if known.hashes else GENESIS,
        )
        file.write(f"{text_of(line)}\n" if known.whole else f"\n{text_of(line)}\n")
        file.flush()
        os.fsync(file.fileno())
        return Anchored(line, None, Tally(line.number, hash_of(text_of(line))))


def _lost(connection: Connection, known: Anchor) -> Finding | None:
    """Tell whether the file is shorter than the database remembers."""
    for row in raw_rows(connection, TALLIES):
        number = row["many"]
        if row["name"] == ANCHOR and isinstance(number, int) and number > 0:
            if row["names"] in known.hashes[number - 1 : number]:
                return None
            return Finding("", "", "", f"锚定文件缺失或被截短：曾写至第 {number} 号")
    return None


def _unremembered(connection: Connection, known: Anchor) -> Tally | None:
    """Return what the database should remember and does not.

    Somebody was killed after he wrote the line and before he wrote that down.
    """
    if known.last is None:
        return None
    there = Tally(known.last.number, known.hashes[-1])
    return there if read_tallies(connection, [ANCHOR]).get(ANCHOR) != there else None


def _strange_head(connection: Connection) -> Finding | None:
    rows = raw_rows(connection, HEADS)
    found = ((row, odd) for row in rows if (odd := strange(HEADS, row)) is not None)
    return next((Finding("heads", key_of(HEADS, row), *odd) for row, odd in found), None)


def _fresh(last: AnchorLine, at: datetime, every: timedelta) -> bool:
    return timedelta() <= at - moment(last) < every


def _heads(connection: Connection) -> dict[str, tuple[int, str]]:
    rows = connection.execute(select(HeadRow.stream, HeadRow.version, HeadRow.hash))
    return {row.stream: (row.version, row.hash) for row in rows}


def _notices(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(NoticeRow)).scalar_one()


def _door(connection: Connection) -> tuple[int, str]:
    end = read_tallies(connection, [ACCESS]).get(ACCESS, Tally())
    return end.count, end.names


def _has_door(connection: Connection, door: tuple[int, str]) -> bool:
    lines, mac = door
    there = select(AccessEventRow.seq).where(AccessEventRow.mac == mac).limit(1)
    return not lines or connection.execute(there).first() is not None


def _backwards(known: Anchor, version: int) -> str:
    last = known.last
    assert last is not None
    return (
        f"台账倒退：锚定文件第 {last.number} 号（{last.at[:16]}Z）记有该流第 {version} 条，"
        "现已不在或内容不同，可能恢复过旧备份或删去了记录"
    )
