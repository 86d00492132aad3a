"""Cases as lines of a work list (办件清单): whose turn it is, by when, what comes next.

A line is the same for everybody; whose list it stands in is said by `work_list.py` beside it.
It is read off a row (`store/projected/work_rows.py`), of a file only where one is at hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from casework.office import Situation
from models.act import Act
from models.case import GRANTED, CaseFile, CaseState, Light, Party
from models.catalogue import Procedure, Unit
from models.nature import Nature
from models.project import ProjectTier, ProjectTraits, ProjectType
from rules.acceptance.regime import consequence_name, outcome_name
from rules.acting.next_step import UNIT_STEPS
from rules.in_force.regulations import Regulations
from rules.standing.course import Standing
from rules.standing.until import DELIVERY, OPINION
from store.projected.work_kinds import WorkRow
from store.projected.work_rows import row_of

PHASES = {
    CaseState.NOT_OPEN: "未开始",
    CaseState.OPEN: "待申报",
    CaseState.SUBMITTED: "待受理",
    CaseState.CORRECTING: "待申报",
    CaseState.ACCEPTED: "审查中",
    CaseState.CONDITIONALLY_ACCEPTED: "审查中",
    CaseState.PAUSED: "审查中",
    CaseState.OVERDUE_PROMISE: "审查中",
}
"""The word for a state in a list; every other state is 已结束. Five words in all."""
OVER = "已结束"

OWN_STEPS = {DELIVERY: "将决定书送达申请人", OPINION: "签署会签意见"}
"""What is to be done by that day, whatever else the case waits for."""


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One case of a project as everybody's work list has it (办件行)."""

    project: str
    project_name: str
    procedure: str
    procedure_name: str
    nature: Nature
    department: str
    department_name: str
    unit: str
    sponsor: str
    chief_service_officer: str
    place: int
    """Of the procedure in the project's plan."""
    state: CaseState
    state_name: str
    phase: str
    """One of five words for the state."""
    light: Light
    light_name: str
    holder: Party | None
    """Whose turn it is; ``None`` = nobody's: not open yet, or over."""
    due_name: str
    """Which limit it is; empty = none runs."""
    due_on: date | None
    left: int | None
    """Days of the unit until then, as its clock counts them; negative when overdue."""
    unit_left: Unit
    to_do: str
    signature: bool
    """A consequence waits for the signature of whoever heads the department."""
    alone: bool
    """Whoever took it in may decide it as well."""
    accepted_by: str
    handler: str
    """Who of the department sees to it, in words; empty = nobody in particular."""
    owed: int
    changed_on: date | None
    key: bool
    """Its project is a key one (重点项目)."""
    acts: tuple[Act, ...]
    """What may be done to it together with others, and would not be refused."""


@dataclass(frozen=True, slots=True)
class Sort:
    """What the law asks of a project for (项目类别): its type and traits."""

    type: ProjectType
    traits: ProjectTraits
    tier: ProjectTier = ProjectTier.ORDINARY
    """A list names no promise: nothing else hangs on whose key project it is."""


@lru_cache(maxsize=4096)
def sort_of(type_: str, traits: str) -> Sort:
    """Return type and traits as a row holds them."""
    return Sort(ProjectType(type_), ProjectTraits.model_validate_json(traits))


def procedures_of(row: WorkRow, regulations: Regulations, on: date) -> Mapping[str, Procedure]:
    """Return the procedures as the law of a day has them for the project of a row."""
    return regulations.procedures(sort_of(row.type, row.traits), on=on)


def work_line(row: WorkRow, regulations: Regulations, on: date) -> WorkLine:
    """Return a row as a line of a work list of a day."""
    procedure = procedures_of(row, regulations, on)[row.procedure]
    standing = row.standing(on)
    return WorkLine(
        project=row.project,
        project_name=row.project_name,
        procedure=row.procedure,
        procedure_name=procedure.name,
        nature=procedure.nature,
        department=row.department,
        department_name=regulations.department_name(row.department),
        unit=row.unit,
        sponsor=row.sponsor,
        chief_service_officer=row.chief_service_officer,
        place=row.place,
        state=row.state,
        state_name=outcome_name(row.state, procedure),
        phase=PHASES.get(row.state, OVER),
        light=standing.light,
        light_name=standing.light.label,
        holder=row.holder(standing),
        due_name=row.until_name,
        due_on=row.until_on,
        left=row.left(on, regulations.days),
        unit_left=row.countdown.unit_on(on, row.until_on),
        to_do=_to_do(row, procedure, standing),
        signature=standing.consequence is not None,
        key=row.tier in regulations.rulebook.key_tiers,
        alone=row.alone,
        accepted_by=row.accepted_by,
        handler=regulations.campaign.holder_names.get(row.handler, row.handler),
        owed=row.owed,
        changed_on=row.changed_on,
        acts=row.acts,
    )


def line_of(file: CaseFile, procedure: str, situation: Situation, on: date) -> WorkLine:
    """Return a case of a file as a line of a work list of a day, not before its last entry."""
    regulations = situation.regulations
    return work_line(row_of(file, procedure, regulations), regulations, on)


def _to_do(row: WorkRow, procedure: Procedure, standing: Standing) -> str:
    if standing.consequence is not None:
        return f"承诺逾期，由负责人署名：{consequence_name(standing.consequence, procedure)}"
    if row.until_name in OWN_STEPS:
        return OWN_STEPS[row.until_name]
    if standing.step:
        return standing.step
    if row.state is CaseState.REFUSED:
        return f"{outcome_name(row.state, procedure)}，可重新申报"
    if row.state in UNIT_STEPS:
        return UNIT_STEPS[row.state]
    if row.waits:
        return f"不能办理：待{row.waits}办结"
    return f"已取得{procedure.result_document}" if row.state in GRANTED else ""
