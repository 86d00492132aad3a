"""Matters and issues as rows (督办台账、问题清单): written with the act, read without a file.

A row holds the whole of what the fold knows of a matter or an issue, so that what is read
from it is the very object that the file would give.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter
from sqlalchemy import Connection, bindparam, select

from models.case import CaseFile
from models.issue import Issue
from models.notice import Ground
from models.supervision import Matter, Slip
from models.tables.projected import IssueRow, MatterRow, ProjectRow
from store.rows.prepared import Script
from store.rows.rows_at_once import add_rows, change_rows

SLIPS = TypeAdapter(tuple[Slip, ...], config=ConfigDict(defer_build=True))
GROUNDS = {ground.value: ground for ground in Ground}
NOTHING: Mapping[Any, Any] = {}
Row = dict[str, Any]
Listed = TypeVar("Listed")


@dataclass(frozen=True, slots=True)
class Of:
    """The project of what stands in a list (所属项目)."""

    code: str
    name: str
    unit: str
    sponsor: str
    chief_service_officer: str


def matter_row(project: str, matter: Matter) -> Row:
    """Return the row of a matter."""
    return {
        "project": project,
        "matter": matter.key,
        "number": matter.number,
        "ground": matter.ground.value,
        "about_on": matter.about_on,
        "procedure": matter.procedure,
        "office": matter.office,
        "opened_on": matter.opened_on,
        "first_rung": matter.first_rung,
        "cause": matter.cause,
        "slips": SLIPS.dump_json(matter.slips, exclude_defaults=True).decode(),
        "interviewed_on": matter.interviewed_on,
        "review_asked_on": matter.review_asked_on,
        "review_due_on": matter.review_due_on,
        "upheld": matter.upheld,
        "closed_on": matter.closed_on,
        "result": matter.result,
        "gone": matter.gone,
    }


def issue_row(project: str, issue: Issue) -> Row:
    """Return the row of an issue."""
    return {
        "project": project,
        "number": issue.number,
        "text": issue.text,
        "needs": issue.needs,
        "office": issue.office,
        "raised_on": issue.raised_on,
        "due_on": issue.due_on,
        "solved_on": issue.solved_on,
        "result": issue.result,
    }


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows of one table that are new, and rows that read otherwise than before (改动)."""

    new: list[Row]
    moved: list[Row]


def changed_matters(before: CaseFile | None, after: CaseFile) -> Changes:
    """Return the rows of matters that differ between a file as it was and as it is."""
    known = before.matters if before is not None else NOTHING
    return _changes(after.project.code, known, after.matters, matter_row)


def changed_issues(before: CaseFile | None, after: CaseFile) -> Changes:
    """Return the rows of issues that differ between a file as it was and as it is."""
    known = before.issues if before is not None else NOTHING
    return _changes(after.project.code, known, after.issues, issue_row)


def _changes(
    project: str,
    before: Mapping[Any, Listed],
    after: Mapping[Any, Listed],
    row: Callable[[str, Listed], Row],
) -> Changes:
    new: list[Row] = []
    moved: list[Row] = []
    if before is not after:
        for key, one in after.items():
            if key not in before:
                new.append(row(project, one))
            elif before[key] is not one:
                moved.append(row(project, one))
    return Changes(new, moved)


def write_listed(
    into: Connection | Script, changes: Iterable[tuple[CaseFile | None, CaseFile]]
) -> None:
    """Write the rows of matters and issues that differ between files as they were and are."""
    matters, issues = Changes([], []), Changes([], [])
    for before, after in changes:
        for so_far, found in (
            (matters, changed_matters(before, after)),
            (issues, changed_issues(before, after)),
        ):
            so_far.new.extend(found.new)
            so_far.moved.extend(found.moved)
    for table, rows in ((MatterRow, matters), (IssueRow, issues)):
        add_rows(into, table, rows.new)
        change_rows(into, table, rows.moved)


_MATTER = MatterRow.__table__.c
_ISSUE = IssueRow.__table__.c
_PROJECT = ProjectRow.__table__.c
_OF = (
    _PROJECT.code,
    _PROJECT.name,
    _PROJECT.unit,
    _PROJECT.sponsor,
    _PROJECT.chief_service_officer,
)
_ISSUES_OF = [column for column in _ISSUE if column.name != "project"]
MATTERS_OF = [column for column in _MATTER if column.name != "project"]

# Built once: SQLAlchemy spends longer on building a statement than SQLite on running it.
_MATTERS = (
    select(*_OF, *MATTERS_OF)
    .join_from(MatterRow, ProjectRow, _MATTER.project == _PROJECT.code)
    .order_by(_MATTER.project, _MATTER.number)
)
_ISSUES = (
    select(*_OF, *_ISSUES_OF)
    .join_from(IssueRow, ProjectRow, _ISSUE.project == _PROJECT.code)
    .order_by(_ISSUE.project, _ISSUE.number)
)
_OPEN_MATTERS = _MATTERS.where(_MATTER.closed_on.is_(None))
_OPEN_ISSUES = _ISSUES.where(_ISSUE.solved_on.is_(None))
_MATTERS_OF_ONE = _MATTERS.where(_MATTER.project == bindparam("project"))
_ISSUES_OF_ONE = _ISSUES.where(_ISSUE.project == bindparam("project"))


def listed_matters(
    connection: Connection, *, project: str = "", closed: bool = False
) -> Iterator[tuple[Of, Matter]]:
    """Yield the open matters of one project or of all, or closed ones as well, by project."""
    asked = _MATTERS_OF_ONE if project else _MATTERS if closed else _OPEN_MATTERS
    for row in connection.execute(asked, {"project": project} if project else {}):
        of, matter = Of(*row[:5]), matter_of(row[5:])
        if closed or matter.open:
            yield of, matter


def listed_issues(
    connection: Connection, *, project: str = "", solved: bool = False
) -> Iterator[tuple[Of, Issue]]:
    """Yield the open issues of one project or of all, or solved ones as well, by project."""
    asked = _ISSUES_OF_ONE if project else _ISSUES if solved else _OPEN_ISSUES
    for row in connection.execute(asked, {"project": project} if project else {}):
        of, issue = Of(*row[:5]), Issue(*row[5:])
        if solved or issue.open:
            yield of, issue


def matter_of(row: Sequence[Any]) -> Matter:
    """Return the matter that a row holds, by its columns after the project's."""
    key, number, ground, about_on, procedure, office, opened_on, rung, cause, slips = row[:10]
    interviewed, asked, due, upheld, closed, result, gone = row[10:]
    return Matter(
        key=key,
        ground=GROUNDS[ground],
        about_on=about_on,
        procedure=procedure,
        office=office,
        opened_on=opened_on,
        first_rung=rung,
        number=number,
        cause=cause,
        slips=SLIPS.validate_json(slips),
        interviewed_on=interviewed,
        review_asked_on=asked,
        review_due_on=due,
        upheld=upheld,
        closed_on=closed,
        result=result,
        gone=gone,
    )
