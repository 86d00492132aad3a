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
from store.files.yaml_file import UNPRINTABLE
from store.workbook.number_formats import MONTH
from store.workbook.workbook_file import CellValue

Content = str | Decimal | date | Labelled | tuple[Labelled, ...]

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_OTHER_UNIT = re.compile(r"[\d.,]+\s*([億百千元亩畝顷平]|万[美欧平m]|k?m2)")
"""A number in a unit that is neither 万元 nor 公顷."""
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?", re.ASCII)
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_NO_YEAR = re.compile(r"\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?", re.ASCII)
_NO_DAY = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*月?\s*[上中下]?旬?[初中末底]?", re.ASCII)
_DAY_FIRST = re.compile(r"\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{4}", re.ASCII)
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.0+)?)?$", re.ASCII)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_UNSPOKEN = re.compile(r"_x00(0[0-8bcefBCEF]|1[0-9a-fA-F])_")
_ESCAPED = re.compile(r"_x005F_(?=x[0-9a-fA-F]{4}_)")
"""Excel writes the words ``_x0041_`` as ``_x005F_x0041_``."""
_ZERO_1900, _ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST, _LAST = date(2000, 1, 1), date(2100, 12, 31)
_LARGEST = Decimal(10) ** 10
_FEN = Decimal("0.000001")
"""A fen (分) in 万元; the hundredth of a square metre in 公顷."""
_NOISE = Decimal("1e-12")
"""So much, in proportion, may sums of a spreadsheet be off what a person reckons."""
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+", re.ASCII)
_MARKS_OF_NOTHING = frozenset("/／\\-－—–―")
_NOTHING = frozenset({"无", "没有", "暂无", "无。"})
_NO_GAP = re.compile(r"(暂?无|没有|不缺|不存在)(缺口|要素缺口)?。?")
_DASHES = re.compile(r"[‐-―−]")
_NARROW = {0x3000: " ", **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}}
"""Full-width form → plain one; a superscript or a circled digit is none: 12² is not 122."""


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
            return words(value, most=column.most)


def clean(value: CellValue) -> str:
    """Return a cell as text without what nobody can see; what might deceive is refused."""
    if isinstance(value, bool):
        raise ValueError("是逻辑值（TRUE 或 FALSE），请改填文字或数字")  # noqa: TRY004 - what a cell says
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    text = str(value)
    if UNPRINTABLE.search(text.replace("\r", "\n")) or _UNSPOKEN.search(text):
        raise ValueError("含有不可见的控制字符，请删去后重填")
    if _TURNING.search(text):
        raise ValueError("含有改变文字方向的不可见字符，请删去后重填")
    text = _INVISIBLE.sub("", text).replace("\xa0", " ")
    text = re.sub(r"(\r\n?|_x000D_\n?)", "\n", text)
    return _ESCAPED.sub("_", text).strip()


def plain(value: CellValue) -> str:
    """Return a cell as text, full-width letters, digits and marks made plain; no other form is."""
    return clean(value).translate(_NARROW).strip()


def says_nothing(value: CellValue, *, words_too: bool = True) -> bool:
    """Tell whether a cell says in a dash or a word that there is nothing to say (无、/、—)."""
    if not isinstance(value, str):
        return False
    text = re.sub(r"\s+", "", _INVISIBLE.sub("", value))
    return (words_too and text in _NOTHING) or (bool(text) and set(text) <= _MARKS_OF_NOTHING)


def words(value: CellValue, *, most: int = 2000) -> str:
    """Return a cell of words."""
    if isinstance(value, date):
        raise ValueError("是日期，应为文字；请把单元格格式设为文本后重填")  # noqa: TRY004
    text = clean(value)
    if len(text) > most:
        raise ValueError(f"有 {len(text)} 个字，不得超过 {most} 个字")
    return text


def line(value: CellValue) -> str:
    """Return a cell of words that stand on one line, as a name does."""
    text = words(value)
    if "\n" in text or "\t" in text:
        raise ValueError("中间有换行或制表符，请改为一行")
    return text


def identifier(value: CellValue) -> str:
    """Return a code: no blanks, dashes of every kind made one."""
    text = re.sub(r"\s+", "", plain(value))
    if (isinstance(value, float) and abs(value) >= 1e15) or _SCIENTIFIC.fullmatch(text):
        raise ValueError("以数字存放，末几位已经失真，请按文本重填")
    return _DASHES.sub("-", text)


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
        text = re.sub(rf"\s*({unit}|{unit.removesuffix('元')})$", "", plain(value))
        if "亿" in text:
            raise ValueError(f"请换算成{unit}，只填数字")
        if _OTHER_UNIT.match(text):
            raise ValueError(f"应为以{unit}计的数字，请换算后只填数字")
        if _GROUPED.fullmatch(text):
            text = text.replace(",", "")
        if not _NUMBER.fullmatch(text) or len(text) > 40:
            raise ValueError(f"应为以{unit}计的数字，不要写约数或其他文字；没有的填 0")
        number = Decimal(text)
    if abs(number) >= _LARGEST:
        raise ValueError(f"数字过大，请核对单位是否为{unit}")
    if number < 0:
        raise ValueError("不得小于 0")
    if number != number.quantize(_FEN):
        to = "分（万元保留 6 位小数）" if unit == "万元" else "小数点后 6 位"
        raise ValueError(f"最多精确到{to}")
    return number


def _settled(number: Decimal) -> Decimal:
    """Return a computed number without its noise: 0.1 + 0.2 is 0.30000000000000004."""
    if abs(number) >= _LARGEST:
        return number
    near = number.quantize(_FEN).normalize() + 0
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
            found = _written(_TIME.sub("", plain(value)))
    if seen == MONTH and found.day == 1:
        raise ValueError("只显示到月，疑没有填日；请写全年月日，如 2020-06-30")
    if not _FIRST <= found <= _LAST:
        raise ValueError(f"是 {found}，不在 2000 年至 2100 年之间")
    return found


def _serial(value: float, *, date_1904: bool) -> date:
    if isinstance(value, bool):
        raise ValueError("应为日期，如 2020-06-30")  # noqa: TRY004 - what a cell says
    if 20_000_101 <= value <= 21_001_231:  # 20200630 in a cell that is no text
        return _written(f"{value:.0f}")
    if not 1 <= value < 100_000:
        raise ValueError("应为日期，如 2020-06-30")
    found = (_ZERO_1904 if date_1904 else _ZERO_1900) + timedelta(days=int(value))
    if found < _FIRST:
        raise ValueError("是数字，不是日期；请写全年月日，如 2020-06-30")
    return found


def _written(text: str) -> date:
    if matched := _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text):
        year, month, number = (int(part) for part in matched.groups())
        try:
            return date(year, month, number)
        except ValueError as error:
            raise ValueError("没有这一天") from error
    if _NO_YEAR.fullmatch(text):
        raise ValueError("缺少年份，请写全年月日，如 2020-06-30")
    if _NO_DAY.fullmatch(text):
        raise ValueError("没有写到哪一日，请写全年月日，如 2020-06-30")
    if _DAY_FIRST.fullmatch(text):
        raise ValueError("年份应写在前，如 2020-06-30")
    if text.isdecimal():
        raise ValueError("是数字，不是日期；请写全年月日，如 2020-06-30")
    raise ValueError("应为日期，如 2020-06-30")


def choice(value: CellValue, kind: type[Labelled], *, codes: bool = False) -> Labelled:
    """Return one coded value by its Chinese word, or with ``codes`` by its code too."""
    text = re.sub(r"\s+", "", plain(value))
    members = {member.label.translate(_NARROW): member for member in kind}
    found = members.get(text)
    if found is None and codes:
        found = next((one for one in kind if one.value == text), None)
    if found is None:
        raise ValueError(f"不在可选值之内，可填：{'、'.join(kind.words().values())}")
    return found


def several(value: CellValue, kind: type[Labelled]) -> tuple[Labelled, ...]:
    """Return coded values that are separated by marks or blanks; 无 is none of them."""
    text = plain(value)
    if says_nothing(text) or _NO_GAP.fullmatch(text):
        return ()
    parts = [part for part in re.split(r"[,;/、。\s]+", text) if part]
    found = {choice(part, kind) for part in parts}
    return tuple(member for member in kind if member in found)
