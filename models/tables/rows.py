"""The rows that are the truth: entries, and what seals their streams.

What is derived from them stands in `projected.py`, what is on its way out in `outgoing.py`.
"""

from datetime import date

from sqlalchemy import (
    Date,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

CODE = String(64)


class Base(DeclarativeBase):
    """The registry of rows."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def index_of(name: str, *columns: str, where: str) -> Index:
    """Return an index that holds only rows of which a condition is true, on either database."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class EntryRow(Base):
    """One entry of the ledger, append-only (triggers refuse update and delete)."""

    __tablename__ = "entries"
    __table_args__ = (
        UniqueConstraint("stream", "version", name="uq_entries_stream_version"),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    stream: Mapped[str] = mapped_column(CODE)
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(CODE)
    payload: Mapped[str] = mapped_column(Text)
    at: Mapped[str] = mapped_column(String(32))
    on: Mapped[date] = mapped_column(Date)
    by: Mapped[str] = mapped_column(CODE)
    via: Mapped[str] = mapped_column(String(16))
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))


class HeadRow(Base):
    """The last entry of a stream, sealed: a stream cut short no longer fits it."""

    __tablename__ = "heads"

    stream: Mapped[str] = mapped_column(CODE, primary_key=True)
    version: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))


class TallyRow(Base):
    """How many streams or notices there are, and which: what is removed whole is missed."""

    __tablename__ = "tallies"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    many: Mapped[int]
    names: Mapped[str] = mapped_column(String(64))
    """The sum over the names; of the anchor: the hash of its last line."""
    mac: Mapped[str] = mapped_column(String(64))
