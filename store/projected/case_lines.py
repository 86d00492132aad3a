"""What lists ask of the rows of cases (办件行): read by index, read on any later day.

A row holds how its case stands from turn to turn and to what its limit counts down, so a list
of any day is read without a case file (ADR 33).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    String,
    and_,
    bindparam,
    func,
    literal_column,
    select,
)

from models.case import CaseState
from models.catalogue import Unit
from models.tables.projected import CaseRow, OwedDocumentRow, ProjectRow
from rules.clocks.countdown import Countdown, up_to
from rules.days.working_days import WorkingDays
from rules.standing.course import Standing
from store.projected.courses import standing_on

AT_ONCE = 500
"""Rows of all projects that are held while they are gone through."""
STATE = {state.value: state for state in CaseState}
UNIT = {unit.value: unit for unit in Unit}


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list, with what its project is called and who looks after it (办件行)."""

    project: str
    procedure: str
    place: int
    department: str
    state: CaseState
    due_on: date | None
    """The last good day of the limit that binds; ``None`` = nothing runs, or it stands still."""
    correction_due_on: date | None
    preview_on: date | None
    profile: str | None
    course: str
    countdown: Countdown
    project_name: str
    unit: str
    sponsor: str
    chief_service_officer: str
    traits: str
    agent: str
    """The office to which the unit has entrusted its paperwork; empty = nobody."""

    def standing(self, on: date) -> Standing:
        """Return how the case stands on a day."""
        return standing_on(self.course, on)

    def days_left(self, on: date, days: WorkingDays) -> int | None:
        """Return the days left of the limit that binds, in its own unit; negative when overdue."""
        return self.countdown.left(self.due_on, on=on, days=days)


_CASE = CaseRow.__table__.c
_PROJECT = ProjectRow.__table__.c
_LINES = select(
    _CASE.project,
    _CASE.procedure,
    _CASE.place,
    _CASE.department,
    _CASE.state,
    _CASE.due_on,
    _CASE.correction_due_on,
    _CASE.preview_on,
    _CASE.profile,
    _CASE.course,
    _CASE.left_still,
    _CASE.left_unit,
    _CASE.left_to,
    _CASE.late_unit,
    _CASE.late_from,
    _PROJECT.name,
    _PROJECT.unit,
    _PROJECT.sponsor,
    _PROJECT.chief_service_officer,
    _PROJECT.traits,
    _PROJECT.agent,
).join_from(CaseRow, ProjectRow, _CASE.project == _PROJECT.code)


def asked_of(name: str) -> ColumnElement[bool]:
    """Return that the opinion of a department, given under a name, is still to come elsewhere."""
    department: BindParameter[str] = bindparam(name, type_=String)
    listed = _CASE.asked.contains(literal_column("' '") + department + " ")
    # The first of the three is what the index holds.
    return and_(_CASE.asked != "", listed, _CASE.department != department)


# Built once: SQLAlchemy spends longer on building a statement than SQLite on running it.
_STATES: BindParameter[list[str]] = bindparam("states", expanding=True)
_OF_DEPARTMENT = _LINES.where(_CASE.department == bindparam("department"), _CASE.state.in_(_STATES))
_ASKED_OF = _LINES.add_columns(_CASE.asked_by).where(asked_of("department"))
_ASKED = _LINES.add_columns(_CASE.asked, _CASE.asked_by).where(_CASE.asked != "")
_OF_ACTIVE = _LINES.where(
    _CASE.state.in_(_STATES), _PROJECT.passed_on.is_(None), _PROJECT.started_on.is_(None)
).execution_options(yield_per=AT_ONCE)


_OWED = OwedDocumentRow.__table__.c
_OUTSTANDING = (
    select(
        _OWED.project,
        _OWED.procedure,
        func.count().label("documents"),
        func.min(_OWED.due_on).label("due_on"),
    )
    .where(_OWED.received_on.is_(None))
    .group_by(_OWED.project, _OWED.procedure)
    .subquery()
)
_OWING = (
    _LINES.add_columns(_OUTSTANDING.c.documents, _OUTSTANDING.c.due_on)
    .join(
        _OUTSTANDING,
        (_OUTSTANDING.c.project == _CASE.project) & (_OUTSTANDING.c.procedure == _CASE.procedure),
    )
    .where(_PROJECT.passed_on.is_(None), _PROJECT.started_on.is_(None))
)


@dataclass(frozen=True, slots=True)
class OwingCase:
    """A case with documents that are still owed (欠交材料的办件)."""

    case: CaseLine
    documents: int
    due_on: date
    """Of the first of them."""


def owing_cases(connection: Connection) -> Sequence[OwingCase]:
    """Return the cases of active projects of which documents are owed, whatever their state."""
    return [
        OwingCase(_line(of_case), documents, due_on)
        for *of_case, documents, due_on in connection.execute(_OWING)
    ]


def cases_of_department(
    connection: Connection, department: str, states: Iterable[CaseState]
) -> Sequence[CaseLine]:
    """Return a department's cases in some states, in no order."""
    asked = {"department": department, "states": [state.value for state in states]}
    return [_line(row) for row in connection.execute(_OF_DEPARTMENT, asked)]


def cases_asked_of(connection: Connection, department: str) -> Sequence[CaseLine]:
    """Return other departments' cases on which one owes its opinion, due by the day of that."""
    found = connection.execute(_ASKED_OF, {"department": department})
    return [replace(_line(told), due_on=by, countdown=up_to(by)) for *told, by in found]


def cases_asked(connection: Connection) -> Sequence[tuple[str, CaseLine]]:
    """Return what :func:`cases_asked_of` does of all departments, each with whose opinion it is."""
    return [
        (department, replace(line, due_on=by, countdown=up_to(by)))
        for *told, asked, by in connection.execute(_ASKED)
        for line in [_line(told)]
        for department in asked.split()
        if department != line.department
    ]


def cases_of_active_projects(
    connection: Connection, states: Iterable[CaseState]
) -> Iterator[CaseLine]:
    """Yield the cases in some states of all projects whose start gate is still to be passed."""
    asked = {"states": [state.value for state in states]}
    yield from map(_line, connection.execute(_OF_ACTIVE, asked))


def _line(row: Sequence[Any]) -> CaseLine:
    # Unpacked at once: looking columns up by name takes longer than all the rest.
    project, procedure, place, department, state, due_on, correction_due_on = row[:7]
    preview_on, profile, course, still, unit, to, late_unit, late_from = row[7:15]
    left = Countdown(
        still,
        UNIT[unit] if unit is not None else None,
        to,
        UNIT[late_unit] if late_unit is not None else None,
        late_from,
    )
    of_case = (project, procedure, place, department, STATE[state], due_on, correction_due_on)
    return CaseLine(*of_case, preview_on, profile, course, left, *row[15:])
