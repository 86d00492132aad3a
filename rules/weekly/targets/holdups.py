"""What keeps a project from getting there (卡点): one cause each, so that causes add up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.case import CaseFile, CaseState, Party
from models.catalogue import Procedure
from models.progress import ProgressReport
from models.target import Maturity
from rules.clocks.holders import holder
from rules.fold.waiting import waits_for
from rules.in_force.gates import START_CONSTRUCTION, missing
from rules.in_force.regulations import Regulations
from rules.plan.forecast import StartForecast
from rules.standing.planned_progress import planned_share
from rules.weekly.targets.maturity import lacking


class Cause(StrEnum):
    """Why a project is not there yet (原因)."""

    PROCEDURE = "procedure"
    """A procedure is open, with the department, the applicant or somebody else."""
    CONDITION = "condition"
    """Everything is approved; a condition of the gate is not confirmed."""
    READY = "ready"
    """It may start and has not."""
    PROBLEM = "problem"
    """Its unit reports a problem."""
    UNREPORTED = "unreported"
    """Nobody has reported it."""
    BEHIND = "behind"
    """It lags behind its plan and no problem is reported."""
    COMPLETION = "completion"
    """Its unit expects to complete it later."""
    IMMATURE = "immature"
    """Something that its application needs is missing."""
    LINE = "line"
    """A line of a book has not got there."""
    FORFEITED = "forfeited"
    """It missed its day and is not counted any more."""


@dataclass(frozen=True, slots=True)
class Holdup:
    """What keeps one project from getting there, and with whom it lies (卡点)."""

    cause: Cause
    subject: str = ""
    """Code of a procedure, or words."""
    name: str = ""
    """The subject in words."""
    office: str = ""
    """Code of the department or unit whose turn it is."""
    party: Party | None = None
    """Who holds the procedure; ``None`` = nobody, or it is no procedure."""


@dataclass(frozen=True, slots=True)
class Holdups:
    """What keeps a project from each kind of end (各指标卡点)."""

    start: Holdup
    procedures: Holdup
    investment: Holdup
    production: Holdup
    ready: Holdup


def holdups(
    file: CaseFile,
    forecast: StartForecast | None,
    report: ProgressReport | None,
    procedures: Mapping[str, Procedure],
    *,
    maturity: Maturity | None,
    on: date,
    regulations: Regulations,
) -> Holdups:
    """Return why a project is not there yet, whatever is asked of it."""
    unit = file.project.unit
    reported = _reported(report, unit)
    open_ = _procedure(file, forecast, procedures, on, regulations)
    nobody = Holdup(Cause.UNREPORTED, office=unit) if report is None else None
    start = open_ or reported or nobody or _gate(file, regulations)
    lacks = "、".join(one.name for one in lacking(file, maturity)) if maturity is not None else ""
    return Holdups(
        start=start if file.started_on is None else reported or nobody or _behind(file, report, on),
        procedures=open_ or _gate(file, regulations),
        investment=reported
        or nobody
        or (start if file.started_on is None else _behind(file, report, on)),
        production=reported or nobody or _completion(file, report),
        ready=Holdup(Cause.IMMATURE, lacks, lacks, unit),
    )


def _procedure(
    file: CaseFile,
    forecast: StartForecast | None,
    procedures: Mapping[str, Procedure],
    on: date,
    regulations: Regulations,
) -> Holdup | None:
    """Return the open procedure on which the start depends most."""
    code = sticking_point(file, forecast) if forecast is not None else ""
    if not code or file.cases[code].concluded:
        return None
    party = holder(file, code, on=on, regulations=regulations)
    at_department = party is Party.DEPARTMENT
    office = file.plan[code].department if at_department else file.project.unit
    return Holdup(Cause.PROCEDURE, code, procedures[code].name, office, party)


def sticking_point(file: CaseFile, forecast: StartForecast) -> str:
    """Return the open procedure on which the start depends most, empty where there is none.

    Followed back from the one concluded last, each time to the prerequisite that is
    expected last, until one is open.
    """
    seen: list[str] = []
    code = forecast.deciding
    while code is not None and code in file.cases and code not in seen:
        seen.append(code)
        if file.cases[code].state is not CaseState.NOT_OPEN:
            break
        before = [one for one in waits_for(file, code) if one in forecast.expected]
        code = max(before, key=lambda one: forecast.expected[one].concludes_on, default=None)
    return seen[-1] if seen else ""


def _gate(file: CaseFile, regulations: Regulations) -> Holdup:
    """Return what the gate itself still asks for, or that it is open."""
    unit = file.project.unit
    lacks = missing(file, regulations.gates[START_CONSTRUCTION], {})
    if START_CONSTRUCTION in file.passed or not lacks:
        return Holdup(Cause.READY, office=unit)
    return Holdup(Cause.CONDITION, lacks[0].code, lacks[0].name, unit)


def _reported(report: ProgressReport | None, unit: str) -> Holdup | None:
    """Return the first problem that the newest report tells of."""
    if report is None or not report.problems:
        return None
    told = report.problems[0]
    return Holdup(Cause.PROBLEM, told.text, told.text, told.office or unit)


def _behind(file: CaseFile, report: ProgressReport | None, on: date) -> Holdup:
    """Return by how many points the investment of a project lags its plan."""
    plan, share = file.project.investment.this_year, planned_share(file, on)
    done = report.invested_year / plan if report is not None and plan else None
    points = round((share - done) * 100) if share is not None and done is not None else 0
    return Holdup(Cause.BEHIND, str(max(points, 0)), "", file.project.unit)


def _completion(file: CaseFile, report: ProgressReport | None) -> Holdup:
    day = report.completion_expected_on if report is not None else None
    day = day or file.project.planned_completion
    told = day.isoformat() if day is not None else ""
    return Holdup(Cause.COMPLETION, told, told, file.project.unit)
