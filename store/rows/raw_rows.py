"""Rows as they lie in the database (原样读取): whatever somebody wrote over them.

Whoever checks a database may not trust the kinds of its columns: SQLite keeps a text in a
column of numbers, bytes in a column of texts, and a day that is none.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    Table,
    Text,
    cast,
    collate,
    column,
    select,
)
from sqlalchemy import table as named

from models.tables.compact import Compact, compact_columns

RawRow = dict[str, Any]
"""Column → what lies there: a number, a text, bytes or nothing; days are texts, and so is what
a compact column holds in its own form."""

AT_ONCE = 1000
LONGEST_SHOWN = 60


@contextmanager
def as_stored(connection: Connection) -> Iterator[None]:
    """Let SQLite hand out bytes where a text is none; other connections are not touched."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.driver_connection
    before, raw.text_factory = raw.text_factory, _text
    try:
        yield
    finally:
        raw.text_factory = before


def raw_rows(
    connection: Connection,
    table: Table,
    *,
    order: tuple[str, ...] = (),
    numbered: Sequence[int] | None = None,
) -> Iterator[RawRow]:
    """Yield every row of a table as it is stored, in the order of some columns.

    ``numbered`` = those rows alone of a table whose key is a number.

    Texts are ordered by code point on both databases. To be used up inside
    :func:`as_stored`.
    """
    asked = _asked(table, order, connection.dialect.name)
    if numbered is not None:
        (key,) = table.primary_key
        asked = asked.where(column(key.name).in_(numbered))
    names, compact = [one.name for one in table.columns], compact_columns(table)
    for row in connection.execute(asked.execution_options(yield_per=AT_ONCE)):
        found = dict(zip(names, row, strict=True))
        for name, kind in compact:
            found[name] = _read(kind, found[name])
        yield found


def _read(kind: Compact, value: object) -> object:
    """Return the text of a compact value; of one that is none of ours, bytes."""
    if value is None or kind.lies_well(value):
        return None if value is None else kind.read(value)
    return value if isinstance(value, bytes) else str(value).encode()


@cache
def _asked(table: Table, order: tuple[str, ...], dialect: str) -> Select[Any]:
    columns = [_raw(one, dialect) for one in table.columns]
    there = named(table.name, *(column(one.name) for one in table.columns))
    asked = select(*columns).select_from(there)
    for name in order or tuple(one.name for one in table.primary_key):
        asked = asked.order_by(_ordered(table.c[name], dialect))
    return asked


def strange(table: Table, row: RawRow) -> tuple[str, str] | None:
    """Return the first column whose value is not of its kind, and what is wrong with it."""
    for name, kind, nullable in _kinds(table):
        value = row[name]
        if type(value) is kind is not date or (value is None and nullable):
            continue  # nearly all are
        if what := _strange(value, kind, nullable=nullable):
            return name, what
    return None


def shown(value: object) -> str:
    """Return a stored value in words that fit a line and a terminal."""
    match value:
        case None:
            return "空值"
        case bytes():
            text = f"字节 {value[:16].hex()}"
        case _:
            text = f"“{value}”"
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def key_of(table: Table, row: RawRow) -> str:
    """Return a row's key as a person reads it."""
    return "/".join(
        str(row[one.name]) if isinstance(row[one.name], str | int) else shown(row[one.name])
        for one in table.primary_key
    )


@cache
def _kinds(table: Table) -> tuple[tuple[str, type, bool], ...]:
    """Return what a column may hold: name, kind, whether it may be empty."""
    return tuple((one.name, _kind(one), bool(one.nullable)) for one in table.columns)


def _kind(there: Column[Any]) -> type:
    match there.type:
        case Boolean():
            return bool
        case Integer():
            return int
        case Date():
            return date
        case _:
            return str


def _strange(value: object, kind: type, *, nullable: bool) -> str | None:
    if value is None:
        return None if nullable else "不应为空"
    if kind is bool:
        right = value in (0, 1) and isinstance(value, int)
    elif kind is int:
        right = isinstance(value, int) and not isinstance(value, bool)
    else:
        right = isinstance(value, str) and (kind is str or _is_day(value))
    return None if right else f"类型不符：{shown(value)}"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _raw(one: Column[Any], dialect: str) -> ColumnElement[Any]:
    plain: ColumnElement[Any] = column(one.name)
    if isinstance(one.type, Date) and dialect != "sqlite":
        return cast(plain, Text)  # a day beyond those that Python knows
    return plain


def _ordered(one: Column[Any], dialect: str) -> ColumnElement[Any]:
    plain: ColumnElement[Any] = column(one.name)
    if dialect == "sqlite" or isinstance(one.type, Integer | Date):
        return plain
    return collate(cast(plain, Text), "C")


def _text(raw: bytes) -> str | bytes:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw
