"""Hashes, seals and packed texts lie as bytes, instants as numbers (ADR 55).

What is said by a row stays to the letter, and so do hashes and seals: nothing is sealed anew.
What is none of these forms, for somebody wrote over it, stays as it lies, and is found.
The hash of the entry before is no longer written down twice. Entries are copied into the new
table; the lock that keeps them from being changed is taken over as it was made.
"""

import re
from base64 import b64decode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from alembic import op
import sqlalchemy as sa

revision = "0028"
down_revision = "0025"
branch_labels = None
depends_on = None

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PACKED = re.compile(r"~(1)~([A-Za-z0-9+/=]+)")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
HEX = re.compile(r"(?:[0-9a-f]{2})*")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _copy()
    else:
        _alter()


def _bytes_of(text: Any) -> Any:
    """Return the bytes of digits."""
    return bytes.fromhex(text) if isinstance(text, str) and HEX.fullmatch(text) else text


def _text_bytes(text: Any) -> Any:
    """Return the bytes of a text, packed or not."""
    if not isinstance(text, str):
        return text
    if found := PACKED.fullmatch(text):
        try:
            return b"\xff" + bytes((int(found[1]),)) + b64decode(found[2], validate=True)
        except ValueError:
            pass
    return text.encode()


def _microseconds(text: Any) -> Any:
    """Return an instant as a number."""
    if not isinstance(text, str) or not INSTANT.fullmatch(text):
        return text
    try:
        return (datetime.fromisoformat(text) - EPOCH) // timedelta(microseconds=1)
    except ValueError:
        return text


FUNCTIONS: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("bytes_of", _bytes_of),
    ("text_bytes", _text_bytes),
    ("microseconds", _microseconds),
)
"""What SQLite does not know, lent to this connection."""

CODE = sa.String(length=64)


def _copy() -> None:
    raw: Any = op.get_bind().connection.driver_connection
    for name, function in FUNCTIONS:
        raw.create_function(name, 1, function, deterministic=True)
    _copy_entries()
    _copy_notices()
    _copy_deliveries()
    for table in ("deliveries", "notices"):  # what names another goes first
        _put_in_place(table)
    _index_deliveries()


def _copy_entries() -> None:
    op.create_table(
        "entries_new",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("stream", CODE, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", CODE, nullable=False),
        sa.Column("via", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_entries")),
        sa.UniqueConstraint("stream", "version", name="uq_entries_stream_version"),
        sqlite_autoincrement=True,
    )
    _pour(
        "entries",
        ("seq", "stream", "version", "kind", "payload", "at", "on", "by", "via", "key")
        + ("hash", "mac"),
        {"payload": "text_bytes", "at": "microseconds", "hash": "bytes_of", "mac": "bytes_of"},
    )
    _put_in_place("entries")
    op.create_index(
        "uq_entries_key", "entries", ["key"], unique=True, sqlite_where=sa.text("key IS NOT NULL")
    )
    for verb in ("update", "delete"):
        op.execute(
            f"create trigger entries_no_{verb} before {verb} on entries "
            "begin select raise(abort, 'the ledger is append-only'); end"
        )


def _copy_notices() -> None:
    op.create_table(
        "notices_new",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("project", CODE, nullable=False),
        sa.Column("procedure", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("held_out", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("places", sa.String(length=80), nullable=False, server_default=""),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_notices")),
    )
    _pour(
        "notices",
        ("key", "ground", "severity", "project", "procedure", "title", "body", "on")
        + ("held_out", "places", "mac"),
        {"body": "text_bytes", "mac": "bytes_of"},
    )


def _copy_deliveries() -> None:
    op.create_table(
        "deliveries_new",
        sa.Column("notice_key", sa.String(length=200), nullable=False),
        sa.Column("recipient", CODE, nullable=False),
        sa.Column("channel", CODE, nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.String(length=32), nullable=False),
        sa.Column("claimed_until", sa.String(length=32), nullable=True),
        sa.Column("claimed_by", sa.String(length=80), nullable=True),
        sa.Column("begun", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("begun_at", sa.String(length=32), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("delivered_at", sa.BigInteger(), nullable=True),
        sa.Column("lane", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("robot", sa.String(length=16), nullable=False, server_default=""),
        sa.Column("attempted_at", sa.String(length=32), nullable=True),
        sa.Column("parts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("digest", sa.String(length=200), nullable=True),
        sa.Column("acknowledged_at", sa.BigInteger(), nullable=True),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_key"], ["notices_new.key"], name=op.f("fk_deliveries_notice_key")
        ),
        sa.PrimaryKeyConstraint(
            "notice_key", "recipient", "channel", name=op.f("pk_deliveries")
        ),
        sqlite_with_rowid=False,
    )
    _pour(
        "deliveries",
        ("notice_key", "recipient", "channel", "state", "attempts", "next_attempt_at")
        + ("claimed_until", "claimed_by", "begun", "begun_at", "last_error", "delivered_at")
        + ("lane", "robot", "attempted_at", "parts", "counted_on", "digest")
        + ("acknowledged_at", "mac"),
        {"delivered_at": "microseconds", "acknowledged_at": "microseconds", "mac": "bytes_of"},
    )


def _index_deliveries() -> None:
    waiting = sa.text("state = 'pending' OR state = 'temporary_failure'")
    for name, columns in (
        ("ix_deliveries_due", ["next_attempt_at"]),
        ("ix_deliveries_lane", ["lane", "next_attempt_at"]),
        ("ix_deliveries_robot", ["robot", "attempted_at"]),
    ):
        op.create_index(name, "deliveries", columns, sqlite_where=waiting)
    _index_digests()


def _pour(table: str, columns: Sequence[str], through: dict[str, str]) -> None:
    """Fill a new table with the rows of an old one."""
    named = ", ".join(f'"{one}"' for one in columns)
    told = ", ".join(
        f'{through[one]}("{one}")' if one in through else f'"{one}"' for one in columns
    )
    order = ' order by "seq"' if "seq" in columns else ""
    op.execute(f"insert into {table}_new ({named}) select {told} from {table}{order}")


def _put_in_place(table: str) -> None:
    """Put a new table in the place of the old one, also for whatever names it."""
    op.execute(f"drop table {table}")
    op.execute(f"alter table {table}_new rename to {table}")


def _index_digests() -> None:
    digest, counted = sa.text("state = 'digest'"), sa.text("counted_on IS NOT NULL")
    op.create_index(
        "ix_deliveries_digest",
        "deliveries",
        ["recipient"],
        sqlite_where=digest,
        postgresql_where=digest,
    )
    op.create_index(
        "ix_deliveries_counted",
        "deliveries",
        ["recipient", "counted_on"],
        sqlite_where=counted,
        postgresql_where=counted,
    )


def _alter() -> None:
    """Rewrite the columns in place: PostgreSQL fires no trigger for that."""
    bytes_of = (
        "case when {0} ~ '^([0-9a-f][0-9a-f])*$' then decode({0}, 'hex')"
        " else convert_to({0}, 'UTF8') end"
    )
    text_bytes = (
        "case when {0} ~ '^~1~([A-Za-z0-9+/]{{4}})*([A-Za-z0-9+/]{{2}}==|[A-Za-z0-9+/]{{3}}=)?$'"
        " then '\\xff01'::bytea || decode(substr({0}, 4), 'base64')"
        " else convert_to({0}, 'UTF8') end"
    )
    microseconds = (
        "case when {0} is null then null when {0} ~"
        " '^\\d{{4}}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{{6}}Z$'"
        " then (extract(epoch from {0}::timestamptz) * 1000000)::bigint else 0 end"
    )
    for table, columns in {
        "entries": {"payload": text_bytes, "at": microseconds, "hash": bytes_of, "mac": bytes_of},
        "notices": {"body": text_bytes, "mac": bytes_of},
        "deliveries": {
            "delivered_at": microseconds,
            "acknowledged_at": microseconds,
            "mac": bytes_of,
        },
    }.items():
        changes = []
        for name, using in columns.items():
            kind = "bigint" if using is microseconds else "bytea"
            changes += [
                f'alter column "{name}" drop default',
                f'alter column "{name}" type {kind} using {using.format(chr(34) + name + chr(34))}',
            ]
        if table == "entries":
            changes += ['drop column "prev"', 'drop constraint "uq_entries_key"']
        raw = f"alter table {table} {', '.join(changes)}"
        op.get_bind().exec_driver_sql(raw)
    op.create_index(
        "uq_entries_key",
        "entries",
        ["key"],
        unique=True,
        postgresql_where=sa.text("key IS NOT NULL"),
    )
    op.drop_index("ix_deliveries_recipient", "deliveries")
    _index_digests()


def downgrade() -> None:
    raise NotImplementedError("the ledger goes forward only")
