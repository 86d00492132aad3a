"""What becomes due by the passing of time alone (到期事项), never by a job that counts days.

Each appointment is a day and the entry that this day brings: facts of law (deemed
acceptance, lapse, return after grace) and reminders. The store keeps the earliest day
of a file, so that a sweep reads only what is due; after an outage of any length
everything is found at once, and one series of reminders gives one reminder.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from models.case import Case, CaseFile, CaseState
from models.case_entries import DeemedAccepted, Reminded, Returned
from models.catalogue import Procedure, Unit
from models.ledger import Payload
from models.nature import SilenceRule
from models.notice import Ground
from models.promise import PromiseLapsed
from models.rulebook import OnDue
from models.supervision import MatterOpened
from rules.acceptance.corrections import CORRECTIONS, correction_reminders
from rules.acceptance.promise import PERSONAL, consequence
from rules.acceptance.regime import regime_of
from rules.clocks.binding import earlier
from rules.clocks.clock import ONE_DAY, counted_from, due_within, read_clock, stop_due
from rules.clocks.concurring import opinion_reminders
from rules.clocks.expiry import certificate_reminders
from rules.clocks.receipt import timed
from rules.days.last_day import day_after, last_day
from rules.fold.lifecycle import RUNNING
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.identity import TheVery
from rules.in_force.regulations import Regulations
from rules.plan.slipping import slips_on
from rules.supervision.ladder import as_of, supervision_due

SERIES = frozenset({Ground.PROMISE_DUE_SOON, Ground.CERTIFICATE_EXPIRING})
"""Reminders that are given several times ahead of one day: of what is missed, only the last."""

PASSED = {Ground.DUE_SOON: Ground.OVERDUE, CORRECTIONS[0]: CORRECTIONS[1]}
"""Reminder ahead of a day → the one after it."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A day and the entry that it brings (到期事项)."""

    on: date
    payload: Payload


def agenda(file: CaseFile, regulations: Regulations) -> tuple[Appointment, ...]:
    """Return every appointment of a file, past ones not yet kept and future ones, by day.

    Files are frozen: that of the last ones is remembered, for every act asks twice, once
    what is due before it and once when its file is to be looked at next.
    """
    return _agenda(TheVery(file), regulations)


@lru_cache(maxsize=256)
def _agenda(the_very: TheVery[CaseFile], regulations: Regulations) -> tuple[Appointment, ...]:
    file = the_very.itself
    appointments = [
        appointment
        for case in file.open_cases()
        if case.state is not CaseState.OPEN  # nobody has applied yet: nothing runs
        for appointment in _of_case(file, case, regulations)
    ]
    appointments.extend(
        appointment
        for case in file.cases.values()
        if case.state is CaseState.APPROVED_CONDITIONALLY
        for appointment in _of_promise(case, regulations)
    )
    appointments.extend(_of_start(file, regulations))
    appointments.extend(Appointment(on, what) for on, what in supervision_due(file, regulations))
    # Nothing lapses, stops or is returned on a day on which nobody works (民法典 203).
    opened = regulations.days.next_working_day
    by_day = sorted(appointments, key=lambda one: one.on)
    kept = [Appointment(opened(one.on), one.payload) for one in by_day]
    kept.extend(Appointment(on, told) for on, told in certificate_reminders(file, regulations))
    # A promise that lapses stops the clock before the same day could call the case overdue.
    return tuple(sorted(kept, key=lambda one: (one.on, isinstance(one.payload, Reminded))))


def due_on(file: CaseFile, day: date, regulations: Regulations) -> Appointment | None:
    """Return the first appointment that is due on a day, or ``None``.

    Of one series of reminders only the latest that is due is kept.
    """
    due = [one for one in agenda(file, regulations) if one.on <= day]
    for place, first in enumerate(due):
        if any(_supersedes(later, first) for later in due[place + 1 :]):
            continue
        if noticed := _noticed(file, first, day, regulations):
            return noticed
    return None


def _noticed(
    file: CaseFile, appointment: Appointment, day: date, regulations: Regulations
) -> Appointment | None:
    """Return what is entered on the day on which it is noticed; ``None`` = nothing any more.

    The grace after a lapse runs from that day, when it is told (台州2019): after an outage
    the applicant would otherwise lose days that nobody told about. A matter is opened
    with whoever holds the case that day.
    """
    lapsed = appointment.payload
    if isinstance(lapsed, MatterOpened):
        opened = as_of(lapsed, file, day, regulations)
        return replace(appointment, payload=opened) if opened is not None else None
    if not isinstance(lapsed, PromiseLapsed) or lapsed.grace_until is None:
        return appointment
    grace = regulations.deferral_of(file.cases[lapsed.procedure]).grace_workdays
    until = regulations.days.add(day, grace, Unit.WORKDAY).due_on
    return replace(appointment, payload=lapsed.model_copy(update={"grace_until": until}))


def next_day(file: CaseFile, regulations: Regulations) -> date | None:
    """Return the day of the first appointment, or ``None``."""
    return next((one.on for one in agenda(file, regulations)), None)


def _supersedes(later: Appointment, earlier: Appointment) -> bool:
    """Tell whether a later appointment makes an earlier reminder about the same thing moot."""
    told, next_ = earlier.payload, later.payload
    if not isinstance(told, Reminded):
        return False
    if isinstance(next_, PromiseLapsed):
        return told.ground is Ground.PROMISE_DUE_SOON and told.procedure == next_.procedure
    if not isinstance(next_, Reminded) or told.procedure != next_.procedure:
        return False
    if PASSED.get(told.ground) is next_.ground:
        return told.about_on == next_.about_on
    return told.ground is next_.ground and told.ground in SERIES


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
        yield from _of_clock(TheVery(case), regulations)
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


@lru_cache(maxsize=1024)
def _of_clock(the_very: TheVery[Case], regulations: Regulations) -> tuple[Appointment, ...]:
    """Return what a running clock brings; remembered, for most acts leave most clocks alone."""
    return tuple(_clock(the_very.itself, regulations))


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
                Reminded(ground=Ground.PROMISE_DUE_SOON, about_on=day, procedure=case.procedure),
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
    profile = regulations.deferral_of(case)
    if profile.on_grace_end is OnDue.RETURN:
        reason = "容缺材料逾期未补，宽限期已满，按承诺书退件"
        returned = Returned(procedure=case.procedure, reason=reason, source=profile.source)
        yield Appointment(day_after(until, regulations.days), returned)
    elif profile.on_grace_end in PERSONAL:
        over = day_after(until, regulations.days)
        yield from _once(case, Ground.SIGNATURE_DUE, about=until, on=over)


def _of_start(file: CaseFile, regulations: Regulations) -> Iterator[Appointment]:
    pinned = file.pinned_start
    waits = START_CONSTRUCTION not in file.passed and file.started_on is None
    if pinned is None or not waits or (Ground.START_SLIPPED, pinned) in file.reminded:
        return
    since = file.last_on
    procedures = regulations.procedures(file.project, on=since)
    day = slips_on(file, procedures, since=since, regulations=regulations)
    yield Appointment(day, Reminded(ground=Ground.START_SLIPPED, about_on=pinned))


def _once(case: Case, ground: Ground, *, about: date, on: date) -> Iterator[Appointment]:
    """Yield a reminder unless it has been given for that day."""
    if (ground, about) not in case.reminded:
        yield Appointment(on, Reminded(ground=ground, about_on=about, procedure=case.procedure))
