"""How a cell that a person filled in is read (单元格取值), at every door alike.

Cells are read kindly: full-width digits, thousands separators, a unit behind an amount,
days as text or as serial numbers. What is unclear is refused; the :class:`ValueError`
says in words why.
"""

import re
from datetime import date, timedelta
from decimal import Decimal

from models.labelled import Labelled
from models.weekly_sheet import CellKind, SheetColumn
from models.written import (
    DASHES,
    FEN,
    FIRST_DAY,
    LARGEST,
    NARROW,
    in_bounds,
    legible,
    on_calendar,
    on_one_line,
    says_none,
    written_day,
    written_number,
    written_parts,
)
from store.workbook.number_formats import MONTH, YEAR
from store.workbook.workbook_file import CellValue

Content = str | Decimal | date | Labelled | tuple[Labelled, ...]

_PICTURE = re.compile(r"=?\s*(_xlfn\.)?(DISPIMG|IMAGE)\(", re.IGNORECASE)
"""WPS keeps a picture in a cell as a formula, and this is the formula's result."""
_UNSPOKEN = re.compile(r"_x00(0[0-8bcefBCEF]|1[0-9a-fA-F])_")
_ESCAPED = re.compile(r"_x005F_(?=x[0-9a-fA-F]{4}_)")
"""Excel writes the words ``_x0041_`` as ``_x005F_x0041_``."""
_ZERO_1900, _ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
_NOISE = Decimal("1e-12")
"""So much, in proportion, may sums of a spreadsheet be off what a person reckons."""
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+", re.ASCII)


def read_cell(
    value: CellValue, column: SheetColumn, *, date_1904: bool = False, seen: str = ""
) -> Content:
    """Return what a cell of a column says, or raise :class:`ValueError` with the reason."""
    match column.kind:
        case CellKind.MONEY:
            return ten_thousands(value)
        case CellKind.DAY:
            return day(value, date_1904=date_1904, seen=seen)
        case CellKind.CHOICE:
            assert column.choices is not None
            return choice(value, column.choices)
        case CellKind.SEVERAL:
            assert column.choices is not None
            return several(value, column.choices)
        case CellKind.TEXT:
            return words(value, most=column.most, seen=seen)


def clean(value: CellValue) -> str:
    """Return a cell as text without what nobody can see; what might deceive is refused."""
    if isinstance(value, bool):
        raise ValueError("是逻辑值（TRUE 或 FALSE），请改填文字或数字")  # noqa: TRY004 - what a cell says
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, str) and _PICTURE.match(value):
        raise ValueError("是嵌入单元格的图片，不是文字或数字；请删去图片，改填文字或数字")
    text = re.sub(r"(\r\n?|_x000D_\n?)", "\n", str(value))
    if _UNSPOKEN.search(text):
        raise ValueError("含有不可见的控制字符，请删去后重填")
    return _ESCAPED.sub("_", legible(text)).strip()


def plain(value: CellValue) -> str:
    """Return a cell as text, full-width letters, digits and marks made plain; no other form is."""
    return clean(value).translate(NARROW).strip()


def says_nothing(value: CellValue, *, words_too: bool = True) -> bool:
    """Tell whether a cell says in a dash or a word that there is nothing to say (无、/、—)."""
    return isinstance(value, str) and says_none(value, words_too=words_too)


def words(value: CellValue, *, most: int = 2000, seen: str = "") -> str:
    """Return a cell of words; ``seen`` is a unit that its format alone writes behind a number."""
    if seen and isinstance(value, float):
        raise ValueError(f"格式里写有“{seen}”，存放的只是数字；请按文本重填")
    if isinstance(value, date):
        raise ValueError("是日期，应为文字；请把单元格格式设为文本后重填")  # noqa: TRY004
    text = clean(value)
    if len(text) > most:
        raise ValueError(f"有{len(text)}个字，不得超过{most}个字")
    return text


def line(value: CellValue, *, seen: str = "") -> str:
    """Return a cell of words that stand on one line, as a name does."""
    return on_one_line(words(value, seen=seen))


def identifier(value: CellValue) -> str:
    """Return a code: no blanks, dashes of every kind made one."""
    text = re.sub(r"\s+", "", plain(value))
    if (isinstance(value, float) and abs(value) >= 1e15) or _SCIENTIFIC.fullmatch(text):
        raise ValueError("以数字存放，末几位已经失真，请按文本重填")
    return text.translate(DASHES)


def ten_thousands(value: CellValue) -> Decimal:
    """Return an amount in 万元 as yuan."""
    return (measure(value, "万元") * 10_000).quantize(Decimal("0.01")).normalize() + 0


def measure(value: CellValue, unit: str) -> Decimal:
    """Return a number that stands in a unit, 万元 or 公顷."""
    if isinstance(value, date):
        raise ValueError(f"是日期，应为以{unit}计的数字；请把单元格格式改为数字后重填")  # noqa: TRY004
    if isinstance(value, float):
        number = _settled(Decimal(repr(value)))
    else:
        number = written_number(clean(value), unit)
    return in_bounds(number, unit)


def _settled(number: Decimal) -> Decimal:
    """Return a computed number without its noise: 0.1 + 0.2 is 0.30000000000000004."""
    if abs(number) >= LARGEST:
        return number
    near = number.quantize(FEN).normalize() + 0
    return near if abs(near - number) <= abs(number) * _NOISE else number


def day(value: CellValue, *, date_1904: bool = False, seen: str = "") -> date:
    """Return a day: a date, a text such as 2020年6月5日, or a serial number.

    ``seen`` says how much of it the cell shows. Who types 2020年6月 gets the first of June.
    """
    match value:
        case date():
            found = value
        case float() | bool():
            found = _serial(value, date_1904=date_1904)
        case _:
            found = written_day(clean(value))
    if seen in (MONTH, YEAR) and found.day == 1:
        raise ValueError(f"只显示到{seen}，疑没有填日；请写全年月日，如 2020-06-30")
    return on_calendar(found)


def _serial(value: float, *, date_1904: bool) -> date:
    if isinstance(value, bool):
        raise ValueError("应为日期，如 2020-06-30")  # noqa: TRY004 - what a cell says
    if 20_000_101 <= value <= 21_001_231:  # 20200630 in a cell that is no text
        return written_day(f"{value:.0f}")
    if not 1 <= value < 100_000:
        raise ValueError("应为日期，如 2020-06-30")
    found = (_ZERO_1904 if date_1904 else _ZERO_1900) + timedelta(days=int(value))
    if found < FIRST_DAY:
        raise ValueError("是数字，不是日期；请写全年月日，如 2020-06-30")
    return found


def choice(value: CellValue, kind: type[Labelled], *, codes: bool = False) -> Labelled:
    """Return one coded value by its Chinese word, or with ``codes`` by its code too."""
    text = re.sub(r"\s+", "", plain(value))
    members = {member.label.translate(NARROW): member for member in kind}
    found = members.get(text)
    if found is None and codes:
        found = next((one for one in kind if one.value == text), None)
    if found is None:
        raise ValueError(f"不在可选值之内，可填：{'、'.join(kind.words().values())}")
    return found


def several(value: CellValue, kind: type[Labelled]) -> tuple[Labelled, ...]:
    """Return coded values, apart or in one word as in 水电气热; 无 is none of them."""
    parts = [one for part in written_parts(clean(value)) for one in kind.told_apart(part)]
    found = {choice(part, kind) for part in parts}
    return tuple(member for member in kind if member in found)
