"""What other programs read (导出): event logs, process models, plans, packs of evidence."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from casework.reading.event_log import logged_events
from casework.reading.exchange.pack import write_pack
from casework.reading.exchange.process import catalogue_process, project_process
from casework.reading.exchange.schedule import project_schedule
from models.event_log import LoggedEvent
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import Premises, opened
from portal.usage import AsJson, project_code
from portal.written import beside, check_ending, write_parts
from reports.exchange.bpmn import bpmn
from reports.exchange.event_logs import ocel, xes
from reports.exchange.mspdi import mspdi
from reports.exchange.xml_lines import ended


class Format(StrEnum):
    """What a file is written as (导出格式)."""

    XES = "xes"
    OCEL = "ocel"
    BPMN = "bpmn"
    PLAN = "msproject"
    PACK = "pack"


ENDINGS = {
    Format.XES: ".xes",
    Format.OCEL: ".json",
    Format.BPMN: ".bpmn",
    Format.PLAN: ".xml",
    Format.PACK: ".zip",
}


NAMES = {
    Format.XES: "events.xes",
    Format.OCEL: "events.json",
    Format.BPMN: "process.bpmn",
    Format.PLAN: "plan.xml",
    Format.PACK: "pack.zip",
}
"""What the log of the door calls them, as where the portal hands them out."""


class _Counted:
    """Events as they pass: how many, of how many projects."""

    def __init__(self, events: Iterable[LoggedEvent]) -> None:
        self._events = events
        self.events = self.projects = 0

    def __iter__(self) -> Iterator[LoggedEvent]:
        last = ""
        for one in self._events:
            self.events += 1
            self.projects += one.project != last
            last = one.project
            yield one


def export(
    out: Annotated[Path, Parameter(name="FILE", help="写成的文件，扩展名决定格式。")],
    /,
    *,
    as_: Annotated[
        Format | None,
        Parameter(name="--as", help="格式：xes、ocel、bpmn、msproject、pack；缺省按扩展名。"),
    ] = None,
    project: Annotated[str, Parameter(metavar="PROJECT", help="项目代码；缺省为全部。")] = "",
    as_json: AsJson = False,
) -> int:
    """Write what is asked for to a file, as its ending or ``--as`` says."""
    check_ending(out, *([ENDINGS[as_]] if as_ else ENDINGS.values()))
    kind = as_ or next(one for one, ending in ENDINGS.items() if ending == out.suffix.lower())
    if project:
        project_code(project)
    elif kind in (Format.PLAN, Format.PACK):
        raise BadInput("参数 --project", "缺少此项：排期、证据包一次写一个项目")
    with opened() as premises:
        if kind is Format.BPMN:
            told, said = _process(premises, out, project)
        elif kind is Format.PLAN:
            told, said = _plan(premises, out, project)
        elif kind is Format.PACK:
            told, said = _pack(premises, out, project)
        else:
            told, said = _log(premises, out, kind, project)
        premises.note_export(f"{project or '全部项目'} {NAMES[kind]}")
    if as_json:
        say_json({"file": str(out), **told})
    else:
        say(f"已写入 {out}：{said}")
    return DONE


def _log(premises: Premises, out: Path, kind: Format, project: str) -> tuple[dict[str, int], str]:
    """Write the events, one project in memory at a time."""
    events = _Counted(logged_events(premises.office, project=project))
    if kind is Format.XES:
        write_parts("参数 FILE", out, ended(xes(events)))
    else:
        write_parts("参数 FILE", out, ocel(events))
    said = f"项目 {events.projects} 个，事件 {events.events} 条，不含意见、理由、姓名和金额"
    return {"events": events.events, "projects": events.projects}, said


def _process(premises: Premises, out: Path, project: str) -> tuple[dict[str, int], str]:
    office, today = premises.office, premises.today()
    model = (
        project_process(office, project=project, today=today)
        if project
        else catalogue_process(office, today=today)
    )
    write_parts("参数 FILE", out, ended(bpmn(model)))
    told = {"procedures": len(model.steps), "departments": len(model.lanes)}
    return told, f"事项 {len(model.steps)} 个，部门 {len(model.lanes)} 个"


def _plan(premises: Premises, out: Path, project: str) -> tuple[dict[str, int], str]:
    schedule = project_schedule(premises.office, project=project, today=premises.today())
    write_parts("参数 FILE", out, ended(mspdi(schedule)))
    told = {"tasks": len(schedule.tasks), "exceptional_days": len(schedule.calendar)}
    return told, f"任务 {told['tasks']} 个，日历例外 {told['exceptional_days']} 日"


def _pack(premises: Premises, out: Path, project: str) -> tuple[dict[str, int], str]:
    with beside("参数 FILE", out, private=True) as file:
        names = write_pack(premises.office, file, project=project, today=premises.today())
    return {"files": len(names)}, f"{'、'.join(names)}；请按所含时限举证的知悉范围保管"
