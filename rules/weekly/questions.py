"""Three questions (关键问题, M9): what a unit is asked because its answer changes most.

Value of an answer = by how many working days the forecast start moves when the answer
is a week better or worse, times how long nobody has said anything about it. For works
under way a light takes the place of the forecast start.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from models.case import Case, CaseFile, Light
from models.catalogue import Bound, Procedure, TimeLimit
from models.doubt import Question
from models.light_rules import LightSubject
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.plan.forecast import forecast_start
from rules.standing.project_lights import project_lights

ASKED = 3
STEP = 5
WEEK = timedelta(days=7)
"""Working days by which an answer is better or worse: about a week."""
OF_A_LIGHT = {Light.YELLOW: STEP, Light.RED: 2 * STEP}
"""What a light that an answer may change is worth, in days (assumed)."""

_OF_LIGHTS = {
    LightSubject.INVESTMENT: ("invested_week", "投资进度落后：本周完成投资多少，何时补上差额？"),
    LightSubject.FUNDS: ("funds_paid", "资金支付落后：已支付多少，何时付到要求的比率？"),
    LightSubject.STATISTICS: ("statistics_entered_on", "开工后尚未入库：何时进入投资统计？"),
}


def questions(file: CaseFile, *, on: date, regulations: Regulations) -> tuple[Question, ...]:
    """Return the three questions whose answers would change most, the weightiest first."""
    found = [*_about_the_start(file, on, regulations), *_about_lights(file, on, regulations)]
    found = [one for one in found if one.effect_days > 0]
    # Where two weigh the same, what comes first on the way to the start is asked first.
    return tuple(sorted(found, key=lambda one: -one.value)[:ASKED])


def _about_the_start(file: CaseFile, on: date, regulations: Regulations) -> Iterator[Question]:
    if file.started_on is not None:
        return
    procedures = regulations.procedures(file.project, on=on)
    forecast = forecast_start(file, procedures, on=on, regulations=regulations)
    for code in file.plan:
        case = file.cases[code]
        if case.concluded or code not in forecast.expected:
            continue
        effect = _swing(file, procedures, code, on, regulations)
        heard = _heard(file, code) or file.registered_on
        ends = forecast.expected[code].concludes_on
        for owed in case.outstanding:
            document = procedures[code].document(owed.document)
            moved = _later_paper(file, case, owed.document, procedures, on, regulations)
            name = document.name if document else owed.document
            text = f"{code} 欠交的《{name}》能否在 {owed.due_on} 前补齐？若不能，预计哪天？"
            yield _question("bottlenecks", owed.document, text, moved, heard, on, regulations)
        text = (
            f"{code} {procedures[code].name}受阻在哪里，预计哪天办结？"
            f"（现预计 {ends}，预计开工 {forecast.start_on}）"
        )
        yield _question("bottlenecks", code, text, effect, heard, on, regulations)
    yield from _about_conditions(file, on, regulations)


def _about_conditions(file: CaseFile, on: date, regulations: Regulations) -> Iterator[Question]:
    """Conditions that nothing in the record proves: their day is anybody's guess."""
    gate = regulations.gates[START_CONSTRUCTION]
    for one in gate.confirmations:
        if f"{gate.code}.{one.code}" in file.confirmed:
            continue
        is_land = one.code == "land_delivered"
        planned = file.project.land.cleared_by if is_land else None
        if planned is not None:
            effect = _land_swing(file, planned, on, regulations)
            text = f"{one.name}能否在 {planned} 前落实？若不能，预计哪天？"
        else:
            effect = STEP
            text = f"{one.name}是否已经落实？尚未落实的，预计哪天？"
        field = "land_status" if is_land else "problems"
        yield _question(field, one.code, text, effect, file.registered_on, on, regulations)


def _about_lights(file: CaseFile, on: date, regulations: Regulations) -> Iterator[Question]:
    if regulations.rulebook.project_lights is None:
        return
    lit = project_lights(file, on=on, regulations=regulations)
    for one in lit.lights:
        if one.light in OF_A_LIGHT and one.subject in _OF_LIGHTS:
            field, text = _OF_LIGHTS[one.subject]
            heard = file.started_on or file.registered_on
            yield _question(
                *(field, one.subject.value, text, OF_A_LIGHT[one.light], heard, on, regulations)
            )


def _question(
    field: str,
    subject: str,
    text: str,
    effect: int,
    heard: date,
    on: date,
    regulations: Regulations,
) -> Question:
    stale = 1 + max(regulations.days.between(heard, on), 0) / STEP
    return Question(
        field=field, subject=subject, text=text, effect_days=effect, value=effect * stale
    )


def _heard(file: CaseFile, code: str) -> date | None:
    """Return the last day on which the record says anything about a procedure."""
    case = file.cases[code]
    told = (case.opened_on, case.submitted_on, case.accepted_on, case.ended_on)
    return max((day for day in told if day is not None), default=None)


def _swing(
    file: CaseFile,
    procedures: Mapping[str, Procedure],
    code: str,
    on: date,
    regulations: Regulations,
) -> int:
    """Return by how many working days the start moves between a week sooner and a week later."""
    sooner = _start_with(file, procedures, code, -STEP, on, regulations)
    later = _start_with(file, procedures, code, STEP, on, regulations)
    return regulations.days.between(sooner, later) if sooner < later else 0


def _land_swing(file: CaseFile, planned: date, on: date, regulations: Regulations) -> int:
    """Return by how many working days the start moves when the land comes a week off its day."""

    def start(cleared_by: date) -> date:
        land = file.project.land.model_copy(update={"cleared_by": cleared_by})
        moved = replace(file, project=file.project.model_copy(update={"land": land}))
        procedures = regulations.procedures(moved.project, on=on)
        return forecast_start(moved, procedures, on=on, regulations=regulations).start_on

    sooner, later = start(planned - WEEK), start(planned + WEEK)
    return regulations.days.between(sooner, later) if sooner < later else 0


def _start_with(
    file: CaseFile,
    procedures: Mapping[str, Procedure],
    code: str,
    shift: int,
    on: date,
    regulations: Regulations,
) -> date:
    """Return the forecast start if one procedure took so many days more or less."""
    case = file.cases[code]
    if case.limits is not None and case.ended_on is None:
        limits = replace(case.limits, promised=_longer(case.limits.promised, shift))
        file = _with_case(file, replace(case, limits=limits))
    else:
        known = procedures[code]
        binding = known.statutory if known.statutory.bound is Bound.MIN else known.promised
        name = "statutory" if binding is known.statutory else "promised"
        changed = known.model_copy(update={name: _longer(binding, shift)})
        procedures = {**procedures, code: changed}
    return forecast_start(file, procedures, on=on, regulations=regulations).start_on


def _longer(limit: TimeLimit, shift: int) -> TimeLimit:
    return limit.model_copy(update={"value": max((limit.value or 0) + shift, 0)})


def _later_paper(
    file: CaseFile,
    case: Case,
    document: str,
    procedures: Mapping[str, Procedure],
    on: date,
    regulations: Regulations,
) -> int:
    """Return by how many working days the start moves when an owed paper comes a week late."""
    owed = tuple(
        replace(one, due_on=one.due_on + WEEK) if one.document == document else one
        for one in case.owed
    )
    late = _with_case(file, replace(case, owed=owed))
    before = forecast_start(file, procedures, on=on, regulations=regulations).start_on
    after = forecast_start(late, procedures, on=on, regulations=regulations).start_on
    return regulations.days.between(before, after) if before < after else 0


def _with_case(file: CaseFile, case: Case) -> CaseFile:
    return replace(file, cases=MappingProxyType(file.cases | {case.procedure: case}))
