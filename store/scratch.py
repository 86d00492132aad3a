"""A database that nobody keeps (临时库): to derive everything anew and compare."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.dialects import sqlite
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateIndex, CreateTable

from models.tables import projected  # noqa: F401  - it holds their tables
from models.tables.rows import Base


@contextmanager
def scratch() -> Iterator[Connection]:
    """Open an empty database with every table that nobody keeps: in memory while it is small."""
    with _nowhere().connect() as connection, connection.begin():
        for statement in _every_table():
            connection.exec_driver_sql(statement)
        yield connection
        connection.rollback()


@cache
def _nowhere() -> Engine:
    """Return an engine whose every connection is a database of its own, gone when it closes.

    One for all of them: statements put into words once stay with it.
    """
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(""), poolclass=NullPool)


@cache
def _every_table() -> tuple[str, ...]:
    """Return the statements that make every table and index on SQLite, put into words once."""
    made: list[str] = []
    for table in Base.metadata.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=sqlite.dialect())))
        indexes = sorted(table.indexes, key=lambda one: str(one.name))
        made += (str(CreateIndex(one).compile(dialect=sqlite.dialect())) for one in indexes)
    return tuple(made)
