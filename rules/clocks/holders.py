"""Who holds a case on a day (责任方): the one answer that light, slip and delay ledger give.

A day belongs to whoever holds the case at its end. So the day on which a procedure
opens is the applicant's, the day of submission the department's, the first day of a
special procedure the stop's and the day of resumption the department's again: the same
days as the clock counts (行政许可法 45).

A minimum notice period (公告期) is nobody's to shorten: its days, those after the day from
which it is counted up to the first on which the case may be concluded, are a statutory
stop; only a lapsed promise or a special procedure on one of them is somebody's own.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import assert_never

from models.case import Case, CaseFile, CaseState, ClockStop, Party
from models.catalogue import Bound, Procedure, RequirementLevel, SpecialProcedureKind
from rules.clocks.clock import earliest_conclusion, stop_due
from rules.clocks.concurring import awaited
from rules.days.last_day import last_day
from rules.days.working_days import WorkingDays
from rules.fold.waiting import lacking_prerequisites, waits_for
from rules.in_force.regulations import Regulations

STOPPED_BY: Mapping[SpecialProcedureKind, Party] = {
    SpecialProcedureKind.CORRECTION: Party.APPLICANT,
    SpecialProcedureKind.BIDDING: Party.THIRD_PARTY,
    SpecialProcedureKind.INVESTIGATION: Party.THIRD_PARTY,
    SpecialProcedureKind.INTERMEDIARY: Party.THIRD_PARTY,
    SpecialProcedureKind.CONSTRUCTION: Party.THIRD_PARTY,
    SpecialProcedureKind.LINKED_PERMIT: Party.UPSTREAM,
    SpecialProcedureKind.UPSTREAM: Party.UPSTREAM,
}
"""Special procedures that somebody else carries out; the others stop by law (行政许可法 45)."""

Holders = Callable[[date], Party | None]
"""Day → who holds a case at its end."""

ASKED_FOR = frozenset({RequirementLevel.PRINCIPAL, RequirementLevel.DEFERRABLE})


STEADY = frozenset(
    {
        *(CaseState.NOT_REQUIRED, CaseState.NOT_OPEN, CaseState.OPEN, CaseState.SUBMITTED),
        *(CaseState.CORRECTING, CaseState.OVERDUE_PROMISE),
        *(CaseState.APPROVED, CaseState.APPROVED_CONDITIONALLY),
    }
)
"""States in which who holds a case stays the same until the case itself changes."""


def holder(file: CaseFile, procedure: str, *, on: date, regulations: Regulations) -> Party | None:
    """Return who holds a procedure at the end of a day; ``None`` = never opened, or concluded.

    Read as of the day: a promise that has fallen due is the applicant's from the next
    day on, whether its lapse has been noticed or not.
    """
    return holder_of(file, file.cases[procedure], on, regulations)


def holder_of(file: CaseFile, case: Case, on: date, regulations: Regulations) -> Party | None:
    """Return who holds a case of a file, also one that is seen otherwise than the file has it."""
    return holders(file, case, regulations)(on)


def holders(file: CaseFile, case: Case, regulations: Regulations) -> Holders:
    """Return who holds a case of a file on which day: asked of the file once, of days often."""
    match case.state:
        case CaseState.NOT_REQUIRED | CaseState.APPROVED | CaseState.APPROVED_CONDITIONALLY:
            return _always(None)
        case CaseState.NOT_OPEN:
            return _always(None if case.opened_on is None else Party.UPSTREAM)
        case CaseState.OPEN | CaseState.CORRECTING | CaseState.OVERDUE_PROMISE:
            return _always(Party.APPLICANT)
        case CaseState.SUBMITTED:
            return _always(Party.DEPARTMENT)
        case CaseState.ACCEPTED | CaseState.CONDITIONALLY_ACCEPTED:
            return _of_a_running_case(file, case, regulations)
        case CaseState.PAUSED:
            stop, days = case.stops[-1], regulations.days_of(case)
            return lambda on: stop_holder(stop, on=on, days=days)
        case (
            CaseState.DECLINED
            | CaseState.RETURNED
            | CaseState.WITHDRAWN
            | CaseState.REFUSED
            | CaseState.REVOKED
        ):
            # It may be submitted anew, unless a prerequisite has fallen away meanwhile.
            return _always(Party.UPSTREAM if waits_for(file, case.procedure) else Party.APPLICANT)
        case state:
            assert_never(state)


def _always(party: Party | None) -> Holders:
    return lambda _: party


def office_holding(
    file: CaseFile, procedure: str, *, on: date, regulations: Regulations
) -> str | None:
    """Return the code of the office that holds a procedure; ``None`` = no office here does."""
    found = held_at(file, procedure, on=on, regulations=regulations)
    return found[1] if found is not None else None


def held_at(
    file: CaseFile, procedure: str, *, on: date, regulations: Regulations
) -> tuple[str, str] | None:
    """Return where a procedure is held: which procedure it is at, and the office's code.

    The applicant, and whoever works for him, is the project's unit to answer for. What
    waits upstream lies with whoever holds the prerequisite, however long the chain. What
    the law stops, or a superior level decides, is no office's of the district: ``None``.
    A decision that waits for opinions after their day lies with who owes the first of them.
    """
    match holder(file, procedure, on=on, regulations=regulations):
        case Party.DEPARTMENT:
            return procedure, _department_holding(file, procedure, on, regulations)
        case Party.APPLICANT | Party.THIRD_PARTY:
            return procedure, file.project.unit
        case Party.UPSTREAM:
            waiting = _upstream(file, procedure)
            found = (held_at(file, code, on=on, regulations=regulations) for code in waiting)
            return next((one for one in found if one is not None), None)
        case Party.STATUTORY_STOP | Party.SUPERIOR | None:
            return None


def _department_holding(file: CaseFile, procedure: str, on: date, regulations: Regulations) -> str:
    """Return whose department a case lies with: with who owes an opinion after its day."""
    own, case = file.plan[procedure].department, file.cases[procedure]
    owed = awaited(file, case, regulations)
    late = owed.late(on=on, days=regulations.days_of(case))
    return owed.codes[0] if late and own not in owed.codes else own


def _upstream(file: CaseFile, procedure: str) -> Iterator[str]:
    """Yield the procedures in somebody's hands for which one waits, in the order of the plan.

    Nobody holds what has never been open: it waits itself.
    """
    for code in lacking_prerequisites(file, procedure):
        case = file.cases[code]
        if case.state is CaseState.NOT_OPEN and case.opened_on is None:
            yield from _upstream(file, code)
        else:
            yield code


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


def has_notice_period(case: Case) -> bool:
    """Tell whether a case may not be concluded before a notice period (公告期) is over."""
    return case.limits is not None and case.limits.statutory.bound is Bound.MIN


def last_days_held(case: Case, regulations: Regulations) -> Iterator[date]:
    """Yield the days after which a case may change hands although nobody does anything.

    A promise lapses after its day, a notice period begins after the day from which it is
    counted and ends with its last one, a special procedure has run its stated length.
    """
    days = regulations.days_of(case)
    if case.outstanding:
        yield min(last_day(owed.due_on, days) for owed in case.outstanding)
    if has_notice_period(case) and case.clock_from is not None:
        yield case.clock_from
        earliest = _period_end(case, regulations)
        if earliest is not None:
            yield earliest
    if case.stopped and case.stops[-1].kind is not None and not case.awaits_upstream:
        yield stop_due(case.stops[-1], days=days)


def _of_a_running_case(file: CaseFile, case: Case, regulations: Regulations) -> Holders:
    days = regulations.days_of(case)
    if case.awaits_upstream:
        return _always(stopped_by(case.stops[-1]))
    owed_until = min((last_day(owed.due_on, days) for owed in case.outstanding), default=date.max)
    since = case.clock_from if has_notice_period(case) else None
    earliest = _period_end(case, regulations) if since is not None else None
    accepted = case.accepted_on
    known = _at_last(file, case, accepted, regulations) if accepted is not None else None

    def held(on: date) -> Party:
        if on > owed_until:
            return Party.APPLICANT
        if since is not None and earliest is not None and since < on <= earliest:
            return Party.STATUTORY_STOP
        return known or _at_last(file, case, on, regulations)

    return held


def _at_last(file: CaseFile, case: Case, accepted: date, regulations: Regulations) -> Party:
    """Return with whom a decision lies that neither papers nor a notice period keep waiting."""
    procedure = regulations.procedures(file.project, on=accepted).get(case.procedure)
    if _waits_only_for_others(file, case, procedure):
        return Party.UPSTREAM
    if procedure is not None and procedure.decided_by_superior:
        return Party.SUPERIOR
    return Party.DEPARTMENT


def _period_end(case: Case, regulations: Regulations) -> date | None:
    """Return the first day on which a notice period lets the case be concluded."""
    assert case.limits is not None
    return earliest_conclusion(case, case.limits.statutory, days=regulations.days_of(case))


def _waits_only_for_others(file: CaseFile, case: Case, procedure: Procedure | None) -> bool:
    """Tell whether nothing but other departments' procedures keeps a case from its decision."""
    own = file.plan[case.procedure].department
    waiting = lacking_prerequisites(file, case.procedure)
    if not waiting or any(file.plan[code].department == own for code in waiting):
        return False
    return procedure is None or all(
        document.code in case.documents
        for document in procedure.documents
        if document.level in ASKED_FOR
    )
