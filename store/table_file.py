"""CSV and Excel files as rows of cells (表格文件), read without trusting them.

A file is looked at before it is opened: its size, what it really is, how large it
grows when unpacked and how wide its sheets claim to be.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from models.refusal import BadInput
from store.yaml_file import UNPRINTABLE, read_bytes

MAX_UNPACKED = 200 * 1024 * 1024
MAX_CELLS = 2_000_000
PREFERRED_SHEET = "项目"

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_REFERENCE = re.compile(r"([A-Z]{0,3})([0-9]{1,9})")
_CHUNK = 1 << 20
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    LookupError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    EOFError,
)
"""What a damaged, encrypted or forged archive raises while it is unpacked."""


@dataclass(frozen=True)
class Row:
    """One row of a table, with the number the person sees beside it (表格行)."""

    number: int
    cells: tuple[Any, ...]

    @property
    def blank(self) -> bool:
        """Tell whether no cell holds anything."""
        return all(cell is None or str(cell).strip() == "" for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """The rows of a file that hold something (表格)."""

    name: str
    sheet: str
    rows: tuple[Row, ...]

    def place(self, row: int | None = None, column: str = "") -> str:
        """Return file, sheet, row and column as a person reads them."""
        sheet = f" 工作表“{self.sheet}”" if self.sheet else ""
        line = f" 第 {row} 行" if row else ""
        return f"{self.name}{sheet}{line}{f' “{column}”列' if column else ''}"


def read_table(path: Path) -> Table:
    """Return the rows of a CSV or Excel file; :class:`BadInput` when it cannot be read."""
    content = read_bytes(path)
    excel = path.suffix.lower() == ".xlsx"
    if content.startswith(_OLD_EXCEL):
        raise BadInput(path.name, "是旧版 Excel（.xls）或加了密码的文件，请另存为不加密的 .xlsx")
    if excel and not content.startswith(_ZIP):
        raise BadInput(path.name, "扩展名是 .xlsx，内容却不是 Excel 工作簿")
    if not excel and content.startswith(_ZIP):
        raise BadInput(path.name, "扩展名是 .csv，内容却是 Excel 工作簿，请改用 .xlsx 扩展名")
    table = _from_excel(path.name, content) if excel else _from_csv(path.name, content)
    for row in table.rows:
        if any(isinstance(cell, str) and UNPRINTABLE.search(cell) for cell in row.cells):
            raise BadInput(table.place(row.number), "含有不可见的控制字符")
    if not table.rows:
        raise BadInput(table.place(), "没有内容")
    return table


def _from_csv(name: str, content: bytes) -> Table:
    if content.startswith(_UTF_16):
        raise BadInput(name, "是 UTF-16 编码的文本，请另存为 UTF-8 或 GB18030 编码的 CSV")
    rows = tuple(row for row in _csv_rows(name, _decoded(name, content)) if not row.blank)
    return Table(name, "", rows)


def _decoded(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput(
            f"{name} 第 {line} 行", "编码无法识别，请另存为 UTF-8 或 GB18030 编码的 CSV"
        ) from error


def _csv_rows(name: str, text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BadInput(f"{name} 第 {number} 行", "引号不成对，或单元格过长") from error
        if cells is None:
            return
        yield Row(number, tuple(cells))


def _from_excel(name: str, content: bytes) -> Table:
    _inspect(name, content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [
            meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible
        ]
        tables = [_sheet(name, book.get_sheet_by_name(sheet)) for sheet in visible]
    except (CalamineError, ValueError, OverflowError) as error:
        raise BadInput(name, "Excel 工作簿已损坏或加了密码，无法读取") from error
    filled = [table for table in tables if table.rows]
    chosen = [table for table in filled if table.sheet == PREFERRED_SHEET] or filled
    if len(chosen) > 1:
        sheets = "、".join(table.sheet for table in chosen)
        raise BadInput(
            name, f"有几张工作表都有内容（{sheets}），请把项目放在名为“{PREFERRED_SHEET}”的一张"
        )
    return chosen[0] if chosen else Table(name, visible[0] if visible else "", ())


def _sheet(name: str, sheet: CalamineSheet) -> Table:
    rows = (Row(number, tuple(cells)) for number, cells in enumerate(_grid(sheet), 1))
    return Table(name, sheet.name, tuple(row for row in rows if not row.blank))


def _grid(sheet: CalamineSheet) -> list[list[Any]]:
    grid: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    return grid


def _inspect(name: str, content: bytes) -> None:
    """Unpack once without keeping anything: broken archives and bombs end here."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                raise BadInput(name, "内容不是 Excel 工作簿")
            if sum(member.file_size for member in members) > MAX_UNPACKED:
                limit = MAX_UNPACKED // 1024 // 1024
                raise BadInput(name, f"解压后超过 {limit} MB，不予读取")
            for member in members:
                with archive.open(member) as stream:
                    if member.filename.lower().endswith(".xml"):
                        _Measure(name).read(stream)
                    else:
                        while stream.read(_CHUNK):
                            pass
    except _BROKEN as error:
        raise BadInput(name, "Excel 工作簿已损坏或加了密码，无法读取") from error


class _Measure:
    """Finds how far out the cells of a sheet lie; a grid that would not fit is refused.

    The reader allots the whole rectangle before it looks at a cell, so one cell in the
    last corner of a sheet would take all memory.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._row = self._column = self._last_row = self._last_column = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._doctype

    def read(self, stream: IO[bytes]) -> None:
        """Read one XML part to its end."""
        while chunk := stream.read(_CHUNK):
            self._parser.Parse(chunk, False)
        self._parser.Parse(b"", True)

    def _doctype(self, *_: object) -> None:
        raise BadInput(self._name, "工作簿内有 DTD 声明，不予读取")

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "row":
                self._row, self._column = self._row + 1, 0
            case "c":
                self._column += 1
            case _:
                return
        if reference := _REFERENCE.fullmatch(attributes.get("r", "")):
            letters, digits = reference.groups()
            self._row = int(digits)
            self._column = _column(letters) if letters else self._column
        self._last_row = max(self._last_row, self._row if self._column else 0)
        self._last_column = max(self._last_column, self._column)
        if self._last_row * self._last_column > MAX_CELLS:
            raise BadInput(
                self._name,
                f"工作表过大（至少 {self._last_row} 行 × {self._last_column} 列），"
                "请删除多余的空行空列",
            )


def _column(letters: str) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
