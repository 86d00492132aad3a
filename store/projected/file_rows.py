"""A case file as rows (投影行): a pure function of the file and of the regulations in force."""

from collections.abc import Iterable
from typing import Any

from models.case import Case, CaseFile, CaseState
from models.changing import changed
from rules.acting.agenda import next_day
from rules.clocks.binding import earlier
from rules.clocks.clock import read_clock
from rules.clocks.countdown import Countdown, countdown
from rules.clocks.receipt import timed
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.standing.course import HANGS_ON_OTHERS, began, course
from rules.standing.relit import relit_on
from store.projected.courses import as_text

Row = dict[str, Any]


def project_row(file: CaseFile, regulations: Regulations) -> Row:
    """Return the row of a project that was registered just now."""
    project = file.project
    return {
        "name": project.name,
        "type": project.type.value,
        "tier": project.tier.value,
        "standing": project.standing.value,
        "unit": project.unit,
        "credit_code": project.applicant.credit_code,
        "registered_on": file.registered_on,
        "sponsor": project.sponsor,
        "chief_service_officer": project.chief_service_officer,
        "traits": project.traits.model_dump_json(exclude_defaults=True),
    } | moving(file, regulations)


def moving(file: CaseFile, regulations: Regulations) -> Row:
    """Return what entries change in a project's row; the rest stands since it was registered."""
    return {
        "code": file.project.code,
        "version": file.version,
        "pinned_start": file.pinned_start,
        "passed_on": file.passed.get(START_CONSTRUCTION),
        "started_on": file.started_on,
        "wake_on": next_day(file, regulations),
        "relit_on": relit_on(file, regulations),
    }


def case_row(file: CaseFile, code: str, regulations: Regulations) -> Row:
    """Return the row of a case; it says nothing of today (ADR 33)."""
    case, planned = file.cases[code], file.plan[code]
    promised = statutory = binds = None
    left = Countdown()
    limits = timed(file, case, regulations).limits
    if limits is not None:
        days, on = regulations.days_of(case), began(file, case)
        promised = read_clock(case, limits.promised, on=on, days=days)
        statutory = read_clock(case, limits.statutory, on=on, days=days)
        binds = earlier(promised, statutory)
        limit = limits.statutory if binds is statutory else limits.promised
        left = countdown(case, limit, binds, on=on, days=days)
    return {
        "project": file.project.code,
        "procedure": code,
        "place": list(file.plan).index(code),
        "department": planned.department,
        "stage": planned.stage,
        "state": case.state.value,
        "opened_on": case.opened_on,
        "submitted_on": case.submitted_on,
        "accepted_on": case.accepted_on,
        "promised_due": promised.due_on if promised else None,
        "statutory_due": statutory.due_on if statutory else None,
        "due_on": binds.due_on if binds else None,
        "concluded_on": case.concluded_on,
        "ended_on": case.ended_on,
        "delivered_on": case.delivered_on,
        "correction_due_on": case.correction_due_on,
        "preview_on": case.preview.given_on if case.preview is not None else None,
        "profile": regulations.deferral_of(case).name if case.lapsed else None,
        "course": as_text(course(file, code, regulations)),
        "left_still": left.still,
        "left_unit": left.unit.value if left.unit is not None else None,
        "left_to": left.to,
        "late_unit": left.late_unit.value if left.late_unit is not None else None,
        "late_from": left.late_from,
    }


def owed_rows(project: str, case: Case) -> list[Row]:
    """Return the rows of the documents that a case owes or owed."""
    return [
        {
            "project": project,
            "procedure": case.procedure,
            "document": owed.document,
            "due_on": owed.due_on,
            "received_on": owed.received_on,
            "lapsed_on": owed.lapsed_on,
        }
        for owed in case.owed
    ]


def cases_shown(before: CaseFile, after: CaseFile, touched: Iterable[str]) -> list[str]:
    """Return the cases of which a row may differ: also those that another one held up."""
    shown = [code for code in touched if _shows(before.cases[code], after.cases[code])]
    if any(_moves_others(before.cases[code], after.cases[code]) for code in shown):
        waited = (one for one, case in after.cases.items() if case.state in HANGS_ON_OTHERS)
        shown = list(dict.fromkeys((*shown, *waited)))
    return shown


def _moves_others(before: Case, after: Case) -> bool:
    """Tell whether what may be done on other cases hangs on what has changed in one."""
    owed = after.state is CaseState.APPROVED_CONDITIONALLY and before.owed != after.owed
    return owed or before.concluded is not after.concluded


def _shows(before: Case, after: Case) -> bool:
    """Tell whether a case's row may differ: that it was reminded of stands in none."""
    return changed(before, reminded=after.reminded) != after
