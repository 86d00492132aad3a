"""What the dispatch centre works from (调度会办): agenda, bottlenecks, load, a unit's list."""

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.responses import Response

from casework.plan.load import bottlenecks, load_ahead
from casework.plan.meeting import NoMeetings, meeting_agenda
from casework.reading.board.meeting_scores import meeting_scores
from casework.reading.board.sheet import project_sheet
from casework.reading.lists.project_list import find_projects
from models.refusal import Unknown
from portal.web.downloads import WORKBOOK, handed_out
from portal.web.projects import outstanding
from portal.web.visit import Signed, Visit
from reports.pages import meeting_page
from reports.pages.load_page import HEADINGS, bottleneck_row, load_headings, load_row, overloaded
from reports.papers import meeting_scores as scored
from reports.workbooks.table_file import Cell, workbook_table

router = APIRouter()

LONGEST = 600
OF_PROJECT = ("项目代码", "项目")


@router.get("/meeting")
def show_meeting(visit: Signed) -> Response:
    """Show the agenda of a dispatch meeting today; each item leads to its directive."""
    minutes = visit.number("minutes")
    if minutes is not None and not 1 <= minutes <= LONGEST:
        raise Unknown(f"会议时长应在 1 与 {LONGEST} 分钟之间", minutes=minutes)
    try:
        agenda = meeting_agenda(visit.office, minutes=minutes, today=visit.today)
    except NoMeetings as none:
        return visit.page("meeting.html", agenda=None, sentences=(none.message,))
    now, later = meeting_page.halves(agenda)
    return visit.page(
        "meeting.html",
        agenda=agenda,
        headings=meeting_page.HEADINGS,
        halves=[
            ("本次会议", [*zip(meeting_page.rows(now, agenda), now, strict=True)]),
            ("留待下次", [*zip(meeting_page.rows(later, agenda), later, strict=True)]),
        ],
        sentences=meeting_page.summary(agenda),
    )


@router.get("/meeting/scores")
def show_scores(visit: Signed) -> Response:
    """Show what the decisions of earlier meetings were worth."""
    try:
        scores = meeting_scores(visit.office, today=visit.today)
    except NoMeetings as none:
        return _table(visit, "会办成效", scored.HEADINGS, [], (none.message,))
    said = tuple(scored.sentences(scores))
    return _table(visit, "会办成效", scored.HEADINGS, scored.rows(scores), said)


@router.get("/bottlenecks")
def show_bottlenecks(visit: Signed) -> Response:
    """Show where working days went, by procedure and department."""
    found = bottlenecks(visit.office, today=visit.today)
    rows = [bottleneck_row(one) for one in found.lines]
    return _table(visit, "卡点实据", HEADINGS, rows, (f"{found.projects} 个项目。",))


@router.get("/lookahead")
def show_load(visit: Signed) -> Response:
    """Show what the coming weeks ask of every department."""
    ahead = load_ahead(visit.office, today=visit.today)
    said = tuple(overloaded(ahead)) or ("各部门今后各周均办得完。",)
    return _table(
        visit, "负荷前瞻", load_headings(ahead), [load_row(one) for one in ahead.departments], said
    )


@router.get("/outstanding")
def show_outstanding(visit: Signed) -> Response:
    """Show what is not concluded before the start in all projects of one unit."""
    unit, units = _unit(visit)
    rows = _outstanding(visit, unit) if unit else []
    said = (f"{units[unit]}：未办结 {len(rows)} 项。",) if unit else ("请选择责任单位。",)
    columns = (*OF_PROJECT, *outstanding.headings()[1:])
    return _table(visit, "前期未办结手续清单", columns, rows, said, units=units, unit=unit)


@router.get("/outstanding.xlsx")
def download_outstanding(visit: Signed) -> Response:
    """Hand a unit's list out as a workbook."""
    unit, units = _unit(visit)
    if not unit:
        raise Unknown("请选择责任单位", unit=unit)
    title = f"{units[unit]}前期未办结手续清单"
    columns = (*OF_PROJECT, *outstanding.headings()[1:])
    content = workbook_table(title, columns, _outstanding(visit, unit))
    return handed_out(content, WORKBOOK, f"{title}.xlsx")


def _unit(visit: Visit) -> tuple[str, dict[str, str]]:
    """Return the unit that is asked for, empty = none, and every unit by its code."""
    units = {one.code: one.short for one in visit.situation().file.campaign.units}
    unit = visit.parameter("unit")
    if unit and unit not in units:
        raise Unknown(f"没有责任单位“{unit}”", unit=unit)
    return unit, units


def _outstanding(visit: Visit, unit: str) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for one in find_projects(visit.office, "", unit=unit, active=True):
        sheet = project_sheet(visit.office, project=one.code, likely=False, today=visit.today)
        project = (sheet.standing.code, sheet.standing.name)
        rows.extend((*project, *row[1:]) for row in outstanding.rows(sheet))
    return rows


def _table(
    visit: Visit,
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    sentences: Sequence[str],
    *,
    units: dict[str, str] | None = None,
    unit: str = "",
) -> Response:
    return visit.page(
        "table.html",
        title=title,
        headings=headings,
        rows=rows,
        sentences=sentences,
        units=units,
        unit=unit,
    )
