"""The light of a case and of a project (亮灯), and whom it points at.

Yellow at nine tenths of the promised limit, or on the last working day before it or before
the statutory one ends: a festival may let the law's calendar days end first; red beyond
it; black beyond the statutory one; blue while the clock stands still, also where nothing
but a prerequisite is missing (`lights_approval` of the reference data). A limit that runs
from receipt shows its light before anybody has accepted (建筑法 8, 环境影响评价法 22).
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import NamedTuple

from models.case import Case, CaseFile, CaseState, Light, Party
from models.catalogue import Unit
from rules.clocks.binding import earlier
from rules.clocks.clock import ClockReading, clock_of, stop_due
from rules.clocks.holders import holders, stop_holder, stopped_by
from rules.clocks.receipt import timed
from rules.days.last_day import last_day, passed
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.plan.forecast import StartForecast

ORDER = (Light.BLACK, Light.RED, Light.YELLOW, Light.BLUE, Light.GREEN, Light.GREY)
"""Worst first."""

Readings = tuple[ClockReading | None, ClockReading | None]
"""Of the promised limit and of the statutory one."""


class LitCase(NamedTuple):
    """A case with its light and the party that the light points at (亮灯办件)."""

    light: Light
    party: Party | None
    promised: ClockReading | None = None
    statutory: ClockReading | None = None

    @property
    def binding(self) -> ClockReading | None:
        """Return the reading of the limit that ends first (期限从早)."""
        return earlier(self.promised, self.statutory)

    @property
    def by_law(self) -> bool:
        """Tell whether the law ends before the promise: a long festival lies between."""
        return self.statutory is not None and self.binding is self.statutory

    @property
    def late_by(self) -> ClockReading | None:
        """Return the reading of the limit that was passed, the gravest; a decision keeps it."""
        readings = (self.statutory, self.promised)
        return next((one for one in readings if one is not None and one.overdue), None)


def light_case(
    case: Case, *, on: date, regulations: Regulations, file: CaseFile | None = None
) -> LitCase:
    """Return the light of a case on a day, and the party that it blames.

    ``file`` is the project's case file with that case: only there can be seen that a
    running case waits for a prerequisite alone, or that a superior level decides it.
    """
    return lights_of(case, regulations, file)(on)


def lights_of(
    case: Case, regulations: Regulations, file: CaseFile | None = None
) -> Callable[[date], LitCase]:
    """Return the light of a case on which day: its clocks are counted once, read often."""
    days = regulations.days_of(case)
    if file is not None and case.limits is None:
        case = timed(file, case, regulations)
    before = partial(_before_the_clock, case, regulations)
    if case.limits is None:
        return before
    promised = clock_of(case, case.limits.promised, days=days)
    statutory = clock_of(case, case.limits.statutory, days=days)

    def read(on: date) -> Readings:
        return promised and promised.read(on), statutory and statutory.read(on)

    if case.clock_from is None:
        if case.received_on is None or case.ended_on is not None:
            return before

        def received(on: date) -> LitCase:
            lit_before, readings = before(on), read(on)
            running = _by_clock(readings, on, regulations)
            light = min(lit_before.light, running, key=ORDER.index)
            return LitCase(light, lit_before.party, *readings)

        return received
    running = case.state in (CaseState.ACCEPTED, CaseState.CONDITIONALLY_ACCEPTED)
    held = None
    if file is not None and running:
        held = holders(file, file.cases[case.procedure], regulations)

    def lit(on: date) -> LitCase:
        readings = read(on)
        return LitCase(*_lit(case, readings, on, held, regulations), *readings)

    return lit


def _lit(
    case: Case,
    readings: Readings,
    on: date,
    held: Callable[[date], Party | None] | None,
    regulations: Regulations,
) -> tuple[Light, Party | None]:
    """Return the light of a case whose clock runs or has run, and whom it points at."""
    days = regulations.days_of(case)
    match case.state:
        case CaseState.APPROVED | CaseState.APPROVED_CONDITIONALLY:
            late = any(passed(owed.due_on, on=on, days=days) for owed in case.outstanding)
            return (Light.RED, Party.APPLICANT) if late else (Light.GREEN, None)
        case CaseState.OVERDUE_PROMISE:
            return Light.RED, Party.APPLICANT
        case CaseState.PAUSED:
            due = stop_due(case.stops[-1], days=days)
            party = stop_holder(case.stops[-1], on=on, days=days)
            if any(reading is not None and reading.overdue for reading in readings):
                # A pause that began too late hides nothing; its days are the stop's all the same.
                return _by_clock(readings, on, regulations), party
            if on > due:
                return Light.RED, party
            return Light.YELLOW if days.between(on, due) < 1 else Light.BLUE, party
        case CaseState.ACCEPTED | CaseState.CONDITIONALLY_ACCEPTED:
            light = _by_clock(readings, on, regulations)
            if case.awaits_upstream:
                # What was late before it had to wait stays late; else nobody here is.
                late = light in (Light.RED, Light.BLACK)
                return light if late else Light.BLUE, stopped_by(case.stops[-1])
            if any(passed(owed.due_on, on=on, days=days) for owed in case.outstanding):
                # Past its promised day, whether the profile stops the clock or not.
                return min(light, Light.RED, key=ORDER.index), Party.APPLICANT
            if light is Light.GREEN and any(
                days.between(on, last_day(owed.due_on, days)) <= 1 for owed in case.outstanding
            ):
                return Light.YELLOW, Party.APPLICANT
            return light, held(on) if held is not None else Party.DEPARTMENT
        case _:
            return Light.GREY, None


def light_cases(file: CaseFile, *, on: date, regulations: Regulations) -> dict[str, LitCase]:
    """Return the cases on which somebody must act, each with its light, by procedure.

    A case granted ahead of its documents counts for as long as they are owed.
    """
    owing = (case for case in file.cases.values() if case.concluded and case.outstanding)
    return {
        case.procedure: light_case(case, on=on, regulations=regulations, file=file)
        for case in (*file.open_cases(), *owing)
    }


def light_project(
    file: CaseFile,
    *,
    forecast: StartForecast | None = None,
    on: date,
    regulations: Regulations,
) -> Light:
    """Return the worst light among the cases on which somebody must act, and of the start.

    A start that is forecast after its pinned date is yellow, a pinned date that went by
    without a start red (assumed; the campaign's project lights come with the weekly round).
    """
    lights = {lit.light for lit in light_cases(file, on=on, regulations=regulations).values()}
    waits = file.started_on is None and START_CONSTRUCTION not in file.passed
    if waits and file.pinned_start is not None and on > file.pinned_start:
        lights.add(Light.RED)
    elif waits and forecast is not None and forecast.slipped:
        lights.add(Light.YELLOW)
    return next((light for light in ORDER if light in lights), Light.GREEN)


def _before_the_clock(case: Case, regulations: Regulations, on: date) -> LitCase:
    match case.state:
        case CaseState.SUBMITTED if case.submitted_on is not None and not case.told:
            limit = regulations.rulebook.clock.notice_days
            due = regulations.days.add(case.submitted_on, limit, Unit.WORKDAY).due_on
            near = regulations.days.between(on, due) <= 1 if on <= due else True
            return LitCase(Light.YELLOW if near else Light.GREEN, Party.DEPARTMENT)
        case CaseState.SUBMITTED:
            return LitCase(Light.GREY, Party.DEPARTMENT)
        case CaseState.CORRECTING:
            due_on = case.correction_due_on
            late = due_on is not None and passed(due_on, on=on, days=regulations.days)
            return LitCase(Light.YELLOW if late else Light.GREEN, Party.APPLICANT)
        case CaseState.OPEN:
            return LitCase(Light.GREY, Party.APPLICANT)
        case CaseState.NOT_OPEN:
            return LitCase(Light.GREY, Party.UPSTREAM)
        case CaseState.APPROVED:
            return LitCase(Light.GREEN, None)
        case _:
            return LitCase(Light.GREY, None)


def _by_clock(readings: Readings, on: date, regulations: Regulations) -> Light:
    promised, statutory = readings
    if statutory is not None and statutory.overdue:
        return Light.BLACK
    if promised is not None and promised.overdue:
        return Light.RED
    thresholds = regulations.rulebook.lights
    most = thresholds.yellow_remaining_workdays
    near = promised is not None and (
        promised.remaining <= most or promised.used >= thresholds.yellow_ratio * promised.limit
    )
    if near:
        return Light.YELLOW
    between = regulations.days.between
    last = any(one and one.due_on and between(on, one.due_on) <= most for one in readings)
    return Light.YELLOW if last else Light.GREEN
