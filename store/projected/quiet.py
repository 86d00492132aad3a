"""How projects stand that are to be reminded (提醒前状况): read off rows, files are not folded."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, or_, select

from models.act_requests import Via
from models.case import CaseFile
from models.ledger import Draft
from models.notice import Ground
from models.supervision import Matter, matter_key
from models.tables.projected import MatterRow, ProjectRow, WeeklyReportRow
from models.tables.rows import EntryRow, HeadRow
from rules.fold.file import add
from rules.supervision.missed_report import Quiet
from store.ledger import payload_of
from store.projected.listed import MATTERS_OF, matter_of


@dataclass(frozen=True, slots=True)
class Standing:
    """A project that is to be reminded, and where its stream ends (待提醒项目)."""

    file: CaseFile
    """As registered, with version, dates and agent of now: its notice asks no more."""
    hash: str
    quiet: Quiet


_PROJECT, _HEAD = ProjectRow.__table__.c, HeadRow.__table__.c
_MATTER, _REPORT = MatterRow.__table__.c, WeeklyReportRow.__table__.c
_FIRST, _LAST = EntryRow.__table__.alias("first"), EntryRow.__table__.alias("last")

# Built once: SQLAlchemy spends longer on building a statement than SQLite on running it.
_PROJECTS = (
    select(
        *(_PROJECT.code, _PROJECT.wake_on, _PROJECT.relit_on, _PROJECT.pinned_start),
        *(_PROJECT.started_on, _PROJECT.agent, _HEAD.version, _HEAD.hash, _LAST.c.on),
        *(_FIRST.c.kind, _FIRST.c.payload, _FIRST.c.at, _FIRST.c.on, _FIRST.c.by),
    )
    .join_from(
        ProjectRow,
        HeadRow,
        (_HEAD.stream == _PROJECT.code) & (_HEAD.version == _PROJECT.version),
    )
    .join(_FIRST, (_FIRST.c.stream == _PROJECT.code) & (_FIRST.c.version == 1))
    .join(_LAST, (_LAST.c.stream == _PROJECT.code) & (_LAST.c.version == _HEAD.version))
    .where(_PROJECT.code.in_(bindparam("projects", expanding=True)))
)
_MATTERS = select(_MATTER.project, *MATTERS_OF).where(
    _MATTER.project.in_(bindparam("projects", expanding=True)),
    or_(_MATTER.closed_on.is_(None), _MATTER.matter == bindparam("about")),
)
_NEWEST = (
    select(_REPORT.project, func.max(_REPORT.week))
    .where(_REPORT.project.in_(bindparam("projects", expanding=True)))
    .group_by(_REPORT.project)
)


def standings(
    connection: Connection, projects: Sequence[str], *, about: date
) -> dict[str, Standing]:
    """Return how projects stand that are to be reminded of the report of a day's week."""
    asked = {"projects": list(projects)}
    key = matter_key(Ground.REPORT_MISSED, "", about)
    matters: dict[str, dict[str, Matter]] = defaultdict(dict)
    for project, *matter in connection.execute(_MATTERS, {**asked, "about": key}):
        matters[project][matter[0]] = matter_of(matter)
    newest = dict(connection.execute(_NEWEST, asked).all())
    found = {}
    for row in connection.execute(_PROJECTS, asked):
        code, wake_on, relit_on, pinned, started, agent, version, hash_, last_on = row[:9]
        kind, payload, at, on, by = row[9:]
        said = payload_of(kind, payload)
        file = add(None, Draft(said, datetime.fromisoformat(at), on, by, Via.SYSTEM), 1)
        found[code] = Standing(
            replace(file, version=version, pinned_start=pinned, started_on=started, agent=agent),
            hash_,
            Quiet(
                last_on=last_on,
                wake_on=wake_on,
                relit_on=relit_on,
                pinned_start=pinned,
                newest_report=newest.get(code, ""),
                matters=matters.get(code, {}),
            ),
        )
    return found
