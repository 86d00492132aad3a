"""The weekly report of the campaign as a workbook (专项行动周报表): for those who count on.

Text is always written as text: nothing that anybody typed becomes a formula.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from models.amount_words import WAN
from models.campaign_views import CampaignReport, TargetView
from reports.pages.campaign_report import groups

REPORTED = {"on_time": "按时", "late": "迟报", "missing": "未报", "exempt": "不报"}
Cell = str | Decimal | int | date | None


def campaign_workbook(report: CampaignReport) -> bytes:
    """Return a workbook of rates, targets, projects, red list and issues, one sheet each."""
    written = BytesIO()
    book = xlsxwriter.Workbook(written, {"strings_to_formulas": False, "strings_to_urls": False})
    try:
        for name, header, rows in _sheets(report):
            _sheet(book, name, header, rows)
    finally:
        book.close()
    return written.getvalue()


def _sheets(
    report: CampaignReport,
) -> Iterable[tuple[str, Sequence[str], list[Sequence[Cell]]]]:
    yield (
        "五率",
        ("范围", "项目数", *(f"{one.name}（%）" for one in report.overall)),
        [
            (one.name, one.projects, *(_percent(rate.share) for rate in one.rates))
            for one in groups(report)
        ],
    )
    yield (
        "目标任务",
        ("目标", "指标", "要求", "时限", "实际", "差距", "预计", "单位", "条款"),
        [_target(one) for one in report.targets],
    )
    yield (
        "项目",
        (
            *("项目代码", "项目名称", "责任单位", "灯", "周报"),
            *(
                "年度计划（万元）",
                "年初至今完成（万元）",
                "资金到位（万元）",
                "国家资金支付（万元）",
            ),
        ),
        [
            (
                one.project,
                one.name,
                one.unit,
                one.light.label,
                REPORTED[one.reported],
                one.planned_year / WAN,
                one.invested_year / WAN,
                one.funds_arrived / WAN,
                one.state_funds_paid / WAN,
            )
            for one in report.figures
        ],
    )
    yield (
        "红灯项目",
        ("项目", "责任单位", "包保领导", "原因"),
        [(one.name, one.unit_name, one.sponsor, "；".join(one.reasons)) for one in report.red],
    )
    yield (
        "问题清单",
        ("项目", "编号", "问题", "需协调事项", "解决单位", "提出日期", "解决期限", "逾期"),
        [
            (
                one.project_name,
                one.issue,
                one.text,
                one.needs,
                one.office_name,
                one.raised_on,
                one.due_on,
                "是" if one.overdue else "否",
            )
            for one in report.issues
        ],
    )


def _target(one: TargetView) -> Sequence[Cell]:
    def figure(value: Decimal | None) -> Cell:
        match one.unit:
            case "share":
                return _percent(value)
            case "yuan":
                return value / WAN if value is not None else None
            case _:
                return value

    led = f"（{'、'.join(one.lead)}牵头）" if one.lead else ""
    clause = f"{one.clause}{led}"
    unit = {"share": "%", "yuan": "万元"}.get(one.unit, "个")
    figures = (figure(one.actual), figure(one.gap), figure(one.forecast))
    return (one.group, one.measure_name, figure(one.asked), one.by, *figures, unit, clause)


def _percent(share: Decimal | None) -> Cell:
    return share * 100 if share is not None else None


def _sheet(
    book: Workbook, name: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#dfe7f1", "text_wrap": True, "border": 1})
    plain, day = (
        book.add_format({"border": 1}),
        book.add_format({"border": 1, "num_format": "yyyy-mm-dd"}),
    )
    number = book.add_format({"border": 1, "num_format": "#,##0.0"})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, bold)
        longest = max([len(title), *(len(str(row[column])) for row in rows)], default=8)
        sheet.set_column(column, column, min(longest * 2 + 2, 46))
    for place, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write(sheet, place, column, cell, plain, day, number)


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    cell: Cell,
    plain: Format,
    day: Format,
    number: Format,
) -> None:
    match cell:
        case None:
            sheet.write_blank(row, column, None, plain)
        case int():
            sheet.write_number(row, column, cell, plain)
        case Decimal():
            sheet.write_number(row, column, float(cell), number)
        case date():
            sheet.write_datetime(row, column, cell, day)
        case _:
            sheet.write_string(row, column, cell, plain)
