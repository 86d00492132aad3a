"""How projects stand, each on one line (项目一览、挂图作战): light and why, start, every procedure.

A file and a day give the same line for ever: lines of today are read off what was worked out
of each project (`casework/office/reckoning.py`), as are those of the last meeting, a week ago;
lines of another past day are read off its file as it stood.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pydantic import TypeAdapter

from casework.office import Office, Situation
from casework.office.reckoning import Reading, Topic, told_of_all
from casework.reading.board.past import told_on
from casework.reading.case.views import awaited
from models.case import GRANTED, Case, CaseFile, CaseState, Light, Party
from models.catalogue import Procedure
from rules.acceptance.regime import outcome_name
from rules.clocks.holders import holder, office_holding
from rules.days.last_day import passed
from rules.days.working_days import WorkingDays
from rules.doors.initials import begins_somewhere
from rules.fold.file import fold
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.plan.forecast import forecast_start
from rules.standing.lights import ORDER, LitCase, light_case
from rules.standing.project_lights import project_lights
from rules.weekly.targets.holdups import sticking_point

AMISS = (Light.BLACK, Light.RED, Light.YELLOW)
SINCE_LAST = timedelta(days=7)
"""Where nobody says when the last meeting was, it was a week ago."""


@dataclass(frozen=True, slots=True)
class Square:
    """One procedure of one project on the board (挂图作战的一格)."""

    procedure: str
    state: CaseState
    state_name: str
    light: Light
    due_on: date | None
    """The last good day of the limit that binds."""

    @property
    def concluded(self) -> bool:
        """Tell whether it was granted."""
        return self.state in GRANTED


@dataclass(frozen=True, slots=True)
class Standing:
    """How a project stands on a day (项目状态)."""

    code: str
    name: str
    type_name: str
    tier: str
    tier_name: str
    unit: str
    unit_name: str
    version: int
    as_of: date
    light: Light
    light_name: str
    reasons: tuple[str, ...]
    """Why it is lit as it is, the weightiest first."""
    pinned_on: date | None
    forecast_on: date
    slip_days: int
    float_days: int
    passed_on: date | None
    started_on: date | None
    sticking: str
    """The procedure to push on now, which decides the start; empty = none is open."""
    sticking_name: str
    sticking_turn: str
    """Whose turn it is there, in a few words."""
    squares: Mapping[str, Square]
    """Procedures that apply to it, by code."""
    waits_for: tuple[str, ...] = ()
    """What the procedure to push on waits for itself."""

    @property
    def ahead(self) -> bool:
        """Tell whether its start is still to come."""
        return self.started_on is None

    @property
    def late(self) -> tuple[Square, ...]:
        """Return the procedures that are beyond a limit."""
        return tuple(one for one in self.squares.values() if one.light in (Light.RED, Light.BLACK))


STANDING: Topic[Standing] = Topic(
    "standing",
    TypeAdapter(Standing),
    lambda reading, file: standing_of(file, reading.situation, reading.on),
)


def _before(reading: Reading, file: CaseFile) -> tuple[Standing, ...]:
    """Return how a project stood at the last meeting; nothing if it was not registered then."""
    then = reading.on - SINCE_LAST
    known = [one for one in reading.entries(file.project.code) if one.on <= then]
    return (standing_of(fold(None, known), reading.situation, then),) if known else ()


BEFORE: Topic[tuple[Standing, ...]] = Topic(
    "before", TypeAdapter(tuple[Standing, ...]), _before, from_entries=True
)


def standings(office: Office, *, as_of: date | None = None, today: date) -> tuple[Standing, ...]:
    """Return how every project stands, or stood at the end of a past day, by code."""
    day = min(as_of or today, today)
    with office.store.reading() as connection:
        situation = office.situation(connection)
        reading = Reading(office, connection, situation, today)
        if day == today - SINCE_LAST:
            return tuple(one for _, told in told_of_all(reading, BEFORE) for one in told)
        return told_on(replace(reading, on=day), STANDING, today=today)


def worst_first(lines: Iterable[Standing]) -> list[Standing]:
    """Return projects, the worst light first, then the one that slips most."""
    return sorted(lines, key=lambda one: (ORDER.index(one.light), -one.slip_days, one.code))


def matching(lines: Iterable[Standing], text: str) -> list[Standing]:
    """Return the projects whose code or name holds a text, or whose name has it for initials."""
    told = text.strip()
    typed = told.isascii() and told.isalnum()
    return [
        one
        for one in lines
        if told.lower() in one.code.lower()
        or told in one.name
        or (typed and begins_somewhere(told.lower(), one.name))
    ]


def standing_of(file: CaseFile, situation: Situation, on: date) -> Standing:
    """Return how a project stands on a day."""
    project, regulations = file.project, situation.regulations
    procedures = regulations.procedures(project, on=on)
    forecast = forecast_start(file, procedures, on=on, regulations=regulations)
    lights = project_lights(file, forecast=forecast, on=on, regulations=regulations)
    lit = {
        code: light_case(file.cases[code], on=on, regulations=regulations, file=file)
        for code in file.plan
    }
    sticking = sticking_point(file, forecast)
    holds = file.plan[sticking].department if sticking else ""
    return Standing(
        code=project.code,
        name=project.name,
        type_name=project.type.label,
        tier=project.tier.value,
        tier_name=project.tier.label,
        unit=project.unit,
        unit_name=situation.file.campaign.unit(project.unit).short,
        version=file.version,
        as_of=on,
        light=lights.overall,
        light_name=lights.overall.label,
        reasons=(
            *_of_cases(file, lit, procedures, on, regulations, lights.approvals),
            *(one for one in lights.reasons if not one.startswith("审批事项")),
        ),
        pinned_on=file.pinned_start,
        forecast_on=forecast.start_on,
        slip_days=forecast.slip_days,
        float_days=forecast.float_days,
        passed_on=file.passed.get(START_CONSTRUCTION),
        started_on=file.started_on,
        sticking=sticking,
        sticking_name=procedures[sticking].name if sticking else "",
        sticking_turn=turn(file, sticking, on, regulations) if holds else "",
        waits_for=awaited(file, file.cases[sticking]) if sticking else (),
        squares={
            code: Square(
                procedure=code,
                state=file.cases[code].state,
                state_name=outcome_name(file.cases[code].state, procedures[code]),
                light=lit[code].light,
                due_on=reading.due_on if (reading := lit[code].binding) is not None else None,
            )
            for code in file.plan
        },
    )


def held_by(file: CaseFile, code: str, on: date, regulations: Regulations) -> str:
    """Say who holds a procedure: the department by its name, anybody else by his part."""
    party = holder(file, code, on=on, regulations=regulations)
    if party is None:
        return ""
    if party is Party.DEPARTMENT:
        office = office_holding(file, code, on=on, regulations=regulations)
        return regulations.department_name(office or file.plan[code].department)
    return party.label


def turn(file: CaseFile, code: str, on: date, regulations: Regulations) -> str:
    """Say whose turn it is on a procedure."""
    match holder(file, code, on=on, regulations=regulations):
        case None:
            return ""
        case Party.DEPARTMENT:
            return f"现由{held_by(file, code, on, regulations)}办理"
        case Party.STATUTORY_STOP:
            return "现为法定期间"
        case party:
            return f"现待{party.label}"


def _of_cases(
    file: CaseFile,
    lit: Mapping[str, LitCase],
    procedures: Mapping[str, Procedure],
    on: date,
    regulations: Regulations,
    worst: Light,
) -> Sequence[str]:
    """Say of each procedure with the worst light what is amiss, and whose turn it is."""
    if worst not in AMISS:
        return ()
    told = []
    for code, one in lit.items():
        case = file.cases[code]
        if one.light is worst and (not case.concluded or case.outstanding):
            amiss = _amiss(case, one, on, regulations.days_of(case), procedures[code])
            words = (f"{procedures[code].name}（{code}）{amiss}",)
            told.append("，".join(filter(None, (*words, turn(file, code, on, regulations)))))
    return told


def _amiss(case: Case, lit: LitCase, on: date, days: WorkingDays, procedure: Procedure) -> str:
    late = next((one for one in case.outstanding if passed(one.due_on, on=on, days=days)), None)
    if late is not None:
        return f"容缺材料{late.due_on.month}月{late.due_on.day}日到期未补"
    if (over := lit.late_by) is not None:
        limit = "法定时限" if over is lit.statutory else "承诺时限"
        return f"超过{limit}{-over.remaining}{over.unit.label}"
    if case.state is CaseState.PAUSED:
        return "暂停计时已到或将到原定时长" if lit.light is Light.YELLOW else "暂停计时超过原定时长"
    if (reading := lit.binding) is not None:
        limit = "法定时限" if lit.by_law else "承诺时限"
        return f"{limit}还剩{reading.remaining}{reading.unit.label}"
    return outcome_name(case.state, procedure)
