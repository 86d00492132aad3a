"""Acts on the list of issues (问题清单): raised by whoever meets them, solved by their office."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from models.case import CaseFile
from models.catalogue import Unit
from models.issue import Issue, IssueRaised, IssueSolved, RaiseIssue, SolveIssue
from models.people import Role
from models.progress import ReportedProblem
from models.refusal import Refused
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.documents import DateOutOfRange
from rules.days.last_day import last_day, passed
from rules.days.working_days import WorkingDays
from rules.in_force.regulations import Regulations

DEFAULT_WORKDAYS = 5
"""Working days to solve an issue where the ladder names none (assumed)."""


class NoSuchIssue(Refused):
    """No open issue fits (没有相应的问题)."""


class NotTheirIssue(Refused):
    """Another office has to solve it (不是本单位的问题)."""


def issue_due(on: date, regulations: Regulations) -> date:
    """Return by when an issue that is raised on a day should be solved."""
    ladder = regulations.rulebook.escalation
    days = ladder.issue_workdays if ladder is not None else DEFAULT_WORKDAYS
    return regulations.days.add(on, days, Unit.WORKDAY).due_on


def overdue(issue: Issue, *, on: date, days: WorkingDays) -> bool:
    """Tell whether an issue is open after its day, or after the working day it moved to."""
    return issue.open and passed(issue.due_on, on=on, days=days)


def raised(
    file: CaseFile,
    text: str,
    needs: str,
    office: str,
    *,
    due_on: date | None = None,
    on: date,
    regulations: Regulations,
) -> IssueRaised:
    """Return the entry of a new issue, numbered after the last one."""
    return IssueRaised(
        issue=len(file.issues) + 1,
        text=text,
        needs=needs,
        office=office or file.project.unit,
        due_on=last_day(due_on, regulations.days) if due_on else issue_due(on, regulations),
    )


def new_issues(
    file: CaseFile,
    problems: Iterable[ReportedProblem],
    *,
    on: date,
    regulations: Regulations,
) -> Iterator[IssueRaised]:
    """Yield the issues that reported problems put on the list: each text once while it is open."""
    known = {one.text for one in file.issues.values() if one.open}
    for problem in problems:
        if problem.text not in known:
            known.add(problem.text)
            issue = raised(
                file, problem.text, problem.needs, problem.office, on=on, regulations=regulations
            )
            yield issue
            file = replace(file, issues={**file.issues, issue.issue: _as_issue(issue, on)})


def _as_issue(issue: IssueRaised, on: date) -> Issue:
    return Issue(issue.issue, issue.text, issue.needs, issue.office, on, issue.due_on)


def _wanted(given: Circumstances) -> Issue | None:
    number = given.asked(SolveIssue).issue
    found = [one for one in given.file.issues.values() if one.open and number in (0, one.number)]
    return found[0] if len(found) == 1 else None


def issue_is_known(given: Circumstances) -> Refused | None:
    """The issue is open, and named where there are several."""
    if _wanted(given) is not None:
        return None
    listed = "；".join(f"{one.number} {one.text}" for one in given.file.issues.values() if one.open)
    if not listed:
        return NoSuchIssue("没有尚未解决的问题")
    return NoSuchIssue(f"请写明问题编号，尚未解决的有：{listed}")


def issue_is_theirs(given: Circumstances) -> Refused | None:
    """An issue is struck off by its office, the project's carers or the dispatch centre."""
    issue = _wanted(given)
    project = given.file.project
    carers = (project.chief_service_officer, project.sponsor)
    if (
        issue is None
        or given.by.role is Role.DISPATCHER
        or given.by.number in carers
        or given.by.office in (issue.office, project.unit)
    ):
        return None
    return NotTheirIssue(f"该问题由 {issue.office} 解决，{given.by.name}不能销号")


def office_is_known(given: Circumstances) -> Refused | None:
    """An office that is named is one that the campaign has."""
    office = vars(given.request)["office"]
    if office and office not in given.regulations.campaign.office_names:
        return NoSuchIssue(f"机构名录中没有“{office}”")
    return None


def day_is_ahead(given: Circumstances) -> Refused | None:
    """An issue is to be solved by a day ahead."""
    asked = given.asked(RaiseIssue)
    if asked.due_on is not None and asked.due_on < given.on:
        return DateOutOfRange(f"解决期限 {asked.due_on} 早于今日（{given.on}）")
    return None


def raised_by_request(given: Circumstances) -> IssueRaised:
    """Put the issue on the list (提出问题)."""
    asked = given.asked(RaiseIssue)
    return raised(
        given.file,
        asked.text,
        asked.needs,
        asked.office,
        due_on=asked.due_on,
        on=given.on,
        regulations=given.regulations,
    )


def solved(given: Circumstances) -> IssueSolved:
    """Strike the issue off (问题销号)."""
    issue = _wanted(given)
    assert issue is not None
    return IssueSolved(issue=issue.number, result=given.asked(SolveIssue).result)
