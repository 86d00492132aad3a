"""What a department has to do (待办): read off rows, whatever the number of projects."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from casework.office import Office
from models.case import CaseState, Party
from models.labels import CONSEQUENCES, LIGHTS, STATES
from models.project import ProjectTraits
from models.views import ToDoLine
from rules.fold.lifecycle import RUNNING
from rules.in_force.regulations import Regulations
from rules.standing.course import Standing
from store.case_lines import CaseLine, cases_of_department

NEXT_STEP: dict[CaseState, str] = {
    CaseState.SUBMITTED: "审查材料：受理、容缺受理或一次性告知补正",
    CaseState.ACCEPTED: "审查并作出决定",
    CaseState.CONDITIONALLY_ACCEPTED: "边审查边催补容缺材料",
    CaseState.PAUSED: "特别程序结束后恢复计时",
    CaseState.OVERDUE_PROMISE: "催补逾期材料，宽限期满按承诺书处理",
    CaseState.APPROVED_CONDITIONALLY: "催补容缺材料",
}
"""What the department has to do in each state that is its own."""


def to_do(office: Office, *, department: str, today: date) -> tuple[ToDoLine, ...]:
    """Return what a department has to do, most urgent first."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        lines = cases_of_department(connection, department, NEXT_STEP)
    return to_do_lines(lines, situation.regulations, today)


def to_do_lines(
    lines: Iterable[CaseLine], regulations: Regulations, on: date
) -> tuple[ToDoLine, ...]:
    """Return cases as lines of a to-do list, most urgent first."""
    named = procedure_names(regulations, on)
    return tuple(_line(one, regulations, on, named) for one in by_urgency(lines))


def by_urgency(lines: Iterable[CaseLine]) -> list[CaseLine]:
    """Return cases by the day on which they are due; one of a project by its plan."""
    return sorted(lines, key=lambda one: (one.due_on or date.max, one.project, one.place))


def procedure_names(regulations: Regulations, on: date) -> Callable[[str, str], str]:
    """Return what names a procedure as the law stands on a day: traits as in a row, and code."""

    @cache
    def names(traits: str) -> dict[str, str]:
        traited = _Traited(ProjectTraits.model_validate_json(traits))
        procedures = regulations.procedures(traited, on=on)
        return {code: procedure.name for code, procedure in procedures.items()}

    return lambda traits, code: names(traits)[code]


@dataclass(frozen=True, slots=True)
class _Traited:
    traits: ProjectTraits


def _line(
    one: CaseLine, regulations: Regulations, on: date, named: Callable[[str, str], str]
) -> ToDoLine:
    standing = one.standing(on)
    return ToDoLine(
        project=one.project,
        project_name=one.project_name,
        procedure=one.procedure,
        procedure_name=named(one.traits, one.procedure),
        state_name=STATES[one.state],
        light=standing.light,
        light_name=LIGHTS[standing.light],
        due_on=one.due_on,
        remaining_days=one.days_left(on, regulations.days),
        to_do=_next_step(one, standing),
    )


def _next_step(one: CaseLine, standing: Standing) -> str:
    """Say what the department has to do; a consequence that waits for a signature comes first."""
    if (waiting := standing.consequence) is not None:
        return f"承诺逾期，按“{one.profile}”容缺办法应由负责人署名：{CONSEQUENCES[waiting]}"
    if one.state is CaseState.SUBMITTED and one.preview_on is not None:
        return f"{NEXT_STEP[one.state]}（{one.preview_on}已出具预审意见，供审查参考）"
    if one.state in RUNNING and standing.holder is Party.UPSTREAM:
        return "先行审查，待前置事项办结后作出决定"
    return NEXT_STEP[one.state]
