"""What becomes due by the passing of time alone (到期事项), never by a job that counts days.

Each appointment is a day and the entry that this day brings: facts of law (deemed
acceptance, lapse, return after grace) and reminders. The store keeps the earliest day
of a file, so that a sweep reads only what is due; after an outage of any length
everything is found at once, and one series of reminders gives one reminder.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from models.case import CaseFile
from models.case_entries import Reminded, reminded
from models.catalogue import Unit
from models.notice import Ground
from models.promise import PromiseLapsed
from models.supervision import MatterOpened
from rules.acceptance.corrections import CORRECTIONS
from rules.acting.case_agenda import Appointment, of_cases
from rules.clocks.expiry import certificate_reminders
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.identity import TheVery
from rules.in_force.regulations import Regulations
from rules.plan.slipping import slips_on
from rules.supervision.ladder import as_of, supervision_due

SERIES = frozenset({Ground.PROMISE_DUE_SOON, Ground.CERTIFICATE_EXPIRING})
"""Reminders that are given several times ahead of one day: of what is missed, only the last."""

PASSED = {Ground.DUE_SOON: Ground.OVERDUE, CORRECTIONS[0]: CORRECTIONS[1]}
"""Reminder ahead of a day → the one after it."""


def agenda(file: CaseFile, regulations: Regulations) -> tuple[Appointment, ...]:
    """Return every appointment of a file, past ones not yet kept and future ones, by day.

    Files are frozen: that of the last ones is remembered, for every act asks twice, once
    what is due before it and once when its file is to be looked at next.
    """
    return _agenda(TheVery(file), regulations)


@lru_cache(maxsize=64)
def _agenda(the_very: TheVery[CaseFile], regulations: Regulations) -> tuple[Appointment, ...]:
    file = the_very.itself
    appointments = list(of_cases(file, regulations))
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


def _of_start(file: CaseFile, regulations: Regulations) -> Iterator[Appointment]:
    pinned = file.pinned_start
    waits = START_CONSTRUCTION not in file.passed and file.started_on is None
    if pinned is None or not waits or (Ground.START_SLIPPED, pinned) in file.reminded:
        return
    since = file.last_on
    procedures = regulations.procedures(file.project, on=since)
    day = slips_on(file, procedures, since=since, regulations=regulations)
    yield Appointment(day, reminded(Ground.START_SLIPPED, pinned))
