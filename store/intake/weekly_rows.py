"""One sheet of a weekly workbook as typed rows with the places of their cells (周报工作表读取).

Columns are found by their headers, in any order. What is wrong with a cell is collected.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from models.codes import PROJECT_CODE
from models.project_sheet import WAN
from models.refusal import BadInput
from models.weekly_sheet import CellKind, SheetColumn, header_key
from store.workbook.cell_values import Content, identifier, plain, read_cell, says_nothing
from store.workbook.number_formats import MONTH
from store.workbook.workbook_file import CellValue, WorkbookFile, WorkbookSheet
from store.workbook.wrong_cells import WrongCell, column_letters, quoted

HEADER_WITHIN = 15
"""The headers stand in one of so many rows."""

_IDENTIFIERS = {"procedure"}
_REASONS = {"explanation", "sticking_point"}
"""What is asked for a reason: 无 is none."""


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


def one_line(value: CellValue) -> str:
    """Return a cell as plain text, whatever it holds."""
    try:
        return plain(value)
    except ValueError:
        return quoted(value)


class WeeklySheet:
    """Reads one sheet of the template."""

    def __init__(
        self, file: WorkbookFile, sheet: WorkbookSheet, columns: tuple[SheetColumn, ...]
    ) -> None:
        self._file = file
        self._sheet = sheet
        self._columns = columns
        self._known = {
            header_key(header): column
            for column in columns
            for header in (column.header, *column.former)
        }
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
            column = self._known.get(header_key(one_line(value)))
            if column is None:
                close = get_close_matches(header_key(one_line(value)), self._known, n=1)
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
            elif position in line and not _blank(column, line[position]):
                raw[field] = line[position]
                self._read(number, position, column, line[position], values)
        if self._no_problem(number, raw) or (not raw and len(self.wrong) == before):
            return None
        self._seen(number, raw)
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

    def _no_problem(self, number: int, raw: Mapping[str, CellValue]) -> bool:
        """Tell whether a row says that there is no problem: 无, 无, 无."""
        if "needs" not in self._placed or not says_nothing(raw.get("text", "")):
            return False
        if "needs" in raw and not says_nothing(raw["needs"]):
            self._fault(
                number, self._placed["text"][1], raw["text"], "却写有需协调事项，请写明问题"
            )
            return False
        return True

    def _seen(self, number: int, raw: Mapping[str, CellValue]) -> None:
        """Refuse what was filled in where nobody sees it."""
        for field, value in raw.items():
            column, position = self._placed[field]
            hidden = "" if column.locked else self._sheet.hides(number, position)
            if hidden.startswith("整行"):
                self.wrong.append(WrongCell(self._sheet.name, number, "", "", "", hidden))
                return
            if hidden:
                self._fault(number, position, value, hidden)

    def _read(
        self,
        number: int,
        position: int,
        column: SheetColumn,
        value: CellValue,
        values: dict[str, Content],
    ) -> None:
        """Read a cell into the values of its row, or say what is wrong with it."""
        unit = self._sheet.units.get((number, position), "")
        try:
            if column.kind is CellKind.MONEY and unit not in ("", MONTH, "万", WAN):
                self._fault(
                    number, position, value, f"格式里的单位是“{unit}”，应以{WAN}计；请换算后重填"
                )
            elif column.field in _IDENTIFIERS or (column.field == "project" and column.locked):
                values[column.field] = identifier(value)
                if column.field == "project" and not PROJECT_CODE.fullmatch(identifier(value)):
                    self._fault(number, position, value, "不是项目代码；合计等行请删除")
            elif (
                found := read_cell(value, column, date_1904=self._file.date_1904, seen=unit)
            ) != "":
                values[column.field] = found
        except ValueError as wrong:
            self._fault(number, position, value, str(wrong))


def _blank(column: SheetColumn, value: CellValue) -> bool:
    """Tell whether a cell that may stay empty says in a dash or a word that it is."""
    if column.required or column.kind is CellKind.SEVERAL:
        return False
    words_too = column.kind is not CellKind.TEXT or column.field in _REASONS
    return says_nothing(value, words_too=words_too)
