"""The days within which a decision on a licence is handed over (送达期限, 行政许可法 44)."""

from datetime import date

from models.case import Case, CaseState
from models.catalogue import Unit
from models.nature import Nature
from rules.in_force.regulations import Regulations


def decided_on(case: Case) -> date | None:
    """Return the day of a decision that was made here, granted or refused (决定之日)."""
    if case.accepted_on is None:
        return None
    return case.concluded_on or (case.ended_on if case.state is CaseState.REFUSED else None)


def delivery_due(case: Case, regulations: Regulations) -> date | None:
    """Return the last day to hand a decision over; ``None`` = none waits to be handed over.

    It runs when the case is settled: by the calendar of today, not by the case's own.
    """
    if regulations.natures[case.procedure] is not Nature.LICENCE:
        return None
    decided = decided_on(case)
    if decided is None or case.delivered_on is not None or case.state is CaseState.REVOKED:
        return None
    limit = regulations.rulebook.clock.delivery_days
    return regulations.days.add(decided, limit, Unit.WORKDAY).due_on
