"""What a planner's file would move (排期预览): beside the plan, worked out, nothing written."""

from collections.abc import Iterator, Mapping
from datetime import date

from casework.office import Office
from models.case import CaseFile
from models.catalogue import Procedure
from models.refusal import Refused
from models.schedule_file import ForeignSchedule, ForeignTask, UnreadTask
from models.schedule_preview import MovedTask, SchedulePreview
from rules.in_force.gates import START_CONSTRUCTION
from rules.plan.network import Network, Step, network_of
from rules.plan.passes import forward
from rules.whatif.elsewhere import planned_elsewhere


class OtherProject(Refused):
    """The file is the plan of another project (不是本项目的排期)."""


def schedule_preview(
    office: Office, given: ForeignSchedule, *, project: str, today: date
) -> SchedulePreview:
    """Return what a file would move in a project's plan."""
    with office.store.reading() as connection:
        regulations = office.situation(connection).regulations
        file, _ = office.file(connection, project)
    if given.project and given.project != project:
        raise OtherProject(
            f"文件写明的项目代码是“{given.project}”，不是{file.project.name}（{project}）",
            project=project,
        )
    days = regulations.days
    procedures = regulations.procedures(file.project, on=today)
    network = network_of(file, procedures, on=today, regulations=regulations)
    spans = {one.procedure: (one.start_on, one.finish_on) for one in given.tasks}
    before = forward(network, days)
    after = forward(planned_elsewhere(network, spans, days), days)
    moved, unread = [], list(given.unread)
    for task in given.tasks:
        number = network.position.get(task.procedure)
        if number is None:
            if task.procedure != START_CONSTRUCTION:
                unread.append(_unknown(task, file))
            continue
        step = network.steps[number]
        planned, possible = (date.fromordinal(one.finish[number]) for one in (before, after))
        if task.finish_on != planned:
            moved.append(
                MovedTask(
                    procedure=task.procedure,
                    name=procedures[task.procedure].name,
                    uid=task.uid,
                    line=task.line,
                    planned=planned,
                    wanted=task.finish_on,
                    possible=possible,
                    days=days.between(planned, task.finish_on),
                    remark=_remark(step, task, possible),
                )
            )
    start = next((one for one in given.tasks if one.procedure == START_CONSTRUCTION), None)
    begins, would = (date.fromordinal(one.start_on) for one in (before, after))
    read = {one.procedure for one in given.tasks}
    return SchedulePreview(
        project=project,
        name=file.project.name,
        as_of=today,
        start_before=begins,
        start_after=would,
        start_wanted=start.finish_on if start is not None else None,
        pinned_on=file.pinned_start,
        days=days.between(begins, would),
        moved=tuple(moved),
        unchanged=sum(one.procedure in network.position for one in given.tasks) - len(moved),
        absent=tuple(_absent(network, read, procedures)),
        unread=tuple(unread),
    )


def _unknown(task: ForeignTask, file: CaseFile) -> UnreadTask:
    code = task.procedure
    if code in file.plan:
        why = f"{code} 开工不等，不在倒排工期之内"
    elif code in file.not_required:
        why = f"本项目无需办理 {code}：{file.not_required[code]}"
    else:
        why = f"审批事项目录中没有“{code}”"
    return UnreadTask(uid=task.uid, line=task.line, name=task.name, why=why)


def _remark(step: Step, task: ForeignTask, possible: date) -> str:
    if step.finished_on is not None:
        return "已办结，以台账为准"
    if possible > task.finish_on:
        least = "、法定公告期" if step.least else ""
        return f"受前置事项、材料到位{least}所限，最早{possible.isoformat()}"
    if possible < task.finish_on:
        return "前置事项提前，可以早于所报日期"
    return ""


def _absent(network: Network, read: set[str], procedures: Mapping[str, Procedure]) -> Iterator[str]:
    for step in network.steps:
        if step.finished_on is None and step.procedure not in read:
            yield f"{step.procedure} {procedures[step.procedure].name}"
