"""What the dispatch centre works from (调度会办): agenda, bottlenecks, load, a unit's list."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from casework.plan.bottlenecks import bottlenecks
from casework.plan.look_ahead import load_ahead
from casework.plan.meeting import NoMeetings, meeting_agenda
from casework.reading.board.meeting_scores import meeting_scores
from casework.reading.board.sheet import project_sheet
from casework.reading.lists.project_list import find_projects
from models.refusal import BadInput, Unknown
from portal.web.downloads import WORKBOOK, handed_out
from portal.web.projects import outstanding
from portal.web.visit import Signed, Visit
from reports.pages import meeting_page
from reports.pages.load_page import (
    HEADINGS,
    LATER_HEADINGS,
    LATER_SAID,
    LATER_TITLE,
    MARKS,
    bottleneck_notes,
    bottleneck_row,
    later_row,
    load_headings,
    load_row,
    overloaded,
)
from reports.papers import meeting_scores as scored
from reports.workbooks.table_file import Cell, workbook_table

router = APIRouter()

LONGEST = 600
LIST = "前期未办结手续清单"
COLUMNS = ("项目代码", "项目", *outstanding.headings()[1:])


@router.get("/meeting")
def show_meeting(visit: Signed) -> Response:
    """Show the agenda of a dispatch meeting today; each item leads to its directive."""
    minutes = visit.number("minutes")
    if visit.parameter("minutes") and not (minutes and 1 <= minutes <= LONGEST):
        raise BadInput("网址中的会议时长", f"应为1至{LONGEST}分钟之间的整数")
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
    return _table(visit, "卡点实据", HEADINGS, rows, bottleneck_notes(found))


@router.get("/lookahead")
def show_load(visit: Signed) -> Response:
    """Show what the coming weeks ask of every department."""
    ahead = load_ahead(visit.office, today=visit.today)
    said = tuple(f"{one}。" for one in overloaded(ahead)) or ("各部门今后各周均办得完。",)
    rows = [load_row(one) for one in ahead.departments]
    later = Further(LATER_TITLE, LATER_SAID, LATER_HEADINGS, [*map(later_row, ahead.later)])
    return _table(
        *(visit, "负荷前瞻", load_headings(ahead), rows, (*said, MARKS)),
        further=later if ahead.later else None,
        narrow=True,
    )


@router.get("/outstanding")
def show_outstanding(visit: Signed) -> Response:
    """Show what is not concluded before the start: of a unit, a department, or of both together.

    Whoever asks for neither sees his own where he belongs to one of them, else the district's.
    """
    chosen = _chosen(visit, own=True)
    rows = _outstanding(visit, chosen)
    said = (f"{chosen.words}：未办结{len(rows)}项。",)
    return _table(visit, LIST, COLUMNS, rows, said, chosen=chosen)


@router.get("/outstanding.xlsx")
def download_outstanding(visit: Signed) -> Response:
    """Hand such a list out as a workbook."""
    chosen = _chosen(visit, own=False)
    title = f"{chosen.words}{LIST}"
    content = workbook_table(title, COLUMNS, _outstanding(visit, chosen))
    return handed_out(content, WORKBOOK, f"{title}.xlsx")


@dataclass(frozen=True, slots=True)
class Further:
    """A second table below the first one."""

    title: str
    said: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whose list is asked for: a unit's, a department's, what is both's, or the district's."""

    of: dict[str, str]
    """``unit`` and ``department``: a code, empty = all."""
    offices: dict[str, tuple[str, dict[str, str]]]
    """What each is called, and which there are: code → name."""

    @property
    def words(self) -> str:
        """Return whose list it is, in words."""
        named = "、".join(self.offices[name][1][code] for name, code in self.of.items() if code)
        return named or "全区"


def _chosen(visit: Visit, *, own: bool) -> Chosen:
    campaign = visit.situation().file.campaign
    offices = {
        "unit": ("责任单位", {one.code: one.short for one in campaign.units}),
        "department": ("审批部门", {one.code: one.short for one in campaign.departments}),
    }
    of = {name: visit.parameter(name) for name in offices}
    for name, (label, there) in offices.items():
        if of[name] and of[name] not in there:
            raise Unknown(f"没有{label}“{of[name]}”", **{name: of[name]})
    if own and not any(name in visit.request.query_params for name in offices):
        mine = visit.signer.account.office
        of |= {name: mine for name, (_, there) in offices.items() if mine in there}
    return Chosen(of, offices)


def _outstanding(visit: Visit, chosen: Chosen) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for one in find_projects(visit.office, "", unit=chosen.of["unit"], active=True):
        sheet = project_sheet(visit.office, project=one.code, likely=False, today=visit.today)
        project = (sheet.standing.code, sheet.standing.name)
        rows.extend(
            (*project, *row[1:]) for row in outstanding.rows(sheet, chosen.of["department"])
        )
    return rows


def _table(
    visit: Visit,
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    sentences: Sequence[str],
    *,
    chosen: Chosen | None = None,
    further: Further | None = None,
    narrow: bool = False,
) -> Response:
    return visit.page(
        "table.html",
        title=title,
        headings=headings,
        rows=rows,
        sentences=sentences,
        chosen=chosen,
        further=further,
        narrow=narrow,
    )
