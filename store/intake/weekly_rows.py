"""One sheet of a weekly workbook as typed rows with the places of their cells (周报工作表读取).

Columns are found by their headers, in any order. What is wrong with a cell is collected.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.codes import PROJECT_CODE
from models.project_sheet import WAN
from models.weekly_sheet import CellKind, SheetColumn
from models.written import says_no_problem
from store.intake.header_row import Headers
from store.workbook.cell_values import Content, identifier, plain, read_cell, says_nothing
from store.workbook.number_formats import MONTH, YEAR
from store.workbook.workbook_file import CellValue, WorkbookFile, WorkbookSheet
from store.workbook.wrong_cells import WrongCell, column_letters, quoted

_IDENTIFIERS = {"procedure"}
_REASONS = {"explanation", "sticking_point"}
"""What is asked for a reason: 无 is none."""


_NO_PROJECT = "不是项目代码；标题、说明、合计等行请删除"


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


def weekly_headers(columns: Sequence[SheetColumn]) -> Headers[SheetColumn]:
    """Return the headers of a sheet of the template, under all their names."""
    return Headers(
        {word: one for one in columns for word in (one.header, *one.former)},
        [one for one in columns if not one.locked or one.required],
        "请勿改动表头",
    )


class WeeklySheet:
    """Reads one sheet of the template."""

    def __init__(
        self, file: WorkbookFile, sheet: WorkbookSheet, columns: tuple[SheetColumn, ...]
    ) -> None:
        self._file = file
        self._sheet = sheet
        self.wrong: list[WrongCell] = []
        self.head = weekly_headers(columns).find(file.name, sheet)
        self._placed = {one.field: (one, place) for one, place in self.head.placed.items()}

    def rows(self) -> Iterator[FilledRow]:
        """Yield the rows that hold something, and collect what is wrong with their cells."""
        self.wrong += self.head.beside()
        for number, line, flaws in self.head.rows():
            filled = self._row(number, line, flaws)
            if filled is not None:
                yield filled

    def _fault(self, row: int, position: int, value: object, why: str) -> None:
        self.wrong.append(self.head.cell(row, position, value, why))

    def _row(
        self, number: int, line: Mapping[int, CellValue], flaws: Mapping[int, str]
    ) -> FilledRow | None:
        before = len(self.wrong)
        column, key = self._placed.get("project", (None, 0))
        if column is not None and column.locked and self.head.holds_no_item(line, flaws, key):
            self._fault(number, key if key in line else 0, line.get(key), _NO_PROJECT)
            return None
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
        if self._no_problem(number, line) or (not raw and len(self.wrong) == before):
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

    def _no_problem(self, number: int, line: Mapping[int, CellValue]) -> bool:
        """Tell whether a row says that there is no problem: 无, 无, 无."""
        if "needs" not in self._placed:
            return False
        (_, at), (_, beside) = self._placed["text"], self._placed["needs"]
        text, needs = line.get(at), line.get(beside, "无")
        if not isinstance(text, str) or not says_no_problem(text):
            return False
        if not says_nothing(needs):
            self._fault(number, at, text, "却写有需协调事项，请写明问题")
            return False
        return True

    def _seen(self, number: int, raw: Mapping[str, CellValue]) -> None:
        """Refuse what was filled in where nobody sees it."""
        for field, value in raw.items():
            column, position = self._placed[field]
            hidden = "" if column.locked else self._sheet.hides(number, position)
            if hidden.startswith("整行"):
                self._fault(number, 0, None, hidden)
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
            if column.kind is CellKind.MONEY and unit not in ("", MONTH, YEAR, "万", WAN):
                self._fault(
                    number, position, value, f"格式里的单位是“{unit}”，应以{WAN}计；请换算后重填"
                )
            elif column.field in _IDENTIFIERS or (column.field == "project" and column.locked):
                values[column.field] = identifier(value)
                if column.field == "project" and not PROJECT_CODE.fullmatch(identifier(value)):
                    self._fault(number, position, value, _NO_PROJECT)
            elif (
                found := read_cell(value, column, date_1904=self._file.date_1904, seen=unit)
            ) != "":
                values[column.field] = found
        except ValueError as wrong:
            self._fault(number, position, value, str(wrong))


def _blank(column: SheetColumn, value: CellValue) -> bool:
    """Tell whether a cell says in a dash or a word that it is empty; of must-be words in a dash."""
    if column.kind is CellKind.SEVERAL or (column.required and column.kind is not CellKind.TEXT):
        return False
    words_too = column.kind is not CellKind.TEXT or column.field in _REASONS
    return says_nothing(value, words_too=words_too)
