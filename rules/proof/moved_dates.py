"""Which days of a file move when calendar or rules change, and why (期限变动).

Days that stand in the ledger stay as they were signed: promised days of documents, the
end of a grace, a day told for corrections, the day to answer a slip. Where a notice closes
such a day, its last good day is the next working day (民法典 203; before 2021 民法总则 203),
and that moves. So does what is computed, and only in cases that are still open; a settled
case keeps the calendar of its day, but what has still to be done with it, handing the
decision over, is counted by the calendar of today.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from models.case import Case, CaseFile
from models.case_entries import DeemedAccepted, Reminded
from models.days import DateKind, MovedDate
from models.notice import Ground
from rules.acceptance.hearing import hold_until, request_until
from rules.acting.agenda import agenda
from rules.acting.being_heard import answer_until
from rules.clocks.clock import ONE_DAY, counted_from, earliest_conclusion, read_clock, stop_due
from rules.clocks.delivery import decided_on, delivery_due
from rules.clocks.expiry import long_stop_due
from rules.clocks.receipt import timed
from rules.days.last_day import article, last_day
from rules.days.working_days import WorkingDays
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.plan.forecast import forecast_start
from rules.proof.named_days import NAMED_DAYS, named_days

_REMINDERS = (
    Ground.DUE_SOON,
    Ground.PROMISE_DUE_SOON,
    Ground.CORRECTION_DUE_SOON,
    Ground.CERTIFICATE_EXPIRING,
)
_STOPPED_BY_NOTHING = NAMED_DAYS | frozenset(
    {
        DateKind.SPECIAL_PROCEDURE_END,
        DateKind.HEARING_REQUEST_DUE,
        DateKind.HEARING_DUE,
        DateKind.DELIVERY_DUE,
        DateKind.DEFENCE_DUE,
        DateKind.LONG_STOP_DUE,
    }
)
"""Days whose count goes on while the clock of the review stands still."""


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A day on which offices are open now and were not, or the other way round (开闭变动)."""

    day: date
    working: bool
    """Whether offices are open on it after the change."""
    name: str


@dataclass(frozen=True, slots=True, order=True)
class _Key:
    """One series of days of a file."""

    procedure: str
    what: DateKind
    ground: str = ""
    """The ground of a reminder, the measure that is announced."""
    about: str = ""
    office: str = ""


def changed_days(before: WorkingDays, after: WorkingDays) -> tuple[ChangedDay, ...]:
    """Return the days whose opening a change of calendar turns round, by day."""
    return tuple(
        ChangedDay(day, reading.working, reading.name)
        for day in sorted(before.special.keys() | after.special.keys())
        if (reading := after.why(day)).working is not before.is_working_day(day)
    )


def moved_dates(
    file: CaseFile,
    *,
    before: Regulations,
    after: Regulations,
    changed: Iterable[ChangedDay],
    on: date,
) -> tuple[MovedDate, ...]:
    """Return the days of a file that move, seen on a day, by procedure."""
    then, now = _dates(file, before, on), _dates(file, after, on)
    turned = [one.day for one in changed]
    moved = []
    for key in sorted(then.keys() | now.keys()):
        pairs = zip_longest(reversed(then.get(key, ())), reversed(now.get(key, ())))
        for was, will_be in pairs:
            if was != will_be:
                span = _span(file, key, [day for day in (was, will_be) if day], on)
                moved.append(
                    MovedDate(
                        what=key.what,
                        procedure=key.procedure,
                        before=was,
                        after=will_be,
                        because=tuple(_counted(file, key, turned, *span)),
                        about=key.about,
                        article=article(will_be or on) if key.what in NAMED_DAYS else "",
                        office=key.office,
                    )
                )
    return tuple(moved)


def _dates(file: CaseFile, regulations: Regulations, on: date) -> Mapping[_Key, list[date]]:
    """Return every computed day of a file, each series from the earliest on."""
    found: dict[_Key, list[date]] = {}

    def note(procedure: str, what: DateKind, day: date | None, ground: str = "") -> None:
        if day is not None:
            found.setdefault(_Key(procedure, what, ground), []).append(day)

    for case in file.open_cases():
        running = timed(file, case, regulations)
        for what, day in _of_clock(running, regulations.days_of(case)):
            note(case.procedure, what, day)
    for case in file.cases.values():
        note(case.procedure, DateKind.DELIVERY_DUE, delivery_due(case, regulations))
        for told in case.measures:
            if told.stated_on is None:
                until = answer_until(told, regulations.days)
                note(case.procedure, DateKind.DEFENCE_DUE, until, told.measure.value)
        follows = long_stop_due(case, regulations=regulations)
        if follows is not None and on <= follows[2]:
            key = _Key(case.procedure, DateKind.LONG_STOP_DUE, about=follows[0].name)
            found.setdefault(key, []).append(follows[2])
    for named in named_days(file, regulations):
        own = file.cases.get(named.procedure) if not named.about else None
        days = regulations.days_of(own) if own is not None else regulations.days
        key = _Key(named.procedure, named.what, about=named.about, office=named.office)
        found.setdefault(key, []).append(last_day(named.day, days))
    for appointment in agenda(file, regulations):
        match appointment.payload:
            case DeemedAccepted(procedure=procedure):
                note(procedure, DateKind.DEEMED_ACCEPTANCE, appointment.on)
            case Reminded(ground=Ground.START_SLIPPED):
                note("", DateKind.START_REMINDER, appointment.on)
            case Reminded(ground=ground, procedure=procedure) if ground in _REMINDERS:
                note(procedure, DateKind.REMINDER, appointment.on, ground.value)
            case _:
                pass  # follows from a due day, or from a day that stands in the ledger
    if START_CONSTRUCTION not in file.passed and file.started_on is None:
        procedures = regulations.procedures(file.project, on=on)
        forecast = forecast_start(file, procedures, on=on, regulations=regulations)
        note("", DateKind.START_FORECAST, forecast.start_on)
    return found


def _of_clock(case: Case, days: WorkingDays) -> Iterator[tuple[DateKind, date | None]]:
    """Yield the computed days of a case whose clock has begun."""
    if case.ended_on is not None or case.limits is None:
        return
    promised, statutory = case.limits.promised, case.limits.statutory
    for what, limit in (
        (DateKind.PROMISED_DUE, promised),
        (DateKind.STATUTORY_DUE, statutory),
    ):
        start = counted_from(case, limit)
        reading = read_clock(case, limit, on=start, days=days) if start is not None else None
        yield what, reading.due_on if reading is not None else None
    yield DateKind.NOTICE_PERIOD_END, earliest_conclusion(case, statutory, days=days)
    hearing = case.hearing
    if hearing is not None and hearing.requested_on is None and hearing.closed_on is None:
        yield DateKind.HEARING_REQUEST_DUE, request_until(hearing, days)
    if hearing is not None and hearing.awaited:
        yield DateKind.HEARING_DUE, hold_until(hearing, days)
    elif case.stopped and case.stops[-1].kind is not None and not case.awaits_upstream:
        yield DateKind.SPECIAL_PROCEDURE_END, stop_due(case.stops[-1], days=days)


def _span(file: CaseFile, key: _Key, moved: list[date], on: date) -> tuple[date, date]:
    """Return the days between which a moved day is counted: after the first, up to the second."""
    case = file.cases.get(key.procedure)
    if key.what in NAMED_DAYS:
        return min(moved) - ONE_DAY, max(moved)
    if case is None:
        return on, max(*moved, file.pinned_start or on)
    if key.ground == Ground.PROMISE_DUE_SOON:
        promised = [owed.due_on for owed in case.outstanding]
        return min(moved) - ONE_DAY, max([*moved, *promised])
    if key.what is DateKind.DEFENCE_DUE:
        told = [one.on for one in case.measures if one.measure.value == key.ground]
        return min(told, default=on), max(moved)
    if key.what is DateKind.LONG_STOP_DUE:
        return case.delivered_on or case.concluded_on or on, max(moved)
    if key.what is DateKind.HEARING_REQUEST_DUE and case.hearing is not None:
        return case.hearing.offered_on, max(moved)
    if key.what in (DateKind.SPECIAL_PROCEDURE_END, DateKind.HEARING_DUE):
        return case.stops[-1].started_on, max(moved)
    if key.what is DateKind.DELIVERY_DUE:
        return decided_on(case) or on, max(moved)
    return case.received_on or case.clock_from or on, max(moved)


def _counted(
    file: CaseFile, key: _Key, turned: Iterable[date], start: date, end: date
) -> Iterator[date]:
    """Yield the changed days of a span on which the clock does not stand still anyway."""
    case = file.cases.get(key.procedure)
    stops = case.stops if case is not None else ()
    if key.what in _STOPPED_BY_NOTHING:
        stops = ()
    for day in turned:
        stopped = any(
            stop.started_on <= day and (stop.ended_on is None or day < stop.ended_on)
            for stop in stops
        )
        if start < day <= end and not stopped:
            yield day
