"""What doors and sweeps ask of the projections (查询). Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from models.tables.rows import BreachRow, CaseRow, ProjectRow, WeeklyRoundRow


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project in a list (项目一览)."""

    code: str
    name: str
    unit: str
    version: int
    pinned_start: date | None
    passed_on: date | None
    started_on: date | None

    @property
    def active(self) -> bool:
        """Tell whether its start gate is still to be passed."""
        return self.passed_on is None and self.started_on is None


def project_lines(connection: Connection) -> Sequence[ProjectLine]:
    """Return every project, by code."""
    rows = connection.execute(select(ProjectRow.__table__).order_by(ProjectRow.code))
    return [
        ProjectLine(
            code=row.code,
            name=row.name,
            unit=row.unit,
            version=row.version,
            pinned_start=row.pinned_start,
            passed_on=row.passed_on,
            started_on=row.started_on,
        )
        for row in rows
    ]


def projects_due(connection: Connection, *, on: date, most: int) -> Sequence[str]:
    """Return the codes of projects to which a day brings something, by index."""
    return (
        connection.execute(
            select(ProjectRow.code)
            .where(ProjectRow.wake_on <= on)
            .order_by(ProjectRow.wake_on, ProjectRow.code)
            .limit(most)
        )
        .scalars()
        .all()
    )


def projects_of_department(connection: Connection, department: str) -> Sequence[str]:
    """Return the codes of projects in which a department has a case, by index."""
    return (
        connection.execute(
            select(CaseRow.project)
            .where(CaseRow.department == department)
            .distinct()
            .order_by(CaseRow.project)
        )
        .scalars()
        .all()
    )


def open_breaches(
    connection: Connection, credit_code: str, *, of: tuple[str, str] | None = None
) -> tuple[str, ...]:
    """Return an applicant's unrepaired breaches in words, oldest first.

    ``of`` = project and procedure: only those that were recorded there.
    """
    asked = (
        select(BreachRow.recorded_on, BreachRow.project, BreachRow.procedure, BreachRow.reason)
        .where(BreachRow.credit_code == credit_code, BreachRow.repaired_on.is_(None))
        .order_by(BreachRow.recorded_on, BreachRow.project, BreachRow.version)
    )
    if of is not None:
        asked = asked.where(BreachRow.project == of[0], BreachRow.procedure == of[1])
    rows = connection.execute(asked)
    return tuple(f"{row.recorded_on} {row.project} {row.procedure} {row.reason}" for row in rows)


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A weekly round in a list (周报轮次)."""

    week: str
    opened_on: date
    closed_on: date | None
    units: tuple[str, ...]
    missing: tuple[str, ...]
    late: bool


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
    )
