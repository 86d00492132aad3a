"""A case file as rows (投影行): a pure function of the file and of the regulations in force."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Any

from models.act_words import IN_BATCH
from models.case import Case, CaseFile, CaseState, Party
from models.changing import changed
from rules.acting.agenda import next_day
from rules.acting.offers import offered
from rules.clocks.binding import earlier
from rules.clocks.clock import read_clock
from rules.clocks.concurring import awaited
from rules.clocks.countdown import Countdown, countdown
from rules.clocks.receipt import timed
from rules.fold.waiting import waits_for
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.in_force.review_forms import review_form
from rules.standing.course import HANGS_ON_OTHERS, began, course
from rules.standing.relit import relit_on
from rules.standing.until import DELIVERY, Until, changed_on, until
from store.projected.courses import as_text

Row = dict[str, Any]


def project_row(file: CaseFile, regulations: Regulations) -> Row:
    """Return the row of a project that was registered just now."""
    return about(file) | moving(file, regulations)


def about(file: CaseFile) -> Row:
    """Return what stands in a project's row until the project itself is changed."""
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
    }


def moving(file: CaseFile, regulations: Regulations) -> Row:
    """Return what entries change in a project's row; the rest stands since it was registered."""
    return _every_time(file, regulations) | _seldom(file)


def moved(changes: Iterable[tuple[CaseFile, CaseFile]], regulations: Regulations) -> list[Row]:
    """Return what has changed in the rows of projects as they were and are: the same columns.

    Few acts move what is seldom moved; a column that is named costs its indexes, changed or not.
    """
    pairs = list(changes)
    if any(before.project is not after.project for before, after in pairs):
        return [about(after) | moving(after, regulations) for _, after in pairs]
    if any(_seldom(before) != _seldom(after) for before, after in pairs):
        return [moving(after, regulations) for _, after in pairs]
    return [_every_time(after, regulations) for _, after in pairs]


def _every_time(file: CaseFile, regulations: Regulations) -> Row:
    return {
        "code": file.project.code,
        "version": file.version,
        "wake_on": next_day(file, regulations),
        "relit_on": relit_on(file, regulations),
    }


def _seldom(file: CaseFile) -> Row:
    return {
        "pinned_start": file.pinned_start,
        "passed_on": file.passed.get(START_CONSTRUCTION),
        "started_on": file.started_on,
        "agent": file.agent,
    }


def case_row(file: CaseFile, code: str, regulations: Regulations) -> Row:
    """Return the row of a case; it says nothing of today (ADR 33)."""
    case, planned = file.cases[code], file.plan[code]
    promised = statutory = binds = None
    left, begins = Countdown(), began(file, case)
    limits = timed(file, case, regulations).limits
    if limits is not None:
        days = regulations.days_of(case)
        promised = read_clock(case, limits.promised, on=begins, days=days)
        statutory = read_clock(case, limits.statutory, on=begins, days=days)
        binds = earlier(promised, statutory)
        limit = limits.statutory if binds is statutory else limits.promised
        left = countdown(case, limit, binds, on=begins, days=days)
    by_law = statutory is not None and binds is statutory
    opinions = awaited(file, case, regulations)
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
        "left_still": left.still,
        "left_unit": left.unit.value if left.unit is not None else None,
        "left_to": left.to,
        "late_unit": left.late_unit.value if left.late_unit is not None else None,
        "late_from": left.late_from,
        "accepted_by": case.accepted_by,
        "handler": case.handler,
        "owed": len(case.outstanding),
        "changed_on": changed_on(case),
        "asked": f" {' '.join(opinions.codes)} " if opinions.offices else "",
        "asked_by": opinions.due_on,
        **_how_it_goes_on(
            file, case, regulations, until(case, binds, left, by_law=by_law, law=regulations)
        ),
    }


def _how_it_goes_on(file: CaseFile, case: Case, regulations: Regulations, until: Until) -> Row:
    """Return whose turn it is, from turn to turn, until when, and what may be done meanwhile."""
    code, begins = case.procedure, began(file, case)
    runs = course(file, code, regulations)
    first = runs.standings[0]
    held = Party.DEPARTMENT if until.name == DELIVERY else first.holder
    known = regulations.procedures(file.project, on=begins).get(code)
    form = review_form(known, regulations.campaign.catalogue) if known is not None else None
    may = offered(file, code, on=begins, regulations=regulations, among=IN_BATCH)
    return {
        "course": as_text(runs),
        "light": first.light.value,
        "holder": held.value if held is not None else "",
        "signature": first.consequence is not None,
        "turns_on": runs.days[1] if len(runs.days) > 1 else None,
        "until_name": until.name,
        "until_on": until.on,
        "late_on": until.left.late_on(until.on, since=begins, days=regulations.days),
        "alone": form is not None and form.single_handed,
        "waits": "、".join(waits_for(file, code)) if case.state is CaseState.NOT_OPEN else "",
        "acts": " ".join(act.value for act in may),
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
    moving = {code for code in shown if _moves_others(before.cases[code], after.cases[code])}
    if moving:
        waited = (one for one in after.plan if _hangs_on(after, one, moving))
        shown = list(dict.fromkeys((*shown, *waited)))
    return shown


def _hangs_on(file: CaseFile, code: str, others: AbstractSet[str]) -> bool:
    """Tell whether what a row says may change with what others have come to."""
    state = file.cases[code].state
    if state not in (CaseState.NOT_OPEN, CaseState.OPEN):
        return state in HANGS_ON_OTHERS
    planned = file.plan[code]
    return not others.isdisjoint(planned.prerequisites) or any(
        not others.isdisjoint(group) for group in planned.any_of
    )


def _moves_others(before: Case, after: Case) -> bool:
    """Tell whether what may be done on other cases hangs on what has changed in one."""
    owed = after.state is CaseState.APPROVED_CONDITIONALLY and before.owed != after.owed
    return owed or before.concluded is not after.concluded


def _shows(before: Case, after: Case) -> bool:
    """Tell whether a case's row may differ: that it was reminded of stands in none."""
    alike = before.reminded == after.reminded
    return alike or changed(before, reminded=after.reminded) != after
