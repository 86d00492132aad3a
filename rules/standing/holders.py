"""Who holds a procedure at the end of a day (责任方): the rule behind the delay ledger.

A day belongs to whoever holds the case at its end. A minimum notice period (公告期) is
nobody's to shorten, a special procedure stops by law for the length that was stated, and
only what waits for nothing but other departments is upstream.
"""

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from models.case import Case, CaseFile, CaseState, ClockStop, Party
from models.catalogue import Procedure, RequirementLevel, SpecialProcedureKind
from rules.acting.consequences import waits_for
from rules.clocks.clock import earliest_conclusion, stop_due
from rules.days.last_day import passed
from rules.days.working_days import WorkingDays
from rules.in_force.regulations import Regulations
from rules.standing.hindsight import has_notice_period

STOPPED_BY: Mapping[SpecialProcedureKind, Party] = {
    SpecialProcedureKind.CORRECTION: Party.APPLICANT,
    SpecialProcedureKind.BIDDING: Party.THIRD_PARTY,
    SpecialProcedureKind.INVESTIGATION: Party.THIRD_PARTY,
    SpecialProcedureKind.INTERMEDIARY: Party.THIRD_PARTY,
    SpecialProcedureKind.CONSTRUCTION: Party.THIRD_PARTY,
    SpecialProcedureKind.LINKED_PERMIT: Party.UPSTREAM,
}
"""Special procedures that somebody else carries out; the others stop by law (行政许可法 45)."""

ASKED_FOR = frozenset({RequirementLevel.PRINCIPAL, RequirementLevel.DEFERRABLE})


def holder(file: CaseFile, procedure: str, *, on: date, regulations: Regulations) -> Party | None:
    """Return who holds a procedure at the end of a day; ``None`` = never opened, or concluded.

    Read as of the day: a promise that has fallen due is the applicant's from the next
    day on, whether its lapse has been noticed or not.
    """
    return holder_of(file, file.cases[procedure], on, regulations)


def holder_of(file: CaseFile, case: Case, on: date, regulations: Regulations) -> Party | None:
    """Return who holds a case of a file, as it is given, at the end of a day."""
    match case.state:
        case CaseState.NOT_REQUIRED | CaseState.APPROVED | CaseState.APPROVED_CONDITIONALLY:
            return None
        case CaseState.NOT_OPEN:
            return None if case.opened_on is None else Party.UPSTREAM
        case CaseState.OPEN | CaseState.CORRECTING | CaseState.OVERDUE_PROMISE:
            return Party.APPLICANT
        case CaseState.SUBMITTED:
            return Party.DEPARTMENT
        case CaseState.ACCEPTED | CaseState.CONDITIONALLY_ACCEPTED:
            return _of_a_running_case(file, case, on, regulations)
        case CaseState.PAUSED:
            return stop_holder(case.stops[-1], on=on, days=regulations.days_of(case))
        case (
            CaseState.DECLINED
            | CaseState.RETURNED
            | CaseState.WITHDRAWN
            | CaseState.REFUSED
            | CaseState.REVOKED
        ):
            # It may be submitted anew, unless a prerequisite has fallen away meanwhile.
            return Party.UPSTREAM if waits_for(file, case.procedure) else Party.APPLICANT
        case state:
            assert_never(state)


def stopped_by(stop: ClockStop) -> Party:
    """Return whose time a stop of the clock is; the grace after a lapse is the applicant's."""
    if stop.kind is None:
        return Party.APPLICANT
    return STOPPED_BY.get(stop.kind, Party.STATUTORY_STOP)


def stop_holder(stop: ClockStop, *, on: date, days: WorkingDays) -> Party:
    """Return whose day of a stop it is: beyond the length that was stated, no law stops.

    The agency tells the time that a special procedure takes (行政许可法 45). What goes beyond
    it belongs to whoever carries it out: to the department, where nobody else does.
    """
    party = stopped_by(stop)
    if party is Party.STATUTORY_STOP and on > stop_due(stop, days=days):
        return Party.DEPARTMENT
    return party


def _of_a_running_case(file: CaseFile, case: Case, on: date, regulations: Regulations) -> Party:
    days = regulations.days_of(case)
    if any(passed(owed.due_on, on=on, days=days) for owed in case.outstanding):
        return Party.APPLICANT
    if has_notice_period(case) and case.clock_from is not None and on > case.clock_from:
        earliest = period_end(case, regulations)
        if earliest is not None and on <= earliest:
            return Party.STATUTORY_STOP
    accepted = case.accepted_on or on
    procedure = regulations.procedures(file.project, on=accepted).get(case.procedure)
    if _waits_only_for_others(file, case, procedure):
        return Party.UPSTREAM
    if procedure is not None and procedure.decided_by_superior:
        return Party.SUPERIOR
    return Party.DEPARTMENT


def period_end(case: Case, regulations: Regulations) -> date | None:
    """Return the first day on which a notice period lets the case be concluded."""
    assert case.limits is not None
    return earliest_conclusion(case, case.limits.statutory, days=regulations.days_of(case))


def _waits_only_for_others(file: CaseFile, case: Case, procedure: Procedure | None) -> bool:
    """Tell whether nothing but other departments' procedures keeps a case from its decision."""
    planned = file.plan[case.procedure]
    waiting = waits_for(file, case.procedure)
    waiting += tuple(code for code in planned.tolerable if not file.concluded(code))
    if not waiting or any(file.plan[code].department == planned.department for code in waiting):
        return False
    return procedure is None or all(
        document.code in case.documents
        for document in procedure.documents
        if document.level in ASKED_FOR
    )
