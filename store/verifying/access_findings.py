"""The log of the door is checked (安全日志核验): every line, the chain, and where it ends."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from models.tables.access import AccessEventRow
from models.tables.rows import Base
from rules.seal import GENESIS, Tally, canonical
from store.rows.raw_rows import RawRow, as_stored, key_of, raw_rows, strange
from store.rows.tallies import ACCESS, sealed_tally
from store.seals.seal_keys import SealKeys, seal_keys
from store.verifying.comparison import Finding

EVENTS = Base.metadata.tables[AccessEventRow.__tablename__]
OUTSIDE = {"seq", "mac"}
"""Columns that no line seals: the database's own count, and the seal."""


def access_finding(
    connection: Connection, *, audit_key: bytes, former: Sequence[bytes] = ()
) -> Finding | None:
    """Return the first line that does not fit, or that the log is cut short; ``None``: it holds.

    Lines that a former key sealed, which was not kept, are taken as they stand: only that
    they are there is sealed, by the line after them.
    """
    with as_stored(connection):
        keys = seal_keys(connection, audit_key=audit_key, former=former)
        prev, lines = GENESIS, 0
        for row in raw_rows(connection, EVENTS):
            if flaw := _flaw(row, prev, keys):
                return Finding(EVENTS.name, key_of(EVENTS, row), *flaw)
            prev, lines = row["mac"], lines + 1
    kept = sealed_tally(connection, ACCESS, audit_key) or Tally()
    if (kept.count, kept.names) != (lines, prev):
        what = f"应有 {kept.count} 条，现有 {lines} 条，或末条不符：可能被截短或整体换过"
        return Finding(EVENTS.name, "", "", what)
    return None


def finding_among(
    connection: Connection,
    numbers: Sequence[int],
    *,
    audit_key: bytes,
    former: Sequence[bytes] = (),
) -> Finding | None:
    """Return the first of some lines that does not fit, or that the log's last is not the last.

    Lines that follow one another must be chained; the others are left to
    :func:`access_finding`, which reads the whole log.
    """
    with as_stored(connection):
        keys = seal_keys(connection, audit_key=audit_key, former=former)
        before: RawRow | None = None
        for row in raw_rows(connection, EVENTS, numbered=numbers):
            follows = before is not None and row["seq"] == before["seq"] + 1
            if flaw := _flaw(row, before["mac"] if before and follows else row["prev"], keys):
                return Finding(EVENTS.name, key_of(EVENTS, row), *flaw)
            before = row
    newest = select(EVENTS.c.mac).order_by(EVENTS.c.seq.desc()).limit(1)
    last = connection.execute(newest).scalar_one_or_none() or GENESIS
    if (sealed_tally(connection, ACCESS, audit_key) or Tally()).names != last:
        return Finding(EVENTS.name, "", "", "末条不符：可能被截短或整体换过")
    return None


def _flaw(row: RawRow, prev: str, keys: SealKeys) -> tuple[str, str] | None:
    if odd := strange(EVENTS, row):
        return odd
    if row["prev"] != prev:
        return "", "与前一条不衔接"
    line = {name: row[name] for name in row.keys() - OUTSIDE}
    if not keys.sealed(ACCESS, canonical(line), row["mac"]):
        return "", "封签不符：该条被改动或另行写入"
    return None
