"""When a project can start if everybody keeps to the promised limits (预计开工日).

One forward pass over the procedures that the start gate asks for, from the facts in
the file: what is concluded is behind us, a running clock ends on its due day, what is
not open yet begins when its prerequisites are in.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from models.case import Case, CaseFile, CaseState
from models.catalogue import Bound, Procedure, TimeLimit
from rules.clock import ONE_DAY, earliest_conclusion, read_clock, stop_due
from rules.gates import START_CONSTRUCTION
from rules.regulations import Regulations
from rules.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class ExpectedCase:
    """When a case is expected to begin and to be concluded (预计起止)."""

    procedure: str
    starts_on: date
    concludes_on: date


@dataclass(frozen=True, slots=True)
class StartForecast:
    """When the start gate is expected to open, and what decides it (开工预测)."""

    start_on: date
    pinned_on: date | None
    slip_days: int
    """Working days after the pinned date; 0 = in time."""
    float_days: int
    """Working days to spare before the pinned date; 0 when there is none."""
    expected: Mapping[str, ExpectedCase]
    deciding: str | None
    """The procedure that is concluded last."""

    @property
    def slipped(self) -> bool:
        """Tell whether the forecast lies after the pinned date."""
        return self.slip_days > 0


def forecast_start(
    file: CaseFile,
    procedures: Mapping[str, Procedure],
    *,
    on: date,
    regulations: Regulations,
) -> StartForecast:
    """Forecast the start of construction as seen on a day."""
    days = regulations.days
    expected: dict[str, ExpectedCase] = {}

    def expect(code: str) -> ExpectedCase:
        if code not in expected:
            case = file.cases[code]
            planned = file.plan[code]
            ready = on
            for before in planned.prerequisites:
                if not file.concluded(before):
                    ready = max(ready, expect(before).concludes_on)
            for group in planned.any_of:
                if not any(file.concluded(before) for before in group):
                    ready = max(ready, min(expect(before).concludes_on for before in group))
            starts, concludes = _span(case, procedures[code], ready, on, days)
            for before in planned.tolerable:
                if not file.concluded(before):
                    concludes = max(concludes, expect(before).concludes_on)
            expected[code] = ExpectedCase(code, starts, concludes)
        return expected[code]

    gate = regulations.gates[START_CONSTRUCTION]
    wanted = [code for code in (*gate.all_of, *gate.applicable_of) if code in file.plan]
    last = max((expect(code) for code in wanted), key=lambda one: one.concludes_on, default=None)
    ready = on
    if last is not None and not file.concluded(last.procedure):
        ready = max(ready, last.concludes_on)
    cleared = file.project.land.cleared_by
    if cleared is not None and f"{gate.code}.land_delivered" not in file.confirmed:
        ready = max(ready, cleared)
    if file.started_on is not None:
        ready = file.started_on
    start = days.next_working_day(ready)
    pinned = file.pinned_start
    return StartForecast(
        start_on=start,
        pinned_on=pinned,
        slip_days=days.between(pinned, start) if pinned and start > pinned else 0,
        float_days=days.between(start, pinned) if pinned and start <= pinned else 0,
        expected=expected,
        deciding=last.procedure
        if last is not None and not file.concluded(last.procedure)
        else None,
    )


def _span(
    case: Case, procedure: Procedure, ready: date, on: date, days: WorkingDays
) -> tuple[date, date]:
    """Return when a case began or will begin, and when it should be concluded."""
    if case.concluded_on is not None:
        return case.opened_on or case.concluded_on, case.concluded_on
    if case.limits is not None and case.clock_from is not None and case.ended_on is None:
        return case.clock_from, max(on, _running_end(case, on, days))
    limit = _length(procedure)
    begins = max(ready, case.submitted_on or ready) if case.state is CaseState.SUBMITTED else ready
    return begins, max(on, days.add(begins, limit.value or 0, limit.unit).due_on)


def _running_end(case: Case, on: date, days: WorkingDays) -> date:
    assert case.limits is not None
    ends = [on]
    if earliest := earliest_conclusion(case, case.limits.statutory, days=days):
        ends.append(earliest)
    reading = read_clock(case, case.limits.promised, on=on, days=days)
    if reading is not None and not case.stopped:
        ends.append(reading.due_on or on)
    elif reading is not None:
        stands_until = on
        if case.stops[-1].kind is not None:
            stands_until = max(on, stop_due(case.stops[-1], days=days))
        elif case.grace_until is not None:
            stands_until = max(on, case.grace_until)
        ends.append(stands_until + ONE_DAY)
        stop = replace(case.stops[-1], ended_on=stands_until + ONE_DAY)
        resumed = replace(case, stops=(*case.stops[:-1], stop))
        reading = read_clock(resumed, case.limits.promised, on=on, days=days)
        if reading is not None and reading.due_on is not None:
            ends.append(reading.due_on)
    ends.extend(owed.due_on for owed in case.outstanding)
    return max(ends)


def _length(procedure: Procedure) -> TimeLimit:
    """Return what a case may be expected to take: a notice period, or the promised limit."""
    if procedure.statutory.bound is Bound.MIN and procedure.statutory.value is not None:
        return procedure.statutory
    return procedure.promised


def slips_on(
    file: CaseFile,
    procedures: Mapping[str, Procedure],
    *,
    since: date,
    regulations: Regulations,
) -> date:
    """Return the first day, not before ``since``, on which idleness alone makes the start slip.

    The forecast never comes nearer as days pass, so the day is found by halving: at the
    latest it is the day after the pinned one.
    """
    pinned = file.pinned_start
    assert pinned is not None

    def slipped(shift: int) -> bool:
        day = since + shift * ONE_DAY
        return forecast_start(file, procedures, on=day, regulations=regulations).slipped

    shifts = range(max((pinned - since).days + 1, 0))
    return since + bisect_left(shifts, True, key=slipped) * ONE_DAY
