"""Which day a case counts down to in a work list (到期), and when something last happened to it."""

from dataclasses import dataclass
from datetime import date

from models.case import Case, CaseState
from models.catalogue import Unit
from rules.clocks.clock import ClockReading
from rules.clocks.countdown import Countdown, up_to
from rules.clocks.delivery import delivery_due
from rules.days.last_day import last_day
from rules.in_force.regulations import Regulations

PROMISED, STATUTORY, DELIVERY, OPINION = "承诺时限", "法定时限", "送达", "会签意见"
LIMITS = frozenset({PROMISED, STATUTORY})
NOTHING_RUNS = Countdown()


@dataclass(frozen=True, slots=True)
class Until:
    """The day that a case counts down to (到期)."""

    name: str = ""
    """Which limit it is; empty = none runs."""
    on: date | None = None
    left: Countdown = NOTHING_RUNS


def until(
    case: Case, binds: ClockReading | None, left: Countdown, *, by_law: bool, law: Regulations
) -> Until:
    """Return the day: of the delivery, of owed papers, of a correction, of the limit that binds.

    ``binds`` is the reading of that limit, ``left`` its countdown, where one runs.
    """
    days = law.days
    if (due := delivery_due(case, law)) is not None:
        return Until(DELIVERY, due, up_to(due))
    if case.outstanding and (case.concluded or case.state is CaseState.OVERDUE_PROMISE):
        first = last_day(min(one.due_on for one in case.outstanding), days)
        return Until("补交容缺材料", first, up_to(first))
    if case.state is CaseState.CORRECTING and case.correction_due_on is not None:
        due = last_day(case.correction_due_on, days)
        return Until("补正", due, up_to(due))
    if binds is not None and not case.concluded and case.ended_on is None:
        return Until(STATUTORY if by_law else PROMISED, binds.due_on, left)
    if case.state is CaseState.SUBMITTED and case.submitted_on is not None and not case.told:
        due = days.add(case.submitted_on, law.rulebook.clock.notice_days, Unit.WORKDAY).due_on
        return Until("一次性告知", due, up_to(due))
    return Until()


def changed_on(case: Case) -> date | None:
    """Return the last day on which something happened to a case."""
    named = (
        *(case.opened_on, case.submitted_on, case.received_on, case.accepted_on),
        *(case.concluded_on, case.ended_on, case.delivered_on),
        *(one.on for one in case.reviews),
        *case.corrected.values(),
        *(day for owed in case.owed for day in (owed.received_on, owed.lapsed_on)),
        *(day for stop in case.stops for day in (stop.started_on, stop.ended_on)),
    )
    return max((day for day in named if day is not None), default=None)
