"""Whether the ground of a matter still holds (督办事由), and which office has to answer for it."""

from datetime import date

from models.case import Case, CaseFile, CaseState
from models.issue import Issue
from models.light import Light
from models.notice import Ground
from rules.acceptance.promise import consequence
from rules.clocks.binding import binding
from rules.clocks.clock import ONE_DAY, counted_from, stop_due
from rules.clocks.holders import last_days_held, office_holding
from rules.clocks.receipt import timed
from rules.clocks.round_days import iso_week
from rules.fold.lifecycle import RUNNING
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.plan.slipping import slips_on

OF_HOLDER = frozenset({Ground.OVERDUE, Ground.SPECIAL_PROCEDURE_OVERRUN})
"""Grounds for which whoever holds the case that day answers, as light and delay ledger have it."""

OF_DEPARTMENT = frozenset({Ground.SIGNATURE_DUE, Ground.DEEMED_ACCEPTED})
"""Grounds that the department of the procedure answers for; the others are the unit's."""

ABOUT_START = frozenset({Ground.START_SLIPPED, Ground.START_MISSED, Ground.STANDSTILL})
"""Grounds that a start takes away; the others outlast it."""

TIMED = RUNNING | {CaseState.SUBMITTED, CaseState.PAUSED}
"""States of a case that may be late against a day."""


def answerable(
    file: CaseFile,
    ground: Ground,
    procedure: str,
    about_on: date,
    *,
    on: date,
    regulations: Regulations,
) -> str | None:
    """Return the code of the office that has to answer on a day; ``None`` = nobody here has to.

    No slip goes to an office that waits for another: whoever waits upstream is not asked,
    but whoever is waited for; what the law stops is nobody's.
    """
    if ground is Ground.ISSUE_OVERDUE and (late := issues_of(file, about_on)):
        return late[0].office
    if procedure in file.plan:
        if ground in OF_HOLDER:
            return office_holding(file, procedure, on=on, regulations=regulations)
        if ground in OF_DEPARTMENT:
            return file.plan[procedure].department
    return file.project.unit


def answerable_from(
    file: CaseFile,
    ground: Ground,
    procedure: str,
    about_on: date,
    *,
    since: date,
    regulations: Regulations,
) -> tuple[date, str] | None:
    """Return the first day, not before ``since``, on which an office has to answer, and which.

    ``None`` = nobody has to, as the file stands: days alone change nothing about it.
    """
    days = [since]
    if ground in OF_HOLDER and procedure in file.cases:
        turns = last_days_held(file.cases[procedure], regulations)
        days += sorted(day + ONE_DAY for day in turns if day >= since)
    for day in days:
        office = answerable(file, ground, procedure, about_on, on=day, regulations=regulations)
        if office is not None:
            return day, office
    return None


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
    if not still_there(file, ground, procedure, about_on, on=since, regulations=regulations):
        return None
    if ground is Ground.START_SLIPPED:
        procedures = regulations.procedures(file.project, on=since)
        return max(since, slips_on(file, procedures, since=since, regulations=regulations))
    return since


def still_there(
    file: CaseFile,
    ground: Ground,
    procedure: str,
    about_on: date,
    *,
    on: date,
    regulations: Regulations,
) -> bool:
    """Tell whether what the matter is about has not gone: a forecast may still mend by itself."""
    waits = file.started_on is None
    match ground:
        case Ground.START_SLIPPED:
            return waits and file.pinned_start == about_on and START_CONSTRUCTION not in file.passed
        case Ground.START_MISSED:
            return waits and file.pinned_start == about_on
        case Ground.STANDSTILL:
            return waits and (file.acted_on or file.registered_on) == about_on
        case Ground.REPORT_MISSED:
            return max(file.progress.reports, default="") < iso_week(about_on)
        case Ground.LIGHT_YELLOW | Ground.LIGHT_RED:
            wanted = {Light.RED} if ground is Ground.LIGHT_RED else {Light.RED, Light.YELLOW}
            return any(one.light in wanted for one in file.lit.values())
        case Ground.ISSUE_OVERDUE:
            return bool(issues_of(file, about_on))
        case Ground.DIRECTED:
            return True
        case _:
            case = file.cases.get(procedure)
            if case is None:
                return False
            return _case_holds(timed(file, case, regulations), ground, about_on, on, regulations)


def _case_holds(
    case: Case, ground: Ground, about_on: date, on: date, regulations: Regulations
) -> bool:
    """Tell whether a case is still late against the very day that the reminder was about."""
    days = regulations.days_of(case)
    if ground is Ground.SIGNATURE_DUE:
        return consequence(case, regulations.deferral_of(case), on=on, days=days) is not None
    if ground is Ground.SPECIAL_PROCEDURE_OVERRUN:
        return case.state is CaseState.PAUSED and stop_due(case.stops[-1], days=days) == about_on
    if case.limits is None or case.state not in TIMED:
        return False
    start = counted_from(case, case.limits.promised)
    found = binding(case, on=start, days=days) if start is not None else None
    return found is not None and found[1].due_on == about_on
