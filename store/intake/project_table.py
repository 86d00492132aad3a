"""The project table (项目登记表) of a workbook or CSV file as typed rows with their cells' places.

What is wrong is collected, so that every wrong cell of a file is named at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from models.project_sheet import PROJECT_TABLE_COLUMNS, ProjectCell, ProjectColumn
from models.refusal import BadInput
from store.intake.header_row import Headers, by_row
from store.intake.project_cells import Names, read_project_cell
from store.workbook.cell_values import says_nothing
from store.workbook.csv_file import csv_book
from store.workbook.number_formats import MONTH, YEAR
from store.workbook.workbook_file import CellValue, WorkbookFile, WorkbookSheet
from store.workbook.wrong_cells import WrongCell, WrongCells, column_letters, quoted

HEADERS = Headers(
    {one.header: one for one in PROJECT_TABLE_COLUMNS},
    [one for one in PROJECT_TABLE_COLUMNS if one.required],
    "请用空白登记表（网页“登记项目”下载，或 register --template 写出）填写",
)
_NO_CODE = "不是项目代码；标题、说明、合计等行请删除"
_NOT_A_PROJECT = "这一行没有项目代码，不是项目；标题、说明、合计等行请删除"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the project table (登记表行)."""

    number: int
    values: Mapping[str, Any]
    """Header → what its cell says."""


class ProjectTable:
    """Reads one sheet that holds projects (登记表)."""

    def __init__(
        self, name: str, sheet: WorkbookSheet, names: Names, *, date_1904: bool = False
    ) -> None:
        self.name = name
        self.sheet = sheet
        self.wrong: list[WrongCell] = []
        self._names = names
        self._date_1904 = date_1904
        if not by_row(sheet.cells) and not sheet.flaws:
            raise BadInput(sheet.place(name), "没有内容")
        self._head = HEADERS.find(name, sheet)
        if self._head.wrong:
            raise WrongCells(name, self._head.wrong)
        self._placed = {one.header: place for one, place in self._head.placed.items()}

    def rows(self) -> Iterator[TableRow]:
        """Yield the rows that hold something; what is wrong with their cells is collected."""
        self.wrong += self._head.beside()
        rows = [*self._head.rows()]
        if not rows:
            raise BadInput(self.sheet.place(self.name), "只有表头，没有项目")
        for number, line, flaws in rows:
            yield self._row(number, line, flaws)

    def fault(self, row: int, header: str, value: object, why: str) -> None:
        """Name the cell of a row and header with what is wrong with it."""
        position = self._placed.get(header, 0)
        shown = quoted(value if value is not None else self.sheet.cells.get((row, position)))
        letters = column_letters(position)
        self.wrong.append(WrongCell(self.sheet.name, row, letters, header, shown, why))

    def _fault_at(self, row: int, position: int, value: object, why: str) -> None:
        self.wrong.append(self._head.cell(row, position, value, why))

    def _row(
        self, number: int, line: Mapping[int, CellValue], flaws: Mapping[int, str]
    ) -> TableRow:
        code = self._placed["项目代码"]
        if self._head.holds_no_item(line, flaws, code):
            why = _NO_CODE if code in line else _NOT_A_PROJECT
            self._fault_at(number, code if code in line else 0, line.get(code), why)
            return TableRow(number, {})
        if hidden := self.sheet.hides(number, 0):
            self._fault_at(number, 0, None, hidden)
            return TableRow(number, {})
        if flaws and not self.sheet.name:  # a line that was torn: what follows stands askew
            for position, why in flaws.items():
                self._fault_at(number, position, line.get(position), why)
            return TableRow(number, {})
        used = {*self._placed.values()}
        for position in sorted({*line, *flaws} - used):
            why = flaws.get(position, "没有表头，不知是哪一列")
            self._fault_at(number, position, line.get(position), why)
        values: dict[str, Any] = {}
        for column in PROJECT_TABLE_COLUMNS:
            position = self._placed.get(column.header, 0)
            value = line.get(position)
            if position in flaws:
                self._fault_at(number, position, value, flaws[position])
            elif value is None or _blank(column, value):
                if column.required:
                    self._fault_at(number, position, None, "不能为空")
            elif hidden := self.sheet.hides(number, position):
                self._fault_at(number, position, value, hidden)
            else:
                self._read(number, position, column, value, values)
        return TableRow(number, values)

    def _read(
        self,
        number: int,
        position: int,
        column: ProjectColumn,
        value: CellValue,
        values: dict[str, Any],
    ) -> None:
        unit = self.sheet.units.get((number, position), "")
        try:
            meant = ("", MONTH, YEAR, column.unit, column.unit.removesuffix("元"))
            if column.unit and unit not in meant:
                raise ValueError(  # noqa: TRY301 - told like all that is wrong with a cell
                    f"格式里的单位是“{unit}”，这一列应以{column.unit}计；请换算后重填"
                )
            read = read_project_cell(
                value, column, self._names, date_1904=self._date_1904, seen=unit
            )
        except ValueError as wrong:
            self._fault_at(number, position, value, str(wrong))
        else:
            values[column.header] = read


def _blank(column: ProjectColumn, value: CellValue) -> bool:
    """Tell whether a cell says in a dash or a word that it is empty; of must-be words in a dash."""
    if column.required and column.kind is not ProjectCell.LINE:
        return False
    return says_nothing(value, words_too=not column.required)


def project_csv(name: str, content: bytes) -> WorkbookFile:
    """Return a CSV file of projects as the workbook of one sheet that it is a picture of."""
    return csv_book(name, content, HEADERS.knows)


def holds_projects(sheet: WorkbookSheet) -> bool:
    """Tell whether a sheet has the headers of the project table."""
    _, line = HEADERS.fullest(sheet)
    found = {column.header for column in HEADERS.columns(line)}
    return "项目代码" in found and len(found) > 2
