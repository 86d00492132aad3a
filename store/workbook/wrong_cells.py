"""What is wrong with a filled-in workbook (错误单元格): every cell by its place, all at once."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from models.refusal import BadInput

MOST = 50


@dataclass(frozen=True, slots=True)
class WrongCell:
    """One cell that cannot be taken as it is (错误单元格)."""

    sheet: str
    row: int
    column: str
    """Letter of the column; empty when a whole row is meant."""
    header: str
    value: str
    """What stands in it, cut short."""
    why: str

    def __str__(self) -> str:
        """Say it in one sentence."""
        header = f"“{self.header}”" if self.header else ""
        value = f"填的是“{self.value}”，" if self.value else ""
        sheet = f"工作表“{self.sheet}”" if self.sheet else ""
        at = f"{self.column}{self.row}" if self.column else f"第 {self.row} 行"
        if self.column and not self.sheet:  # a CSV file has lines, and no letters
            at = f"第 {self.row} 行 {self.column} 列"
        return f"{sheet}{at}{header}：{value}{self.why}"


class WrongCells(BadInput):
    """A workbook is refused as a whole; each wrong cell is named, up to fifty (整本退回)."""

    code = "wrong_cells"

    def __init__(self, name: str, cells: Sequence[WrongCell]) -> None:
        unique = tuple(sorted(dict.fromkeys(cells), key=lambda cell: (cell.sheet, cell.row)))
        self.cells = unique[:MOST]
        self.uncounted = len(unique) - len(self.cells)
        more = f"\n此外还有 {self.uncounted} 处" if self.uncounted else ""
        listed = "".join(f"\n{cell}" for cell in self.cells)
        super().__init__(
            name,
            f"有 {len(unique)} 处需要改正，整本未导入：{listed}{more}",
            cells=[asdict(cell) for cell in self.cells],
            uncounted=self.uncounted,
        )


def column_letters(number: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def quoted(value: object) -> str:
    """Return a cell's value for a sentence: printable, on one line, cut short."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = "".join(char if char.isprintable() else "·" for char in str(value).strip())
    return f"{text[:40]}…" if len(text) > 40 else text
