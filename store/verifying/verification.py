"""The ledger is checked (台账核验): every chain, every seal, every head."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from models.tables.rows import Base
from rules.seal import GENESIS, entry_hash, head_seal, merkle_root, sealed_text
from store.rows.packing import Unreadable, unpacked
from store.rows.raw_rows import RawRow, as_stored, key_of, raw_rows, strange
from store.seals.seal_keys import SealKeys, seal_keys
from store.verifying.comparison import Finding

ENTRIES, HEADS = (Base.metadata.tables[name] for name in ("entries", "heads"))
Ends = Mapping[str, tuple[int, str]]
"""Stream → version and hash of its last entry."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """The first place where a chain does not hold (断链处)."""

    stream: str
    version: int
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of the whole ledger found (核验结果)."""

    entries: int
    head: str
    """Merkle root over the heads of all streams."""
    first_broken: Flaw | None
    findings: tuple[Finding, ...] = ()
    """What does not fit outside the chains: triggers, anchor, what is derived, the outbox."""
    ends: Ends = field(default_factory=dict, repr=False)
    """Of the streams that were walked."""

    @property
    def ok(self) -> bool:
        """Tell whether every chain holds, and everything beside them."""
        return self.sound and not self.findings

    @property
    def first(self) -> Finding | None:
        """Return the first thing that does not fit, if any."""
        if self.first_broken is not None:
            flaw = self.first_broken
            return Finding("entries", f"{flaw.stream}/{flaw.version}", "", flaw.what)
        return next(iter(self.findings), None)

    @property
    def sound(self) -> bool:
        """Tell whether every chain holds: the ledger itself may be built upon."""
        return self.first_broken is None


def verify(
    connection: Connection, *, audit_key: bytes, former: Sequence[bytes] = ()
) -> Verification:
    """Check every chain and every seal, and return the root over all heads.

    Finds an edited, deleted, inserted or swapped entry, a value of a strange kind, and a
    stream cut short. A stream that was put back to an earlier end, with the head of then,
    shows in the root alone: that is what the anchor is kept for.
    """
    entries = 0
    ends: dict[str, tuple[int, str]] = {}
    broken: Flaw | None = None
    with as_stored(connection):
        keys = seal_keys(connection, audit_key=audit_key, former=former)
        for row in raw_rows(connection, ENTRIES, order=("stream", "version")):
            entries += 1
            if odd := strange(ENTRIES, row):
                broken = broken or _odd_entry(row, odd)
                continue
            before, prev = ends.get(row["stream"], (0, GENESIS))
            if broken is None and (what := _flaw(row, before, prev, keys)):
                broken = Flaw(row["stream"], row["version"], what)
            ends[row["stream"]] = (row["version"], row["hash"])
        broken = broken or _cut_short(connection, ends, audit_key)
    root = merkle_root((stream, version, hash_) for stream, (version, hash_) in ends.items())
    return Verification(entries=entries, head=root, first_broken=broken, ends=ends)


def _odd_entry(row: RawRow, odd: tuple[str, str]) -> Flaw:
    column, what = odd
    version = row["version"] if isinstance(row["version"], int) else 0
    return Flaw(str(row["stream"]), version, f"{column} 一栏{what}")


def _cut_short(connection: Connection, ends: Ends, audit_key: bytes) -> Flaw | None:
    """Compare every stream's last entry with its sealed head."""
    sealed: set[str] = set()
    for row in raw_rows(connection, HEADS):
        if odd := strange(HEADS, row):
            return Flaw(key_of(HEADS, row), 0, f"流末 {odd[0]} 一栏{odd[1]}")
        stream, version, hash_ = row["stream"], row["version"], row["hash"]
        sealed.add(stream)
        if row["mac"] != head_seal(stream, version, hash_, audit_key):
            return Flaw(stream, version, "流末签章不符")
        if ends.get(stream) != (version, hash_):
            last, _ = ends.get(stream, (0, GENESIS))
            return Flaw(stream, last + 1, f"台账只到第 {last} 条，应有 {version} 条")
    for stream in sorted(set(ends) - sealed):
        return Flaw(stream, 1, "没有对应的流末签章")
    return None


def _flaw(row: RawRow, before: int, prev: str, keys: SealKeys) -> str | None:
    if row["version"] != before + 1:
        return f"序号不连续：第 {before} 条之后是第 {row['version']} 条"
    sealed = {name: row[name] for name in row.keys() - {"seq", "hash", "mac"}} | {"prev": prev}
    try:
        sealed["payload"] = unpacked(row["payload"])
    except Unreadable:
        return "内容无法读出"
    if row["hash"] != entry_hash(**sealed):
        return "内容与哈希不符"
    text = sealed_text(row["hash"], sealed["payload"], row["payload"])
    if not keys.sealed(row["stream"], text, row["mac"]):
        return "签章不符"
    return None
