"""The targets in the browser (目标任务): one page for leaders, each figure down to its projects."""

from collections.abc import Sequence
from datetime import date

from fastapi import APIRouter
from starlette.responses import Response

from casework.reading.board.targets import export_targets, target_detail, targets_on
from models.refusal import Unknown
from models.target_views import TargetDetail
from portal.web.downloads import WORKBOOK, handed_out
from portal.web.visit import Signed, Visit
from portal.web.wall.board import bars_of, day_asked
from reports.pages.target_page import (
    LEADERS,
    MONTHS,
    SHARES,
    adds_up,
    headline,
    leader_row,
    month_row,
    share_row,
)
from reports.workbooks.table_file import Cell, csv_table, workbook_table

router = APIRouter()


@router.get("/targets")
def show_targets(visit: Signed) -> Response:
    """Show every target with what is asked, reached, missing, expected, why, and what is next."""
    asked = day_asked(visit, "as_of")
    targets = targets_on(visit.office, as_of=asked, today=visit.today)
    bars = {
        (one.target, one.measure): (share, words, tone)
        for one, share, words, tone in bars_of(targets)
    }
    return visit.page(
        "targets.html",
        headings=LEADERS,
        rows=[(leader_row(one), bars.get((one.target, one.measure)), one) for one in targets],
        as_of=_day(visit, asked),
    )


@router.get("/targets.{kind}")
def download_targets(visit: Signed, kind: str) -> Response:
    """Hand the targets out as a workbook, as CSV, or with everything they are counted from."""
    asked = day_asked(visit, "as_of")
    title = f"目标任务（截至{_day(visit, asked)}）"
    if kind == "json":
        told = export_targets(visit.office, as_of=asked, today=visit.today).encode()
        return handed_out(told, "application/json", "目标核算数据.json")
    rows = [leader_row(one) for one in targets_on(visit.office, as_of=asked, today=visit.today)]
    return _table(title, LEADERS, rows, kind)


@router.get("/targets/{target}/{measure}.{kind}")
def download_target(visit: Signed, target: str, measure: str, kind: str) -> Response:
    """Hand one target out with everything that it adds up from."""
    detail = _detail(visit, target, measure)
    if kind == "json":
        told = detail.model_dump_json(indent=1).encode()
        return handed_out(told, "application/json", f"{_title(detail)}.json")
    rows = [share_row(one, detail.target) for one in detail.shares]
    return _table(_title(detail), SHARES, rows, kind)


@router.get("/targets/{target}/{measure}")
def show_target(visit: Signed, target: str, measure: str) -> Response:
    """Show one target drilled down: what makes its gap, and who does what in which month."""
    detail = _detail(visit, target, measure)
    return visit.page(
        "target.html",
        detail=detail,
        heading=f"{detail.target.group}{detail.target.measure_name}",
        sentences=[*headline(detail.target), adds_up(detail)],
        columns=SHARES,
        rows=[(share_row(one, detail.target), one) for one in detail.shares],
        months=MONTHS,
        tasks=[(month_row(one, detail.target), one) for one in detail.months],
    )


def _detail(visit: Visit, target: str, measure: str) -> TargetDetail:
    asked = day_asked(visit, "as_of")
    return target_detail(
        visit.office, target=target, measure=measure, as_of=asked, today=visit.today
    )


def _title(detail: TargetDetail) -> str:
    return f"{detail.target.group}{detail.target.measure_name}（截至{detail.as_of}）"


def _day(visit: Visit, asked: date | None) -> date:
    return min(asked or visit.today, visit.today)


def _table(
    title: str, headings: tuple[str, ...], rows: Sequence[Sequence[Cell]], kind: str
) -> Response:
    match kind:
        case "xlsx":
            return handed_out(workbook_table(title, headings, rows), WORKBOOK, f"{title}.xlsx")
        case "csv":
            return handed_out(csv_table(headings, rows), "text/csv; charset=utf-8", f"{title}.csv")
        case _:
            raise Unknown("目标任务可下载为 xlsx、csv 或 json", kind=kind)
