"""Hands on the database (改库): raw edits of every kind, by somebody who knows it well.

He holds the whole database and old copies of it, not the key and not the anchor. He takes
the lock off the ledger before he edits, and puts it back afterwards as it was.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, Integer, Table, text
from sqlalchemy.exc import DBAPIError

from models.tables import (
    access,  # noqa: F401  - its tables stand beside the rows
    follow_ups,  # noqa: F401  - tables beside the rows
    proposals,  # noqa: F401
    reckoned,  # noqa: F401
)
from models.tables.projected import PROJECTIONS
from models.tables.rows import Base
from store.verifying.triggers import SQLITE

NO_CLAIM = {
    "entries.seq": "the database's own count of rows; the order of entries is their version",
    "access_events.seq": "the database's own count of rows; the order of lines is what counts",
    "lanes (a row removed)": "a lane without a row counts as open: it is tried again",
    "robots (a row removed)": "a robot without a row has not been spoken to: it is spoken to again",
    "tallies verified (removed)": "the day's check is done again, a moment earlier than tomorrow",
    "deliveries (a row put back)": "sealed then and now: a notice that arrived is sent once more",
}
"""What carries no claim, and why."""

OF_THE_DOOR = {"persons", "posts", "sign_ins", "access_tokens", "attempts"}
"""Who may come in: no projection and no outbox; the log of the door tells how it came about."""

OF_ONES_OWN = {"follow_ups", "proposals"}
"""When somebody wants to see a case again: it says nothing of the case."""

CAMPAIGN = "campaign"
AMONG = {"entries": "version", "access_events": "at"}
"""Of tables that the database numbers: what a copied row is given instead."""

WORKED_OUT = {"reckoned"}
"""What lists tell of a day: a row whose seal is not its own is not believed, and no damage."""

APART = OF_THE_DOOR | OF_ONES_OWN | WORKED_OUT
TABLES = [one for one in Base.metadata.sorted_tables if one.name not in APART]
STREAM_OF = {
    **{one.__tablename__: "project" for one in PROJECTIONS},
    "projects": "code",
    "entries": "stream",
    "heads": "stream",
    "notices": "project",
}
Backup = dict[str, list[dict[str, Any]]]


class Nothing(Exception):
    """The edit changed nothing, or the database refused it: another one is drawn."""


def backup(connection: Connection) -> Backup:
    """A copy of every table, as an old backup would hold it."""
    return {
        table.name: [dict(row) for row in connection.execute(table.select()).mappings()]
        for table in TABLES
    }


class Tamperer:
    """Draws one edit after another; each is to be rolled back before the next."""

    def __init__(self, connection: Connection, chance: random.Random, old: Backup) -> None:
        self._connection, self._chance, self._old = connection, chance, old
        self._sqlite = connection.dialect.name == "sqlite"
        self._digits = "lower(hex(hash))" if self._sqlite else "encode(hash, 'hex')"

    def tamper(self) -> str:
        """Edit something; return what, in words. Raises :class:`Nothing`."""
        kind = self._chance.choices(KINDS, WEIGHTS)[0]
        with self.hands_free():
            try:
                with self._connection.begin_nested():
                    return kind(self)
            except DBAPIError as refused:
                raise Nothing(str(refused.orig)) from refused

    @contextmanager
    def hands_free(self) -> Iterator[None]:
        if not self._sqlite:
            self._run("set local session_replication_role = replica")
            yield
            self._run("set local session_replication_role = origin")
            return
        self._run("pragma defer_foreign_keys = on")
        for name in SQLITE:
            self._run(f"drop trigger {name}")
        try:
            yield
        finally:
            present = self._run("select name from sqlite_master where type = 'trigger'").scalars()
            if not set(present) & set(SQLITE):
                for statement in SQLITE.values():
                    self._run(statement)

    # One cell ------------------------------------------------------------------------

    def cell(self) -> str:
        table = self._table()
        column = self._chance.choice(
            [one for one in table.columns if f"{table.name}.{one.name}" not in NO_CLAIM]
        )
        place = self._row(table)
        before = self._shown(table, column, place)
        value, words = self._value(table, column, place)
        after = self._run(
            f'update {table.name} set "{column.name}" = {words} '
            f"where {self._place(table)} = {place} "
            f"returning {self._text_of(column)}",
            **({"value": value} if ":value" in words else {}),
        ).scalar()
        if after == before:
            raise Nothing
        return f"{table.name}.{column.name} of {place} was {before}, is {words} {value!r}"

    def _value(self, table: Table, column: Column[Any], place: str) -> tuple[Any, str]:
        """A value to be written, and the expression that writes it."""
        there = f"from {table.name} where {self._place(table)} = {self._row(table)}"
        other = f'(select "{column.name}" {there})'
        ways: list[tuple[Any, str]] = [(None, other), (None, other), (None, "null")]
        if self._sqlite:
            odd = ("x'ff00fe'", "cast(x'c328' as text)", "7.5", "'x'", "''", "-1", "char(0, 65)")
            ways.append((None, self._chance.choice(odd)))
        match column.type:
            case Boolean():
                ways += [(None, f'coalesce(not "{column.name}", false)')] * 3
            case Integer():
                step = self._chance.choice((1, -1, 2, 1000, 2**31))
                ways += [(step, f'"{column.name}" + :value')] * 3
            case Date():
                ways += [(self._day(), ":value")] * 3
                if not self._sqlite:
                    odd = ("'infinity'", "'0044-03-15 BC'", "'12020-01-01'")
                    ways.append((None, self._chance.choice(odd)))
            case _:
                ways += [(self._text(table, column, place), ":value")] * 4
        return self._chance.choice(ways)

    def _day(self) -> Any:
        day = date(2020, 6, 1) + timedelta(days=self._chance.randrange(-400, 400))
        return day.isoformat() if self._sqlite else day

    def _text(self, table: Table, column: Column[Any], place: str) -> Any:
        known = self._run(
            f'select "{column.name}" from {table.name} where {self._place(table)} = {place}'
        ).scalar()
        if isinstance(known, bytes) and known:
            at = self._chance.randrange(len(known))
            return (
                known[:at] + bytes((known[at] ^ 1 << self._chance.randrange(8),)) + known[at + 1 :]
            )
        if isinstance(known, int):
            return known + self._chance.choice((1, -1, 10**6))
        if not known:
            return self._chance.choice(("x", " ", "2020-06-01T00:00:00.000000Z", "0" * 64))
        at = self._chance.randrange(len(known))
        put = self._chance.choice(("0", "f", "改", " ", "\u200b", known[at].swapcase(), ""))
        return f"{known[:at]}{put}{known[at + 1 :]}"

    # Rows ----------------------------------------------------------------------------

    def removed(self) -> str:
        table = self._table(but=("lanes", "robots"))
        self._run(f"delete from {table.name} where {self._place(table)} = {self._row(table)}")
        return f"a row of {table.name} removed"

    def copied(self) -> str:
        table = self._table()
        key = self._chance.choice([one for one in table.primary_key if one.name != "seq"] or [None])
        names = [one.name for one in table.columns if one.name != "seq"]
        changed = key.name if key is not None else AMONG[table.name]
        new = "9999" if isinstance(table.c[changed].type, Integer) else "'copied'"
        if isinstance(table.c[changed].type, Date):
            new = "'2020-12-24'"
        told = ", ".join(new if name == changed else f'"{name}"' for name in names)
        unique = ", key" if table.name == "entries" else ""
        listed = ", ".join(f'"{name}"' for name in names)
        if unique:
            told = told.replace('"key"', "null")
        self._run(
            f"insert into {table.name} ({listed}) select {told} from {table.name} "
            f"where {self._place(table)} = {self._row(table)}"
        )
        return f"a row of {table.name} copied under another {changed}"

    def emptied(self) -> str:
        table = self._table(but=("lanes", "robots"))
        self._run(f"delete from {table.name}")
        return f"{table.name} emptied"

    # Old copies ----------------------------------------------------------------------

    def put_back(self) -> str:
        for table in reversed(TABLES):
            self._run(f"delete from {table.name}")
        for table in TABLES:
            self._write(table, self._old[table.name])
        return "an old backup put back"

    def table_put_back(self) -> str:
        table = self._table(but=("lanes", "robots", "deliveries"))
        present = [dict(one) for one in self._connection.execute(table.select()).mappings()]
        old = self._old[table.name]
        if sorted(map(repr, present)) == sorted(map(repr, old)):
            raise Nothing
        self._run(f"delete from {table.name}")
        self._write(table, old)
        return f"an old copy of {table.name} put back"

    def stream_put_back(self) -> str:
        """One project as it was, head and all that is derived, told and counted of it."""
        stream = self._stream()
        before = {one["stream"]: one["version"] for one in self._old["heads"]}
        if (
            before.get(stream)
            == self._run("select version from heads where stream = :s", s=stream).scalar()
        ):
            raise Nothing
        self._forget(stream)
        for table in TABLES:
            self._write(table, [one for one in self._old[table.name] if _of(table, one, stream)])
        return f"{stream} put back to an old copy of it"

    def stream_removed(self) -> str:
        stream = self._stream()
        self._forget(stream)
        return f"{stream} removed with everything that knows of it"

    def all_removed(self) -> str:
        for table in reversed(TABLES):
            self._run(f"delete from {table.name}")
        return "everything removed"

    def cut_with_head(self) -> str:
        """The last entries of a stream gone, its head put back to what stands before them."""
        stream = self._stream()
        last = self._run("select version from heads where stream = :s", s=stream).scalar()
        if last < 2:
            raise Nothing
        to = self._chance.randrange(1, last)
        self._run("delete from entries where stream = :s and version > :v", s=stream, v=to)
        self._run(
            f"update heads set version = :v, hash = (select {self._digits} from entries "
            "where stream = :s and version = :v) where stream = :s",
            s=stream,
            v=to,
        )
        return f"{stream} cut at {to}, its head after it"

    # The lock ------------------------------------------------------------------------

    def unlocked(self) -> str:
        if self._sqlite:
            self._run(
                "create trigger entries_no_update before update on entries begin select 1; end"
            )
            self._run(SQLITE["entries_no_delete"])
            for name in ("access_events_no_update", "access_events_no_delete"):
                self._run(SQLITE[name])
            return "a trigger that lets everything pass"
        done = self._chance.choice(
            ("drop trigger {} on entries", "alter table entries disable trigger {}")
        )
        self._run(done.format("entries_append_only"))
        return done

    # ---------------------------------------------------------------------------------

    def _forget(self, stream: str) -> None:
        for table in reversed(TABLES):
            for row in self._connection.execute(table.select()).mappings().all():
                if _of(table, dict(row), stream):
                    keys = " and ".join(f'"{one.name}" = :{one.name}' for one in table.primary_key)
                    self._run(
                        f"delete from {table.name} where {keys}",
                        **{one.name: row[one.name] for one in table.primary_key},
                    )

    def _write(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(table.insert(), rows)

    def _stream(self) -> str:
        streams = self._run("select stream from heads order by stream").scalars().all()
        return self._chance.choice(list(streams))

    def _table(self, *, but: tuple[str, ...] = ()) -> Table:
        """A table with rows; those of the outbox and the ledger as often as the projections."""
        table = self._chance.choice([one for one in TABLES if one.name not in but])
        if not self._run(f"select count(*) from {table.name}").scalar():
            raise Nothing
        return table

    def _row(self, table: Table) -> str:
        many = self._run(f"select count(*) from {table.name}").scalar()
        keys = ", ".join(f'"{one.name}"' for one in table.primary_key)
        place = self._run(
            f"select {self._place(table)} from {table.name} order by {keys} limit 1 "
            f"offset {self._chance.randrange(many)}"
        ).scalar()
        return f"'{place}'"

    def _place(self, table: Table) -> str:
        """What finds a row of a table, whatever stands in it."""
        if not self._sqlite:
            return "ctid"
        if not table.dialect_options["sqlite"]["with_rowid"]:
            return " || '/' || ".join(f'"{one.name}"' for one in table.primary_key)
        return "cast(rowid as text)"

    def _shown(self, table: Table, column: Column[Any], place: str) -> Any:
        return self._run(
            f"select {self._text_of(column)} from {table.name} where {self._place(table)} = {place}"
        ).scalar()

    def _text_of(self, column: Column[Any]) -> str:
        return f'quote("{column.name}")' if self._sqlite else f'"{column.name}"::text'

    def _run(self, statement: str, **values: Any) -> Any:
        return self._connection.execute(text(statement.replace("::", "\\:\\:")), values)


def _of(table: Table, row: dict[str, Any], stream: str) -> bool:
    """Tell whether a row knows of a stream."""
    if table.name == "tallies":
        return bool(row["name"] == f"notices/{stream}")
    if table.name == "deliveries":
        return bool(row["notice_key"].startswith(f"{stream}/"))
    column = STREAM_OF.get(table.name)
    if column is None or column not in row:
        return False
    return bool(row[column] == stream)


KINDS: list[Callable[[Tamperer], str]] = [
    Tamperer.cell,
    Tamperer.removed,
    Tamperer.copied,
    Tamperer.emptied,
    Tamperer.put_back,
    Tamperer.table_put_back,
    Tamperer.stream_put_back,
    Tamperer.stream_removed,
    Tamperer.all_removed,
    Tamperer.cut_with_head,
    Tamperer.unlocked,
]
WEIGHTS = [70, 8, 5, 1, 2, 3, 3, 3, 1, 3, 1]
