"""What is published (目标、比赶超、问题、通报、周报汇总): to read, to print, to take along."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from casework.reading.lists.project_list import find_issues
from casework.supervision.bulletin import bulletins_seen_by
from casework.weekly.league import NotRanked, league_table
from casework.weekly.summary import campaign_report
from models.campaign_views import IssueLine
from models.days import ZONE
from models.refusal import Unknown
from portal.web.downloads import WORKBOOK, handed_out
from portal.web.filled import week_in_address
from portal.web.visit import Signed, Visit
from reports.pages.bulletin_page import month_in_words, sections, standing, title
from reports.pages.campaign_report import campaign_page, groups, rate_in_words, target_row
from reports.pages.league_page import headings, row, sentences
from reports.workbooks.campaign_workbook import campaign_workbook
from reports.workbooks.table_file import csv_table, workbook_table
from rules.clocks.round_days import iso_week
from store.verifying.anchor_file import Anchor, AnchorUnusable, moment, read_anchor

router = APIRouter()

TARGETS = ("目标", "指标", "要求", "时限", "实际", "差距", "预计", "情况")
DAYS_SHOWN = 92
ISSUES = ("项目", "问题", "需协调事项", "解决单位", "提出", "期限", "情况")


@router.get("/league")
def show_league(visit: Signed) -> Response:
    """Show every unit's place, and what the places do not say."""
    try:
        table = league_table(visit.office, today=visit.today)
    except NotRanked as none:
        return visit.page("league.html", table=None, why=none.message)
    return visit.page(
        "league.html",
        table=table,
        headings=headings(table),
        rows=[(row(line), line) for line in table.lines],
        sentences=sentences(table),
    )


@router.get("/issues")
def show_issues(visit: Signed) -> Response:
    """Show the issues of all projects, by their day."""
    return visit.page("issues.html", **_issues(visit))


@router.get("/issues.{kind}")
def download_issues(visit: Signed, kind: str) -> Response:
    """Hand the list of issues out as a workbook or as CSV."""
    lines = _issue_lines(visit)
    rows = [
        (
            one.project_name,
            one.text,
            one.needs,
            one.office_name,
            one.raised_on,
            one.due_on,
            _standing(one),
        )
        for one in lines
    ]
    match kind:
        case "xlsx":
            return handed_out(workbook_table("问题清单", ISSUES, rows), WORKBOOK, "问题清单.xlsx")
        case "csv":
            return handed_out(csv_table(ISSUES, rows), "text/csv; charset=utf-8", "问题清单.csv")
        case _:
            raise Unknown("问题清单可下载为 xlsx 或 csv", kind=kind)


@router.get("/reports")
def list_reports(visit: Signed) -> Response:
    """List the bulletins and the weekly summaries."""
    situation = visit.situation()
    weeks = sorted({*situation.file.rounds, iso_week(visit.today)}, reverse=True)
    return visit.page(
        "reports.html",
        bulletins=[
            (month_in_words(one.month), one)
            for one in bulletins_seen_by(visit.office, account=visit.signer.number)
        ],
        weeks=[(week, situation.file.rounds.get(week)) for week in weeks],
    )


@router.get("/ledger")
def show_ledger(visit: Signed) -> Response:
    """Show the last line of the anchor of each day: what a person copies out and keeps."""
    return ledger_page(visit, back=("/reports", "通报和周报"))


def ledger_page(visit: Visit, *, back: tuple[str, str]) -> Response:
    """Draw the proofs of the ledger; ``back`` = the page that leads there and its name."""
    broken, known = "", Anchor()
    try:
        known = read_anchor(visit.settings.anchor)
    except AnchorUnusable as unusable:
        broken = unusable.message
    by_day = {moment(line).astimezone(ZONE).date(): line for line in known.lines}
    days = sorted(by_day.items(), reverse=True)[:DAYS_SHOWN]
    return visit.page("ledger.html", lines=days, broken=broken, back=back)


@router.get("/reports/bulletins/{month}")
def show_bulletin(visit: Signed, month: str) -> Response:
    """Show one bulletin: what was signed to everybody, a draft to those who may sign it."""
    seen = bulletins_seen_by(visit.office, account=visit.signer.number)
    found = next((one for one in seen if one.month == month), None)
    if found is None:
        raise Unknown(f"没有{month}的督办通报", month=month)
    return visit.page(
        "bulletin.html",
        view=found,
        name=title(found),
        standing=tuple(standing(found)),
        sections=tuple(sections(found)),
    )


@router.get("/reports/weekly/{week}.{kind}")
def download_summary(visit: Signed, week: str, kind: str) -> Response:
    """Hand a week's summary out as a workbook, or as Markdown."""
    report = campaign_report(visit.office, week=week_in_address(week), today=visit.today)
    match kind:
        case "xlsx":
            return handed_out(campaign_workbook(report), WORKBOOK, f"专项行动周报_{week}.xlsx")
        case "md":
            page = campaign_page(report).encode()
            return handed_out(page, "text/markdown; charset=utf-8", f"专项行动周报_{week}.md")
        case _:
            raise Unknown("周报汇总可下载为 xlsx 或 md", kind=kind)


@router.get("/reports/weekly/{week}")
def show_summary(visit: Signed, week: str) -> Response:
    """Show a week's summary of the whole campaign."""
    report = campaign_report(visit.office, week=week_in_address(week), today=visit.today)
    return visit.page(
        "summary.html",
        report=report,
        groups=[(one, [*map(rate_in_words, one.rates)]) for one in groups(report)],
        targets=[target_row(one) for one in report.targets],
        headings=TARGETS,
    )


def _issue_lines(visit: Visit) -> Sequence[IssueLine]:
    office, shown = visit.parameter("office"), visit.parameter("show")
    found = find_issues(visit.office, wanted=office, solved=shown == "all", today=visit.today)
    return [one for one in found if one.overdue] if shown == "overdue" else found


def _issues(visit: Visit) -> dict[str, Any]:
    everything = find_issues(visit.office, solved=True, today=visit.today)
    return {
        "lines": _issue_lines(visit),
        "wanted": {"office": visit.parameter("office"), "show": visit.parameter("show")},
        "offices": sorted({one.office: one.office_name for one in everything}.items()),
        "open_count": sum(one.solved_on is None for one in everything),
        "overdue_count": sum(one.overdue for one in everything),
        "all_count": len(everything),
        "days": visit.situation().regulations.days,
        "standing": _standing,
    }


def _standing(one: IssueLine) -> str:
    """Say how an issue stands."""
    if one.solved_on is not None:
        return "已销号"
    return "逾期未解决" if one.overdue else "未解决"
