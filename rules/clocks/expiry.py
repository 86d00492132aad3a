"""What runs on after a decision (证后期限): a certificate's expiry, and what must follow in time.

Read off the file like every clock, never kept; only that its holder was reminded is.
An expiry concerns starting in time (建筑法 9「领取施工许可证之日起三个月内开工」, 环境
影响评价法 24, 企业投资项目核准和备案管理条例 12): a project that has started has none.
Months and years end on the day with the same number, or on the last day of a shorter
month (民法典 202); an end on a day off is not moved, which is the safe reading for the holder.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from models.case import Case, CaseFile
from models.case_entries import Reminded, reminded
from models.notice import Ground
from models.proof import Timer, TimerCode
from models.rulebook import ExpiryTerm, LongStop
from rules.days.last_day import passed
from rules.in_force.identity import TheVery
from rules.in_force.regulations import Regulations

EXPIRY = "证件有效期"
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Expiry:
    """The last good day of a certificate (证件有效期), and the term that gives it."""

    counted_from: date
    due_on: date
    term: ExpiryTerm


def expires_on(case: Case, *, on: date, regulations: Regulations) -> Expiry | None:
    """Return until when the certificate of a concluded case holds, by the law of a day.

    ``None`` = it was not granted, or no term is set for it.
    """
    if not case.concluded or case.concluded_on is None:
        return None
    for term in regulations.rulebook.clock.certificate_expiry:
        if case.procedure in term.procedures and (term.since is None or term.since <= on):
            return _expiry(case, case.concluded_on, term)
    return None


def certificate_reminders(
    file: CaseFile, regulations: Regulations
) -> Iterator[tuple[date, Reminded]]:
    """Yield the days on which the holder of a certificate is told that it runs out.

    Only while nobody has started building, each day of each certificate once; a
    certificate that is issued or handed over anew has new days. They are calendar days
    and stay where they are: what a certificate's term says does not hang on a holiday.
    """
    if file.started_on is not None:
        return
    for term in regulations.rulebook.clock.certificate_expiry:
        for code in term.procedures:
            case = file.cases.get(code)
            if case is not None and case.concluded and case.concluded_on is not None:
                expiry, reminders = _reminders(TheVery(case), TheVery(term), TheVery(regulations))
                if expiry.due_on >= file.registered_on:
                    yield from reminders


@lru_cache(maxsize=1024)
def _reminders(
    the_case: TheVery[Case], the_term: TheVery[ExpiryTerm], the_regulations: TheVery[Regulations]
) -> tuple[Expiry, tuple[tuple[date, Reminded], ...]]:
    """Return when a term ends and its reminders: no act on another case changes either."""
    case, regulations = the_case.itself, the_regulations.itself
    assert case.concluded_on is not None
    expiry = _expiry(case, case.concluded_on, the_term.itself)
    return expiry, tuple(_reminded(case, expiry, regulations))


def _reminded(
    case: Case, expiry: Expiry, regulations: Regulations
) -> Iterator[tuple[date, Reminded]]:
    told = {day for ground, day in case.reminded if ground is Ground.CERTIFICATE_EXPIRING}
    after, term = max([expiry.counted_from, *told]), expiry.term
    leads = {expiry.due_on - timedelta(days=before) for before in term.remind_before_days}
    for day in sorted({max(day, term.since or date.min) for day in leads}):
        applies = expires_on(case, on=day, regulations=regulations)
        if after < day <= expiry.due_on and applies is not None and applies.term is term:
            yield day, reminded(Ground.CERTIFICATE_EXPIRING, day, case.procedure)


def long_stop_due(case: Case, *, regulations: Regulations) -> tuple[LongStop, date, date] | None:
    """Return what must follow a decision, from which day it is counted, and its last day."""
    if not case.concluded or case.concluded_on is None:
        return None
    start = case.delivered_on or case.concluded_on
    for stop in regulations.rulebook.clock.long_stops:
        applies = (stop.since or date.min) <= start <= (stop.until or date.max)
        if stop.procedure == case.procedure and applies:
            return stop, start, regulations.days.add(start, stop.days, stop.unit).due_on
    return None


def timers(
    file: CaseFile, procedure: str, *, on: date, regulations: Regulations
) -> tuple[Timer, ...]:
    """Return what runs on after the decision on a procedure, as it reads on a day."""
    return tuple(_timers(file, file.cases[procedure], on, regulations))


def _timers(file: CaseFile, case: Case, on: date, regulations: Regulations) -> Iterator[Timer]:
    expiry = expires_on(case, on=on, regulations=regulations)
    if expiry is not None and file.started_on is None:
        yield Timer(
            code=TimerCode.CERTIFICATE_EXPIRY,
            name=EXPIRY,
            counted_from=expiry.counted_from,
            due_on=expiry.due_on,
            effect=expiry.term.effect,
            extensions=expiry.term.extensions,
            article=expiry.term.source,
            assumed=expiry.term.assumed,
        )
    follows = long_stop_due(case, regulations=regulations)
    if follows is not None:
        stop, start, due = follows
        yield Timer(
            code=TimerCode.LONG_STOP,
            name=stop.name,
            counted_from=start,
            due_on=due,
            effect=stop.effect,
            article=stop.source,
            assumed=stop.assumed,
        )


def _expiry(case: Case, concluded_on: date, term: ExpiryTerm) -> Expiry:
    start = concluded_on
    if term.from_receipt and case.delivered_on is not None:
        start = case.delivered_on
    due = case.extended_until[-1] if case.extended_until else _last_day(start, term)
    return Expiry(start, due, term)


def void_on(case: Case, *, on: date, regulations: Regulations) -> Expiry | None:
    """Return the term that has run out by a day and made the certificate void, if one has.

    An end on a day off counts through the next working day here (民法典 203): nothing is
    void sooner than the law has it.
    """
    expiry = expires_on(case, on=on, regulations=regulations)
    if expiry is None or not expiry.term.void:
        return None
    return expiry if passed(expiry.due_on, on=on, days=regulations.days) else None


def _last_day(start: date, term: ExpiryTerm) -> date:
    if term.days is not None:
        return start + timedelta(days=term.days)
    return months_after(start, term.months or (term.years or 0) * MONTHS)


def months_after(start: date, months: int) -> date:
    """Return the day with the same number so many months on, or that month's last day."""
    years, month = divmod(start.month - 1 + months, MONTHS)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
