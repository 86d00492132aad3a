"""Projects and issues as lists (项目一览、问题清单): filtered, searched, nothing folded twice."""

from collections.abc import Sequence
from datetime import date

from casework.office import Office, must_be_registered
from casework.weekly.summary import issue_line
from models.campaign_views import IssueLine
from rules.doors.initials import begins_somewhere
from store.projected.listed import listed_issues
from store.projected.queries import ProjectLine, project_lines


def find_projects(
    office: Office, text: str = "", *, unit: str = "", active: bool = False
) -> Sequence[ProjectLine]:
    """Return the projects whose code or name holds a text, or whose name has it for initials."""
    with office.store.reading() as connection:
        lines = project_lines(connection)
    return [
        line
        for line in lines
        if unit in ("", line.unit) and (line.active or not active) and _found(text, line)
    ]


def find_issues(
    office: Office, project: str = "", *, wanted: str = "", solved: bool = False, today: date
) -> Sequence[IssueLine]:
    """Return the issues of one project or of all, by their day; solved ones when asked for.

    ``wanted`` is the code of the office that should solve them.
    """
    with office.store.reading() as connection:
        situation = office.situation(connection)
        if project:
            must_be_registered(connection, project)
        found = [
            issue_line(of.code, of.name, issue, situation, today)
            for of, issue in listed_issues(connection, project=project, solved=solved)
            if wanted in ("", issue.office)
        ]
    return sorted(found, key=lambda line: (line.due_on, line.project, line.issue))


def _found(text: str, line: ProjectLine) -> bool:
    told = text.strip()
    return (
        told.lower() in line.code.lower()
        or told in line.name
        or (told.isascii() and told.isalnum() and begins_somewhere(told, line.name))
    )
