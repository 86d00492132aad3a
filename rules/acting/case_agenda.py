"""What the days of each case of a project bring (办件到期事项): its clock, papers and promise.

An act moves one case, and what the others have coming stays what it was: it is remembered
with the case itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from models.case import Case, CaseFile, CaseState
from models.case_entries import DeemedAccepted, Returned, reminded
from models.catalogue import Procedure, Unit
from models.ledger import Payload
from models.nature import SilenceRule
from models.notice import Ground
from models.promise import PromiseLapsed
from models.rulebook import OnDue
from rules.acceptance.corrections import correction_reminders
from rules.acceptance.promise import PERSONAL, consequence
from rules.acceptance.regime import regime_of
from rules.clocks.binding import earlier
from rules.clocks.clock import ONE_DAY, counted_from, due_within, read_clock, stop_due
from rules.clocks.concurring import opinion_reminders
from rules.clocks.receipt import timed
from rules.days.last_day import day_after, last_day
from rules.fold.lifecycle import RUNNING
from rules.in_force.regulations import Regulations


@dataclass(frozen=True, slots=True)
class Appointment:
    """A day and the entry that it brings (到期事项)."""

    on: date
    payload: Payload


def of_cases(file: CaseFile, regulations: Regulations) -> Iterator[Appointment]:
    """Yield what the days of every case bring: of those under way, then of those granted early."""
    for case in file.open_cases():
        if case.state is not CaseState.OPEN:  # nobody has applied yet: nothing runs
            yield from _under_way(_Lying(case, file, regulations))
    for case in file.cases.values():
        if case.state is CaseState.APPROVED_CONDITIONALLY:
            yield from _of_promise(case, regulations)


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


@lru_cache(maxsize=128)
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
        yield from _of_promise(case, regulations)
    if case.state is CaseState.OVERDUE_PROMISE and case.grace_until is not None:
        yield from _of_grace(case, case.grace_until, regulations)
    if case.state is CaseState.PAUSED and case.stops[-1].kind is not None:
        due = stop_due(case.stops[-1], days=regulations.days)
        yield from _once(case, Ground.SPECIAL_PROCEDURE_OVERRUN, about=due, on=due + ONE_DAY)


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
            yield from _once(case, Ground.DUE_SOON, about=due, on=soon)
    yield from _once(case, Ground.OVERDUE, about=due, on=due + ONE_DAY)


def _of_promise(case: Case, regulations: Regulations) -> Iterator[Appointment]:
    """Yield the reminders of what is owed, its lapse, and what waits for it once it has lapsed."""
    days, profile = regulations.days, regulations.deferral_of(case)
    lapsed = [owed.lapsed_on for owed in case.lapsed if owed.lapsed_on is not None]
    if lapsed and profile.on_due is OnDue.RETURN and case.state is CaseState.CONDITIONALLY_ACCEPTED:
        reason = "容缺材料逾期未补，按承诺书退件"
        returned = Returned(procedure=case.procedure, reason=reason, source=profile.source)
        yield Appointment(min(lapsed), returned)
    if lapsed and case.rectify_by is not None:
        over = day_after(case.rectify_by, days)
        yield from _once(case, Ground.SIGNATURE_DUE, about=case.rectify_by, on=over)
    elif lapsed and consequence(case, profile, on=max(lapsed), days=days) is not None:
        # The lapse itself was told; who has to sign is reminded on the next working day.
        told = max(lapsed)
        signs_on = days.next_working_day(told + ONE_DAY)
        yield from _once(case, Ground.SIGNATURE_DUE, about=told, on=signs_on)
    fresh = [owed for owed in case.outstanding if owed.lapsed_on is None]
    if not fresh:
        return
    due = min(last_day(owed.due_on, days) for owed in fresh)
    reminders = sorted(
        days.previous_working_day(days.back(due, before, Unit.WORKDAY))
        for before in profile.remind_before_days
    )
    kept = max(
        (day for ground, day in case.reminded if ground is Ground.PROMISE_DUE_SOON),
        default=date.min,
    )
    accepted = case.accepted_on or date.min
    for day in reminders:
        if max(kept, accepted) < day <= due:
            yield Appointment(
                day,
                reminded(Ground.PROMISE_DUE_SOON, day, case.procedure),
            )
    if case.state is CaseState.PAUSED:
        return  # a clock that stands still cannot stop again; it lapses on resumption
    # The clock stops only where the profile says so; elsewhere a person must act.
    grace = None
    lapses_on = day_after(due, days)
    if profile.on_due is OnDue.PAUSE and case.state is CaseState.CONDITIONALLY_ACCEPTED:
        ran_until = max((stop.ended_on or lapses_on for stop in case.stops), default=lapses_on)
        counted_from = max(lapses_on, ran_until)
        grace = days.add(counted_from, profile.grace_workdays, Unit.WORKDAY).due_on
    yield Appointment(
        lapses_on,
        PromiseLapsed(
            procedure=case.procedure,
            documents=tuple(owed.document for owed in fresh if last_day(owed.due_on, days) == due),
            lapsed_on=lapses_on,
            grace_until=grace,
            source=profile.source,
        ),
    )


def _of_grace(case: Case, until: date, regulations: Regulations) -> Iterator[Appointment]:
    """Yield what the end of the grace after a lapse brings."""
    profile = regulations.deferral_of(case)
    if profile.on_grace_end is OnDue.RETURN:
        reason = "容缺材料逾期未补，宽限期已满，按承诺书退件"
        returned = Returned(procedure=case.procedure, reason=reason, source=profile.source)
        yield Appointment(day_after(until, regulations.days), returned)
    elif profile.on_grace_end in PERSONAL:
        over = day_after(until, regulations.days)
        yield from _once(case, Ground.SIGNATURE_DUE, about=until, on=over)


def _once(case: Case, ground: Ground, *, about: date, on: date) -> Iterator[Appointment]:
    """Yield a reminder unless it has been given for that day."""
    if (ground, about) not in case.reminded:
        yield Appointment(on, reminded(ground, about, case.procedure))
