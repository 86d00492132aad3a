"""A project for other programs (数据交换): files to take along, a planner's file to look at.

What is taken is written into the log of the door. A planner's file is read, compared and
forgotten: what of it is to hold, somebody who may does by an act of its own.
"""

from collections.abc import Iterable, Mapping
from tempfile import SpooledTemporaryFile
from typing import IO, NamedTuple

from fastapi import APIRouter
from starlette.responses import Response

from casework.access.noting import note
from casework.reading.event_log import logged_events
from casework.reading.exchange.pack import write_pack
from casework.reading.exchange.preview import schedule_preview
from casework.reading.exchange.process import project_process
from casework.reading.exchange.schedule import project_schedule
from models.access import AccessKind
from models.project import Project
from models.refusal import Unknown
from models.schedule_preview import SchedulePreview
from models.written import plain_code
from portal.web.doorkeeper import comer_of
from portal.web.downloads import streamed
from portal.web.filled import NO_PROBLEMS, Filled, FilledIn, Objection, Problems, give_back
from portal.web.visit import Signed, Visit
from reports.exchange.bpmn import bpmn
from reports.exchange.event_logs import ocel, xes
from reports.exchange.mspdi import mspdi
from reports.exchange.preview_words import MOVED_COLUMNS, moved_row, preview_sentences
from reports.exchange.xml_lines import ended
from store.exchange.mspdi_file import read_schedule
from store.exchange.xml_file import parse_xml

router = APIRouter()

ADDRESS = "/projects/{code}/exchange"
FIELD = "plan"
HELD = 1024 * 1024
"""Bytes of a file that are held before it goes to the disk."""


class Offered(NamedTuple):
    """A file that may be taken along (可下载的文件)."""

    title: str
    name: str
    media: str
    words: str


OFFERED: Mapping[str, Offered] = {
    "pack.zip": Offered(
        "证据包",
        "证据包.zip",
        "application/zip",
        "下列各文件，连同日历、公开时间表、时限举证和 SHA-256 清单；同一台账同一日的逐字节相同。"
        "含时限举证，请按知悉范围保管",
    ),
    "plan.xml": Offered(
        "排期",
        "排期.xml",
        "application/xml",
        "开工前各事项的起止、前后关系、基线、放假和调休，可用 Microsoft Project、Primavera P6 打开",
    ),
    "process.bpmn": Offered(
        "审批流程图",
        "审批流程图.bpmn",
        "application/xml",
        "BPMN 2.0，每个部门一条泳道，可用 Camunda Modeler、bpmn.io 打开",
    ),
    "events.xes": Offered(
        "事件日志（XES）",
        "事件日志.xes",
        "application/xml",
        "供流程挖掘软件分析，不含意见、理由、姓名和金额",
    ),
    "events.json": Offered(
        "事件日志（OCEL 2.0）",
        "事件日志.json",
        "application/json",
        "同上，项目、办件、岗位各为对象",
    ),
}
"""File in the address → what it is."""


@router.get(ADDRESS)
def show(visit: Signed, code: str) -> Response:
    """Show what can be taken along, and where a planner's file is handed in."""
    return _page(visit, _known(visit, code))


@router.get(f"{ADDRESS}/{{name}}")
def hand_out(visit: Signed, code: str, name: str) -> Response:
    """Hand a file out, and write down who took it."""
    project = _known(visit, code)
    offered = OFFERED.get(name)
    if offered is None:
        raise Unknown(f"可下载的文件：{'、'.join(OFFERED)}", name=name)
    file: IO[bytes] = SpooledTemporaryFile(max_size=HELD)  # noqa: SIM115 - closed when it is sent
    _write(visit, project.code, name, file)
    note(
        visit.office,
        AccessKind.EXPORTED,
        person=visit.signer.person.login,
        about=f"{project.code} {name}",
        address=comer_of(visit.request).address,
        at=visit.at,
    )
    return streamed(file, offered.media, f"{project.name}{offered.name}")


@router.post(ADDRESS)
def look_at(visit: Signed, code: str, form: FilledIn) -> Response:
    """Show what a planner's file would move; nothing is written."""
    project = _known(visit, code)
    try:
        found = visit.attempt(lambda: _preview(visit, project.code, form))
    except Objection as refused:
        return _page(visit, project, problems=refused.problems)
    return _page(visit, project, found)


def _preview(visit: Visit, project: str, form: Filled) -> SchedulePreview:
    uploads = form.uploads.get(FIELD, ())
    if not uploads:
        give_back(FIELD, "请选择排期文件（.xml）")
    name = (uploads[0].filename or "").rpartition("/")[2]
    given = read_schedule(parse_xml(name, uploads[0].file.read()))
    return schedule_preview(visit.office, given, project=project, today=visit.today)


def _write(visit: Visit, project: str, name: str, file: IO[bytes]) -> None:
    office, today = visit.office, visit.today
    match name:
        case "pack.zip":
            write_pack(office, file, project=project, today=today)
        case "plan.xml":
            schedule = project_schedule(office, project=project, today=today)
            _put(file, ended(mspdi(schedule)))
        case "process.bpmn":
            model = project_process(office, project=project, today=today)
            _put(file, ended(bpmn(model)))
        case "events.xes":
            _put(file, ended(xes(logged_events(office, project=project))))
        case _:
            _put(file, ocel(logged_events(office, project=project)))


def _put(file: IO[bytes], lines: Iterable[str]) -> None:
    file.writelines(line.encode() for line in lines)


def _known(visit: Visit, code: str) -> Project:
    with visit.office.store.reading() as connection:
        file, _ = visit.office.file(connection, plain_code(code))
    return file.project


def _page(
    visit: Visit,
    project: Project,
    found: SchedulePreview | None = None,
    problems: Problems = NO_PROBLEMS,
) -> Response:
    return visit.page(
        "exchange.html",
        problems=problems,
        project=project,
        offered=OFFERED,
        field=FIELD,
        found=found,
        sentences=[*preview_sentences(found)] if found is not None else [],
        columns=MOVED_COLUMNS,
        rows=[moved_row(one) for one in found.moved] if found is not None else [],
    )
