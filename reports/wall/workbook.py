"""The board as a workbook (挂图作战工作簿): the board, each procedure by itself, the legend.

Text is always written as text: nothing that anybody typed becomes a formula.
"""

from collections.abc import Iterable
from datetime import date
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from models.light import Light
from models.wall import WallChart
from reports.text.phrases import ASSUMED
from reports.wall.marks import INKS, LEGEND
from reports.wall.words import LIGHTS, TITLE, expected, heading, marks, notes, stages, standing
from reports.workbooks.cell_formats import CellFormats

FIXED = (
    ("灯", 5),
    ("项目代码", 27),
    ("项目", 34),
    ("责任单位", 16),
    ("锁定开工", 12),
    ("最早开工", 20),
)
DETAIL = (
    *(("项目代码", 27), ("项目", 34), ("责任单位", 16), ("事项", 8), ("事项名称", 34)),
    *(("状态", 14), ("灯", 5), ("期限", 12), ("占位", 6)),
)
LIGHT_INKS: dict[Light, str] = {
    Light.BLACK: "k",
    Light.RED: "r",
    Light.YELLOW: "y",
    Light.BLUE: "u",
    Light.GREEN: "d",
    Light.GREY: "w",
}
DAY = "yyyy-mm-dd"


def wall_workbook(chart: WallChart) -> bytes:
    """Return the board as a workbook to print on landscape A3."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        formats = CellFormats(book)
        _board(book.add_worksheet(TITLE), chart, formats)
        _detail(book.add_worksheet("办件"), chart, formats)
        _legend(book.add_worksheet("图例"), chart, formats)
    return file.getvalue()


def _board(sheet: Worksheet, chart: WallChart, formats: CellFormats) -> None:
    head = formats(bold=True, fill="#E8EDF2", border=True, wrap=True, align="center")
    steep = formats(fill="#E8EDF2", border=True, wrap=True, align="center")
    sheet.write_string(0, 0, f"{chart.title} {TITLE}", formats(size=16, bold=True))
    sheet.write_string(1, 0, standing(chart), formats())
    for column, (name, width) in enumerate(FIXED):
        sheet.merge_range(2, column, 3, column, name, head)
        sheet.set_column(column, column, width)
    first = column = len(FIXED)
    for name, span in stages(one.stage for one in chart.procedures):
        if span > 1:
            sheet.merge_range(2, column, 2, column + span - 1, name, head)
        else:
            sheet.write_string(2, column, name, head)
        column += span
    for place, one in enumerate(chart.procedures, start=first):
        sheet.write_string(3, place, f"{heading(one)} {one.code}", steep)
    if chart.procedures:
        sheet.set_column(first, first + len(chart.procedures) - 1, 4.5)
    sheet.set_row(3, 190)
    plain, words = formats(border=True), formats(border=True, words=True)
    for row, line in enumerate(chart.projects, start=4):
        sheet.write_string(row, 0, line.light_name, _ink(formats, LIGHT_INKS[line.light]))
        for at, told in enumerate((line.code, line.name, line.unit_name), start=1):
            sheet.write_string(row, at, told, words)
        _day(sheet, row, 4, line.pinned_on, formats)
        sheet.write_string(row, 5, expected(line, chart), plain)
        for at, ((kind, letter), _) in enumerate(marks(line, chart), start=first):
            sheet.write_string(row, at, letter, _ink(formats, kind))
    _to_print(sheet, rows=4, columns=3)


def _detail(sheet: Worksheet, chart: WallChart, formats: CellFormats) -> None:
    _heads(sheet, DETAIL, formats)
    names = {one.code: one for one in chart.procedures}
    words = formats(border=True, words=True)
    row = 0
    for line in chart.projects:
        for square in line.procedures:
            row += 1
            of = names[square.procedure]
            told = (line.code, line.name, line.unit_name, of.code, of.name, square.state_name)
            for at, text in enumerate(told):
                sheet.write_string(row, at, text, words)
            sheet.write_string(row, 6, square.light_name, _ink(formats, LIGHT_INKS[square.light]))
            _day(sheet, row, 7, square.due_on, formats)
            sheet.write_string(row, 8, ASSUMED if of.assumed else "", words)
    sheet.autofilter(0, 0, row, len(DETAIL) - 1)
    _to_print(sheet, rows=1, columns=2)


def _legend(sheet: Worksheet, chart: WallChart, formats: CellFormats) -> None:
    _heads(sheet, (("标记", 8), ("含义", 60)), formats)
    plain = formats(border=True)
    rows = [(letter, kind, said) for (kind, letter), said in LEGEND]
    rows += [(light.label, LIGHT_INKS[light], f"{light.label}灯：{said}") for light, said in LIGHTS]
    for row, (letter, kind, said) in enumerate(rows, start=1):
        sheet.write_string(row, 0, letter, _ink(formats, kind))
        sheet.write_string(row, 1, said, plain)
    for row, said in enumerate(notes(chart), start=len(rows) + 2):
        sheet.write_string(row, 0, said, formats())
    _to_print(sheet, rows=1, columns=0)


def _heads(sheet: Worksheet, heads: Iterable[tuple[str, int]], formats: CellFormats) -> None:
    head = formats(bold=True, fill="#E8EDF2", border=True, align="center")
    for column, (name, width) in enumerate(heads):
        sheet.write_string(0, column, name, head)
        sheet.set_column(column, column, width)


def _ink(formats: CellFormats, kind: str) -> xlsxwriter.format.Format:
    ground, ink = INKS[kind]
    return formats(fill=ground, color=ink, border=True, align="center")


def _day(sheet: Worksheet, row: int, column: int, on: date | None, formats: CellFormats) -> None:
    written = formats(border=True, number=DAY)
    if on is None:
        sheet.write_blank(row, column, None, written)
    else:
        sheet.write_datetime(row, column, on, written)


def _to_print(sheet: Worksheet, *, rows: int, columns: int) -> None:
    sheet.freeze_panes(rows, columns)
    sheet.repeat_rows(0, rows - 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
