"""The database in a backup (数据库备份): SQLite as its file, PostgreSQL table by table.

Both see one moment while others go on writing; both come back as a whole or not at all.
"""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from psycopg import sql
from sqlalchemy import Connection, text

from models.tables.rows import Base
from store.backup.archive import Tell
from store.files.private_files import AT_ONCE

FILE = "database.sqlite"
_COLUMNS = text("""
select table_name, column_name from information_schema.columns
where table_schema = current_schema() and is_generated = 'NEVER' and table_name in
  (select tablename from pg_tables where schemaname = current_schema())
order by table_name, ordinal_position
""")
_SEQUENCES = text("""
select pg_get_serial_sequence(quote_ident(table_name), column_name), table_name, column_name
from information_schema.columns where table_schema = current_schema()
and pg_get_serial_sequence(quote_ident(table_name), column_name) is not null
""")
OF_ALEMBIC = "alembic_version"
"""Written by whoever makes the tables."""


def copied(connection: Connection, folder: Path) -> dict[str, tuple[str, ...]]:
    """Write the database as the open transaction sees it into a folder.

    Return the columns of each table, where it is written table by table.
    """
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        target = sqlite3.connect(folder / FILE)
        try:
            raw.backup(target)
        finally:
            target.close()
        return {}
    columns: dict[str, tuple[str, ...]] = {}
    for table, column in connection.execute(_COLUMNS):
        if table != OF_ALEMBIC:
            columns[table] = (*columns.get(table, ()), column)
    (folder / "tables").mkdir(mode=0o700)
    for table, names in columns.items():
        with (
            (folder / "tables" / table).open("wb") as file,
            raw.cursor().copy(_statement("copy {} ({}) to stdout", table, names)) as rows,
        ):
            for chunk in rows:
                file.write(chunk)
    return columns


def put_back(
    connection: Connection, folder: Path, columns: Mapping[str, tuple[str, ...]], tell: Tell
) -> None:
    """Fill the tables of an empty PostgreSQL database, of the same revision, in one transaction."""
    raw: Any = connection.connection.driver_connection
    known = [one.name for one in Base.metadata.sorted_tables]
    ordered = sorted(columns, key=lambda one: known.index(one) if one in known else len(known))
    for table in reversed(ordered):
        raw.execute(sql.SQL("delete from {}").format(sql.Identifier(table)))
    for table in ordered:
        with (
            (folder / "tables" / table).open("rb") as file,
            raw.cursor().copy(_statement("copy {} ({}) from stdin", table, columns[table])) as rows,
        ):
            while chunk := file.read(AT_ONCE):
                rows.write(chunk)
                tell(len(chunk))
    for sequence, table, column in connection.execute(_SEQUENCES).all():
        raw.execute(
            sql.SQL("select setval({}, max({})) from {} having max({}) is not null").format(
                sql.Literal(sequence),
                sql.Identifier(column),
                sql.Identifier(table),
                sql.Identifier(column),
            )
        )


def _statement(form: str, table: str, columns: tuple[str, ...]) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL(form).format(sql.Identifier(table), names)
