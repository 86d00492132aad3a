"""The empty project table (项目登记表模板), as it goes out to be filled in.

Codes stand in text cells, so that no spreadsheet makes numbers of them; what can be chosen
is chosen from a list.
"""

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from models.amount_words import WAN
from models.project import Project
from models.project_sheet import (
    PROJECT_TABLE,
    PROJECT_TABLE_COLUMNS,
    ProjectCell,
    ProjectColumn,
    ProjectTemplate,
    said_of,
)

GUIDE_SHEET, CHOICE_SHEET = "填表说明", "选项"
ROWS = 200
"""So many rows are prepared; more may be filled in."""

_STEPS = (
    "一行填一个项目；深蓝色表头必填，浅蓝色表头选填；鼠标停在表头上可看填写要求。",
    "金额一律以万元计，面积以公顷计（1公顷等于15亩），只填数字。",
    "日期写全年月日，如 2020-06-30；项目代码和信用代码按文本填写。",
    "请勿改动表头，不要合并单元格，不要隐藏行列；合计、说明等行请勿填入。",
    "登记时整本核对：有一处不符即整本退回，并逐格写明原因。",
)
_NUMBER_FORMATS = {
    ProjectCell.MONEY: "#,##0.00",
    ProjectCell.AREA: "0.0000",
    ProjectCell.DAY: "yyyy-mm-dd",
}


def project_template(told: ProjectTemplate, filled: Sequence[Project] = ()) -> bytes:
    """Return the empty table as an .xlsx file; or with a row for each of some projects."""
    output = BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        table = book.add_worksheet(PROJECT_TABLE)
        guide = book.add_worksheet(GUIDE_SHEET)
        choices = book.add_worksheet(CHOICE_SHEET)
        lists = _choices(book, choices, told)
        _table(book, table, lists)
        for row, project in enumerate(filled, 1):
            _filled(table, row, project)
        _guide(book, guide, told)
        table.activate()
    return output.getvalue()


def _table(book: Workbook, sheet: Worksheet, lists: dict[str, str]) -> None:
    head = {
        "bold": True, "font_color": "#FFFFFF", "align": "center", "valign": "vcenter",
        "text_wrap": True, "border": 1,
    }  # fmt: skip
    required = book.add_format({**head, "bg_color": "#1F4E79"})
    optional = book.add_format({**head, "bg_color": "#5B9BD5"})
    sheet.set_row(0, 48)
    for position, column in enumerate(PROJECT_TABLE_COLUMNS):
        body = book.add_format({"num_format": _NUMBER_FORMATS.get(column.kind, "@")})
        sheet.set_column(position, position, _width(column), body)
        sheet.write_string(0, position, column.header, required if column.required else optional)
        if column.note:
            sheet.write_comment(0, position, column.note, {"x_scale": 1.4, "y_scale": 0.7})
        if column.header in lists:
            rule = {"validate": "list", "source": lists[column.header], "error_title": "请从列表选"}
            sheet.data_validation(1, position, ROWS, position, rule)
    sheet.freeze_panes(1, 2)


def _filled(sheet: Worksheet, row: int, project: Project) -> None:
    """Write a project into a row, as the reader of the table takes it."""
    for position, column in enumerate(PROJECT_TABLE_COLUMNS):
        value = said_of(project, column)
        if value is None or value in ("", (), {}):
            continue
        match column.kind:
            case ProjectCell.MONEY:
                sheet.write_number(row, position, float(value / WAN))
            case ProjectCell.AREA:
                sheet.write_number(row, position, float(value))
            case ProjectCell.DAY:
                sheet.write_datetime(row, position, datetime.combine(value, time()))
            case ProjectCell.CHOICE:
                sheet.write_string(row, position, value.label)
            case ProjectCell.FLAG:
                sheet.write_string(row, position, "是" if value else "否")
            case ProjectCell.HISTORY:
                past = ";".join(f"{code}:{day}" for code, day in value.items())
                sheet.write_string(row, position, past)
            case ProjectCell.NAMES:
                sheet.write_string(row, position, "、".join(value))
            case _:
                sheet.write_string(row, position, value)


def _width(column: ProjectColumn) -> float:
    match column.kind:
        case ProjectCell.CODE | ProjectCell.CREDIT_CODE | ProjectCell.LINE | ProjectCell.HISTORY:
            return 26
        case ProjectCell.OFFICE | ProjectCell.NAMES:
            return 16
        case _:
            return 12


def _choices(book: Workbook, sheet: Worksheet, told: ProjectTemplate) -> dict[str, str]:
    """Write the words to choose from; return header of a column → where its words stand."""
    head = book.add_format({"bold": True, "bg_color": "#F2F2F2", "border": 1})
    offered: list[tuple[str, tuple[str, ...]]] = [
        *(
            (column.header, tuple(column.choices.words().values()))
            for column in PROJECT_TABLE_COLUMNS
            if column.choices is not None
        ),
        ("责任单位", told.units),
        ("包保领导", told.sponsors),
        ("首席服务官", told.chief_service_officers),
        ("是否", ("是", "否")),
        ("开工、投产条件", told.conditions),
        ("事项", tuple(f"{code} {name}" for code, name in told.procedures)),
    ]
    places: dict[str, str] = {}
    for position, (header, words) in enumerate(offered):
        sheet.set_column(position, position, 22)
        sheet.write_string(0, position, header, head)
        for number, word in enumerate(words, 1):
            sheet.write_string(number, position, word)
        letter = chr(ord("A") + position)
        places[header] = f"='{CHOICE_SHEET}'!${letter}$2:${letter}${max(len(words), 1) + 1}"
    flags = {
        column.header: places["是否"]
        for column in PROJECT_TABLE_COLUMNS
        if column.kind is ProjectCell.FLAG
    }
    return places | flags


def _guide(book: Workbook, sheet: Worksheet, told: ProjectTemplate) -> None:
    sheet.set_column(0, 0, 100)
    title = f"{told.campaign_title}项目登记表填表说明"
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 16}))
    for number, step in enumerate(_STEPS, 1):
        sheet.write_string(number, 0, f"{number}. {step}")
