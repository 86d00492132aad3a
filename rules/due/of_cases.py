"""What the days of each case of a project bring (办件到期事项): its clock, papers and promise.

An act moves one case, and what the others have coming stays what it was: it is remembered
with the case itself.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from models.case import Case, CaseFile, CaseState
from models.case_entries import DeemedAccepted
from models.catalogue import Procedure, Unit
from models.nature import SilenceRule
from models.notice import Ground
from rules.acceptance.corrections import correction_reminders
from rules.acceptance.regime import regime_of
from rules.clocks.binding import earlier
from rules.clocks.clock import ONE_DAY, counted_from, due_within, read_clock, stop_due
from rules.clocks.concurring import opinion_reminders
from rules.clocks.receipt import timed
from rules.due.appointment import Appointment, once
from rules.due.promised import of_grace, of_promise
from rules.fold.lifecycle import RUNNING
from rules.in_force.regulations import Regulations


def of_cases(file: CaseFile, regulations: Regulations) -> Iterator[Appointment]:
    """Yield what the days of every case bring: of those under way, then of those granted early."""
    for case in file.open_cases():
        if case.state is not CaseState.OPEN:  # nobody has applied yet: nothing runs
            yield from _under_way(_Lying(case, file, regulations))
    for case in file.cases.values():
        if case.state is CaseState.APPROVED_CONDITIONALLY:
            yield from of_promise(case, regulations)


class _Lying:
    """A case as a cache key: the very case, project and regulations; no more is asked of a file."""

    __slots__ = ("case", "file", "regulations")

    def __init__(self, case: Case, file: CaseFile, regulations: Regulations) -> None:
        self.case, self.file, self.regulations = case, file, regulations

    def __hash__(self) -> int:
        return id(self.case)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Lying)
            and self.case is other.case
            and self.file.project is other.file.project
            and self.regulations is other.regulations
        )


@lru_cache(maxsize=1024)
def _under_way(lying: _Lying) -> tuple[Appointment, ...]:
    return tuple(_of_case(lying.file, lying.case, lying.regulations))


def _of_case(file: CaseFile, case: Case, regulations: Regulations) -> Iterator[Appointment]:
    if case.state is CaseState.SUBMITTED and not case.told and case.submitted_on is not None:
        procedures = regulations.procedures(file.project, on=case.submitted_on)
        procedure = procedures[case.procedure]
        silence = regime_of(procedure, regulations.rulebook.clock).silence
        if silence is not None:
            yield _deemed_acceptance(case, procedure, case.submitted_on, silence, regulations)
        yield from _clock(timed(file, case, regulations), regulations)
    near = regulations.rulebook.lights.yellow_remaining_workdays
    corrections = correction_reminders(case, near_workdays=near, days=regulations.days)
    for on, told in (*corrections, *opinion_reminders(file, case, regulations)):
        yield Appointment(on, told)
    if case.state in RUNNING:
        yield from _clock(case, regulations)
    if case.state in (CaseState.CONDITIONALLY_ACCEPTED, CaseState.PAUSED):
        yield from of_promise(case, regulations)
    if case.state is CaseState.OVERDUE_PROMISE and case.grace_until is not None:
        yield from of_grace(case, case.grace_until, regulations)
    if case.state is CaseState.PAUSED and case.stops[-1].kind is not None:
        due = stop_due(case.stops[-1], days=regulations.days)
        yield from once(case, Ground.SPECIAL_PROCEDURE_OVERRUN, about=due, on=due + ONE_DAY)


def _deemed_acceptance(
    case: Case,
    procedure: Procedure,
    received: date,
    silence: SilenceRule,
    regulations: Regulations,
) -> Appointment:
    """行政许可法 32(4), or the item's own law: not told in time, accepted as of receipt."""
    last = regulations.days.add(received, silence.days, Unit.WORKDAY).due_on
    return Appointment(
        regulations.days.next_working_day(last + ONE_DAY),
        DeemedAccepted(
            procedure=case.procedure,
            accepted_on=received,
            promised=procedure.promised,
            statutory=procedure.statutory,
            article=silence.source,
        ),
    )


def _clock(case: Case, regulations: Regulations) -> Iterator[Appointment]:
    start = counted_from(case, case.limits.promised) if case.limits is not None else None
    if case.limits is None or start is None:
        return
    days = regulations.days
    reading = read_clock(case, case.limits.promised, on=start, days=days)
    law = read_clock(case, case.limits.statutory, on=start, days=days)
    binds = earlier(reading, law)
    if binds is None or binds.due_on is None:
        return
    limit = case.limits.promised if reading is not None else case.limits.statutory
    reading, due = reading or binds, binds.due_on
    lights = regulations.rulebook.lights
    by_share = -int(-lights.yellow_ratio * reading.limit // 1)
    before = max(lights.yellow_remaining_workdays, reading.limit - by_share)
    if reading.limit > 0 and (Ground.OVERDUE, due) not in case.reminded:
        shorter = max((limit.value or 0) - before, 0)
        sooner = limit.model_copy(update={"value": shorter})
        yellow_on = due_within(case, sooner, days=days)
        if yellow_on is not None:
            # The light's yellow day: a festival may leave fewer working days than the count.
            most = lights.yellow_remaining_workdays
            last = days.previous_working_day(days.back(due, most, Unit.WORKDAY))
            soon = max(start, min(yellow_on, last))
            yield from once(case, Ground.DUE_SOON, about=due, on=soon)
    yield from once(case, Ground.OVERDUE, about=due, on=due + ONE_DAY)
