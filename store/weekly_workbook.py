"""A unit's weekly workbook as typed rows with the places of their cells (周报工作簿读取).

Columns are found by their headers, in any order. What is wrong with a cell is collected,
so that casework can add what it finds and name every wrong cell of a workbook at once;
a workbook whose sheets or headers are not the template's is refused here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from models.codes import PROJECT_CODE
from models.refusal import BadInput
from models.weekly_sheet import (
    GUIDE_SHEET,
    PROBLEM_SHEET,
    PROCEDURE_SHEET,
    PROJECT_SHEET,
    SHEETS,
    STAMP_LABELS,
    VERSION,
    SheetColumn,
    WorkbookStamp,
    header_key,
)
from store.cell_values import Content, identifier, plain, read_cell
from store.workbook_file import CellValue, WorkbookFile, WorkbookSheet
from store.wrong_cells import WrongCell, WrongCells, column_letters, quoted

HEADER_WITHIN = 15
"""The headers stand in one of so many rows."""

_IDENTIFIERS = {"procedure"}


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row of a sheet as it was filled in (填报行)."""

    sheet: str
    number: int
    values: Mapping[str, Content]
    """Field → what its cell says; an empty or wrong cell is not in it."""
    places: Mapping[str, tuple[SheetColumn, int]]
    raw: Mapping[str, CellValue]
    faulty: bool
    """A cell of the row could not be read."""

    def wrong(self, field: str, why: str) -> WrongCell:
        """Name a cell of this row with what is wrong with it."""
        column, position = self.places[field]
        return WrongCell(
            self.sheet,
            self.number,
            column_letters(position),
            column.header,
            quoted(self.raw.get(field)),
            why,
        )


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
    read = {name: _Sheet(file, file.sheets[name], SHEETS[name]) for name in SHEETS}
    if headers := [cell for sheet in read.values() for cell in sheet.header_faults]:
        raise WrongCells(file.name, headers)
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
            told[key] = _one_line(beside)
    return WorkbookStamp(**told) if len(told) == len(STAMP_LABELS) else None


def _one_line(value: CellValue) -> str:
    try:
        return plain(value)
    except ValueError:
        return quoted(value)


class _Sheet:
    """Reads one sheet of the template."""

    def __init__(
        self, file: WorkbookFile, sheet: WorkbookSheet, columns: tuple[SheetColumn, ...]
    ) -> None:
        self._file = file
        self._sheet = sheet
        self._columns = columns
        self._known = {header_key(column.header): column for column in columns}
        self._lines: dict[int, dict[int, CellValue]] = {}
        for (row, position), value in sheet.cells.items():
            if not isinstance(value, str) or value.strip():
                self._lines.setdefault(row, {})[position] = value
        self.wrong: list[WrongCell] = []
        self._header_row = self._find_header()
        self.header_faults: list[WrongCell] = []
        self._placed = self._place()

    def rows(self) -> Iterator[FilledRow]:
        """Yield the rows that hold something, and collect what is wrong with their cells."""
        self._merged()
        flawed: dict[int, dict[int, str]] = {}
        for (row, position), why in self._sheet.flaws.items():
            flawed.setdefault(row, {})[position] = why
        for number in sorted({*self._lines, *flawed}):
            if number > self._header_row:
                filled = self._row(number, self._lines.get(number, {}), flawed.get(number, {}))
                if filled is not None:
                    yield filled

    def _find_header(self) -> int:
        """Return the row among the first that holds the most headers."""
        counts = {
            row: sum(
                isinstance(value, str) and header_key(value) in self._known
                for value in line.values()
            )
            for row, line in self._lines.items()
            if row <= HEADER_WITHIN
        }
        best = max(counts, key=lambda row: (counts[row], -row), default=0)
        if counts.get(best, 0) < 2:
            raise BadInput(
                f"{self._file.name} 工作表“{self._sheet.name}”",
                f"找不到表头（应有“{self._columns[0].header}”等各列），请勿改动表头",
            )
        return best

    def _place(self) -> dict[str, tuple[SheetColumn, int]]:
        """Return field → column and position; what is wrong with the headers is collected."""
        placed: dict[str, tuple[SheetColumn, int]] = {}
        for position, value in sorted(self._lines[self._header_row].items()):
            column = self._known.get(header_key(_one_line(value)))
            if column is None:
                close = get_close_matches(header_key(_one_line(value)), self._known, n=1)
                hint = f"，是否应为“{self._known[close[0]].header}”" if close else ""
                self._header_fault(position, value, f"模板没有这一列{hint}")
            elif column.field in placed:
                first = column_letters(placed[column.field][1])
                self._header_fault(position, value, f"这一列与 {first} 列重复")
            else:
                placed[column.field] = (column, position)
        for column in self._columns:
            needed = not column.locked or column.required
            if needed and column.field not in placed:
                self.header_faults.append(
                    WrongCell(
                        self._sheet.name, self._header_row, "", column.header, "", "缺少这一列"
                    )
                )
        return placed

    def _header_fault(self, position: int, value: CellValue, why: str) -> None:
        letters = column_letters(position)
        self.header_faults.append(
            WrongCell(self._sheet.name, self._header_row, letters, "", quoted(value), why)
        )

    def _merged(self) -> None:
        for top, left, bottom, right in self._sheet.merged:
            filled = (top, left) in self._sheet.cells
            if bottom > self._header_row and filled:
                span = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
                self._fault(
                    max(top, self._header_row + 1), left,
                    self._sheet.cells[top, left], f"{span} 被合并，请取消合并、逐格填写",
                )  # fmt: skip

    def _fault(self, row: int, position: int, value: object, why: str) -> None:
        column = next((one for one, place in self._placed.values() if place == position), None)
        header = column.header if column else ""
        letters = column_letters(position)
        self.wrong.append(WrongCell(self._sheet.name, row, letters, header, quoted(value), why))

    def _row(
        self, number: int, line: Mapping[int, CellValue], flaws: Mapping[int, str]
    ) -> FilledRow | None:
        before = len(self.wrong)
        values: dict[str, Content] = {}
        raw: dict[str, CellValue] = {}
        used = {position for _, position in self._placed.values()}
        for position in sorted({*line, *flaws} - used):
            why = "没有表头，不知是哪一列；备注请写在“情况说明”或“存在问题”"
            self._fault(number, position, line.get(position), why)
        for field, (column, position) in self._placed.items():
            if position in flaws:
                self._fault(number, position, None, flaws[position])
            elif position in line:
                raw[field] = line[position]
                self._read(number, position, column, line[position], values)
        if not raw and len(self.wrong) == before:
            return None
        told = {cell.column for cell in self.wrong[before:]}
        for field, (column, position) in self._placed.items():
            missing = column.required and field not in values
            if missing and column_letters(position) not in told:
                self._fault(number, position, None, "不能为空")
        return FilledRow(
            sheet=self._sheet.name,
            number=number,
            values=values,
            places=self._placed,
            raw=raw,
            faulty=len(self.wrong) > before,
        )

    def _read(
        self,
        number: int,
        position: int,
        column: SheetColumn,
        value: CellValue,
        values: dict[str, Content],
    ) -> None:
        """Read a cell into the values of its row, or say what is wrong with it."""
        try:
            if column.field in _IDENTIFIERS or (column.field == "project" and column.locked):
                values[column.field] = identifier(value)
                if column.field == "project" and not PROJECT_CODE.fullmatch(identifier(value)):
                    self._fault(number, position, value, "不是项目代码；合计等行请删除")
            elif (found := read_cell(value, column, date_1904=self._file.date_1904)) != "":
                values[column.field] = found
        except ValueError as wrong:
            self._fault(number, position, value, str(wrong))
