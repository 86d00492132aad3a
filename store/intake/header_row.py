"""The header row of a table that a person filled in (表头): which column stands where.

Headers stand in any order, in one of the first rows. They are told apart by their words, not by
width, blanks, line breaks or what nobody can see.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Generic, Protocol, TypeVar

from models.refusal import BadInput
from models.written import INVISIBLE
from store.workbook.workbook_file import CellValue, Position, WorkbookSheet
from store.workbook.wrong_cells import WrongCell, column_letters, quoted

_WITHIN = 15
"""The headers stand in one of so many rows."""
_FEWEST = 2
"""With fewer headers a row is none of headers: one word may stand anywhere."""
_MOST_LACKING = 18
"""With more columns missing it is another table, and they are not listed."""
_NAMED = 6
"""So many of the missing columns of another table are named."""
_UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+|_x000D_")
_BRACKETS = str.maketrans("[]{}【】〔〕〖〗", "()()()()()")
_OF_MONEY, _OF_LAND = "万元", "公顷"
_SAME_UNIT = re.compile(rf"[(/,](?:单位:?)?(?:人民币)?(?:({_OF_MONEY}?)|{_OF_LAND}|hm2|ha)\)?$")
"""The unit at the end of a header, however it is set off: /万元, 【万】, (单位:万元)."""
_UNIT = re.compile(r"\(([^()]*)\)$")
"""The unit at the end of a header whose brackets were made plain."""
_NOTED = re.compile(r"单位[:为是]?([^()]*)|\(([^()]*)\)")
_OTHER_UNITS = {
    _OF_MONEY: {"元", "千元", "百万元", "百万", "千万元", "亿元", "亿", "美元", "万美元", "亿美元"},
    _OF_LAND: {"亩", "平方米", "m2", "平方公里", "平方千米", "km2"},
}
_COUNTING = frozenset({"序号", "编号", "行号", "no", "no."})
"""Headers of columns that only count the rows."""
_COUNT = re.compile(r"\d{1,5}[.、]?")


_SPLIT = "表头分在两行，请并为一行"
_SUMS = ("合计", "总计", "小计", "累计")
_DIGITS_OF_A_CODE = 12
"""With fewer digits, in a row that is all but empty, it is a note and no code."""


class Column(Protocol):
    """A column of any table (列)."""

    @property
    def header(self) -> str:
        """Return the header that it stands under."""


ColumnT = TypeVar("ColumnT", bound=Column)
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class HeaderRow(Generic[ColumnT]):
    """Where the columns of a sheet stand (表头行)."""

    sheet: WorkbookSheet
    number: int
    placed: Mapping[ColumnT, int]
    wrong: Sequence[WrongCell]
    """What is wrong with the headers."""
    counting: Collection[int] = ()
    """Columns that only count the rows."""

    def cell(self, row: int, position: int, value: object, why: str) -> WrongCell:
        """Name a cell with what is wrong with it; position 0 = the whole row."""
        header = next((one.header for one, place in self.placed.items() if place == position), "")
        letters = column_letters(position)
        return WrongCell(self.sheet.name, row, letters, header, quoted(value), why)

    def rows(self) -> Iterator[tuple[int, Mapping[int, CellValue], Mapping[int, str]]]:
        """Yield the number, cells and flaws of the rows beneath that hold something."""
        lines, flaws = by_row(self.sheet.cells), by_row(self.sheet.flaws)
        for row in sorted({*lines, *flaws}):
            if row > self.number:
                line = lines.get(row, {})
                told = {at: one for at, one in line.items() if not self._counts(at, one)}
                yield row, told, flaws.get(row, {})

    def _counts(self, position: int, value: CellValue) -> bool:
        """Tell whether a cell does no more than count the rows."""
        if position not in self.counting or isinstance(value, date):
            return False
        return isinstance(value, float) or _COUNT.fullmatch(header_key(value)) is not None

    def holds_no_item(self, line: Mapping[int, CellValue], flaws: Collection[int], by: int) -> bool:
        """Tell whether a row beneath is one of sums, a note, a signature or the headers again.

        ``by`` is the column that names the item by its code. It is told once for the whole
        row; it is not passed over, for a note may say in what unit the figures stand.
        """
        if by in flaws:
            return False
        sparse = len(line) <= max(len(self.placed) // 3, 1)
        code = header_key(line.get(by, ""))
        again = {header_key(one.header) for one, place in self.placed.items() if place == by}
        if code and (code in again or any(one in code for one in _SUMS)):
            return True
        if sum(map(str.isdigit, code)) >= _DIGITS_OF_A_CODE:
            return False
        summed = any(isinstance(one, str) and header_key(one) in _SUMS for one in line.values())
        return sparse or (summed and not code)

    def beside(self) -> Iterator[WrongCell]:
        """Yield what stands in no cell of its own beneath: in merged cells, in comments."""
        yield from self._merged()
        for (row, position), said in self.sheet.comments.items():
            if row > self.number:
                why = f"有批注或文本框“{quoted(said)}”，不读入；要说的请写进单元格，再删去"
                yield self.cell(row, position, None, why)

    def _merged(self) -> Iterator[WrongCell]:
        """Yield the cells that were merged; of a row with no other cell that is told."""
        alone = {row for row, line in by_row(self.sheet.cells).items() if len(line) == 1}
        for top, left, bottom, right in self.sheet.merged:
            if top in alone and top == bottom and top > self.number:
                continue
            if bottom > self.number and (top, left) in self.sheet.cells:
                span = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
                row, value = max(top, self.number + 1), self.sheet.cells[top, left]
                yield self.cell(row, left, value, f"{span} 被合并，请取消合并、逐格填写")


class Headers(Generic[ColumnT]):
    """The headers of a table, under all their names (各列表头)."""

    def __init__(
        self, words: Mapping[str, ColumnT], needed: Collection[ColumnT], remedy: str
    ) -> None:
        self._known = {header_key(word): column for word, column in words.items()}
        self._unitless = {
            _UNIT.sub("", key): column for key, column in self._known.items() if _UNIT.search(key)
        }
        self._needed, self._remedy = needed, remedy

    def knows(self, value: CellValue) -> bool:
        """Tell whether a text is a header of the table."""
        return header_key(value) in self._known

    def fullest(self, sheet: WorkbookSheet) -> tuple[int, Mapping[int, CellValue]]:
        """Return the row among the first that holds the most headers, and its cells."""
        first = by_row({at: said for at, said in sheet.cells.items() if at[0] <= _WITHIN})
        counts = {row: sum(map(self.knows, line.values())) for row, line in first.items()}
        best = max(counts, key=lambda row: (counts[row], -row), default=0)
        return best, first.get(best, {})

    def columns(self, line: Mapping[int, CellValue]) -> set[ColumnT]:
        """Return the columns that have their headers in a row."""
        return {self._known[header_key(one)] for one in line.values() if self.knows(one)}

    def find(self, name: str, sheet: WorkbookSheet) -> HeaderRow[ColumnT]:
        """Return the header row of a file's sheet; :class:`BadInput` when it has none."""
        number, line = self.fullest(sheet)
        placed: dict[ColumnT, int] = {}
        wrong: list[WrongCell] = []
        counting: set[int] = set()
        head = HeaderRow(sheet, number, placed, wrong, counting)
        filled = {at for row, at in (*sheet.cells, *sheet.flaws) if row > number}
        for position, value in sorted(line.items()):
            column = self._known.get(header_key(value))
            if column is None and header_key(value).lower() in _COUNTING:
                counting.add(position)
            elif column is None:
                guess = self._guess(header_key(value))
                if guess or position in filled:
                    why = f"不认识这一列{guess or '；请改用模板的列名，不要的请删除'}"
                    wrong.append(head.cell(number, position, value, why))
            elif column in placed:
                why = f"这一列与 {column_letters(placed[column])} 列重复"
                wrong.append(head.cell(number, position, value, why))
            else:
                placed[column] = position
        lacking = [one.header for one in self._needed if one not in placed]
        if len(placed) < _FEWEST or len(lacking) > _MOST_LACKING:
            more = f"等 {len(lacking)} 列" if len(lacking) > _NAMED else ""
            told = f"找不到表头，缺少{'、'.join(lacking[:_NAMED])}{more}；{self._remedy}"
            raise BadInput(sheet.place(name), told)
        if lacking:
            below = by_row(sheet.cells).get(number + 1, {})
            split = any(
                header_key(one) in {*self._known, *self._unitless} for one in below.values()
            )
            why = f"缺少以下各列：{'、'.join(lacking)}"
            wrong.append(head.cell(number, 0, None, f"{_SPLIT}；{why}" if split else why))
        wrong += self._noted(head)
        return head

    def _noted(self, head: HeaderRow[ColumnT]) -> Iterator[WrongCell]:
        """Yield the notes above the headers that name another unit than the headers do."""
        said_above = [(at, one) for at, one in head.sheet.cells.items() if at[0] < head.number]
        said_above += [(at, one) for at, one in head.sheet.comments.items() if at[0] <= head.number]
        for unit, others in _OTHER_UNITS.items():
            if not any(key.endswith(f"({unit})") for key in self._known):
                continue
            for (row, position), value in said_above:
                said = [one or two for one, two in _NOTED.findall(header_key(value))]
                parts = {part for one in said for part in re.split(r"[:、,;/和及]", one)}
                if other := sorted({part.removeprefix("人民币") for part in parts} & others):
                    why = f"写明单位是“{other[0]}”，表中各列以{unit}计；请核对各数、换算后改正"
                    yield head.cell(row, position, value, why)

    def _guess(self, key: str) -> str:
        """Say which column an unknown header may mean, and what is wrong with its unit."""
        told = _UNIT.search(key)
        near = self._unitless.get(_UNIT.sub("", key))
        if near is not None and told is not None:
            return f"：单位是“{told[1]}”，这一列应为“{near.header}”；请换算后改表头"
        if near is not None:
            return f"：没有写明单位，应为“{near.header}”；请核对数字后改表头"
        close = get_close_matches(key, self._known, n=1)
        return f"，是否应为“{self._known[close[0]].header}”" if close else ""


def header_key(value: CellValue) -> str:
    """Return what makes two headers the same.

    Not width, blanks, the star of a must (必填), or how the unit behind it is set off.
    """
    text = unicodedata.normalize("NFKC", str(value)).translate(_BRACKETS)
    return _SAME_UNIT.sub(_bracketed, _UNSEEN.sub("", text).strip("*"))


def _bracketed(found: re.Match[str]) -> str:
    return f"({_OF_MONEY if found[1] else _OF_LAND})"


def by_row(cells: Mapping[Position, Told]) -> dict[int, dict[int, Told]]:
    """Return row → position → what is told there; blanks and what nobody sees tell nothing."""
    lines: dict[int, dict[int, Told]] = {}
    for (row, position), value in cells.items():
        if not isinstance(value, str) or INVISIBLE.sub("", value).strip():
            lines.setdefault(row, {})[position] = value
    return lines
