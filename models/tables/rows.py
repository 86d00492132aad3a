"""The rows that are the truth: entries, and what seals their streams.

What is derived from them stands in `projected.py`, what is on its way out in `outgoing.py`.
"""

from datetime import date
from types import NoneType
from typing import Any, ClassVar, NamedTuple, get_args

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from models.tables.compact import Digest, Moment, Packed

CODE = String(64)
TYPES = {int: Integer, str: String, bool: Boolean}
"""Kind of an attribute → type of its column, where none is said."""


class Shape(NamedTuple):
    """What is said of a column beside its attribute's name and kind (列)."""

    how: tuple[Any, ...]
    options: dict[str, Any]


def column(*how: Any, **options: Any) -> Any:
    """Return a column of a row: its name where that is another, its type, its options."""
    return Shape(how, options)


class Rows(type):
    """What a class of rows is in a statement: its table."""

    __table__: Table

    def __clause_element__(cls) -> Table:
        """Return what stands for the class in a statement."""
        return cls.__table__


class Base(metaclass=Rows):
    """The registry of rows: a class is a table, its attributes are columns.

    Declared as with SQLAlchemy's ORM, without it: only statements of the core are asked here,
    and the ORM takes as long to import as a command to answer.
    """

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    __tablename__: ClassVar[str]
    __table_args__: ClassVar[tuple[Any, ...]] = ()
    __table__: ClassVar[Table]

    def __init_subclass__(cls) -> None:
        """Make the table."""
        kinds = {name: get_args(hint)[0] for name, hint in cls.__annotations__.items()}
        columns = {
            name: _column(name, kind, cls.__dict__.get(name)) for name, kind in kinds.items()
        }
        parts = [one for one in cls.__table_args__ if not isinstance(one, dict)]
        options = next((one for one in cls.__table_args__ if isinstance(one, dict)), {})
        cls.__table__ = Table(cls.__tablename__, cls.metadata, *columns.values(), *parts, **options)
        for name, made in columns.items():
            setattr(cls, name, made)


def _column(name: str, kind: Any, shape: Shape | None) -> Column[Any]:
    """Return a column; one of a kind that may be absent may be empty."""
    how, options = shape or Shape((), {})
    named = how if how and isinstance(how[0], str) else (name, *how)
    kinds = {*(get_args(kind) or (kind,))}
    (plain,) = kinds - {NoneType}
    typed = named if len(named) > 1 else (*named, TYPES[plain])
    return Column(*typed, nullable=NoneType in kinds, **options)


def index_of(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Return an index that holds only rows of which a condition is true.

    Migrations make it so on either database; from here only SQLite's scratch databases are
    made, and to name PostgreSQL would import its dialect into every command.
    """
    return Index(name, *columns, unique=unique, sqlite_where=text(where))


class EntryRow(Base):
    """One entry of the ledger, append-only (triggers refuse update and delete)."""

    __tablename__ = "entries"
    __table_args__ = (
        UniqueConstraint("stream", "version", name="uq_entries_stream_version"),
        index_of("uq_entries_key", "key", where="key IS NOT NULL", unique=True),
        {"sqlite_autoincrement": True},
    )

    seq: ColumnElement[int] = column(primary_key=True, autoincrement=True)
    stream: ColumnElement[str] = column(CODE)
    version: ColumnElement[int]
    kind: ColumnElement[str] = column(CODE)
    payload: ColumnElement[str] = column(Packed)
    at: ColumnElement[str] = column(Moment)
    on: ColumnElement[date] = column(Date)
    by: ColumnElement[str] = column(CODE)
    via: ColumnElement[str] = column(String(16))
    key: ColumnElement[str | None] = column(String(200))
    hash: ColumnElement[str] = column(Digest)
    """Over the entry and the hash of the one before it, which is not written down twice."""
    mac: ColumnElement[str] = column(Digest)
    person: ColumnElement[str] = column(CODE, server_default="")
    """Who acted at the post, where that is not the post itself."""


class HeadRow(Base):
    """The last entry of a stream, sealed: a stream cut short no longer fits it."""

    __tablename__ = "heads"

    stream: ColumnElement[str] = column(CODE, primary_key=True)
    version: ColumnElement[int]
    hash: ColumnElement[str] = column(String(64))
    mac: ColumnElement[str] = column(String(64))


class TallyRow(Base):
    """How many streams or notices there are, and which: what is removed whole is missed."""

    __tablename__ = "tallies"

    name: ColumnElement[str] = column(String(80), primary_key=True)
    many: ColumnElement[int]
    names: ColumnElement[str] = column(String(64))
    """The sum over the names; of the anchor: the hash of its last line."""
    mac: ColumnElement[str] = column(String(64))
