"""Cases as lines of a work list (办件清单): whose turn it is, by when, what comes next.

A line is the same for everybody; whose list it stands in is said by `work_list.py` beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.office import Situation
from models.act import Act
from models.case import Case, CaseFile, CaseState, Light, Party
from models.catalogue import Procedure, Unit
from models.labels import LIGHTS
from models.nature import Nature
from rules.acceptance.promise import consequence
from rules.acceptance.regime import consequence_name, outcome_name
from rules.acting.next_step import department_step
from rules.acting.offers import offered
from rules.acting.reviewing import review_form
from rules.clocks.delivery import delivery_due
from rules.clocks.holders import holder_of
from rules.days.last_day import last_day
from rules.fold.waiting import waits_for
from rules.in_force.regulations import Regulations
from rules.standing.lights import LitCase, light_case

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

UNIT_TO_DO = {
    CaseState.OPEN: "备齐材料后申报",
    CaseState.CORRECTING: "按告知内容补正",
    CaseState.OVERDUE_PROMISE: "补交逾期的容缺材料",
    CaseState.DECLINED: "不予受理，可重新申报",
    CaseState.RETURNED: "已退件，补齐后重新申报",
    CaseState.WITHDRAWN: "已撤回，可重新申报",
    CaseState.REVOKED: "已撤销，可重新申报",
}
"""What the unit has to do in each state that is its own."""


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
    undelivered: bool
    alone: bool
    """Whoever took it in may decide it as well."""
    accepted_by: str
    owed: int
    changed_on: date | None
    acts: tuple[Act, ...]
    """What its state allows."""

    @property
    def late(self) -> bool:
        """Tell whether its day has passed."""
        return self.left is not None and self.left < 0


@dataclass(frozen=True, slots=True)
class _Day:
    """Which day a case counts down to (到期)."""

    name: str = ""
    on: date | None = None
    left: int | None = None
    unit: Unit = Unit.WORKDAY


def work_lines(
    file: CaseFile, situation: Situation, on: date, *, of: str = ""
) -> Iterator[WorkLine]:
    """Yield the cases of a project as they stand on a day, in the order of its plan.

    ``of`` = those of one department only.
    """
    regulations, project = situation.regulations, file.project
    procedures = regulations.procedures(project, on=on)
    for place, (code, planned) in enumerate(file.plan.items()):
        if of not in ("", planned.department):
            continue
        case, procedure = file.cases[code], procedures[code]
        lit = light_case(case, on=on, regulations=regulations, file=file)
        profile = regulations.deferral_of(case)
        waiting = consequence(case, profile, on=on, days=regulations.days) if case.lapsed else None
        undelivered = _undelivered(case, regulations)
        day = _day(case, lit, on, regulations)
        holder = Party.DEPARTMENT if undelivered else None
        step = department_step(file, code, on=on, regulations=regulations)
        to_do = _to_do(file, case, procedure, step, undelivered=undelivered)
        if waiting is not None:
            to_do = f"承诺逾期，由负责人署名：{consequence_name(waiting, procedure)}"
        yield WorkLine(
            project=project.code,
            project_name=project.name,
            procedure=code,
            procedure_name=procedure.name,
            nature=procedure.nature,
            department=planned.department,
            department_name=regulations.department_name(planned.department),
            unit=project.unit,
            sponsor=project.sponsor,
            chief_service_officer=project.chief_service_officer,
            place=place,
            state=case.state,
            state_name=outcome_name(case.state, procedure),
            phase=PHASES.get(case.state, OVER),
            light=lit.light,
            light_name=LIGHTS[lit.light],
            holder=holder or holder_of(file, case, on, regulations),
            due_name=day.name,
            due_on=day.on,
            left=day.left,
            unit_left=day.unit,
            to_do=to_do,
            signature=waiting is not None,
            undelivered=undelivered,
            alone=review_form(procedure, regulations.campaign.catalogue).single_handed,
            accepted_by=case.accepted_by,
            owed=len(case.outstanding),
            changed_on=changed_on(case),
            acts=offered(file, code, on=on, regulations=regulations),
        )


def changed_on(case: Case) -> date | None:
    """Return the last day on which something happened to a case."""
    named = (
        *(case.opened_on, case.submitted_on, case.received_on, case.accepted_on),
        *(case.concluded_on, case.ended_on, case.delivered_on),
        *(one.on for one in case.reviews),
        *case.corrected.values(),
        *(day for owed in case.owed for day in (owed.received_on, owed.lapsed_on)),
        *(day for stop in case.stops for day in (stop.started_on, stop.ended_on)),
    )
    return max((day for day in named if day is not None), default=None)


def _undelivered(case: Case, regulations: Regulations) -> bool:
    """Tell whether a decision made here waits to be handed over."""
    return delivery_due(case, regulations) is not None


def _day(case: Case, lit: LitCase, on: date, regulations: Regulations) -> _Day:
    """Return the day that a case counts down to: promise or law, the notice, the correction, …."""
    days, reading = regulations.days, lit.binding
    if (due := delivery_due(case, regulations)) is not None:
        return _Day("送达", due, days.between(on, due))
    if case.outstanding and (case.concluded or case.state is CaseState.OVERDUE_PROMISE):
        first = last_day(min(one.due_on for one in case.outstanding), days)
        return _Day("补交容缺材料", first, days.between(on, first))
    if case.state is CaseState.CORRECTING and case.correction_due_on is not None:
        due = last_day(case.correction_due_on, days)
        return _Day("补正", due, days.between(on, due))
    if reading is not None and not case.concluded and case.ended_on is None:
        name = "法定时限" if lit.by_law else "承诺时限"
        return _Day(name, reading.due_on, reading.remaining, reading.unit)
    if case.state is CaseState.SUBMITTED and case.submitted_on is not None and not case.told:
        limit = regulations.rulebook.clock.notice_days
        due = days.add(case.submitted_on, limit, Unit.WORKDAY).due_on
        return _Day("一次性告知", due, days.between(on, due))
    return _Day()


def _to_do(
    file: CaseFile, case: Case, procedure: Procedure, step: str, *, undelivered: bool
) -> str:
    if undelivered:
        return "将决定书送达申请人"
    if step:
        return step
    if case.state is CaseState.REFUSED:
        return f"{outcome_name(case.state, procedure)}，可重新申报"
    if case.state in UNIT_TO_DO:
        return UNIT_TO_DO[case.state]
    if case.state is CaseState.NOT_OPEN and (waiting := waits_for(file, case.procedure)):
        return f"不能办理：待{'、'.join(waiting)}办结"
    return f"已取得{procedure.result_document}" if case.concluded else ""
