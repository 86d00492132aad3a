"""What was worked out of projects for a day (当日测算): kept by topic, believed while it holds.

A row names all that it was worked out from: the version of the project, the day, and campaign
and calendar (``law``). Where one of them is another by now it is as if it were not there, so a
sweep that fails makes lists slow and never wrong. So does a row whose seal is not its own. What
another program has worked out is removed when ours is started (`casework/office/edition.py`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, select, tuple_

from models.tables.projected import ProjectRow
from models.tables.reckoned import ReckonedRow
from store.rows.packing import packed, unpacked
from store.rows.rows_at_once import add_rows
from store.rows.sealed_rows import fits, sealed

FEW = 200
"""Up to so many projects are asked for by name, more all together."""


class Held(NamedTuple):
    """What a row has to name to be believed (测算依据)."""

    on: date
    law: str
    versions: Mapping[str, int]
    """Project → version."""


_TABLE = ReckonedRow.__table__
_ROW, _PROJECT = _TABLE.c, ProjectRow.__table__.c
# Built once: SQLAlchemy spends longer on building a statement than SQLite on running it.
_LAW = _ROW.law == bindparam("law")
_ALL = select(_TABLE).where(_ROW.topic == bindparam("topic"), _ROW.day == bindparam("day"), _LAW)
_SOME = _ALL.where(_ROW.project.in_(bindparam("projects", expanding=True)))
_THERE = (
    select(func.count())
    .where(
        # By its key: looked up by topic and day each project would read the rows of all.
        _ROW.topic.in_(bindparam("named", expanding=True)),
        _ROW.project == _PROJECT.code,
        tuple_(_ROW.topic, _ROW.day).in_(bindparam("wanted", expanding=True)),
        _ROW.version == _PROJECT.version,
        _LAW,
    )
    .scalar_subquery()
)
_LACKING = (
    select(_PROJECT.code)
    .where(bindparam("topics") > _THERE)
    .order_by(_PROJECT.code)
    .limit(bindparam("most"))
)
_VERSIONS = select(_PROJECT.code, _PROJECT.version).order_by(_PROJECT.code)
_REPLACED = delete(_TABLE).where(
    tuple_(_ROW.topic, _ROW.project).in_(bindparam("keys", expanding=True))
)


def versions_now(connection: Connection) -> dict[str, int]:
    """Return every project with the version of its last entry, by code."""
    return {row.code: row.version for row in connection.execute(_VERSIONS)}


def told_of(
    connection: Connection, topic: str, projects: Collection[str], held: Held, *, audit_key: bytes
) -> Iterator[tuple[str, str]]:
    """Yield project and what was told of it, as JSON, of the rows that hold; in no order."""
    asked = {"topic": topic, "day": held.on, "law": held.law}
    rows = (
        connection.execute(_SOME, asked | {"projects": list(projects)})
        if len(projects) <= FEW
        else connection.execute(_ALL, asked)
    )
    wanted = frozenset(projects)
    for row in rows.mappings():
        code, version = row["project"], row["version"]
        holds = code in wanted and held.versions.get(code) == version
        if holds and fits(_TABLE, dict(row), audit_key):
            yield code, unpacked(row["told"])


def lacking(
    connection: Connection, wanted: Mapping[str, date], *, law: str, most: int
) -> Sequence[str]:
    """Return the codes of projects of which a topic is not told for its day, the first so many."""
    asked = {"named": list(wanted), "wanted": list(wanted.items()), "topics": len(wanted)}
    return connection.execute(_LACKING, asked | {"law": law, "most": most}).scalars().all()


class Told(NamedTuple):
    """What was worked out of a project, as JSON (测算结果)."""

    topic: str
    project: str
    on: date
    version: int
    words: str


def keep(connection: Connection, told: Iterable[Told], *, law: str) -> None:
    """Write what was worked out, in place of what was."""
    rows = [
        sealed(
            connection,
            ReckonedRow,
            {
                "topic": one.topic,
                "project": one.project,
                "day": one.on,
                "version": one.version,
                "law": law,
                "told": packed(one.words),
            },
        )
        for one in told
    ]
    if rows:
        keys = [(row["topic"], row["project"]) for row in rows]
        connection.execute(_REPLACED, {"keys": keys})
        add_rows(connection, ReckonedRow, rows)


def forget(connection: Connection) -> None:
    """Remove everything: it is worked out again when it is asked for."""
    connection.execute(delete(_TABLE))
