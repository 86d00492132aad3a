"""The database's own lock on the ledger (只增触发器): whether it is still there, as it was made."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from models.tables.rows import Base
from store.verifying.comparison import Finding

LOCKED = {
    "entries": "the ledger is append-only",
    "access_events": "the log of the door is append-only",
}
"""Table that only grows → what its trigger says to whoever would change it."""

SQLITE = {
    f"{table}_no_{verb}": (
        f"create trigger {table}_no_{verb} before {verb} on {table} "
        f"begin select raise(abort, '{says}'); end"
    )
    for table, says in LOCKED.items()
    for verb in ("update", "delete")
}
"""Name → the statement that made it, as SQLite keeps it."""

EACH_CHANGE = 27
"""PostgreSQL's number of a trigger before each row's update or delete."""

POSTGRESQL = {
    f"{table}_append_only": (
        *("O", EACH_CHANGE, f"{table}_are_append_only"),
        f"begin raise exception '{says}'; end",
    )
    for table, says in LOCKED.items()
}
"""Name → whether it is enabled, its number, its function and what that does."""


def trigger_findings(connection: Connection) -> Iterator[Finding]:
    """Yield what is wrong with the triggers: gone, altered, switched off, or one too many."""
    sqlite = connection.dialect.name == "sqlite"
    expected: dict[str, object] = {**SQLITE} if sqlite else {**POSTGRESQL}
    found = _sqlite(connection) if sqlite else _postgresql(connection)
    for name, right in expected.items():
        if name not in found:
            yield Finding(_table(name), "", "", f"只增触发器 {name} 不在：记录可被直接改写")
        elif found[name] != right:
            yield Finding(_table(name), "", "", f"只增触发器 {name} 已被改动或停用")
    for name in sorted(found.keys() - expected.keys()):
        yield Finding("", "", "", f"数据库中多出触发器或改写规则 {name}")


def _sqlite(connection: Connection) -> dict[str, object]:
    rows = connection.execute(text("select name, sql from sqlite_master where type = 'trigger'"))
    return {
        str(row.name): " ".join(str(row.sql).lower().split())
        if row.name in SQLITE
        else str(row.sql)
        for row in rows
    }


def _postgresql(connection: Connection) -> dict[str, object]:
    tables = {"tables": list(Base.metadata.tables)}
    rows = connection.execute(
        text(
            "select t.tgname, t.tgenabled, t.tgtype, p.proname, p.prosrc from pg_trigger t"
            " join pg_proc p on p.oid = t.tgfoid join pg_class c on c.oid = t.tgrelid"
            " where not t.tgisinternal and c.relname = any(:tables)"
            " and c.relnamespace = to_regnamespace(current_schema())"
        ),
        tables,
    )
    found: dict[str, object] = {
        row.tgname: (_plain(row.tgenabled), row.tgtype, row.proname, row.prosrc.strip())
        for row in rows
    }
    rules = connection.execute(
        text(
            "select rulename from pg_rules where tablename = any(:tables)"
            " and schemaname = current_schema()"
        ),
        tables,
    )
    return found | {str(row.rulename): None for row in rules}


def _table(name: str) -> str:
    return next(table for table in LOCKED if name.startswith(f"{table}_"))


def _plain(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value
