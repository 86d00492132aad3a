"""The ledger is checked (台账核验): every chain, every seal, every head."""

from dataclasses import dataclass

from sqlalchemy import Connection, Row, String, cast, select

from models.tables.rows import HeadRow
from rules.seal import GENESIS, entry_hash, head_seal, merkle_root, seal
from store import ledger
from store.ledger import COLUMNS


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

    @property
    def ok(self) -> bool:
        """Tell whether every chain holds."""
        return self.first_broken is None


def verify(connection: Connection, *, audit_key: bytes) -> Verification:
    """Check every chain and every seal, and return the root over all heads.

    Finds an edited, deleted, inserted or swapped entry, and a stream cut short. A stream
    that was removed whole, with its sealed head, shows in the root alone: compare it
    with an anchor kept elsewhere.
    """
    entries = 0
    heads: dict[str, tuple[int, str]] = {}
    broken: Flaw | None = None
    # The day is compared as text: what somebody wrote over it need not be a day.
    written = cast(COLUMNS.on, String).label("on")
    columns = [written if column is COLUMNS.on else column for column in COLUMNS]
    rows = connection.execute(
        select(*columns).order_by(COLUMNS.stream, COLUMNS.version).execution_options(yield_per=1000)
    )
    for row in rows:
        entries += 1
        before, prev = heads.get(row.stream, (0, GENESIS))
        if broken is None and (what := _flaw(row, before, prev, audit_key)):
            broken = Flaw(row.stream, row.version, what)
        heads[row.stream] = (row.version, row.hash)
    broken = broken or _cut_short(connection, heads, audit_key)
    root = merkle_root((stream, version, hash_) for stream, (version, hash_) in heads.items())
    return Verification(entries=entries, head=root, first_broken=broken)


def _cut_short(
    connection: Connection, heads: dict[str, tuple[int, str]], audit_key: bytes
) -> Flaw | None:
    """Compare every stream's last entry with its sealed head."""
    for row in connection.execute(select(HeadRow.__table__).order_by(HeadRow.stream)):
        if row.mac != head_seal(row.stream, row.version, row.hash, audit_key):
            return Flaw(row.stream, row.version, "流末签章不符")
        if heads.get(row.stream) != (row.version, row.hash):
            version, _ = heads.get(row.stream, (0, GENESIS))
            return Flaw(row.stream, version + 1, f"台账只到第 {version} 条，应有 {row.version} 条")
    sealed = set(ledger.streams(connection))
    for stream in sorted(set(heads) - sealed):
        return Flaw(stream, 1, "没有对应的流末签章")
    return None


def _flaw(row: Row[tuple[object, ...]], before: int, prev: str, audit_key: bytes) -> str | None:
    if row.version != before + 1:
        return f"序号不连续：第 {before} 条之后是第 {row.version} 条"
    if row.prev != prev:
        return "与前一条的哈希不衔接"
    expected = entry_hash(
        prev=row.prev,
        stream=row.stream,
        version=row.version,
        kind=row.kind,
        payload=row.payload,
        at=row.at,
        on=row.on,
        by=row.by,
        via=row.via,
        key=row.key,
    )
    if row.hash != expected:
        return "内容与哈希不符"
    if row.mac != seal(row.hash, audit_key):
        return "签章不符"
    return None
