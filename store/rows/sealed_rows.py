"""Rows that change and are sealed (封签行): the outbox and the tallies.

They follow from no entry of the ledger, so each row carries a seal of its own over all its
columns. Every writer of such a table writes through here. The key travels with the
transaction that writes.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Connection, Row, Table, Update

from models.tables.rows import Base
from rules.seal import row_seal
from store.rows.rows_at_once import change_rows

SEAL = "mac"


def key_of(connection: Connection) -> bytes:
    """Return the key of the transaction that writes."""
    key: bytes = connection.get_execution_options()["audit_key"]
    return key


def sealed(connection: Connection, table: type[Base], row: dict[str, Any]) -> dict[str, Any]:
    """Return a new row with its seal; columns that it does not name are empty."""
    return row | {SEAL: row_mac(_table(table), row, key_of(connection))}


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
    said = {name: _plain(row.get(name), boolean=boolean) for name, boolean in _said(table)}
    return row_seal(table.name, said, audit_key)


@cache
def _said(table: Table) -> tuple[tuple[str, bool], ...]:
    """Return what a seal covers: each column, and whether it is one of yes and no."""
    return tuple(
        (column.name, isinstance(column.type, Boolean))
        for column in table.columns
        if column.name != SEAL
    )


def _plain(value: Any, *, boolean: bool) -> Any:
    if boolean and value is not None:
        return bool(value)
    return value.isoformat() if isinstance(value, date) else value


def _table(mapped: type[Base]) -> Table:
    return Base.metadata.tables[mapped.__tablename__]
