"""A unit's weekly workbook as typed rows with the places of their cells (周报工作簿读取).

Columns are found by their headers, in any order. What is wrong with a cell is collected,
so that casework can add what it finds and name every wrong cell of a workbook at once;
a workbook whose sheets or headers are not the template's is refused here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from models.refusal import BadInput
from models.week_words import week_in_words, week_number
from models.weekly_sheet import (
    CHOICE_SHEET,
    GUIDE_SHEET,
    PROBLEM_SHEET,
    PROCEDURE_SHEET,
    PROJECT_SHEET,
    SHEETS,
    STAMP_LABELS,
    VERSION,
    WorkbookStamp,
)
from store.intake.header_row import header_key
from store.intake.weekly_rows import FilledRow, WeeklySheet, one_line, weekly_headers
from store.workbook.workbook_file import WorkbookFile
from store.workbook.wrong_cells import WrongCell, WrongCells, column_letters, quoted

_WEEK = re.compile(r"\d{4}年第\d{1,2}周")
_WHOLE_SHEET = 1_000
_FEWEST = 3
"""With so many headers of the template a sheet holds reports, whatever it is called."""


@dataclass(frozen=True, slots=True)
class FilledWorkbook:
    """A weekly workbook as it came back (已填报工作簿)."""

    name: str
    digest: str
    stamp: WorkbookStamp
    projects: tuple[FilledRow, ...]
    procedures: tuple[FilledRow, ...]
    problems: tuple[FilledRow, ...]
    wrong: tuple[WrongCell, ...]
    """Every cell that could not be read."""


def read_weekly_workbook(file: WorkbookFile) -> FilledWorkbook:
    """Read the sheets of a weekly workbook; :class:`BadInput` when they are not the template's."""
    stamp = _stamp(file)
    for name in SHEETS:
        sheet = file.sheets.get(name)
        if sheet is None:
            there = "、".join(quoted(one) for one in file.sheets)
            raise BadInput(file.name, f"缺少工作表“{name}”（现有：{there}），工作表不能改名或删除")
        if not sheet.visible:
            raise BadInput(file.name, f"工作表“{name}”被隐藏，请取消隐藏、核对后再报")
    _nothing_beside(file)
    read = {name: WeeklySheet(file, file.sheets[name], SHEETS[name]) for name in SHEETS}
    if headers := [cell for sheet in read.values() for cell in sheet.head.wrong]:
        raise WrongCells(file.name, headers)
    _of_one_week(file, stamp, {name: sheet.head.number for name, sheet in read.items()})
    rows = {name: tuple(sheet.rows()) for name, sheet in read.items()}
    return FilledWorkbook(
        name=file.name,
        digest=file.digest,
        stamp=stamp,
        projects=rows[PROJECT_SHEET],
        procedures=rows[PROCEDURE_SHEET],
        problems=rows[PROBLEM_SHEET],
        wrong=tuple(cell for sheet in read.values() for cell in sheet.wrong),
    )


def _nothing_beside(file: WorkbookFile) -> None:
    """Refuse reports on a sheet of another name, a copy or one carried over: nobody reads them."""
    tables = [weekly_headers(columns) for columns in SHEETS.values()]
    for name, sheet in file.sheets.items():
        if name in {*SHEETS, GUIDE_SHEET, CHOICE_SHEET}:
            continue
        for headers in tables:
            number, line = headers.fullest(sheet)
            filled = any(row > number for row, _ in (*sheet.cells, *sheet.flaws))
            if filled and len(headers.columns(line)) >= _FEWEST:
                raise BadInput(
                    file.name,
                    f"工作表“{quoted(name)}”里也有周报内容，不在模板的工作表之列；"
                    f"请并入{'、'.join(f'“{one}”' for one in SHEETS)}，不要的请删除",
                )


def _of_one_week(file: WorkbookFile, stamp: WorkbookStamp, heads: Mapping[str, int]) -> None:
    """Refuse a workbook whose words name another week than it belongs to: one used again."""
    for name, end in {GUIDE_SHEET: _WHOLE_SHEET, **heads}.items():
        sheet = file.sheets.get(name)
        for (row, column), value in sheet.cells.items() if sheet is not None else ():
            found = _WEEK.search(str(value)) if row < end else None
            if found is not None and found[0] != week_number(stamp.week):
                raise BadInput(
                    f"{file.name} 工作表“{name}”{column_letters(column)}{row}",
                    f"写的是“{found[0]}”，这本工作簿是{week_in_words(stamp.week)}的，"
                    "周次不能改写；请取用要填报的一周的模板",
                )


def _stamp(file: WorkbookFile) -> WorkbookStamp:
    """Return where the workbook says it belongs: guide sheet and document property agree."""
    found = [stamp for stamp in (_property(file.stamp), _guide(file)) if stamp is not None]
    if not found:
        raise BadInput(
            file.name,
            f"不是系统生成的周报工作簿：工作表“{GUIDE_SHEET}”中没有专项行动、周次和责任单位；"
            "请用 greenchannel week template 生成的工作簿填报",
        )
    if any(stamp != found[0] for stamp in found):
        raise BadInput(file.name, f"工作表“{GUIDE_SHEET}”所写的归属被改动，请重新取用模板")
    if found[0].version != VERSION:
        raise BadInput(
            file.name,
            f"模板版本为“{quoted(found[0].version)}”，现行版本为 {VERSION}，请重新取用模板",
        )
    return found[0]


def _property(text: str) -> WorkbookStamp | None:
    parts = text.split("|")
    return WorkbookStamp(*parts) if len(parts) == len(STAMP_LABELS) else None


def _guide(file: WorkbookFile) -> WorkbookStamp | None:
    sheet = file.sheets.get(GUIDE_SHEET)
    if sheet is None:
        return None
    labels = {header_key(text): key for key, text in STAMP_LABELS.items()}
    told: dict[str, str] = {}
    for (row, column), value in sheet.cells.items():
        key = labels.get(header_key(value)) if isinstance(value, str) else None
        beside = sheet.cells.get((row, column + 1))
        if key is not None and beside is not None:
            told[key] = one_line(beside)
    return WorkbookStamp(**told) if len(told) == len(STAMP_LABELS) else None
