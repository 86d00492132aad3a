"""What other programs read (导出): event logs, models, plans, calendars, open data, packs, timings.

A kind and ``--out``, or a file whose ending says the kind.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from casework.reading.board.public import PublicTimetable, public_timetable, public_timetables
from casework.reading.event_log import logged_events
from casework.reading.exchange.open_data import ceq_json, public_json, public_list_json
from casework.reading.exchange.pack import write_pack
from casework.reading.exchange.process import catalogue_process, project_process
from casework.reading.exchange.schedule import project_schedule
from casework.reading.lists.appointments import calendar_of, calendar_of_all
from models.event_log import LoggedEvent
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import Premises, opened
from portal.usage import AsJson, ProjectCode
from portal.written import beside, check_ending, write_parts
from reports.exchange.bpmn import bpmn
from reports.exchange.event_logs import ocel, xes
from reports.exchange.mspdi import mspdi
from reports.exchange.xml_lines import ended
from reports.text.calendar_feed import calendar_feed

FILE, OUT = "参数 FILE", "参数 --out"

Said = tuple[dict[str, int], str]
"""What was written, for programs and for people."""


class Format(StrEnum):
    """What a file is written as (导出格式)."""

    OCEL = "ocel"
    XES = "xes"
    PLAN = "mspdi"
    BPMN = "bpmn"
    CALENDAR = "ics"
    CEQ = "ceq"
    PUBLIC = "public"
    PACK = "pack"
    TIMINGS = "timings"


ALSO = {"msproject": Format.PLAN}
"""What a format was called before."""

ENDINGS = {
    ".xes": Format.XES,
    ".json": Format.OCEL,
    ".xml": Format.PLAN,
    ".bpmn": Format.BPMN,
    ".ics": Format.CALENDAR,
    ".zip": Format.PACK,
    ".csv": Format.TIMINGS,
}
"""Ending of a file → as what it is written where nothing else says so."""

NAMES = {
    Format.XES: "events.xes",
    Format.OCEL: "events.json",
    Format.BPMN: "process.bpmn",
    Format.PLAN: "plan.xml",
    Format.CALENDAR: "calendar.ics",
    Format.CEQ: "ceq.json",
    Format.PUBLIC: "public.json",
    Format.PACK: "pack.zip",
    Format.TIMINGS: "timings.csv",
}
"""What the log of the door calls them, as where the portal hands them out."""

OF_ONE = frozenset({Format.PLAN, Format.PACK})
"""Formats that hold one project."""

OF_ALL = frozenset({Format.TIMINGS})
"""Formats that hold the whole campaign and name no project."""


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
    what: Annotated[
        str,
        Parameter(
            name="KIND",
            help="ocel、xes、mspdi、bpmn、ics、ceq、public、pack 或 timings，与 --out 合用；"
            "不写 --out 的，此处写文件，扩展名决定格式。",
        ),
    ],
    /,
    *,
    out: Annotated[Path | None, Parameter(metavar="FILE", help="写成的文件。")] = None,
    as_: Annotated[
        str, Parameter(name="--as", metavar="KIND", help="格式，不随扩展名；不与 --out 合用。")
    ] = "",
    project: Annotated[
        ProjectCode, Parameter(metavar="PROJECT", help="项目代码；缺省为全部。")
    ] = "",
    as_json: AsJson = False,
) -> int:
    """Write what is asked for to a file: by its kind, or as its ending or ``--as`` says."""
    kind, place, file = _asked(what, out, as_)
    if project:
        if kind in OF_ALL:
            raise BadInput("参数 --project", "用时表不分项目：所列项目只有序号")
    elif kind in OF_ONE:
        raise BadInput("参数 --project", "缺少此项：排期、证据包一次写一个项目")
    with opened() as premises:
        told, said = _write(premises, kind, place, file, project)
        premises.note_export(f"{project or '全部项目'} {NAMES[kind]}")
    if as_json:
        say_json({"file": str(file), "kind": kind.value, **told})
    else:
        say(f"已写入 {file}：{said}")
    return DONE


def _asked(what: str, out: Path | None, as_: str) -> tuple[Format, str, Path]:
    """Return what is to be written, which argument names the file, and the file."""
    if out is not None:
        if as_:
            raise BadInput("参数 --as", "与 --out 不能同时给出：格式由 KIND 写明")
        return _kind(what, "参数 KIND"), OUT, out
    if not as_ and what in {*Format, *ALSO}:
        raise BadInput(OUT, f"缺少此项：请写明文件，如 --out {NAMES[_kind(what, '')]}")
    file = Path(what)
    if not as_:
        check_ending(file, *ENDINGS, option=FILE)
        return ENDINGS[file.suffix.lower()], FILE, file
    kind = _kind(as_, "参数 --as")
    check_ending(file, f".{NAMES[kind].rpartition('.')[2]}", option=FILE)
    return kind, FILE, file


def _kind(word: str, place: str) -> Format:
    if word in ALSO:
        return ALSO[word]
    if word not in set(Format):
        raise BadInput(place, f"没有格式“{word}”，可用：{'、'.join(Format)}")
    return Format(word)


def _write(premises: Premises, kind: Format, place: str, file: Path, project: str) -> Said:
    match kind:
        case Format.OCEL | Format.XES:
            return _log(premises, kind, place, file, project)
        case Format.PLAN:
            return _plan(premises, place, file, project)
        case Format.BPMN:
            return _process(premises, place, file, project)
        case Format.CALENDAR:
            return _calendar(premises, place, file, project)
        case Format.CEQ | Format.PUBLIC:
            return _timetables(premises, kind, place, file, project)
        case Format.PACK:
            return _pack(premises, place, file, project)
        case Format.TIMINGS:
            from portal.commands.operating.timings import write_timings  # it brings the learner

            return write_timings(premises, place, file)


def _log(premises: Premises, kind: Format, place: str, file: Path, project: str) -> Said:
    """Write the events, one project in memory at a time."""
    events = _Counted(logged_events(premises.office, project=project))
    write_parts(place, file, ended(xes(events)) if kind is Format.XES else ocel(events))
    said = f"项目 {events.projects} 个，事件 {events.events} 条，不含意见、理由、姓名和金额"
    return {"events": events.events, "projects": events.projects}, said


def _process(premises: Premises, place: str, file: Path, project: str) -> Said:
    office, today = premises.office, premises.today()
    model = (
        project_process(office, project=project, today=today)
        if project
        else catalogue_process(office, today=today)
    )
    write_parts(place, file, ended(bpmn(model)))
    told = {"procedures": len(model.steps), "departments": len(model.lanes)}
    return told, f"事项 {len(model.steps)} 个，部门 {len(model.lanes)} 个"


def _plan(premises: Premises, place: str, file: Path, project: str) -> Said:
    schedule = project_schedule(premises.office, project=project, today=premises.today())
    write_parts(place, file, ended(mspdi(schedule)))
    told = {"tasks": len(schedule.tasks), "exceptional_days": len(schedule.calendar)}
    return told, f"任务 {told['tasks']} 个，日历例外 {told['exceptional_days']} 日"


def _calendar(premises: Premises, place: str, file: Path, project: str) -> Said:
    office, today = premises.office, premises.today()
    calendar = (
        calendar_of(office, of=project, today=today)
        if project
        else calendar_of_all(office, today=today)
    )
    write_parts(place, file, (calendar_feed(calendar, now=premises.now()),))
    told = {"appointments": len(calendar.appointments)}
    return told, f"{told['appointments']} 个期限"


def _timetables(premises: Premises, kind: Format, place: str, file: Path, project: str) -> Said:
    """Write what anybody may see, one project in memory at a time where the format lets it."""
    office, today, seen = premises.office, premises.today(), 0

    def counted() -> Iterator[PublicTimetable]:
        nonlocal seen
        for one in public_timetables(office, today=today):
            seen += 1
            yield one

    one = public_timetable(office, project=project, today=today) if project else None
    if kind is Format.CEQ:
        with office.store.reading() as connection:
            district = office.situation(connection).file.campaign.district
        found = [one] if one is not None else counted()
        write_parts(place, file, (ceq_json(found, district=district),))
    elif one is not None:
        write_parts(place, file, (public_json(one),))
    else:
        write_parts(place, file, public_list_json(counted(), as_of=today))
    told = {"projects": 1 if one is not None else seen}
    return told, f"项目 {told['projects']} 个的公开时间表，不含个人、金额、意见和理由"


def _pack(premises: Premises, place: str, file: Path, project: str) -> Said:
    with beside(place, file, private=True) as to:
        names = write_pack(premises.office, to, project=project, today=premises.today())
    return {"files": len(names)}, f"{'、'.join(names)}；请按所含时限举证的知悉范围保管"
