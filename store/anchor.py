"""The anchor of the whole ledger (台账锚定): its heads, written where the database is not.

Whoever holds the database can put an old copy of it back, heads, seals and all; only what
was written down elsewhere shows it. The anchor is a file that only grows: one line whenever
the ledger has moved, each naming the line before it, the root over all heads and the heads
that moved since. A ledger that has lost what a line names goes backwards, and is damaged.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple, TextIO

from pydantic import Field, ValidationError
from sqlalchemy import Connection, func, select, tuple_

from models.tables.rows import Base, EntryRow, HeadRow, NoticeRow
from models.vocabulary import Value
from rules.seal import GENESIS, Tally, canonical, instant, merkle_root
from store.comparison import Finding
from store.private_files import make_private_folder
from store.raw_rows import as_stored, key_of, raw_rows, strange
from store.tallies import ANCHOR

HEADS, TALLIES = (Base.metadata.tables[name] for name in ("heads", "tallies"))
ASKED_AT_ONCE = 400


class AnchorLine(Value):
    """One line of the anchor (锚定记录)."""

    number: int
    at: str
    """UTC, of the office clock."""
    entries: int
    streams: int
    notices: int = 0
    """How many had been put out: what was told stays."""
    root: str
    """Merkle root over the heads of all streams."""
    moved: dict[str, tuple[int, str]] = Field(repr=False)
    """Stream → version and hash of its head, of those that the lines before do not name so."""
    restored: str = ""
    """Why the ledger stands behind earlier lines: a backup was put back. Nothing that they
    name is asked for any more; the lines stay."""
    prev: str
    """Hash of the line before; zeros for the first."""


class AnchorUnusable(Exception):
    """The anchor cannot be read or written (锚定文件不可用)."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class AnchorEdited(AnchorUnusable):
    """The anchor is not as it was written (锚定文件被改动)."""

    @property
    def finding(self) -> Finding:
        """Return it among what does not fit."""
        return Finding("", "", "", self.message)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The anchor as it stands (锚定文件)."""

    lines: Sequence[AnchorLine] = ()
    heads: dict[str, tuple[int, str]] | None = None
    """What the lines add up to: stream → version and hash."""
    hashes: Sequence[str] = ()
    """Of the lines, each as it stands in the file."""
    restored: int = 0
    """How often a backup was put back."""
    whole: bool = True
    """Whether the file ends with a line's end."""

    @property
    def last(self) -> AnchorLine | None:
        """Return the newest line, if any."""
        return self.lines[-1] if self.lines else None


class Anchored(NamedTuple):
    """What anchoring came to (锚定结果)."""

    line: AnchorLine | None
    """The newest line; ``None``: nothing has ever been anchored."""
    finding: Finding | None
    """Why nothing was written: the ledger went backwards."""
    written: Tally | None = None
    """What the database is to remember of the file: how many lines, and the last one's hash."""


def anchor(connection: Connection) -> str:
    """Return the Merkle root over the heads of all streams as they stand now."""
    return _root(_heads(connection))


def read_anchor(path: Path) -> Anchor:
    """Read the anchor; empty where there is none. Raises :class:`AnchorUnusable`."""
    try:
        with path.open(encoding="utf-8") as file:
            return _added_up(path, file)
    except FileNotFoundError:
        return Anchor()
    except (OSError, UnicodeDecodeError) as wrong:
        raise _unusable(path, "无法读取", wrong) from wrong


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
    with _alone(path) as file, as_stored(connection):
        try:
            known = _added_up(path, file)
        except AnchorEdited as edited:
            return Anchored(None, edited.finding)
        if not restored and (finding := next(anchor_findings(connection, known), None)):
            return Anchored(known.last, finding)
        if known.last is not None and not restored and _fresh(known.last, at, every):
            return Anchored(known.last, None)
        if odd := _strange_head(connection):
            return Anchored(known.last, odd)
        heads = _heads(connection)
        root = _root(heads)
        if not heads or (known.last is not None and known.last.root == root and not restored):
            return Anchored(known.last, None)
        before = {} if restored else known.heads or {}
        line = AnchorLine(
            number=len(known.lines) + 1,
            at=instant(at),
            entries=sum(version for version, _ in heads.values()),
            streams=len(heads),
            notices=_notices(connection),
            root=root,
            moved={one: end for one, end in sorted(heads.items()) if before.get(one) != end},
            restored=restored,
            prev=known.hashes[-1] if known.hashes else GENESIS,
        )
        file.write(f"{_text(line)}\n" if known.whole else f"\n{_text(line)}\n")
        file.flush()
        os.fsync(file.fileno())
        return Anchored(line, None, Tally(line.number, _hash(_text(line))))


def _lost(connection: Connection, known: Anchor) -> Finding | None:
    """Tell whether the file is shorter than the database remembers."""
    for row in raw_rows(connection, TALLIES):
        number = row["many"]
        if row["name"] == ANCHOR and isinstance(number, int) and number > 0:
            if row["names"] in known.hashes[number - 1 : number]:
                return None
            return Finding("", "", "", f"锚定文件缺失或被截短：曾写至第 {number} 号")
    return None


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


def _root(heads: dict[str, tuple[int, str]]) -> str:
    return merkle_root((stream, version, hash_) for stream, (version, hash_) in heads.items())


def _backwards(known: Anchor, version: int) -> str:
    last = known.last
    assert last is not None
    return (
        f"台账倒退：锚定文件第 {last.number} 号（{last.at[:16]}Z）记有该流第 {version} 条，"
        "现已不在或内容不同，可能恢复过旧备份或删去了记录"
    )


@contextmanager
def _alone(path: Path) -> Iterator[TextIO]:
    """Open the anchor to append to it, one process at a time."""
    try:
        make_private_folder(path.parent)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as wrong:
        raise _unusable(path, "无法写入", wrong) from wrong
    with os.fdopen(handle, "r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield file
        except (OSError, UnicodeDecodeError) as wrong:
            raise _unusable(path, "无法读写", wrong) from wrong


def _added_up(path: Path, file: TextIO) -> Anchor:
    """Add the lines up; every line must name the one before it, the last give its own root.

    A line that is none was torn by a crash while it was written: where it was a line once,
    the next one does not name what stands before it.
    """
    lines: list[AnchorLine] = []
    heads: dict[str, tuple[int, str]] = {}
    hashes: list[str] = []
    restored, whole = 0, True
    for text in file:
        whole = text.endswith("\n")
        try:
            line = AnchorLine.model_validate_json(text)
        except ValidationError:
            continue
        if (line.number, line.prev) != (len(lines) + 1, hashes[-1] if hashes else GENESIS):
            raise AnchorEdited(f"锚定文件 {path} 第 {line.number} 号与前文不衔接，已被改动")
        if line.restored:
            heads.clear()
            restored += 1
        heads |= line.moved
        hashes.append(_hash(text))
        lines.append(line)
    if lines and lines[-1].root != _root(heads):
        raise AnchorEdited(f"锚定文件 {path} 第 {len(lines)} 号与其总哈希不符，已被改动")
    return Anchor(lines, heads, hashes, restored, whole)


def _text(line: AnchorLine) -> str:
    return canonical(line.model_dump(mode="json"))


def _hash(text: str) -> str:
    return hashlib.sha256(text.strip().encode()).hexdigest()


def _unusable(path: Path, what: str, wrong: OSError | UnicodeDecodeError) -> AnchorUnusable:
    reason = wrong.strerror if isinstance(wrong, OSError) else "不是文本文件"
    return AnchorUnusable(
        f"{what}锚定文件 {path}（{reason}）；可以环境变量 GREENCHANNEL_ANCHOR_FILE 指明其所在"
    )


def moment(line: AnchorLine) -> datetime:
    """Return when a line was written, by the office clock."""
    return datetime.fromisoformat(line.at)


def line_text(line: AnchorLine) -> str:
    """Return a line as it is mailed or printed: what a person compares."""
    return (
        f"第 {line.number} 号，{line.at[:19]}Z，台账 {line.entries} 条、{line.streams} 流，"
        f"总哈希 {line.root}"
    )
