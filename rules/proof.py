"""Every due date, day by day (时限举证): what ran, what did not, why, by which article.

The figures are those of :func:`rules.clock.read_clock`; the days are walked one by one
beside it, so that the count can be followed, and counted again by anybody from the
facts that the proof carries (`verifier/verify_clock.py`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.case import Case, CaseFile, CaseState, Party
from models.catalogue import Bound, Procedure, TimeLimit, Unit
from models.days import DayTable
from models.ledger import Corrected, CorrectionRequested, Entry, Submitted
from models.proof import (
    CalendarFact,
    ClockName,
    ClockProof,
    ProofFacts,
    ProvenClock,
    StopFact,
)
from models.refusal import Unknown
from rules.clock import ONE_DAY, ClockReading, read_clock
from rules.day_walk import Walk, grace_article, stop_name
from rules.expiry import timers
from rules.regulations import Regulations
from rules.working_days import WorkingDays

CLOCKS: Mapping[ClockName, str] = {
    ClockName.PROMISED: "承诺时限",
    ClockName.STATUTORY: "法定时限",
    ClockName.NOTICE: "一次性告知期限",
    ClockName.SPECIAL: "特别程序时限",
    ClockName.DELIVERY: "送达期限",
}


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
        for clock in _clocks(case, known, told_on, regulations)
    ]
    return ClockProof(
        procedure=procedure,
        calendar_version=regulations.days_of(case).table.version,
        as_of=on,
        promised=clocks[0],
        statutory=clocks[1],
        others=tuple(clocks[2:]),
        delay=delay or {},
        facts=_facts(file, case, known, told_on, head, clocks, regulations),
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


def _limits(case: Case, procedure: Procedure) -> tuple[TimeLimit, TimeLimit]:
    """Return the limits it was accepted under; before acceptance those of the catalogue."""
    if case.limits is None:
        return procedure.promised, procedure.statutory
    return case.limits.promised, case.limits.statutory


def _clocks(
    case: Case, procedure: Procedure, told_on: date | None, regulations: Regulations
) -> Iterator[_Clock]:
    rules, days = regulations.rulebook.clock, regulations.days_of(case)
    promised, statutory = _limits(case, procedure)
    ended = case.concluded_on or case.ended_on
    for name, limit in ((ClockName.PROMISED, promised), (ClockName.STATUTORY, statutory)):
        # A notice period (公告期) runs on whatever stops the review; nobody extends it.
        own = replace(case, stops=(), extension_days=0) if limit.bound is Bound.MIN else case
        yield _Clock(name, limit, own, days, ended)
    if case.submitted_on is not None:
        limit = TimeLimit(value=rules.notice_days, source=rules.notice_source)
        last = days.add(case.submitted_on, rules.notice_days, Unit.WORKDAY).due_on
        answered = told_on or case.accepted_on or case.ended_on
        if case.deemed:  # on the first working day after it, by law
            answered = days.next_working_day(last + ONE_DAY)
        yield _Clock(ClockName.NOTICE, limit, _bare(case, case.submitted_on), days, answered)
    if case.stopped and case.stops[-1].kind is not None:
        stop = case.stops[-1]
        limit = TimeLimit(value=stop.limit_days, unit=stop.limit_unit, source=rules.special_source)
        yield _Clock(ClockName.SPECIAL, limit, _bare(case, stop.started_on), days)
    if (decided := _decided_on(case)) is not None:
        limit = TimeLimit(value=rules.delivery_days, source=rules.delivery_source)
        # It runs when the case is settled: by the calendar of today, not by the case's own.
        own = _bare(case, decided)
        yield _Clock(ClockName.DELIVERY, limit, own, regulations.days, case.delivered_on)


def _bare(case: Case, start: date) -> Case:
    return Case(case.procedure, case.state, clock_from=start)


def _decided_on(case: Case) -> date | None:
    """Return the day of a decision that was made here and must be handed over."""
    if case.accepted_on is None:
        return None
    return case.concluded_on or (case.ended_on if case.state is CaseState.REFUSED else None)


def _proven(clock: _Clock, *, on: date, regulations: Regulations) -> ProvenClock:
    case, limit = clock.case, clock.limit
    told = ProvenClock(
        clock=clock.name,
        name=CLOCKS[clock.name],
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
    start = case.clock_from
    if told.statement or start is None or limit.value is None:
        return told
    days, closed = clock.days, clock.closed_on
    if limit.bound is Bound.MIN:
        closed = min(closed or date.max, days.add(start, limit.value, limit.unit).due_on)
    binding = limit.model_copy(update={"bound": Bound.MAX})
    reading = _read(replace(case, concluded_on=None, ended_on=closed), binding, on, days)
    mixed = case.extension_days > 0 and case.extension_unit is not limit.unit
    base = _read(replace(case, extension_days=0), binding, on, days) if mixed else reading
    through = min(on, closed) if closed else on
    walk = Walk(case, limit.value, limit.unit, base.due_on, reading.due_on, days, regulations)
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
    if case.clock_from is None:
        return "登记前已办结，未经本系统计时" if case.concluded else "未受理，时限未起算"
    return ""


def _statement(clock: ProvenClock) -> str:
    """Say in one sentence how it stands."""
    if clock.bound is Bound.MIN:
        return f"公告期，不得缩短，最早可于{clock.due_on}办结"
    if clock.overdue:
        return f"已于{clock.due_on}到期，逾期"
    if clock.due_on is None:
        return "停表中，恢复计时后推算到期日"
    if clock.closed_on is not None and clock.closed_on == clock.through:
        return f"已于{clock.closed_on}终结，最后一日为{clock.due_on}"
    return f"即办，最后一日为{clock.due_on}" if clock.days == 0 else f"最后一日为{clock.due_on}"


def _calendar(clocks: Iterable[ProvenClock], table: DayTable) -> CalendarFact:
    """Return the special days of the span that some clocks cover."""
    spans = [
        (clock.lines[0].date, max(clock.lines[-1].date, clock.closed_on or date.min))
        for clock in clocks
        if clock.lines
    ]
    first = min((first for first, _ in spans), default=date.max)
    last = max((last for _, last in spans), default=date.min)
    covered = (date.fromordinal(one) for one in range(first.toordinal(), last.toordinal() + 1))
    return CalendarFact(
        version=table.version,
        first_year=table.first_year,
        last_year=table.last_year,
        days={day: table.days[day] for day in covered if day in table.days},
    )


def _facts(
    file: CaseFile,
    case: Case,
    procedure: Procedure,
    told_on: date | None,
    head: str,
    clocks: Sequence[ProvenClock],
    regulations: Regulations,
) -> ProofFacts:
    rules = regulations.rulebook.clock
    promised, statutory = _limits(case, procedure)
    return ProofFacts(
        project=file.project.code,
        project_name=file.project.name,
        procedure_name=procedure.name,
        department=regulations.department_name(procedure.department),
        version=file.version,
        head=head,
        state=case.state,
        submitted_on=case.submitted_on,
        told_on=told_on,
        accepted_on=case.accepted_on,
        deemed=case.deemed,
        clock_from=case.clock_from,
        concluded_on=case.concluded_on,
        ended_on=case.ended_on,
        delivered_on=case.delivered_on,
        promised=promised,
        statutory=statutory,
        extension_days=case.extension_days,
        extension_unit=case.extension_unit,
        extensions=case.extensions,
        stops=tuple(
            StopFact(
                kind=stop.kind,
                kind_name=stop_name(stop),
                reason=stop.reason,
                started_on=stop.started_on,
                ended_on=stop.ended_on,
                limit_days=stop.limit_days,
                limit_unit=stop.limit_unit,
            )
            for stop in case.stops
        ),
        notice_days=rules.notice_days,
        notice_article=rules.notice_source,
        delivery_days=rules.delivery_days,
        delivery_article=rules.delivery_source,
        special_article=rules.special_source,
        grace_article=grace_article(case, regulations),
        calendar=_calendar(
            (one for one in clocks if one.clock is not ClockName.DELIVERY),
            regulations.days_of(case).table,
        ),
        delivery_calendar=_calendar(
            (one for one in clocks if one.clock is ClockName.DELIVERY), regulations.day_table
        ),
    )
