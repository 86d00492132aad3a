"""Projects as the weekly round needs them (填报对象): read off rows, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, func, select

from models.progress import WorkStatus
from models.project import ProjectStanding
from models.tables.projected import ProjectRow, WeeklyReportRow


@dataclass(frozen=True, slots=True)
class ReportingProject:
    """A project of which a weekly report may be asked (填报对象)."""

    code: str
    name: str
    unit: str
    chief_service_officer: str
    standing: ProjectStanding
    registered_on: date
    status: WorkStatus | None
    """As its newest report of an earlier week says; ``None`` = there is none."""


_PROJECT, _REPORT = ProjectRow.__table__.c, WeeklyReportRow.__table__.c
_NEWEST = (
    select(_REPORT.project, func.max(_REPORT.week).label("week"))
    .where(_REPORT.week < bindparam("week"))
    .group_by(_REPORT.project)
    .subquery()
)
_REPORTING = (
    select(
        _PROJECT.code,
        _PROJECT.name,
        _PROJECT.unit,
        _PROJECT.chief_service_officer,
        _PROJECT.standing,
        _PROJECT.registered_on,
        _REPORT.status,
    )
    .outerjoin_from(ProjectRow, _NEWEST, _NEWEST.c.project == _PROJECT.code)
    .outerjoin(
        WeeklyReportRow,
        (_REPORT.project == _NEWEST.c.project) & (_REPORT.week == _NEWEST.c.week),
    )
    .order_by(_PROJECT.code)
)


def reporting_projects(connection: Connection, week: str) -> Sequence[ReportingProject]:
    """Return every project, by code, with what its reports of the weeks before a week say."""
    return [
        ReportingProject(
            code,
            name,
            unit,
            chief_service_officer,
            ProjectStanding(standing),
            registered_on,
            WorkStatus(status) if status is not None else None,
        )
        for (
            code,
            name,
            unit,
            chief_service_officer,
            standing,
            registered_on,
            status,
        ) in connection.execute(_REPORTING, {"week": week})
    ]
