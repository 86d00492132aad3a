"""Notices and cases are their own index, what a notice counts of its deliveries lies as bytes (ADR 75).

What a row of the outbox says stays to the letter, and so does its seal. On SQLite notices are
copied, and deliveries with them, for those name notices; rows of cases are derived anew.
"""

import re
from typing import Any

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

COUNTED = re.compile(r"(0|[1-9][0-9]{0,17}):([0-9a-f]{32})")
NAMED = re.compile(r'^CREATE TABLE "?\w+"?')


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _copy()
    else:
        _alter()


def _counted(text: Any) -> Any:
    """Return the bytes of a number and a sum; of what is neither, its own."""
    if not isinstance(text, str):
        return text
    if found := COUNTED.fullmatch(text):
        many = int(found[1])
        return b"\xff" + bytes.fromhex(found[2]) + many.to_bytes(max(1, many.bit_length() + 7 >> 3))
    return text.encode()


def _copy() -> None:
    bind = op.get_bind()
    raw: Any = bind.connection.driver_connection
    raw.create_function("counted", 1, _counted, deterministic=True)
    cases, of_cases = _made("cases")
    notices, _ = _made("notices")
    deliveries, of_deliveries = _made("deliveries")
    op.execute("delete from owed_documents")  # they name cases, and are derived like them
    op.execute("drop table cases")
    bind.exec_driver_sql(cases)
    notices = re.sub(r"places VARCHAR\(80\) DEFAULT ''", "places BLOB", notices)
    bind.exec_driver_sql(NAMED.sub("CREATE TABLE notices_new", notices))
    deliveries = re.sub(r'REFERENCES "?notices"?', "REFERENCES notices_new", deliveries)
    bind.exec_driver_sql(NAMED.sub("CREATE TABLE deliveries_new", deliveries))
    columns = ", ".join(f'"{row[1]}"' for row in bind.exec_driver_sql("pragma table_info(notices)"))
    told = columns.replace('"places"', 'counted("places")')
    op.execute(f"insert into notices_new ({columns}) select {told} from notices order by key")
    op.execute("insert into deliveries_new select * from deliveries")
    for table in ("deliveries", "notices"):  # what names another goes first
        op.execute(f"drop table {table}")
        op.execute(f"alter table {table}_new rename to {table}")
    for index in (*of_cases, *of_deliveries):
        bind.exec_driver_sql(index)


def _made(table: str) -> tuple[str, list[str]]:
    """Return the statements that make a table, as its own index, and the indexes beside it."""
    told = op.get_bind().exec_driver_sql(
        "select type, sql from sqlite_schema where tbl_name = ? and sql is not null", (table,)
    )
    made = [(kind, text) for kind, text in told]
    (itself,) = (text for kind, text in made if kind == "table")
    return f"{itself.partition(' WITHOUT ROWID')[0]} WITHOUT ROWID", [text for kind, text in made if kind == "index"]


def _alter() -> None:
    many = "to_hex(split_part(places, ':', 1)::bigint)"
    op.execute("alter table notices alter column places drop default")
    op.get_bind().exec_driver_sql(
        "alter table notices alter column places type bytea using case"
        rf" when places ~ '^(0|[1-9][0-9]{{0,17}}):[0-9a-f]{{32}}$' then '\xff'::bytea"
        " || decode(split_part(places, ':', 2), 'hex')"
        f" || decode(lpad({many}, length({many}) + mod(length({many}), 2), '0'), 'hex')"
        " else convert_to(places, 'UTF8') end"
    )


def downgrade() -> None:
    raise NotImplementedError("the ledger goes forward only")
