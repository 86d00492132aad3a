"""Tallies (计数): how many streams and notices there are, and which, under seal.

What was removed whole, with its own seal, leaves no gap that its neighbours would show;
the tally misses it. Streams are counted together, since they come in seldom; notices by
their stream, so that writers of different projects do not wait for each other.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from models.tables.rows import Base, TallyRow
from rules.seal import Tally
from store.rows.prepared import Prepared, Script, fetch, find
from store.rows.rows_at_once import add_rows, change_rows
from store.rows.sealed_rows import fits, sealed

TABLE = Base.metadata.tables[TallyRow.__tablename__]
STREAMS = "streams"
ANCHOR = "anchor"
"""The last line of the anchor that was written, and its hash."""

VERIFIED = "verified"
"""The day on which a watch last found everything right, and the root of then."""

MAILED = "mailed"
"""The day on which a line of the anchor was last sent away, and its root."""

DERIVED = "derived"
"""Which program derived the rows of the projections (`casework/office/edition.py`)."""

ACCESS = "access"
"""How many lines the log of the door has, and the seal of the last."""

OF_NO_PROJECT = "campaign"


# Built once: SQLAlchemy spends longer on building a statement than SQLite on running it.
_NAMES: BindParameter[list[str]] = bindparam("names", expanding=True)
READ_ONE = select(TABLE).where(TallyRow.name == bindparam("name"))
READ_SOME = select(TABLE).where(TallyRow.name.in_(_NAMES)).order_by(TallyRow.name)
LOCK_ONE = READ_ONE.with_for_update()
LOCK_LISTED = Prepared(
    "select name, many, names, mac from tallies where name = any(%s) order by name for update",
    ("names",),
)


def notices_of(project: str) -> str:
    """Return the name of the tally of a project's notices; empty: of the campaign's."""
    return f"notices/{project or OF_NO_PROJECT}"


def count_in(into: Connection | Script, more: Mapping[str, Iterable[str]]) -> None:
    """Add names to tallies, as they then are; a tally that is not there yet begins."""
    if not more:
        return
    if isinstance(into, Script):
        into.later(lambda connection: _count_in(connection, more))
    else:
        _count_in(into, more)


def _count_in(connection: Connection, more: Mapping[str, Iterable[str]]) -> None:
    known = read_tallies(connection, more, lock=True)
    changed: list[dict[str, Any]] = []
    begun: list[dict[str, Any]] = []
    for name, names in sorted(more.items()):
        row = _row(connection, name, known.get(name, Tally()).plus(names))
        (changed if name in known else begun).append(row)
    change_rows(connection, TallyRow, changed)
    add_rows(connection, TallyRow, begun)


def write_tally(connection: Connection, name: str, tally: Tally) -> None:
    """Write a tally, whatever it was."""
    row = _row(connection, name, tally)
    if name in read_tallies(connection, [name], lock=True):
        change_rows(connection, TallyRow, [row])
    else:
        add_rows(connection, TallyRow, [row])


def read_tallies(
    connection: Connection, names: Iterable[str], *, lock: bool = False
) -> dict[str, Tally]:
    """Return the tallies of some names that are there."""
    wanted = list(names)
    found: Iterable[Any]
    if len(wanted) == 1:
        found = fetch(connection, LOCK_ONE if lock else READ_ONE, {"name": wanted[0]})
    elif lock and connection.dialect.name == "postgresql":
        found = find(connection, LOCK_LISTED, {"names": wanted})
    else:
        found = connection.execute(READ_SOME, {"names": wanted})
    return {name: Tally(many, names) for name, many, names, _ in found}


def sealed_tally(connection: Connection, name: str, audit_key: bytes) -> Tally | None:
    """Return a tally whose seal holds; ``None``: there is none, or somebody else wrote it."""
    for found in fetch(connection, READ_ONE, {"name": name}):
        return _believed(found, audit_key)
    return None


@lru_cache(maxsize=64)
def _believed(found: tuple[Any, ...], audit_key: bytes) -> Tally | None:
    """Return the tally of a row whose seal holds; most acts find the row of the act before."""
    row = dict(zip(TABLE.c.keys(), found, strict=True))
    return Tally(row["many"], row["names"]) if fits(TABLE, row, audit_key) else None


def _row(connection: Connection, name: str, tally: Tally) -> dict[str, Any]:
    return sealed(connection, TallyRow, {"name": name, "many": tally.count, "names": tally.names})
