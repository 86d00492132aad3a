"""Rows of one table written at once (成批写入): PostgreSQL takes them as one statement.

Each row sent by itself is bound, run and answered by itself, and its foreign keys are
checked by themselves: for some hundred rows that is most of the work. SQLite runs in our own
process, where a row costs what it costs.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    Insert,
    TableValuedAlias,
    Text,
    Update,
    bindparam,
    cast,
    column,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import sqlite

from models.tables.compact import Compact, compact_columns
from models.tables.rows import Base
from store.rows.prepared import Prepared, Script, once, prepared, run

FEW = 10
"""So many changes are sent each by itself, found by their keys.

PostgreSQL expects more of a list than it holds: in a table of less than some 20,000 rows it
looks the list's keys up by reading the whole table, a few milliseconds.
"""

DISTRICT = "postgresql"

Rows = Sequence[dict[str, Any]]
"""Rows that name the same columns each."""


@lru_cache(maxsize=16)
def unless_there(table: type[Base], dialect: str) -> Insert:
    """Return the statement that adds a row unless it is there, built once.

    Who keeps to SQLite does without PostgreSQL's dialect, which takes long to import.
    """
    if dialect == DISTRICT:
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def add_rows(into: Connection | Script, table: type[Base], rows: Rows) -> None:
    """Insert rows in their order; columns they do not name take their defaults."""
    if not rows:
        return
    if len(rows) > 1 and _takes_all(into):
        run(into, once(_all_added(table, tuple(rows[0])), DISTRICT), [_as_one(table, rows)])
    else:
        run(into, _added_text(table, tuple(rows[0]), into.dialect.name), rows)


def change_rows(into: Connection | Script, table: type[Base], rows: Rows) -> None:
    """Write the columns that rows name into those that have their primary keys."""
    if not rows:
        return
    if len(rows) > FEW and _takes_all(into):
        run(into, once(_all_changed(table, tuple(rows[0])), DISTRICT), [_as_one(table, rows)])
    else:
        run(into, _changed_text(table, tuple(rows[0]), into.dialect.name), rows)


@lru_cache(maxsize=128)
def _added_text(table: type[Base], names: tuple[str, ...], dialect: str) -> Prepared:
    return prepared(insert(table).inline(), dialect, {name: name for name in names})


@lru_cache(maxsize=128)
def _changed_text(table: type[Base], names: tuple[str, ...], dialect: str) -> Prepared:
    keys, there = _keys(table), table.__table__.c
    change = update(table).where(*(there[key] == bindparam(f"of_{key}") for key in keys))
    called = {name: f"of_{name}" if name in keys else name for name in names}
    return prepared(change, dialect, called)


def _takes_all(into: Connection | Script) -> bool:
    return into.dialect.name == DISTRICT


def _as_one(table: type[Base], rows: Rows) -> dict[str, str]:
    compact = [(name, kind) for name, kind in compact_columns(table.__table__) if name in rows[0]]
    laid = [row | {name: _laid(kind, row[name]) for name, kind in compact} for row in rows]
    return {"rows": json.dumps(laid, ensure_ascii=False, default=str)}


def _laid(kind: Compact, text: str | None) -> str | int | None:
    """Return what lies in a column, as JSON tells it to PostgreSQL."""
    lying = None if text is None else kind.laid(text)
    return rf"\x{lying.hex()}" if isinstance(lying, bytes) else lying


@lru_cache(maxsize=64)
def _keys(table: type[Base]) -> frozenset[str]:
    return frozenset(one.name for one in table.__table__.primary_key)


@lru_cache(maxsize=64)
def _all_added(table: type[Base], names: tuple[str, ...]) -> Insert:
    return insert(table).from_select(list(names), select(*_given(table, names).c))


@lru_cache(maxsize=64)
def _all_changed(table: type[Base], names: tuple[str, ...]) -> Update:
    there, given, keys = table.__table__.c, _given(table, names).c, _keys(table)
    return (
        update(table)
        .where(*(there[key] == given[key] for key in keys))
        .values({name: given[name] for name in names if name not in keys})
    )


def _given(table: type[Base], names: tuple[str, ...]) -> TableValuedAlias:
    """Return rows that come as one JSON text, typed as the table types them."""
    columns = (column(name, table.__table__.c[name].type) for name in names)
    rows = func.json_to_recordset(cast(bindparam("rows", type_=Text), JSON))
    return rows.table_valued(*columns).render_derived(with_types=True)
