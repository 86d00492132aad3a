"""The ledger as a file that anybody can check (台账导出): `verifier/verify_ledger.py` reads it.

Lines of JSON, one kind after another: `ledger` (what this is, and the fingerprint of the key in
use), `anchor` (each line of the anchor as it stands in its file), `entry` (in the order in which
they were written, with all that their hash covers), `head` (the sealed end of each stream), `day`
(the roots at the end of each day on which something was entered), `end` (the SHA-256 of all bytes
before it). The seals themselves stay behind: without the key they prove nothing, and what they
seal hangs on the heads.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from models.tables.rows import Base
from rules.seal import GENESIS, instant
from store.rows.packing import Unreadable, unpacked
from store.rows.raw_rows import as_stored, raw_rows, shown
from store.seals.audit_key import fingerprint
from store.verifying.anchor_file import roots_of

ENTRIES, HEADS = (Base.metadata.tables[name] for name in ("entries", "heads"))
FORMAT, EDITION = "greenchannel-ledger", 1
LEFT_BEHIND = {"seq", "mac"}
_TEXT = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=shown)


@dataclass(slots=True)
class Day:
    """What was entered on a day."""

    entries: int = 0
    moved: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Stream → version and hash of its last entry."""

    def add(self, row: dict[str, Any]) -> None:
        """Add an entry."""
        self.entries += 1
        self.moved[row["stream"]] = (row["version"], row["hash"])


def exported_ledger(
    connection: Connection, anchor: Path, *, audit_key: bytes, at: datetime
) -> Iterator[str]:
    """Yield the lines of an export, whatever state the ledger is in; within a snapshot."""
    whole = hashlib.sha256()
    entries = 0
    for kind, row in _rows(connection, anchor, audit_key, at):
        entries += kind == "entry"
        line = _TEXT.encode({"line": kind, **row}) + "\n"
        whole.update(line.encode())
        yield line
    yield _TEXT.encode({"line": "end", "entries": entries, "sha256": whole.hexdigest()}) + "\n"


def _rows(
    connection: Connection, anchor: Path, audit_key: bytes, at: datetime
) -> Iterator[tuple[str, dict[str, Any]]]:
    yield (
        "ledger",
        {
            "format": FORMAT,
            "edition": EDITION,
            "exported_at": instant(at),
            "key": fingerprint(audit_key),
        },
    )
    for text in _lines(anchor):
        yield "anchor", {"text": text}
    days: dict[str, Day] = defaultdict(Day)
    last: dict[str, str] = defaultdict(lambda: GENESIS)
    with as_stored(connection):
        for row in raw_rows(connection, ENTRIES, order=("seq",)):
            entry = {name: value for name, value in row.items() if name not in LEFT_BEHIND}
            entry["payload"] = _unpacked(row["payload"])
            entry["prev"] = last[row["stream"]]
            last[row["stream"]] = row["hash"]
            yield "entry", entry
            days[str(row["on"])].add(row)
        for row in raw_rows(connection, HEADS):
            yield "head", row
    heads: dict[str, tuple[int, str]] = {}
    entries = 0
    for on, day in sorted(days.items()):
        heads |= day.moved
        entries += day.entries
        roots = roots_of(heads)._asdict()
        yield "day", {"on": on, "entries": entries, "streams": len(heads), **roots}


def _lines(anchor: Path) -> list[str]:
    try:
        return anchor.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []


def _unpacked(stored: Any) -> Any:
    """Return the text of a payload; what somebody wrote over, as it lies there."""
    try:
        return unpacked(stored) if isinstance(stored, str) else stored
    except Unreadable:
        return stored
