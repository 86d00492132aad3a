"""The weekly workbook of a unit, as it goes out to be filled in (周报填报工作簿).

Whatever a person once wrote goes in as words (`write_string`, text format, quote
prefix): no text becomes a formula, not even when its cell is edited later.
"""

from datetime import date
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from models.progress import LandStatus, Utility, WorkStatus
from models.weekly_sheet import (
    CHOICE_SHEET,
    GUIDE_SHEET,
    PROBLEM_COLUMNS,
    PROBLEM_SHEET,
    PROCEDURE_COLUMNS,
    PROCEDURE_SHEET,
    PROJECT_COLUMNS,
    PROJECT_SHEET,
    STAMP_LABELS,
    CellContent,
    CellKind,
    SheetColumn,
    WeeklyWorkbook,
)
from reports.workbooks.cell_formats import CellFormats
from reports.workbooks.typed_cells import checked

PROPERTY = "greenchannel"
PROBLEM_ROWS = 40
HEADER_ROW = 2
"""Counted from 0: a title and a hint stand above it."""

_BLUE, _PALE_BLUE, _GREY, _YELLOW = "#1F4E79", "#5B9BD5", "#F2F2F2", "#FFFBE6"
_A3 = 8
_FREE_TO_DO = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "autofilter": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}

_STEPS = (
    "填写黄色单元格；灰色单元格由系统填好，不能改动。",
    "深蓝色表头为必填，浅蓝色表头为选填；鼠标停在表头上可看填写要求。",
    "金额一律以万元计；日期写全年月日，如 2020-06-30。",
    "“项目周报”一行一个项目；上周已报的内容已带出，没有变化的不必重填。",
    "“未办结手续”由台账带出，只填卡点和预计办结日期。",
    "“问题”一行一个问题；没有问题的删去本单位上周带出的内容，留空即可。",
    "请勿改动工作表名称和表头，不要合并单元格。填好后保存为 .xlsx，交回调度指挥中心。",
    "导入时整本核对：有一处不符即整本退回，并逐格写明原因；改正后可再次导入。",
)


def weekly_workbook(told: WeeklyWorkbook) -> bytes:
    """Return the workbook as an .xlsx file."""
    output = BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        _Writer(book, told).write()
    return output.getvalue()


class _Writer:
    def __init__(self, book: Workbook, told: WeeklyWorkbook) -> None:
        self._book = book
        self._told = told
        self._format = CellFormats(book)
        self._lists: dict[object, str] = {}

    def write(self) -> None:
        """Write every sheet in the order in which a person meets them."""
        told = self._told
        self._book.set_properties(
            {"title": f"{told.unit_name}重点项目周报", "subject": told.week_words}
        )
        self._book.set_custom_property(PROPERTY, str(told.stamp))
        guide = self._book.add_worksheet(GUIDE_SHEET)
        projects = self._book.add_worksheet(PROJECT_SHEET)
        procedures = self._book.add_worksheet(PROCEDURE_SHEET)
        problems = self._book.add_worksheet(PROBLEM_SHEET)
        choices = self._book.add_worksheet(CHOICE_SHEET)
        self._choices(choices)
        self._guide(guide)
        self._table(projects, PROJECT_COLUMNS, told.projects, frozen=2, height=64)
        self._table(
            procedures,
            PROCEDURE_COLUMNS,
            tuple(
                {
                    "project": line.project,
                    "name": line.project_name,
                    "procedure": line.procedure,
                    "procedure_name": line.name,
                    "department": line.department,
                    "state": line.state,
                    "sticking_point": line.sticking_point,
                    "expected_on": line.expected_on,
                }
                for line in told.procedures
            ),
            frozen=2,
            height=30,
        )
        first = HEADER_ROW + 2
        names = f"='{PROJECT_SHEET}'!$B${first}:$B${first + max(len(told.projects), 1) - 1}"
        self._lists["project"] = names
        filled: tuple[dict[str, CellContent], ...] = tuple(
            {
                "project": line.project,
                "text": line.text,
                "needs": line.needs,
                "office": line.office,
            }
            for line in told.problems
        )
        blank: tuple[dict[str, CellContent], ...] = ({},) * max(PROBLEM_ROWS - len(filled), 10)
        self._table(problems, PROBLEM_COLUMNS, filled + blank, frozen=1, height=30)
        projects.activate()
        projects.set_first_sheet()

    def _table(
        self,
        sheet: Worksheet,
        columns: tuple[SheetColumn, ...],
        rows: tuple[object, ...],
        *,
        frozen: int,
        height: float,
    ) -> None:
        told, last = self._told, len(columns) - 1
        title = f"{told.unit_name} {sheet.get_name()} · {told.week_words}"
        sheet.set_row(0, 30)
        sheet.merge_range(0, 0, 0, last, "", self._format(size=16, bold=True, align="left"))
        sheet.write_string(0, 0, title, self._format(size=16, bold=True, align="left"))
        sheet.set_row(1, 20)
        sheet.merge_range(1, 0, 1, last, "", self._format(color="#595959", align="left"))
        hint = f"黄色单元格填写，灰色单元格不可改动；深蓝表头必填，浅蓝表头选填。{told.due}"
        sheet.write_string(1, 0, hint, self._format(color="#595959", align="left"))
        sheet.set_row(HEADER_ROW, 50)
        for position, column in enumerate(columns):
            sheet.set_column(position, position, column.width)
            self._header(sheet, position, column)
        for number, row in enumerate(rows, HEADER_ROW + 1):
            assert isinstance(row, dict)
            sheet.set_row(number, height)
            for position, column in enumerate(columns):
                self._cell(sheet, number, position, column, row.get(column.field))
        if rows:
            for position, column in enumerate(columns):
                if (rule := checked(column, self._lists)) is not None:
                    last_row = HEADER_ROW + len(rows)
                    sheet.data_validation(HEADER_ROW + 1, position, last_row, position, rule)
        sheet.freeze_panes(HEADER_ROW + 1, frozen)
        sheet.protect("", _FREE_TO_DO)
        self._print(sheet)
        sheet.repeat_rows(0, HEADER_ROW)
        sheet.print_area(0, 0, HEADER_ROW + max(len(rows), 1), last)

    def _header(self, sheet: Worksheet, position: int, column: SheetColumn) -> None:
        fill = "#7F7F7F" if column.locked else _BLUE if column.required else _PALE_BLUE
        style = self._format(
            bold=True, color="#FFFFFF", fill=fill, align="center", border=True, wrap=True
        )
        sheet.write_string(HEADER_ROW, position, column.header.replace("（", "\n（"), style)
        if column.note:
            sheet.write_comment(
                HEADER_ROW, position, column.note, {"x_scale": 1.6, "y_scale": 0.8, "font_size": 10}
            )

    def _cell(
        self,
        sheet: Worksheet,
        number: int,
        position: int,
        column: SheetColumn,
        content: CellContent,
    ) -> None:
        fill = _GREY if column.locked else _YELLOW
        match column.kind:
            case CellKind.MONEY:
                style = self._format(
                    fill=fill, border=True, number="#,##0.00", locked=column.locked, align="right"
                )
            case CellKind.DAY:
                style = self._format(
                    fill=fill, border=True, number="yyyy-mm-dd", locked=column.locked,
                    align="center",
                )  # fmt: skip
            case _:
                style = self._format(
                    fill=fill, border=True, number="@", locked=column.locked, align="left",
                    wrap=True, words=True,
                )  # fmt: skip
        match content:
            case Decimal():
                sheet.write_number(number, position, float(content), style)
            case date():
                sheet.write_datetime(number, position, content, style)
            case str() if content:
                sheet.write_string(number, position, content, style)
            case _:
                sheet.write_blank(number, position, None, style)

    def _choices(self, sheet: Worksheet) -> None:
        """Write the words to choose from, where everybody can look them up."""
        kinds = (WorkStatus, LandStatus, Utility)
        lists = [
            *(
                (kind, header, tuple(kind.words().values()))
                for kind, header in zip(kinds, ("开工状态", "用地状态", "要素缺口"), strict=True)
            ),
            ("office", "协调单位", self._told.offices),
        ]
        head = self._format(bold=True, color="#FFFFFF", fill="#7F7F7F", align="center", border=True)
        body = self._format(fill=_GREY, border=True, number="@", align="left", words=True)
        for position, (key, header, words) in enumerate(lists):
            letter = "ABCD"[position]
            sheet.set_column(position, position, 22)
            sheet.write_string(0, position, header, head)
            for number, word in enumerate(words, 1):
                sheet.write_string(number, position, word, body)
            last = max(len(words), 1) + 1
            self._lists[key] = f"='{CHOICE_SHEET}'!${letter}$2:${letter}${last}"
        sheet.freeze_panes(1, 0)
        sheet.protect("", _FREE_TO_DO)
        self._print(sheet)

    def _guide(self, sheet: Worksheet) -> None:
        """Write how to fill it in, and where the workbook belongs."""
        told = self._told
        label = self._format(bold=True, fill=_GREY, border=True, align="left")
        value = self._format(border=True, number="@", align="left", words=True, wrap=True)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 92)
        sheet.set_row(0, 34)
        title = f"{told.campaign_title}重点项目周报填报说明"
        sheet.write_string(0, 0, title, self._format(size=18, bold=True, align="left"))
        stamp = {key: getattr(told.stamp, key) for key in STAMP_LABELS}
        lines = [
            ("责任单位", told.unit_name),
            ("填报周", told.week_words),
            ("截止时间", told.due),
            ("制表日期", told.made_on.isoformat()),
            *((STAMP_LABELS[key], stamp[key]) for key in STAMP_LABELS),
        ]
        for number, (name, text) in enumerate(lines, 2):
            sheet.set_row(number, 22)
            sheet.write_string(number, 0, name, label)
            sheet.write_string(number, 1, text, value)
        start = len(lines) + 3
        sheet.write_string(start, 0, "填报步骤", self._format(size=13, bold=True, align="left"))
        for number, step in enumerate(_STEPS, 1):
            sheet.set_row(start + number, 24)
            sheet.write_string(start + number, 0, f"第{number}条", label)
            sheet.write_string(start + number, 1, step, value)
        sheet.protect("", _FREE_TO_DO)
        self._print(sheet)

    def _print(self, sheet: Worksheet) -> None:
        sheet.set_landscape()
        sheet.set_paper(_A3)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&C第 &P 页，共 &N 页")
