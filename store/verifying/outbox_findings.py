"""The outbox is checked (待发通知核验): every seal, and that nothing is missing or added."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import Connection, Table

from models.tables.outgoing import SEALED
from models.tables.rows import Base
from rules.seal import Tally
from store.outgoing.outbox import place_name, places_text
from store.rows.raw_rows import RawRow, as_stored, key_of, raw_rows, strange
from store.rows.sealed_rows import fits
from store.rows.tallies import ANCHOR, STREAMS, notices_of
from store.verifying.comparison import Finding
from store.verifying.verification import Ends


def outbox_findings(connection: Connection, *, audit_key: bytes, ends: Ends) -> list[Finding]:
    """Return what does not fit, the first place of each table and each count.

    ``ends``: the ledger's streams, each with version and hash of its last entry.
    """
    with as_stored(connection):
        return list(_Outbox(connection, audit_key, ends).findings())


class _Outbox:
    """One walk over the sealed tables."""

    def __init__(self, connection: Connection, audit_key: bytes, ends: Ends) -> None:
        self._connection, self._audit_key, self._ends = connection, audit_key, ends
        self._notices: dict[str, Tally] = defaultdict(Tally)
        self._places: dict[str, str] = {}
        self._made: dict[str, Tally] = defaultdict(Tally)
        self._tallies: dict[str, Tally] = {}

    def findings(self) -> Iterator[Finding]:
        for mapped in SEALED:
            table = Base.metadata.tables[mapped.__tablename__]
            first: Finding | None = None
            for row in raw_rows(self._connection, table):
                finding = self._flaw(table, row)
                if finding is None:
                    finding = self._count(table.name, row)
                first = first or finding
            if first is not None:
                yield first
        yield from self._miscounted()

    def _flaw(self, table: Table, row: RawRow) -> Finding | None:
        if odd := strange(table, row):
            return Finding(table.name, key_of(table, row), *odd)
        if not fits(table, row, self._audit_key):
            return Finding(table.name, key_of(table, row), "", "封签不符：该行被改动或另行写入")
        return None

    def _count(self, table: str, row: RawRow) -> Finding | None:
        """Count a row whose seal holds."""
        match table:
            case "notices":
                key, stream = row["key"], row["project"]
                name = notices_of(stream)
                self._notices[name] = self._notices[name].plus([key])
                self._places[key] = row["places"]
                return self._ahead(key, stream)
            case "deliveries":
                place = place_name(row["recipient"], row["channel"])
                self._made[row["notice_key"]] = self._made[row["notice_key"]].plus([place])
            case "tallies":
                self._tallies[row["name"]] = Tally(row["many"], row["names"])
            case _:
                pass
        return None

    def _ahead(self, key: str, stream: str) -> Finding | None:
        """Say that a notice tells of an entry that is not there."""
        told, _, version = key.rpartition("/")
        if stream and told == stream and version.isdecimal():
            last, _ = self._ends.get(stream, (0, ""))
            if int(version) > last:
                what = f"所依据的台账第 {version} 条不在，该流只到第 {last} 条"
                return Finding("notices", key, "", what)
        return None

    def _miscounted(self) -> Iterator[Finding]:
        for key, places in self._places.items():
            if places not in (places_text(self._made[key]), str(self._made[key])):
                count = self._made[key].count
                what = f"应有送达 {places.partition(':')[0]} 份，现有 {count} 份，或收件人不符"
                yield Finding("deliveries", key, "", what)
                break
        if ANCHOR not in self._tallies:
            yield Finding("tallies", ANCHOR, "", "该行不在：锚定文件写到何处已无从核对")
        streams = Tally().plus(self._ends)
        if self._tallies.get(STREAMS, Tally()) != streams:
            known = self._tallies.get(STREAMS, Tally()).count
            yield Finding("tallies", STREAMS, "", f"应有 {known} 流，现有 {streams.count} 流")
        for name in sorted(self._notices.keys() | {notices_of(one) for one in self._ends}):
            present = self._notices[name]
            if self._tallies.get(name) != present:
                known = self._tallies.get(name, Tally()).count
                what = f"应有通知 {known} 份，现有 {present.count} 份，或内容不符"
                yield Finding("tallies", name, "", what)
                break
