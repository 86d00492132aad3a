"""How far streams had come by a day, and what was entered on the way there (往日台账)."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, bindparam, func, select

from models.ledger import Entry
from store.ledger import COLUMNS, READ, entry_of, read_days

# Built once: SQLAlchemy spends longer on building a statement than SQLite on running it.
READ_VERSIONS = (
    select(COLUMNS.stream, func.max(COLUMNS.version))
    .where(COLUMNS.on <= bindparam("day"))
    .group_by(COLUMNS.stream)
)
READ_SPAN = (
    select(*READ)
    .where(
        COLUMNS.stream == bindparam("stream"),
        COLUMNS.version.between(bindparam("first"), bindparam("last")),
    )
    .order_by(COLUMNS.version)
)


def versions_on(connection: Connection, day: date) -> dict[str, int]:
    """Return stream → version of its last entry at the end of a day."""
    rows = connection.execute(READ_VERSIONS, {"day": day})
    return {row[0]: row[1] for row in rows}


def entries_after(
    connection: Connection, known: Mapping[str, int], wanted: Mapping[str, int], day: date
) -> dict[str, tuple[Entry, ...]]:
    """Return the entries of each stream after the version that is known, up to the wanted one.

    ``wanted`` are the versions at the end of a day. Streams of which nothing is known are read
    at once; of the others, each of which lacks little, nothing else is read.
    """
    new = [code for code, version in known.items() if not version]
    found = read_days(connection, new, first=date.min, last=day) if new else {}
    for code, version in known.items():
        if version:
            asked = {"stream": code, "first": version + 1, "last": wanted[code]}
            found[code] = tuple(entry_of(row) for row in connection.execute(READ_SPAN, asked))
    return found
