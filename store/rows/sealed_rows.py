"""Rows that change and are sealed (封签行): the outbox and the tallies.

They follow from no entry of the ledger, so each row carries a seal of its own over all its
columns. Every writer of such a table writes through here. The key travels with the
transaction that writes.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Table, Update

from models.tables.rows import Base
from rules.seal import SHORT, row_seal, seals
from store.rows.prepared import Script
from store.rows.rows_at_once import change_rows

SEAL = "mac"


def key_of(into: Connection | Script) -> bytes:
    """Return the key of the transaction that writes, or will write."""
    if isinstance(into, Script):
        return into.audit_key
    key: bytes = into.get_execution_options()["audit_key"]
    return key


def sealed(into: Connection | Script, table: type[Base], row: dict[str, Any]) -> dict[str, Any]:
    """Return a new row with its seal; columns that it does not name are empty."""
    return row | {SEAL: row_mac(_table(table), row, key_of(into))}


def change_sealed(connection: Connection, table: type[Base], change: Update) -> int:
    """Carry out a change of rows and seal them anew; return how many there were."""
    return seal_again(connection, table, connection.execute(returning(table, change)).all())


def returning(table: type[Base], change: Update) -> Any:
    """Return a change that tells the rows as they are afterwards."""
    return change.returning(*_table(table).columns)


def seal_again(connection: Connection, table: type[Base], rows: Sequence[Row[Any]]) -> int:
    """Seal rows as they are now; return how many there were."""
    if not rows:
        return 0
    there, key = _table(table), key_of(connection)
    keys = [column.name for column in there.primary_key]
    change_rows(
        connection,
        table,
        [
            {name: row._mapping[name] for name in keys}
            | {SEAL: row_mac(there, dict(row._mapping), key)}
            for row in rows
        ],
    )
    return len(rows)


def row_mac(table: Table, row: dict[str, Any], audit_key: bytes) -> str:
    """Return the seal that a row should carry, as it is written or as it is stored."""
    return row_seal(table.name, _said(table, row), audit_key)[:SHORT]


def fits(table: Table, row: dict[str, Any], audit_key: bytes) -> bool:
    """Tell whether a row, as it is stored, carries its seal."""
    return seals(row[SEAL], row_seal(table.name, _said(table, row), audit_key))


def _said(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Return what a seal covers: each column that is not empty, as it is said in JSON."""
    said = {name: value for name, value in row.items() if value is not None and name != SEAL}
    for name, kind in _kinds(table):
        if name in said:
            value = said[name]
            said[name] = bool(value) if kind is bool else str(value)
    return said


@cache
def _kinds(table: Table) -> tuple[tuple[str, type], ...]:
    """Return the columns of yes and no and of days: both are stored in more than one form."""
    kinds = ((one.name, one.type.python_type) for one in table.columns)
    return tuple((name, kind) for name, kind in kinds if kind in (bool, date))


def _table(mapped: type[Base]) -> Table:
    return Base.metadata.tables[mapped.__tablename__]
