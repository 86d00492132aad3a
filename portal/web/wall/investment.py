"""Earned value in the browser (投资进度): all projects, one unit's, one project week by week."""

from fastapi import APIRouter
from starlette.responses import Response

from casework.reading.board.investment import investment, investment_of
from models.earned_views import EarnedTable
from models.written import plain_code
from portal.web.downloads import WORKBOOK, handed_out
from portal.web.visit import Signed, Visit
from portal.web.wall.board import day_asked
from reports.text.earned_words import HEADINGS, row, sentences
from reports.workbooks.table_file import workbook_table

router = APIRouter()


@router.get("/investment")
def show_investment(visit: Signed) -> Response:
    """Show planned, earned and spent of every project, farthest behind first."""
    return _page(visit, "投资进度", _asked(visit))


@router.get("/investment.xlsx")
def download_investment(visit: Signed) -> Response:
    """Hand the table out as a workbook."""
    table = _asked(visit)
    rows = [row(one) for one in (*table.lines, table.together)]
    content = workbook_table("投资进度", HEADINGS, rows, notes=sentences(table))
    return handed_out(content, WORKBOOK, "投资进度.xlsx")


@router.get("/investment/{project}")
def show_weeks(visit: Signed, project: str) -> Response:
    """Show one project's planned, earned and spent week by week."""
    table = investment_of(
        visit.office,
        project=plain_code(project),
        as_of=day_asked(visit, "as_of"),
        today=visit.today,
    )
    return _page(visit, f"{table.together.name}投资进度", table)


def _asked(visit: Visit) -> EarnedTable:
    asked = day_asked(visit, "as_of")
    unit = visit.parameter("unit")
    return investment(visit.office, unit=unit, as_of=asked, today=visit.today)


def _page(visit: Visit, title: str, table: EarnedTable) -> Response:
    campaign = visit.situation().file.campaign
    return visit.page(
        "investment.html",
        heading=title,
        table=table,
        weeks=bool(table.together.project),
        units=[(one.code, one.short) for one in campaign.units],
        unit=visit.parameter("unit"),
        headings=HEADINGS,
        rows=[(row(one), one) for one in (*table.lines, table.together)],
        sentences=sentences(table),
    )
