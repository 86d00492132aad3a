"""A CSV file as the sheet that it is a picture of (CSV 文件), whoever wrote it and with what.

Excel, WPS and their users save in GB18030, UTF-8 and UTF-16, part cells with commas, tabs
or semicolons, and mark text with ``="…"`` or an apostrophe. What cannot be told apart is
refused in words; nothing is guessed.
"""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from models.refusal import BadInput
from models.written import UNPRINTABLE
from store.files.yaml_file import read_bytes
from store.workbook.workbook_file import MAX_FILE, CellValue, Position, WorkbookFile, WorkbookSheet
from store.workbook.workbook_guard import no_table

MAX_CELLS = 200_000

_OLD_EXCEL, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
"""What stands at the beginning of a file → its encoding."""
_SEPARATORS = ",\t;；，|"
_TOLD = re.compile(r'"?sep=(.)"?')
_QUOTED = re.compile(r'="((?:[^"]|"")*)"')
_MARKED = re.compile(r"['’‘](?=[0-9=+@-])")
_LOST = re.compile(r"[\u3400-\u9fff]\?|\?[\u3400-\u9fff]")
"""What Excel writes into a text of GBK for a character that GBK has not."""
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}")
_REST = re.compile(r"\d{3}(\.\d+)?")


def read_csv(path: Path, known: Callable[[str], bool]) -> WorkbookSheet:
    """Return the cells of a CSV file; ``known`` tells whether a text is a header of the table."""
    return _sheet(path.name, read_bytes(path, limit=MAX_FILE), known)


def csv_book(name: str, content: bytes, known: Callable[[str], bool]) -> WorkbookFile:
    """Return a CSV file's bytes as a workbook of one sheet without a name; see :func:`read_csv`."""
    sheet = _sheet(name, content, known)
    digest = hashlib.sha256(content).hexdigest()
    return WorkbookFile(name, digest, {sheet.name: sheet}, date_1904=False, stamp="")


def _sheet(name: str, content: bytes, known: Callable[[str], bool]) -> WorkbookSheet:
    if content.startswith(_OLD_EXCEL):
        raise BadInput(name, "是旧版 Excel（.xls）或加了密码的文件，请另存为不加密的 .xlsx")
    if content.startswith(_ZIP):
        raise BadInput(name, "扩展名是 .csv，内容却是 Excel 工作簿，请改用 .xlsx 扩展名")
    if kind := no_table(content):
        raise BadInput(name, f"内容是{kind}，不是 CSV，请另存为 .xlsx 或 CSV")
    encoding, text = _decoded(name, content)
    skipped = 0
    first, _, rest = text.partition("\n")
    told = _TOLD.fullmatch(first.strip("\r ,;\t")) or _TOLD.fullmatch(first.rstrip("\r"))
    if told:
        text, skipped = rest, 1
    separators = told[1] if told else _SEPARATORS
    return _Lines(name, skipped, known, encoding).sheet(text, separators)


def _decoded(name: str, content: bytes) -> tuple[str, str]:
    """Return the encoding and text of a file: by its mark, else by what its bytes can be."""
    encoding = next((one for mark, one in _MARKS if content.startswith(mark)), "")
    if not encoding and content[:4000].count(0) > len(content[:4000]) // 8:
        odd = content[1:4000:2].count(0)
        encoding = "utf-16-le" if odd >= content[0:4000:2].count(0) else "utf-16-be"
    line = 1
    for one in (encoding,) if encoding else ("utf-8", "gb18030"):
        try:
            return one, content.decode(one)
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
    raise BadInput(f"{name} 第 {line} 行", "编码无法识别，请另存为 UTF-8 或 GB18030 编码的 CSV")


class _Lines:
    """Reads the lines of a file into cells."""

    def __init__(
        self, name: str, skipped: int, known: Callable[[str], bool], encoding: str
    ) -> None:
        self._name, self._skipped, self._known = name, skipped, known
        self._lossy = encoding == "gb18030"

    def sheet(self, text: str, separators: str) -> WorkbookSheet:
        """Return the cells, parted by the separator that makes the most headers."""
        text = re.sub(r"\r\n?", "\n", text.rstrip("\x1a"))  # DOS ended texts so
        head = "\n".join(text.split("\n", 20)[:20])
        separator = max(separators, key=lambda one: self._headers(head, one))
        rows = [*self._rows(text, separator)]
        header = max(rows[:15], key=lambda row: sum(map(self._known, row[1])), default=(0, []))
        cells: dict[Position, CellValue] = {}
        flaws: dict[Position, str] = {}
        for number, row in rows:
            if number > header[0] and (at := _torn(row, len(header[1]))):
                flaws[number, at] = (
                    f"这一行有 {len(row)} 格，表头有 {len(header[1])} 格，"
                    f"“{row[at - 1]}”和“{row[at]}”疑为一个数；"
                    "请去掉千分位的逗号，或另存为 .xlsx"
                )
            for position, cell in enumerate(row, 1):
                if cell.strip():
                    cells[number, position] = _as_typed(cell)
                if self._lossy and _LOST.search(cell):
                    flaws[number, position] = (
                        "“?”处疑有字（如生僻字）在另存时丢失，请核对补全，或另存为 .xlsx"
                    )
            if len(cells) > MAX_CELLS:
                raise BadInput(self._name, "内容过多，请核对是否选错了文件")
        return WorkbookSheet("", visible=True, cells=cells, flaws=flaws, merged=())

    def _headers(self, head: str, separator: str) -> int:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
        try:
            return max((sum(map(self._known, row)) for row in reader), default=0)
        except csv.Error:
            return 0

    def _rows(self, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
        """Yield each row with the number of its first line."""
        reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
        while True:
            number = reader.line_num + 1 + self._skipped
            try:
                row = next(reader, None)
            except csv.Error as error:
                raise BadInput(
                    f"{self._name} 第 {number} 行", "引号不成对，或单元格过长"
                ) from error
            if row is None:
                return
            if any(UNPRINTABLE.search(cell) for cell in row):
                raise BadInput(f"{self._name} 第 {number} 行", "含有不可见的控制字符")
            yield number, row


def _as_typed(cell: str) -> str:
    """Return a cell without the marks with which programs say that it is text."""
    text = cell.strip()
    if matched := _QUOTED.fullmatch(text):
        return matched[1].replace('""', '"')
    return _MARKED.sub("", text, count=1) if _MARKED.match(text) else cell


def _torn(row: list[str], headers: int) -> int:
    """Return the place of a number that its own thousands comma tore in two, else 0.

    Only a row of another length than the header's can have been torn.
    """
    if len(row) == headers:
        return 0
    for at, (left, right) in enumerate(pairwise(row), 1):
        if _THOUSANDS.fullmatch(left.strip()) and _REST.fullmatch(right.strip()):
            return at
    return 0
