"""Every due date, day by day (时限举证): what ran, what did not, why, by which article.

The figures are those of :func:`rules.clock.read_clock`; the days are walked one by one
beside it, so that the count can be followed, and counted again by anybody from the
facts that the proof carries (`verifier/verify_clock.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.case import Case, CaseFile, CaseState, Party
from models.case_entries import Corrected, CorrectionRequested, Submitted
from models.catalogue import Bound, CountsFrom, Procedure, TimeLimit, Unit
from models.hearing import Hearing
from models.ledger import Entry
from models.proof import ClockName, ClockProof, ProvenClock
from models.refusal import Unknown
from rules.acceptance.hearing import last_day_counted
from rules.acceptance.regime import regime_of
from rules.clocks.clock import ONE_DAY, ClockReading, counted_due, counted_from, read_clock
from rules.clocks.delivery import decided_on
from rules.clocks.expiry import timers
from rules.days.working_days import WorkingDays
from rules.in_force.regulations import Regulations
from rules.proof.facts import limits_of, proof_facts
from rules.proof.walk import Walk


@dataclass(frozen=True, slots=True)
class _Clock:
    """One clock before it is read: its case carries only what moves this clock."""

    name: ClockName
    limit: TimeLimit
    case: Case
    days: WorkingDays
    closed_on: date | None = None


def clock_proof(
    file: CaseFile,
    procedure: str,
    *,
    on: date,
    regulations: Regulations,
    entries: Sequence[Entry] = (),
    head: str = "",
    delay: Mapping[Party, int] | None = None,
) -> ClockProof:
    """Prove every clock of a case as it reads on a day.

    ``entries`` are the project's own up to that day: they tell on which day corrections
    were asked for. ``head`` is the hash of the last one, ``delay`` the delay ledger.
    """
    case = file.cases.get(procedure)
    if case is None:
        raise Unknown(f"项目 {file.project.code} 没有事项“{procedure}”", procedure=procedure)
    known = regulations.procedures(file.project, on=case.accepted_on or on)[procedure]
    told_on = _told_on(entries, procedure)
    clocks = [
        _proven(clock, on=on, regulations=regulations)
        for clock in _clocks(case, known, told_on, on, regulations)
    ]
    return ClockProof(
        procedure=procedure,
        calendar_version=regulations.days_of(case).table.version,
        as_of=on,
        promised=clocks[0],
        statutory=clocks[1],
        others=tuple(clocks[2:]),
        delay=delay or {},
        facts=proof_facts(file, case, known, told_on, head, clocks, regulations),
        timers=timers(file, procedure, on=on, regulations=regulations),
    )


def _told_on(entries: Sequence[Entry], procedure: str) -> date | None:
    """Return the day of the one-time notice on the application as it stands."""
    told: date | None = None
    for entry in entries:
        match entry.payload:
            case Submitted(procedure=code) | Corrected(procedure=code) if code == procedure:
                told = None
            case CorrectionRequested(procedure=code) if code == procedure:
                told = entry.on
            case _:
                pass
    return told


def _clocks(
    case: Case, procedure: Procedure, told_on: date | None, on: date, regulations: Regulations
) -> Iterator[_Clock]:
    rules, days = regulations.rulebook.clock, regulations.days_of(case)
    promised, statutory = limits_of(case, procedure)
    ended = case.concluded_on or case.ended_on
    for name, limit in ((ClockName.PROMISED, promised), (ClockName.STATUTORY, statutory)):
        # A notice period (公告期) runs on whatever stops the review; nobody extends it.
        own = case
        if limit.bound is Bound.MIN:
            own = replace(case, stops=(), owed=(), extension_days=0)
        yield _Clock(name, limit, own, days, ended)
    silence = regime_of(procedure, rules).silence
    if case.submitted_on is not None and silence is not None:
        limit = TimeLimit(value=silence.days, source=silence.source)
        last = days.add(case.submitted_on, silence.days, Unit.WORKDAY).due_on
        answered = told_on or case.accepted_on or case.ended_on
        if case.deemed:  # on the first working day after it, by law
            answered = days.next_working_day(last + ONE_DAY)
        yield _Clock(ClockName.NOTICE, limit, _bare(case, case.submitted_on), days, answered)
    if case.hearing is not None:
        yield from _of_hearing(case, case.hearing, on, days)
    awaited = case.hearing is not None and case.hearing.awaited
    special = case.stopped and case.stops[-1].kind is not None and not case.awaits_upstream
    if special and not awaited:
        stop = case.stops[-1]
        limit = TimeLimit(value=stop.limit_days, unit=stop.limit_unit, source=rules.special_source)
        yield _Clock(ClockName.SPECIAL, limit, _bare(case, stop.started_on), days)
    decided = decided_on(case)
    if decided is not None and regime_of(procedure, rules).delivery:
        limit = TimeLimit(value=rules.delivery_days, source=rules.delivery_source)
        # It runs when the case is settled: by the calendar of today, not by the case's own.
        own = _bare(case, decided)
        # One that was revoked need not be handed over any more.
        closed = case.delivered_on or (case.ended_on if case.concluded_on else None)
        yield _Clock(ClockName.DELIVERY, limit, own, regulations.days, closed)


def _of_hearing(case: Case, hearing: Hearing, on: date, days: WorkingDays) -> Iterator[_Clock]:
    """Yield the clock of the request, and of the hearing itself once it was asked for.

    A right that nobody used in time lapsed with its last day: that is nobody's delay.
    """
    limit = TimeLimit(value=hearing.apply_days, unit=hearing.unit, source=hearing.article)
    closed, last = hearing.requested_on or hearing.closed_on, last_day_counted(hearing, days)
    if on > last:
        closed = min(closed or last, last)
    own = _bare(case, hearing.offered_on)
    yield _Clock(ClockName.HEARING_REQUEST, limit, own, days, closed)
    if hearing.requested_on is not None:
        limit = limit.model_copy(update={"value": hearing.hold_days})
        own = _bare(case, hearing.requested_on)
        yield _Clock(ClockName.HEARING, limit, own, days, hearing.closed_on)


def _bare(case: Case, start: date) -> Case:
    return Case(case.procedure, case.state, clock_from=start)


def _proven(clock: _Clock, *, on: date, regulations: Regulations) -> ProvenClock:
    case, limit = clock.case, clock.limit
    told = ProvenClock(
        clock=clock.name,
        name=clock.name.label,
        statement=_why_not(case, limit),
        days=limit.value,
        unit=limit.unit,
        used=0,
        remaining=None,
        due_on=None,
        limit=limit.value,
        bound=limit.bound,
        source=limit.source,
        assumed=limit.assumed,
    )
    start = counted_from(case, limit)
    if told.statement or start is None or limit.value is None:
        return told
    days, closed = clock.days, clock.closed_on
    if limit.bound is Bound.MIN:
        closed = min(closed or date.max, days.add(start, limit.value, limit.unit).due_on)
    binding = limit.model_copy(update={"bound": Bound.MAX})
    reading = _read(replace(case, concluded_on=None, ended_on=closed), binding, on, days)
    mixed = case.extension_days > 0 and case.extension_unit is not limit.unit
    plain = counted_due(case, limit, days=days)
    base = counted_due(replace(case, extension_days=0), limit, days=days) if mixed else plain
    through = min(on, closed) if closed else on
    walk = Walk(case, limit.value, limit.unit, base, plain, reading.due_on, days, regulations)
    last = max(reading.due_on or start, through)
    proven = told.model_copy(
        update={
            "days": reading.limit,
            "used": reading.used,
            "remaining": reading.remaining,
            "due_on": reading.due_on,
            "started_on": start,
            "closed_on": closed,
            "through": through,
            "extension_days": case.extension_days,
            "extension_unit": case.extension_unit if case.extension_days else None,
            "overdue": reading.overdue,
            "provisional": reading.provisional,
            "lines": tuple(walk.lines(start, last)),
        }
    )
    return proven.model_copy(update={"statement": _statement(proven)})


def _read(case: Case, limit: TimeLimit, on: date, days: WorkingDays) -> ClockReading:
    reading = read_clock(case, limit, on=on, days=days)
    assert reading is not None  # it was started and has a limit
    return reading


def _why_not(case: Case, limit: TimeLimit) -> str:
    """Say why a clock has no days, if it has none."""
    if limit.value is None or limit.bound is Bound.NONE:
        return "未定期限，不计到期日"
    if limit.bound is Bound.APPLICANT_DUTY:
        return "期限约束申请人，不约束审批部门"
    if counted_from(case, limit) is None:
        if case.concluded_on is not None:
            return "登记前已办结，未经本系统计时"
        if limit.counts_from is not CountsFrom.RECEIPT:
            return "未受理，时限未起算"
        correcting = case.state is CaseState.CORRECTING
        return "待补正，自补正齐全之日起算" if correcting else "未收到申请，时限未起算"
    return ""


def _statement(clock: ProvenClock) -> str:
    """Say in one sentence how it stands."""
    if clock.bound is Bound.MIN:
        return f"公告期，不得缩短，最早可于{clock.due_on}办结"
    if clock.overdue:
        return f"已于{clock.due_on}到期，逾期"
    if clock.due_on is None:
        return "暂停计时中，恢复计时后推算到期日"
    if clock.closed_on is not None and clock.closed_on == clock.through:
        return f"已于{clock.closed_on}终结，最后一日为{clock.due_on}"
    return f"即办，最后一日为{clock.due_on}" if clock.days == 0 else f"最后一日为{clock.due_on}"
