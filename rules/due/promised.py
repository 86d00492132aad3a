"""What the days of a promise bring (承诺到期): reminders, its lapse and what follows that."""

from collections.abc import Iterator
from datetime import date

from models.case import Case, CaseState
from models.case_entries import Reminded, Returned
from models.catalogue import Unit
from models.notice import Ground
from models.promise import PromiseLapsed
from models.rulebook import OnDue
from rules.acceptance.promise import PERSONAL, consequence
from rules.clocks.clock import ONE_DAY
from rules.days.last_day import day_after, last_day
from rules.due.appointment import Appointment, once
from rules.in_force.regulations import Regulations


def of_promise(case: Case, regulations: Regulations) -> Iterator[Appointment]:
    """Yield the reminders of what is owed, its lapse, and what waits for it once it has lapsed."""
    days, profile = regulations.days, regulations.deferral_of(case)
    lapsed = [owed.lapsed_on for owed in case.lapsed if owed.lapsed_on is not None]
    if lapsed and profile.on_due is OnDue.RETURN and case.state is CaseState.CONDITIONALLY_ACCEPTED:
        reason = "容缺材料逾期未补，按承诺书退件"
        returned = Returned(procedure=case.procedure, reason=reason, source=profile.source)
        yield Appointment(min(lapsed), returned)
    if lapsed and case.rectify_by is not None:
        over = day_after(case.rectify_by, days)
        yield from once(case, Ground.SIGNATURE_DUE, about=case.rectify_by, on=over)
    elif lapsed and consequence(case, profile, on=max(lapsed), days=days) is not None:
        # The lapse itself was told; who has to sign is reminded on the next working day.
        told = max(lapsed)
        signs_on = days.next_working_day(told + ONE_DAY)
        yield from once(case, Ground.SIGNATURE_DUE, about=told, on=signs_on)
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


def of_grace(case: Case, until: date, regulations: Regulations) -> Iterator[Appointment]:
    """Yield what the end of the grace after a lapse brings."""
    profile = regulations.deferral_of(case)
    if profile.on_grace_end is OnDue.RETURN:
        reason = "容缺材料逾期未补，宽限期已满，按承诺书退件"
        returned = Returned(procedure=case.procedure, reason=reason, source=profile.source)
        yield Appointment(day_after(until, regulations.days), returned)
    elif profile.on_grace_end in PERSONAL:
        over = day_after(until, regulations.days)
        yield from once(case, Ground.SIGNATURE_DUE, about=until, on=over)
