"""What is looked at in one sheet of a workbook before it is parsed (工作表查验).

Stands alone with `store/workbook/workbook_guard.py`: nothing but the standard library is imported.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO, TypeVar
from xml.parsers import expat

from store.workbook.number_formats import HIDDEN, PLAIN, Look
from store.workbook.text_guard import Doubt, Letters

MAX_ROWS, MAX_COLUMNS = 20_000, 1_000
MAX_RECTANGLE = 400_000
MAX_MARKS = 2_000
MAX_LOOKS = 200_000
MAX_CELL_TAGS = 500_000

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_SLIT = {"ht": re.compile(r"[01](\.\d*)?"), "width": re.compile(r"0(\.[0-4]\d*)?")}
"""A height or width that leaves nothing to be seen."""
_CHUNK = 1 << 18

Position = tuple[int, int]
"""Row and column, both from 1."""

Start = Callable[[str, Mapping[str, str]], None]

Mark = TypeVar("Mark")


class Unreadable(Exception):
    """The workbook is refused as a whole; the message says why (无法读取)."""


@dataclass(slots=True)
class SheetMarks:
    """What a sheet holds beside its values (工作表标记)."""

    formulas: list[Position] = field(default_factory=list)
    """Cells with a formula and no computed value."""
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    """Cells that hold an Excel error such as ``#DIV/0!``."""
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    looks: list[tuple[int, int, Look]] = field(default_factory=list)
    """Cells whose number is seen as another one, not at all, or with a unit."""
    doubts: list[tuple[int, int, str]] = field(default_factory=list)
    """Cells whose letters are crossed out, or raised behind a number."""
    comments: list[tuple[int, int, str]] = field(default_factory=list)
    """What comments say, and the cells that they stand at."""
    hidden_rows: list[int] = field(default_factory=list)
    """Rows that hold something and cannot be seen."""
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """First and last of columns that cannot be seen."""
    rows: int = 0
    columns: int = 0


def part_parser(start: Start | None) -> expat.XMLParserType:
    """Return a parser of one part that refuses a document type of its own."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _doctype
    parser.StartElementHandler = start
    return parser


def _doctype(*_: object) -> None:
    raise Unreadable("工作簿内有 DTD 声明，不予读取")


def read_part(stream: IO[bytes], parser: expat.XMLParserType) -> None:
    """Read one part to its end."""
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the rest of the workbook says of how its cells look (显示方式)."""

    looks: Mapping[int, Look]
    """Cell format → how it shows a number, where it is not plain."""
    struck: frozenset[int]
    """Cell formats that cross out what a cell says."""
    doubts: Mapping[int, Doubt]
    """Shared text → what makes it doubtful."""


class SheetGuard:
    """Finds how far out the values of a sheet lie, and the cells without one (工作表查验).

    The reader allots the whole rectangle before it looks at a cell, so one cell in the
    last corner of a sheet would take all memory.
    """

    def __init__(self, title: str, seen: "Seen") -> None:
        self._title = title[:31]
        self._seen = seen
        self._letters = Letters()
        self._struck = False
        self._marks = SheetMarks()
        self._hidden = False
        self._look = PLAIN
        self._row = self._column = self._tags = 0
        self._kind, self._formula, self._valued, self._in_value = "", False, False, False
        self._value = ""

    def read(self, stream: IO[bytes]) -> SheetMarks:
        """Return what the sheet holds, or refuse it as soon as it is too large."""
        parser = part_parser(self._start)
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        read_part(stream, parser)
        return self._marks

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "row":
                number = attributes.get("r", "")
                self._row = int(number) if number.isdecimal() else self._row + 1
                self._column = 0
                self._hidden = _unseen(attributes, "ht")
            case "col" if _unseen(attributes, "width"):
                first, last = attributes.get("min", ""), attributes.get("max", "")
                if first.isdecimal() and last.isdecimal():
                    self._note(self._marks.hidden_columns, (int(first), int(last)))
            case "c":
                self._column += 1
                self._tags += 1
                if self._tags > MAX_CELL_TAGS:
                    raise Unreadable(f"工作表“{self._title}”单元格过多，请核对是否选错了文件")
                if at := position(attributes.get("r", "")):
                    self._row, self._column = at
                self._kind = attributes.get("t", "")
                style = _style(attributes.get("s", ""))
                self._look = self._seen.looks.get(style, PLAIN)
                self._letters, self._struck = Letters(), style in self._seen.struck
                self._formula = self._valued = False
                self._value = ""
            case "f":
                self._formula = True
            case "v" | "is":
                self._in_value = True
                self._valued = self._kind == "str"  # a formula may come to no letters at all
            case "mergeCell":
                if span := _RANGE.fullmatch(attributes.get("ref", "")):
                    corners = (int(span[2]), _column(span[1]), int(span[4]), _column(span[3]))
                    self._note(self._marks.merged, corners)
            case _ if self._in_value:
                self._letters.start(tag, attributes)
            case _:
                pass

    def _text(self, data: str) -> None:
        if self._in_value and data:
            self._valued = True
            self._letters.text(data)
            if self._kind in ("e", "s") and len(self._value) < 20:
                self._value += data

    def _end(self, tag: str) -> None:
        match tag.rpartition(":")[2]:
            case "v" | "is":
                self._in_value = False
            case "c" if self._valued or self._formula:
                marks = self._marks
                marks.rows = max(marks.rows, self._row)
                marks.columns = max(marks.columns, self._column)
                self._must_fit()
                if self._hidden and marks.hidden_rows[-1:] != [self._row]:
                    marks.hidden_rows.append(self._row)
                if doubt := self._doubt():
                    self._note(marks.doubts, (self._row, self._column, doubt.value))
                if self._kind == "e":
                    self._note(marks.errors, (self._row, self._column, self._value[:20]))
                elif self._formula and not self._valued:
                    self._note(marks.formulas, (self._row, self._column))
                elif self._kind in ("", "n") and self._look is not PLAIN:
                    looks = marks.looks
                    self._note(looks, (self._row, self._column, self._look), most=MAX_LOOKS)
                elif self._kind in ("s", "str", "inlineStr") and self._look.veils:
                    unseen = Look(HIDDEN, code=self._look.code)
                    self._note(marks.looks, (self._row, self._column, unseen), most=MAX_LOOKS)
            case _ if self._in_value:
                self._letters.end(tag)
            case _:
                pass

    def _doubt(self) -> Doubt | None:
        """Return what makes the letters of the cell doubtful, its own or those it shares."""
        if self._struck and self._valued:
            return Doubt.STRUCK
        if self._kind == "s":
            return self._seen.doubts.get(_style(self._value))
        return self._letters.doubt

    def _note(self, marks: list[Mark], mark: Mark, *, most: int = MAX_MARKS) -> None:
        """Keep a mark; a sheet with more of them than can be told is refused, not half told."""
        if len(marks) >= most:
            raise Unreadable(
                f"工作表“{self._title}”中合并、隐藏、划去、出错或未计算的单元格过多，请整理后再报"
            )
        marks.append(mark)

    def _must_fit(self) -> None:
        rows, columns = self._marks.rows, self._marks.columns
        if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_RECTANGLE:
            raise Unreadable(
                f"工作表“{self._title}”过大（至少 {rows} 行 × {columns} 列），请删除多余的行和列"
            )


def _unseen(attributes: Mapping[str, str], size: str) -> bool:
    """Tell whether a row or column is hidden, by word or by having no size."""
    return attributes.get("hidden", "0").lower() in ("1", "true", "on") or (
        _SLIT[size].fullmatch(attributes.get(size, "")) is not None
    )


def _style(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def position(reference: str) -> Position | None:
    """Return the row and column of a cell: L2 is 2, 12."""
    at = _REFERENCE.fullmatch(reference)
    return (int(at[2]), _column(at[1])) if at else None


def _column(letters: str) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
