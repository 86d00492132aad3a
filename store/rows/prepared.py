"""Statements prepared once (备好的语句): written by SQLAlchemy, run without it on SQLite.

SQLite runs in our own process and is done in a few microseconds; looking a statement up,
binding it and wrapping its answer takes SQLAlchemy ten times as long, a dozen times an act.
Defaults, types and the names of columns are SQLAlchemy's business all the same: it writes the
text, and says how a value is brought into the form in which it is stored. What is read so
holds texts and numbers alone. On PostgreSQL the same statements go the usual way.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from sqlite3 import Error
from typing import Any

from sqlalchemy import Connection, Date, Insert, Select, Update
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

SQLITE = pysqlite.dialect()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as text, with what it is given by place (备好的语句)."""

    text: str
    names: tuple[str, ...]
    """By what name each value is found, in the order of the places."""
    said: tuple[tuple[int, Callable[[Any], Any]], ...] = ()
    """At which places a value is brought into the form in which it is stored, and by what."""

    def values(self, row: Mapping[str, Any]) -> list[Any]:
        """Return what the statement is given for a row."""
        values = [*map(row.__getitem__, self.names)]
        for place, said in self.said:
            values[place] = said(values[place])
        return values


def prepared(
    statement: Insert | Update | Select[*tuple[Any, ...]], called: Mapping[str, str] | None = None
) -> Prepared:
    """Return a statement as SQLite takes it; ``called``: name of a value → its bound parameter."""
    keys = None if called is None else list(called.values())
    compiled = statement.compile(dialect=SQLITE, column_keys=keys)
    names = {bound: name for name, bound in (called or {}).items()}
    places = compiled.positiontup or ()
    said = ((place, _processor(compiled.binds[one].type)) for place, one in enumerate(places))
    return Prepared(
        str(compiled),
        tuple(names.get(one, one) for one in places),
        tuple((place, process) for place, process in said if process is not None),
    )


def _processor(kind: TypeEngine[Any]) -> Callable[[Any], Any] | None:
    """Return what brings a value into the form in which it is stored; ``None`` = it is in it."""
    if isinstance(kind, Date):
        return _day  # a third of the time that SQLAlchemy's takes, a dozen times a row
    return kind.dialect_impl(SQLITE).bind_processor(SQLITE)


def _day(value: date | None) -> str | None:
    return value if value is None else value.isoformat()


def run(connection: Connection, statement: Prepared, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a statement on SQLite for each row."""
    many = [statement.values(row) for row in rows]
    raw = _raw(connection, statement.text, many)
    try:
        if len(many) == 1:
            raw.execute(statement.text, many[0])
        else:
            raw.executemany(statement.text, many)
    except Error as wrong:
        raise _as_told(connection, statement.text, many, wrong) from wrong


def fetch(
    connection: Connection, statement: Select[*tuple[Any, ...]], values: Mapping[str, str]
) -> Sequence[tuple[Any, ...]]:
    """Return what a statement of texts and numbers finds, on either database."""
    if connection.dialect.name != "sqlite":
        return [tuple(row) for row in connection.execute(statement, values)]
    asked = _asked(statement)
    given = asked.values(values)
    raw = _raw(connection, asked.text, [given])
    try:
        found: list[tuple[Any, ...]] = raw.execute(asked.text, given).fetchall()
    except Error as wrong:
        raise _as_told(connection, asked.text, [given], wrong) from wrong
    return found


@lru_cache(maxsize=64)
def _asked(statement: Select[*tuple[Any, ...]]) -> Prepared:
    return prepared(statement)


def _raw(connection: Connection, text: str, many: Sequence[list[Any]]) -> Any:
    """Return SQLite's own connection; whoever listens to statements hears of this one."""
    # Asked of the engine: a connection with options of its own joins both at every look.
    heard = connection.engine.dispatch.before_cursor_execute
    if heard:
        alone = len(many) == 1
        heard(connection, None, text, many[0] if alone else many, None, not alone)
    return connection.connection.dbapi_connection


def _as_told(
    connection: Connection, text: str, many: Sequence[list[Any]], wrong: Error
) -> BaseException:
    """Return an error of SQLite as SQLAlchemy tells it: whoever catches one catches this."""
    return DBAPIError.instance(text, list(many), wrong, Error, dialect=connection.dialect)
