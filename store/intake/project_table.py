"""The project table (项目登记表) of a workbook or CSV file as typed rows with their cells' places.

What is wrong is collected, so that every wrong cell of a file is named at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from models.project_sheet import PROJECT_TABLE_COLUMNS, UNIT_IN_HEADER, ProjectColumn
from models.refusal import BadInput
from models.weekly_sheet import header_key
from store.intake.project_cells import Names, read_project_cell
from store.workbook.cell_values import plain, says_nothing
from store.workbook.number_formats import MONTH
from store.workbook.workbook_file import CellValue, WorkbookSheet
from store.workbook.wrong_cells import WrongCell, WrongCells, column_letters, quoted

HEADER_WITHIN = 15
"""The headers stand in one of so many rows."""

_KNOWN: Mapping[str, ProjectColumn] = {
    header_key(column.header): column for column in PROJECT_TABLE_COLUMNS
}
_UNITLESS: Mapping[str, ProjectColumn] = {
    UNIT_IN_HEADER.sub("", key): column for key, column in _KNOWN.items() if column.unit
}
_SUMS = ("合计", "总计", "小计", "总 计", "合 计", "累计")
_DIGITS_OF_A_CODE = 12
_NAMED = 5
"""With fewer digits, in a row that is all but empty, it is a note and no code."""
_NOT_A_PROJECT = "这一行没有项目代码，不是项目；标题、说明、合计等行请删除"


def is_header(text: str) -> bool:
    """Tell whether a text is a header of the project table."""
    return header_key(text) in _KNOWN


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
        self._lines: dict[int, dict[int, CellValue]] = {}
        for (row, position), value in sheet.cells.items():
            if not isinstance(value, str) or value.strip():
                self._lines.setdefault(row, {})[position] = value
        if not self._lines and not sheet.flaws:
            raise BadInput(self.place(), "没有内容")
        self._header_row = header_row(sheet)
        self._placed: dict[str, int] = {}
        self._place()

    def place(self) -> str:
        """Return the file and its sheet as a person reads them."""
        return f"{self.name} 工作表“{self.sheet.name}”" if self.sheet.name else self.name

    def rows(self) -> Iterator[TableRow]:
        """Yield the rows that hold something; what is wrong with their cells is collected."""
        self._merged()
        flawed: dict[int, dict[int, str]] = {}
        for (row, position), why in self.sheet.flaws.items():
            flawed.setdefault(row, {})[position] = why
        numbers = [one for one in sorted({*self._lines, *flawed}) if one > self._header_row]
        if not numbers:
            raise BadInput(self.place(), "只有表头，没有项目")
        for number in numbers:
            yield self._row(number, self._lines.get(number, {}), flawed.get(number, {}))

    def fault(self, row: int, header: str, value: object, why: str) -> None:
        """Name the cell of a row and header with what is wrong with it."""
        position = self._placed.get(header, 0)
        shown = quoted(value if value is not None else self.sheet.cells.get((row, position)))
        letters = column_letters(position)
        self.wrong.append(WrongCell(self.sheet.name, row, letters, header, shown, why))

    def _place(self) -> None:
        """Find the columns; the header row must hold every required one, each once."""
        faults: list[WrongCell] = []

        def fault(position: int, value: object, why: str) -> None:
            letters = column_letters(position)
            where = (self.sheet.name, self._header_row, letters, "", quoted(value))
            faults.append(WrongCell(*where, why))

        for position, value in sorted(self._lines.get(self._header_row, {}).items()):
            column = _KNOWN.get(header_key(str(value)))
            if column is None:
                fault(position, value, f"不认识这一列{_guess(header_key(str(value)))}")
            elif column.header in self._placed:
                fault(position, value, "这一列重复")
            else:
                self._placed[column.header] = position
        lacking = [
            one.header
            for one in PROJECT_TABLE_COLUMNS
            if one.required and one.header not in self._placed
        ]
        if lacking and len(lacking) > len(_KNOWN) // 3:
            raise BadInput(
                self.place(),
                f"找不到表头，缺少{'、'.join(lacking[:_NAMED])}等 {len(lacking)} 列；"
                "请用空白登记表（网页“登记项目”下载，或 register --template 写出）填写",
            )
        if lacking:
            fault(0, None, f"缺少以下各列：{'、'.join(lacking)}")
        if faults:
            raise WrongCells(self.name, faults)

    def _merged(self) -> None:
        for top, left, bottom, right in self.sheet.merged:
            if bottom > self._header_row and (top, left) in self.sheet.cells:
                span = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
                why = f"{span} 被合并，请取消合并、逐格填写"
                row = max(top, self._header_row + 1)
                self._fault_at(row, left, self.sheet.cells[top, left], why)

    def _fault_at(self, row: int, position: int, value: object, why: str) -> None:
        header = next((one for one, place in self._placed.items() if place == position), "")
        letters = column_letters(position)
        self.wrong.append(WrongCell(self.sheet.name, row, letters, header, quoted(value), why))

    def _row(
        self, number: int, line: Mapping[int, CellValue], flaws: Mapping[int, str]
    ) -> TableRow:
        code = self._placed["项目代码"]
        sparse = len(line) <= len(self._placed) // 3
        if code not in line and code not in flaws and sparse:
            self.wrong.append(WrongCell(self.sheet.name, number, "", "", "", _NOT_A_PROJECT))
            return TableRow(number, {})
        said = plain_or_empty(line.get(code))
        note = sparse and said and sum(one.isdigit() for one in said) < _DIGITS_OF_A_CODE
        if note or any(says in said for says in _SUMS):
            self._fault_at(number, code, line[code], "不是项目代码；标题、说明、合计等行请删除")
            return TableRow(number, {})
        if hidden := self.sheet.hides(number, 0):
            self.wrong.append(WrongCell(self.sheet.name, number, "", "", "", hidden))
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
            elif value is None or (not column.required and says_nothing(value)):
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
            meant = ("", MONTH, column.unit, column.unit.removesuffix("元"))
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


def header_row(sheet: WorkbookSheet) -> int:
    """Return the row among the first that holds the most headers; 1 when none holds any."""
    counts: dict[int, int] = {}
    for (row, _), value in sheet.cells.items():
        if row <= HEADER_WITHIN and isinstance(value, str) and is_header(value):
            counts[row] = counts.get(row, 0) + 1
    best = max(counts, key=lambda row: (counts[row], -row), default=0)
    return best or min((row for row, _ in sheet.cells), default=1)


def holds_projects(sheet: WorkbookSheet) -> bool:
    """Tell whether a sheet has the headers of the project table."""
    row = header_row(sheet)
    found = {
        header_key(value)
        for (at, _), value in sheet.cells.items()
        if at == row and isinstance(value, str) and is_header(value)
    }
    return "项目代码" in found and len(found) > 2


def plain_or_empty(value: CellValue | None) -> str:
    """Return a cell as plain text; nothing when it is no text."""
    if not isinstance(value, str):
        return ""
    try:
        return plain(value)
    except ValueError:
        return ""


def _guess(key: str) -> str:
    """Say which column an unknown header may mean, and what is wrong with its unit."""
    told = UNIT_IN_HEADER.search(key)
    near = _UNITLESS.get(UNIT_IN_HEADER.sub("", key))
    if near is not None and told is not None:
        return f"：单位是“{told[1]}”，这一列应为“{near.header}”；请换算后改表头"
    if near is not None:
        return f"：没有写明单位，应为“{near.header}”；请核对数字后改表头"
    close = get_close_matches(key, _KNOWN, n=1)
    return f"，是否应为“{_KNOWN[close[0]].header}”" if close else ""
