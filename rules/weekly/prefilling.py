"""A weekly report as the system would fill it in (周报预填): last week, and the ledger.

Only what changed is left to ask; every value says where it comes from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from models.case import CaseFile
from models.doubt import Origin
from models.progress import Bottleneck, LandStatus, ProgressReport, WorkStatus
from models.project import ProjectStanding
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.plan.forecast import forecast_start

_LAND_WORDS: Mapping[str, LandStatus] = {
    "未报批": LandStatus.NOT_APPLIED,
    "组卷中": LandStatus.FILE_IN_PREPARATION,
    "已报批": LandStatus.APPLIED,
    "批而未供": LandStatus.APPROVED_NOT_SUPPLIED,
    "已供地": LandStatus.SUPPLIED_NOT_DELIVERED,
}
"""What a campaign's project list says of the land → the status it amounts to."""


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A draft of a report, and where each of its values comes from (预填)."""

    report: ProgressReport
    origins: Mapping[str, Origin]


def prefill(file: CaseFile, *, week: str, regulations: Regulations, on: date) -> Prefilled:
    """Return the report of a week as last week and the ledger have it.

    A report of that very week is what is corrected: it comes back as it stands.
    """
    if (sent := file.progress.reports.get(week)) is not None:
        return Prefilled(sent.report, dict.fromkeys(ProgressReport.model_fields, Origin.THIS_WEEK))
    values: dict[str, tuple[Any, Origin]] = {
        **_carried_over(file, week),
        **_of_the_record(file, week, on, regulations),
    }
    report = ProgressReport(**{name: value for name, (value, _) in values.items()})
    origins = {name: origin for name, (_, origin) in values.items()}
    return Prefilled(report, MappingProxyType(origins))


def _carried_over(file: CaseFile, week: str) -> dict[str, tuple[Any, Origin]]:
    """Return what stays as last week had it, or as the project list has it."""
    found = file.progress.before(week)
    project, last = file.project, found.report if found is not None else None
    none = Decimal(0)
    if last is None:
        arrived = sum((fund.arrived for fund in project.funds), none)
        paid = sum((fund.paid for fund in project.funds), none)
        money = (none, none, arrived, paid)
        origin = Origin.PLAN
    else:
        year = last.invested_year if found and found.week[:4] == week[:4] else none
        money = (year, last.invested_total, last.funds_arrived, last.funds_paid)
        origin = Origin.LAST_WEEK
    year_to_date, total, arrived, paid = money
    blank = origin if last is not None else Origin.BLANK
    return {
        "invested_week": (none, Origin.BLANK),
        "invested_year": (year_to_date, blank),
        "invested_total": (total, blank),
        "physical_work": (last.physical_work if last else "", blank),
        "completion_expected_on": (
            last.completion_expected_on if last else project.planned_completion,
            origin,
        ),
        "statistics_entered_on": (last.statistics_entered_on if last else None, blank),
        "funds_arrived": (arrived, origin),
        "funds_paid": (paid, origin),
        "utility_gaps": (last.utility_gaps if last else (), blank),
        "problems": (last.problems if last else (), blank),
        "last_problems": ("", Origin.BLANK),
        "next_week": ("", Origin.BLANK),
        "explanation": ("", Origin.BLANK),
        "filled_by": (last.filled_by if last else "", blank),
        "checked_by": (last.checked_by if last else "", blank),
    }


def _of_the_record(
    file: CaseFile, week: str, on: date, regulations: Regulations
) -> dict[str, tuple[Any, Origin]]:
    """Return what the approval record knows better than anybody who fills in a form."""
    found = file.progress.before(week)
    last = found.report if found is not None else None
    status, status_from = _status(file, last)
    started = file.started_on or (last.started_on if last else None)
    return {
        "status": (status, status_from),
        "started_on": (started, Origin.LEDGER if file.started_on else Origin.LAST_WEEK),
        "land_status": _land(file, last, regulations),
        "bottlenecks": (_bottlenecks(file, last, on, regulations), Origin.FORECAST),
    }


def _status(file: CaseFile, last: ProgressReport | None) -> tuple[WorkStatus, Origin]:
    if last is not None and (last.status is not WorkStatus.NOT_STARTED or file.started_on is None):
        return last.status, Origin.LAST_WEEK
    if file.started_on is None:
        return WorkStatus.NOT_STARTED, Origin.LEDGER
    resumed = file.project.standing is ProjectStanding.RESUMED
    return (WorkStatus.RESUMED if resumed else WorkStatus.STARTED), Origin.LEDGER


def _land(
    file: CaseFile, last: ProgressReport | None, regulations: Regulations
) -> tuple[LandStatus, Origin]:
    gate = regulations.gates[START_CONSTRUCTION]
    if file.started_on is not None:
        return LandStatus.IN_USE, Origin.LEDGER
    if f"{gate.code}.land_delivered" in file.confirmed:
        return LandStatus.CLEARED_DELIVERED, Origin.LEDGER
    if last is not None:
        return last.land_status, Origin.LAST_WEEK
    known = _LAND_WORDS.get(file.project.land.status, LandStatus.NOT_APPLIED)
    return known, Origin.PLAN


def _bottlenecks(
    file: CaseFile, last: ProgressReport | None, on: date, regulations: Regulations
) -> tuple[Bottleneck, ...]:
    """Return what of the way to the start is open now, with last week's words about it.

    When the unit's own day for it has not passed it stands; else the forecast's.
    """
    if file.started_on is not None:
        return ()
    procedures = regulations.procedures(file.project, on=on)
    forecast = forecast_start(file, procedures, on=on, regulations=regulations)
    said = {one.procedure: one for one in (last.bottlenecks if last else ())}
    open_now = {case.procedure for case in file.open_cases()}
    found = []
    for code in file.plan:
        if code not in open_now or code not in forecast.expected:
            continue
        before = said.get(code, Bottleneck(procedure=code))
        own = before.expected_on
        day = own if own is not None and own >= on else forecast.expected[code].concludes_on
        found.append(before.model_copy(update={"expected_on": day}))
    return tuple(found)
