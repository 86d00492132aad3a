"""What doors and sweeps ask of the projections (查询). Nothing here writes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, select

from models.tables.projected import BreachRow, ProjectRow, WeeklyReportRow, WeeklyRoundRow
from store.rows.prepared import fetch


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project in a list (项目一览)."""

    code: str
    name: str
    type: str
    tier: str
    unit: str
    version: int
    pinned_start: date | None
    passed_on: date | None
    started_on: date | None

    @property
    def active(self) -> bool:
        """Tell whether its start gate is still to be passed."""
        return self.passed_on is None and self.started_on is None


def project_lines(connection: Connection, project: str = "") -> Sequence[ProjectLine]:
    """Return a project, or every one by code."""
    columns = (ProjectRow.__table__.c[one.name] for one in fields(ProjectLine))
    asked = select(*columns).order_by(ProjectRow.code)
    if project:
        asked = asked.where(ProjectRow.code == project)
    return [ProjectLine(*row) for row in connection.execute(asked)]


def project_codes(connection: Connection) -> Sequence[str]:
    """Return the codes of all projects, in order."""
    return connection.execute(select(ProjectRow.code).order_by(ProjectRow.code)).scalars().all()


def project_names(connection: Connection, codes: Sequence[str] | None = None) -> dict[str, str]:
    """Return code → name of some projects, or of all."""
    asked = select(ProjectRow.code, ProjectRow.name)
    if codes is not None:
        asked = asked.where(ProjectRow.code.in_(codes))
    return {row.code: row.name for row in connection.execute(asked)}


def carers_of(connection: Connection, codes: Collection[str]) -> dict[str, tuple[str, str, str]]:
    """Return code → name, sponsor and chief service officer of some projects."""
    asked = select(
        *(ProjectRow.code, ProjectRow.name, ProjectRow.sponsor, ProjectRow.chief_service_officer)
    ).where(ProjectRow.code.in_(codes))
    return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(asked)}


def projects_due(connection: Connection, *, on: date) -> Sequence[str]:
    """Return the codes of projects to which a day brings something, by index, longest due first."""
    return (
        connection.execute(
            select(ProjectRow.code)
            .where(ProjectRow.wake_on <= on)
            .order_by(ProjectRow.wake_on, ProjectRow.code)
        )
        .scalars()
        .all()
    )


def projects_relit(connection: Connection, *, on: date) -> Sequence[str]:
    """Return the codes of projects of which a light has changed by a day, by index, in order."""
    asked = select(ProjectRow.code).where(ProjectRow.relit_on <= on).order_by(ProjectRow.code)
    return connection.execute(asked).scalars().all()


def count_projects(connection: Connection) -> int:
    """Return how many projects are registered."""
    return connection.execute(select(func.count()).select_from(ProjectRow)).scalar_one()


_OPEN_BREACHES = (
    select(BreachRow.recorded_on, BreachRow.project, BreachRow.procedure, BreachRow.reason)
    .where(BreachRow.credit_code == bindparam("credit_code"), BreachRow.repaired_on.is_(None))
    .order_by(BreachRow.recorded_on, BreachRow.project, BreachRow.version)
)


def open_breaches(
    connection: Connection, credit_code: str, *, of: tuple[str, str] | None = None
) -> tuple[str, ...]:
    """Return an applicant's unrepaired breaches in words, oldest first.

    ``of`` = project and procedure: only those that were recorded there.
    """
    rows = fetch(connection, _OPEN_BREACHES, {"credit_code": credit_code})
    return tuple(
        f"{on} {project} {procedure} {reason}"
        for on, project, procedure, reason in rows
        if of in (None, (project, procedure))
    )


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A weekly round in a list (周报轮次)."""

    week: str
    opened_on: date
    closed_on: date | None
    units: tuple[str, ...]
    missing: tuple[str, ...]
    late: bool
    projects: tuple[str, ...] = ()
    missing_projects: tuple[str, ...] = ()
    chased: tuple[int, ...] = ()
    cutoff_at: datetime | None = None
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """The last report of a project for a week, in a list (周报填报情况)."""

    week: str
    project: str
    first_on: date
    reported_on: date
    late: bool
    corrections: int
    doubts: tuple[str, ...]
    problems: int


def weekly_round(connection: Connection, week: str) -> RoundLine | None:
    """Return the round of an ISO week."""
    row = connection.execute(
        select(WeeklyRoundRow.__table__).where(WeeklyRoundRow.week == week)
    ).one_or_none()
    if row is None:
        return None
    return RoundLine(
        week=row.week,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        units=tuple(filter(None, row.units.split(","))),
        missing=tuple(filter(None, row.missing.split(","))),
        late=row.late,
        projects=tuple(filter(None, row.projects.split(","))),
        missing_projects=tuple(filter(None, row.missing_projects.split(","))),
        chased=tuple(int(hours) for hours in row.chased.split(",") if hours),
        cutoff_at=datetime.fromisoformat(row.cutoff_at) if row.cutoff_at else None,
        published_on=row.published_on,
    )


def reports_of_week(connection: Connection, week: str) -> tuple[ReportLine, ...]:
    """Return the reports of a week, by project."""
    table = WeeklyReportRow.__table__
    rows = connection.execute(select(table).where(table.c.week == week).order_by(table.c.project))
    return tuple(
        ReportLine(
            week=row.week,
            project=row.project,
            first_on=row.first_on,
            reported_on=row.reported_on,
            late=row.late,
            corrections=row.corrections,
            doubts=tuple(filter(None, row.doubts.split(","))),
            problems=row.problems,
        )
        for row in rows
    )
