"""A project's procedures, or the whole catalogue's, as a process model (流程模型导出)."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from casework.office import Office
from casework.reading.case.views import view
from models.campaign import Campaign
from models.catalogue import Bound, Gate, Procedure, TimeLimit
from models.milestone import PlannedProcedure
from models.process_model import ProcessGate, ProcessModel, ProcessStep, ProcessTimer
from models.project_views import CaseView

NOT_RUN = (
    "由台账和审批事项目录导出，供阅读和交流，不作为流程引擎的执行依据。",
    "并行网关汇聚处须全部办结，复杂网关汇聚处任一办结即可；定时器只表示提醒。",
    "工作日不是ISO 8601时长，以工作日计的时限须按国务院办公厅放假安排推算。",
)


def project_process(office: Office, *, project: str, today: date) -> ProcessModel:
    """Return the procedures that apply to a project, each with its limits, or the day they end."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        file, _ = office.file(connection, project)
    regulations = situation.regulations
    procedures = regulations.procedures(file.project, on=today)
    shown = {one.procedure: one for one in view(file, situation, today).cases}
    steps = tuple(_step(one, procedures[code], shown[code]) for code, one in file.plan.items())
    return ProcessModel(
        key=f"project-{file.project.code}",
        title=f"{file.project.name}审批流程",
        notes=(
            f"项目代码{file.project.code}，截至{today.isoformat()}，台账第{file.version}条。",
            *NOT_RUN,
        ),
        lanes=_lanes(situation.file.campaign, steps),
        steps=steps,
        gates=tuple(_gate(one, file.plan) for one in regulations.gates.values()),
    )


def catalogue_process(office: Office, *, today: date) -> ProcessModel:
    """Return every procedure of the catalogue; which of them a project needs its notes say."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
    campaign = situation.file.campaign
    catalogue = campaign.catalogue
    codes = {one.code for one in catalogue.procedures}
    steps = tuple(
        _step(
            PlannedProcedure(
                procedure=one.code,
                stage=one.stage,
                department=one.department,
                prerequisites=one.prerequisites,
                any_of=one.prerequisites_any_of,
                tolerable=one.tolerable_prerequisites,
            ),
            one,
        )
        for one in catalogue.procedures
    )
    return ProcessModel(
        key=f"catalogue-{campaign.key}",
        title=catalogue.title,
        notes=(
            f"目录版本{catalogue.version}，截至{today.isoformat()}。",
            "对某一项目不适用的事项一律跳过，适用情形见各事项说明。",
            *NOT_RUN,
        ),
        lanes=_lanes(campaign, steps),
        steps=steps,
        gates=tuple(_gate(one, codes) for one in catalogue.gates),
    )


def _lanes(campaign: Campaign, steps: tuple[ProcessStep, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (code, campaign.office_names[code])
        for code in dict.fromkeys(step.department for step in steps)
    )


def _gate(gate: Gate, known: Collection[str]) -> ProcessGate:
    return ProcessGate(
        code=gate.code,
        name=gate.name,
        waits_for=tuple(one for one in (*gate.all_of, *gate.applicable_of) if one in known),
        confirmations=tuple((one.code, one.name) for one in gate.confirmations),
    )


def _step(
    planned: PlannedProcedure, procedure: Procedure, shown: CaseView | None = None
) -> ProcessStep:
    return ProcessStep(
        procedure=planned.procedure,
        name=procedure.name,
        department=planned.department,
        prerequisites=planned.prerequisites,
        any_of=planned.any_of,
        tolerable=planned.tolerable,
        timers=tuple(_timers(procedure, shown)),
        notes=tuple(_notes(procedure, shown)),
    )


def _timers(procedure: Procedure, shown: CaseView | None) -> Iterator[ProcessTimer]:
    if shown is not None and shown.decided_on is not None:
        return
    due: Mapping[str, date | None] = {}
    if shown is not None:
        due = {"承诺时限": shown.promised_due, "法定时限": shown.statutory_due}
    for name, limit in (("承诺时限", procedure.promised), ("法定时限", procedure.statutory)):
        if _reminds(limit):
            assert limit.value is not None
            yield ProcessTimer(
                name=name,
                days=limit.value,
                unit=limit.unit,
                due_on=due.get(name),
                assumed=limit.assumed,
            )


def _reminds(limit: TimeLimit) -> bool:
    """Tell whether a limit is one that somebody must keep: notice periods and none are not."""
    return bool(limit.value) and limit.bound in (Bound.MAX, Bound.APPLICANT_DUTY)


def _notes(procedure: Procedure, shown: CaseView | None) -> Iterator[str]:
    if shown is not None:
        yield f"状态：{shown.state_name}" + (
            f"（{shown.decided_on.isoformat()}）" if shown.decided_on else ""
        )
    if procedure.statutory.bound is Bound.MIN and procedure.statutory.value:
        yield f"公告期不少于{procedure.statutory.value}日，不得压缩"
    if procedure.instant:
        yield "即办件"
    if procedure.when and shown is None:
        yield f"适用情形：{procedure.when}"
    yield f"办理依据：{procedure.legal_basis}"
    yield f"办理结果：{procedure.result_document}"
