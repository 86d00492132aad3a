"""Statements prepared once (备好的语句): written by SQLAlchemy, run by the driver alone.

SQLite runs in our own process and is done in a few microseconds; looking a statement up,
binding it and wrapping its answer takes SQLAlchemy ten times as long, a dozen times an act.
Defaults, types and the names of columns are SQLAlchemy's business all the same: it writes the
text, and says how a value is brought into the form in which it is stored. What is read so
holds texts, numbers and days alone.

What PostgreSQL is told :func:`together` goes to it in one trip: a statement there costs
a tenth of what it costs to wait for its answer. What is to be written under a lock is worked
out before it is taken, as a :class:`Script`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, Date, Delete, Dialect, Insert, Select, Update
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

Rows = Sequence[tuple[Any, ...]]
Statement = Insert | Update | Delete | Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as text, with what it is given by place (备好的语句)."""

    text: str
    names: tuple[str, ...]
    """By what name each value is found, in the order of the places."""
    said: tuple[tuple[int, Callable[[Any], Any]], ...] = ()
    """At which places a value is brought into the form in which it is stored, and by what."""
    days: tuple[int, ...] = ()
    """At which places of what is read a day stands."""

    def values(self, row: Mapping[str, Any]) -> list[Any]:
        """Return what the statement is given for a row."""
        values = [*map(row.__getitem__, self.names)]
        for place, said in self.said:
            values[place] = said(values[place])
        return values

    def read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """Return a row that was read, with days where they stand."""
        told = [*row]
        for place in self.days:
            if (day := told[place]) is not None:
                told[place] = date.fromisoformat(day)
        return tuple(told)


def prepared(
    statement: Statement,
    dialect: str,
    called: Mapping[str, str] | None = None,
) -> Prepared:
    """Return a statement as a driver takes it; ``called``: a value's name → its bound parameter."""
    spoken = _spoken(dialect)
    keys = None if called is None else list(called.values())
    compiled = statement.compile(dialect=spoken, column_keys=keys)
    names = {bound: name for name, bound in (called or {}).items()}
    places = compiled.positiontup or ()
    said = (
        (place, _processor(compiled.binds[one].type, spoken)) for place, one in enumerate(places)
    )
    return Prepared(
        str(compiled),
        tuple(names.get(one, one) for one in places),
        tuple((place, process) for place, process in said if process is not None),
    )


@lru_cache(maxsize=64)
def once(statement: Statement, dialect: str) -> Prepared:
    """Return a statement that was built once, prepared once."""
    asked = prepared(statement, dialect)
    if dialect != "sqlite" or not isinstance(statement, Select):
        return asked
    columns = enumerate(statement.selected_columns)
    return replace(asked, days=tuple(at for at, one in columns if isinstance(one.type, Date)))


@cache
def _spoken(dialect: str) -> Dialect:
    """Return a dialect that gives values by place; PostgreSQL's takes long to import."""
    if dialect == "sqlite":
        return pysqlite.dialect()
    from sqlalchemy.dialects.postgresql import psycopg

    return psycopg.dialect(paramstyle="format")  # type: ignore[no-untyped-call]


def _processor(kind: TypeEngine[Any], spoken: Dialect) -> Callable[[Any], Any] | None:
    """Return what brings a value into the form in which it is stored; ``None`` = it is in it."""
    if isinstance(kind, Date) and spoken.name == "sqlite":
        return _day  # a third of the time that SQLAlchemy's takes, a dozen times a row
    return kind.dialect_impl(spoken).bind_processor(spoken)


def _day(value: date | None) -> str | None:
    return value if value is None else value.isoformat()


@dataclass(frozen=True, slots=True)
class Script:
    """What is to be written, worked out while nobody waits for it (写入清单).

    Whoever only writes takes it in the place of a connection.
    """

    dialect: Dialect
    audit_key: bytes
    """The key that seals its rows."""
    _steps: list[Callable[[Connection], None]] = field(default_factory=list)

    def later(self, step: Callable[[Connection], None]) -> None:
        """Add what hangs on rows as they are when it is carried out."""
        self._steps.append(step)

    def carry_out(self, connection: Connection) -> None:
        """Write everything, in its order."""
        for step in self._steps:
            step(connection)


def run(into: Connection | Script, statement: Prepared, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a statement for each row, or note it down."""
    many = [statement.values(row) for row in rows]
    if isinstance(into, Script):
        into.later(lambda connection: _run(connection, statement.text, many))
    else:
        _run(into, statement.text, many)


def _run(connection: Connection, text: str, many: Sequence[list[Any]]) -> None:
    raw = _raw(connection, text, many)
    wrong = _errors(connection)
    try:
        if len(many) == 1:
            raw.execute(text, many[0])
        else:
            raw.cursor().executemany(text, many)
    except wrong as told:
        raise _as_told(connection, text, many, told) from told


def fetch(connection: Connection, statement: Statement, values: Mapping[str, Any]) -> Rows:
    """Return what a statement of texts, numbers and days finds."""
    return find(connection, once(statement, connection.dialect.name), values)


def find(connection: Connection, asked: Prepared, values: Mapping[str, Any]) -> Rows:
    """Return what a prepared statement of texts, numbers and days finds."""
    given = asked.values(values)
    raw = _raw(connection, asked.text, [given])
    wrong = _errors(connection)
    try:
        found: Rows = raw.execute(asked.text, given).fetchall()
    except wrong as told:
        raise _as_told(connection, asked.text, [given], told) from told
    return [asked.read(row) for row in found] if asked.days else found


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """Send what is prepared here in one trip, on PostgreSQL: the first answer wanted ends it.

    An error is told where an answer is waited for, at the latest at the end. Nothing else may
    ask the database meanwhile.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    raw: Any = connection.connection.dbapi_connection
    wrong = _errors(connection)
    try:
        with raw.pipeline():
            yield
    except wrong as told:
        raise _as_told(connection, "", [], told) from told


def _raw(connection: Connection, text: str, many: Sequence[list[Any]]) -> Any:
    """Return the driver's own connection; whoever listens to statements hears of this one."""
    # Asked of the engine: a connection with options of its own joins both at every look.
    heard = connection.engine.dispatch.before_cursor_execute
    if heard:
        alone = len(many) == 1
        heard(connection, None, text, many[0] if alone else many, None, not alone)
    return connection.connection.dbapi_connection


def _errors(connection: Connection) -> type[Exception]:
    """Return what the driver's errors have in common."""
    errors: type[Exception] = connection.dialect.loaded_dbapi.Error
    return errors


def _as_told(
    connection: Connection, text: str, many: Sequence[list[Any]], wrong: Exception
) -> BaseException:
    """Return an error of a driver as SQLAlchemy tells it: whoever catches one catches this."""
    return DBAPIError.instance(
        text, list(many), wrong, _errors(connection), dialect=connection.dialect
    )
