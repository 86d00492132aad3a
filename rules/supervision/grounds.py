"""Whether the ground of a matter still holds (督办事由), and who has to answer for it."""

from datetime import date

from models.case import Case, CaseFile, CaseState
from models.issue import Issue
from models.light import Light
from models.notice import Ground
from rules.clocks.clock import counted_from, read_clock
from rules.clocks.receipt import timed
from rules.fold.lifecycle import RUNNING
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.plan.forecast import slips_on

OF_DEPARTMENT = frozenset(
    {Ground.OVERDUE, Ground.SPECIAL_PROCEDURE_OVERRUN, Ground.SIGNATURE_DUE, Ground.DEEMED_ACCEPTED}
)
"""Grounds that the department of the procedure answers for; the others are the unit's."""


def answerable(file: CaseFile, ground: Ground, procedure: str, about_on: date) -> str:
    """Return the code of the office that has to answer."""
    if ground is Ground.ISSUE_OVERDUE and (late := issues_of(file, about_on)):
        return late[0].office
    if ground in OF_DEPARTMENT and procedure in file.plan:
        return file.plan[procedure].department
    return file.project.unit


def issues_of(file: CaseFile, due_on: date) -> tuple[Issue, ...]:
    """Return the open issues that should have been solved by a day."""
    return tuple(one for one in file.issues.values() if one.open and one.due_on == due_on)


def holds_from(
    file: CaseFile,
    ground: Ground,
    procedure: str,
    about_on: date,
    *,
    since: date,
    regulations: Regulations,
) -> date | None:
    """Return the first day, not before ``since``, on which the ground holds; ``None`` = no more.

    As the file stands: any entry may change the answer.
    """
    waits = file.started_on is None
    match ground:
        case Ground.START_SLIPPED:
            if not waits or file.pinned_start != about_on or START_CONSTRUCTION in file.passed:
                return None
            procedures = regulations.procedures(file.project, on=since)
            return max(since, slips_on(file, procedures, since=since, regulations=regulations))
        case Ground.START_MISSED:
            return since if waits and file.pinned_start == about_on else None
        case Ground.STANDSTILL:
            return since if waits and file.acted_on == about_on else None
        case Ground.REPORT_MISSED:
            week = "{}-W{:02d}".format(*about_on.isocalendar()[:2])
            return since if max(file.progress.reports, default="") < week else None
        case Ground.LIGHT_YELLOW | Ground.LIGHT_RED:
            wanted = {Light.RED} if ground is Ground.LIGHT_RED else {Light.RED, Light.YELLOW}
            return since if any(one.light in wanted for one in file.lit.values()) else None
        case Ground.ISSUE_OVERDUE:
            return since if issues_of(file, about_on) else None
        case Ground.DIRECTED:
            return since
        case _:
            case = file.cases.get(procedure)
            case = timed(file, case, regulations) if case is not None else None
            return since if case is not None and _case_holds(case, about_on, regulations) else None


def _case_holds(case: Case, about_on: date, regulations: Regulations) -> bool:
    """Tell whether a case is still late against the very day that the reminder was about."""
    if case.state is CaseState.PAUSED:
        return True
    waits = case.state is CaseState.SUBMITTED
    if case.limits is None or not (waits or case.state in RUNNING):
        return False
    start, days = counted_from(case, case.limits.promised), regulations.days_of(case)
    if start is None:
        return False
    reading = read_clock(case, case.limits.promised, on=start, days=days)
    return reading is not None and reading.due_on == about_on
