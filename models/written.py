"""What people type (填写的文字): words, days and amounts, read alike at every door.

Forms, tables, files and programs read here. What is unclear is refused; the
:class:`ValueError` says in words why. What the ledger holds is read as JSON, and stays as
it was written: no rule of today makes an old entry unreadable.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no text holds; a carriage return is a line break before."""
INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f"
    r"\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e00ff]"
    r"|(?<!\w)[\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
)
"""What leaves no mark: Unicode's default ignorable characters and the two blanks that are none.

One that chooses the form of a character stays with that character."""
_BREAK = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_MARKS_OF_NONE = frozenset("/／\\-－—–―")
_NONE = frozenset({"无", "没有", "暂无", "无。"})
_NO_GAP = re.compile(r"(暂?无|没有|不缺|不存在)(缺口|要素缺口)?。?")
_NO_PROBLEM = re.compile(r"(本周|目前)?(暂?无|没有|不存在|未发现)(存在)?(的)?(任何)?问题[。.]?")
_DITTO = frozenset({"同上", "同左", "同前", "同上行", "〃", "″", '"', "”"})
_LOST = re.compile(r"\ufffd|锟斤拷")
"""What programs write in the place of letters that they could not read."""
_OWN = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010fffd]")
"""Letters that somebody made for his own computer (造字)."""
MOST_ON_A_LINE = 200
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
"""The days of the calendar (`rules/days/working_days.py`)."""

_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
NARROW = {0x3000: " ", **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}}
"""Full-width form → plain one; a superscript or a circled digit is none: 12² is not 122."""
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
"""Any stroke that is typed for a dash → the plain one; the full-width one is narrowed."""

_ITEM = re.compile(r"[A-Za-z]\d{2}(-\d{1,2})?", re.ASCII)
"""The code of a procedure or of one of its papers: S05, S05-8."""

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?", re.ASCII)
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_NO_YEAR = re.compile(r"\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?", re.ASCII)
_NO_DAY = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*(月份?)?\s*[上中下]?旬?[初中末底]?|\d{4}\s*年?"
    r"|(\d{4}\s*年)?\s*(\d{1,2}\s*月份?\s*([上中下]旬|[初中末底])?|年?[初中末底]"
    r"|第?[一二三四1-4]季度[初中末底]?|[上下]半年)",
    re.ASCII,
)
_DAY_FIRST = re.compile(r"\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{4}", re.ASCII)
_TIME = re.compile(r"[ T]([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.0+)?)?$", re.ASCII)

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_OTHER_UNIT = re.compile(r"[\d.,]+\s*([億百千元亩畝顷平万]|k?m2)")
"""A number in another unit than the one that was taken away behind it."""
_FLAGS = {"是": True, "否": False, "true": True, "false": False, "yes": True, "no": False}
LARGEST = Decimal(10) ** 10
FEN = Decimal("0.000001")
"""A fen (分) in 万元; the hundredth of a square metre in 公顷."""


def legible(text: str) -> str:
    """Return a text without what nobody can see; what might deceive is refused."""
    text = _BREAK.sub("\n", text)
    if UNPRINTABLE.search(text):
        raise ValueError("含有不可见的控制字符，请删去后重填")
    if _TURNING.search(text):
        raise ValueError("含有改变文字方向的不可见字符，请删去后重填")
    if _LOST.search(text):
        raise ValueError("有的字已成乱码（“�”、“锟斤拷”），请核对原文后重填")
    text = INVISIBLE.sub("", text).replace("\xa0", " ").strip()
    if text in _DITTO:
        raise ValueError("离开原表就不知所指，请写全")
    return text


def on_one_line(text: str) -> str:
    """Return a text that stands on one line, as a name does."""
    text = legible(text)
    if "\n" in text or "\t" in text:
        raise ValueError("中间有换行或制表符，请改为一行")
    if _OWN.search(text):
        raise ValueError("有造字，别的电脑上显示不出来，请改用标准汉字")
    if len(text) > MOST_ON_A_LINE:
        raise ValueError(f"有{len(text)}个字，不得超过{MOST_ON_A_LINE}个字")
    return text


def name(text: str) -> str:
    """Return the name of somebody or something."""
    text = on_one_line(text)
    if len(text) < 2:
        raise ValueError("不得少于2个字")
    return text


def plain(text: str) -> str:
    """Return a text, full-width letters, digits and marks made plain; no other form is."""
    return legible(text).translate(NARROW).strip()


def plain_code(text: str) -> str:
    """Return a code as it is kept, whatever spaces, widths and dashes it was typed with."""
    return "".join(INVISIBLE.sub("", text).translate(NARROW).translate(DASHES).split())


def item_code(text: str) -> str:
    """Return the code of a procedure or a paper as it is kept; a name of one stays as it is."""
    code = plain_code(text)
    if not code.isascii():
        return text.strip()
    return code.upper() if _ITEM.fullmatch(code) else code


def office_code(text: str) -> str:
    """Return the code of an office or an account as it is kept; a name of one stays as it is."""
    code = plain_code(text)
    return code.lower() if code.isascii() else text.strip()


def written_day(text: str) -> date:
    """Return a day as people write it: 2020-06-30, 2020年6月30日, 2020/6/30, 20200630."""
    text = _TIME.sub("", plain(text).translate(DASHES))
    if matched := _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text):
        year, month, number = (int(part) for part in matched.groups())
        try:
            found = date(year, month, number)
        except ValueError as error:
            raise ValueError("没有这一天") from error
        return on_calendar(found)
    if _NO_YEAR.fullmatch(text):
        raise ValueError("缺少年份，请写全年月日，如 2020-06-30")
    if _NO_DAY.fullmatch(text):
        raise ValueError("没有写到哪一日，请写全年月日，如 2020-06-30")
    if _DAY_FIRST.fullmatch(text):
        raise ValueError("年份应写在前，如 2020-06-30")
    if text.isdecimal():
        raise ValueError("是数字，不是日期；请写全年月日，如 2020-06-30")
    raise ValueError("应为日期，如 2020-06-30")


def on_calendar(day: date) -> date:
    """Return a day that the calendar holds."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"是 {day}，不在2000年至2100年之间")
    return day


def written_number(text: str, unit: str) -> Decimal:
    """Return a number that stands in a unit: 万元, 公顷 or 元."""
    text = re.sub(rf"\s*({unit}|{unit.removesuffix('元') or unit})$", "", plain(text))
    if "亿" in text or (unit == "元" and "万" in text):
        raise ValueError(f"请换算成{unit}，只填数字")
    if _OTHER_UNIT.match(text):
        raise ValueError(f"应为以{unit}计的数字，请换算后只填数字")
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not _NUMBER.fullmatch(text) or len(text) > 40:
        raise ValueError(f"应为以{unit}计的数字，不要写约数或其他文字；没有的填 0")
    return Decimal(text)


def written_flag(text: str) -> bool:
    """Return yes or no."""
    answer = _FLAGS.get(plain(text).lower())
    if answer is None:
        raise ValueError("应填“是”或“否”")
    return answer


def written_count(text: str, unit: str) -> int | None:
    """Return a whole number of something, its thousands parted or not; ``None`` = it is none."""
    text = plain(text).removesuffix(unit).strip()
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 20 else None


def in_bounds(number: Decimal, unit: str) -> Decimal:
    """Return a number that an amount or an area can be."""
    if not number.is_finite() or abs(number) >= LARGEST:
        raise ValueError(f"数字过大，请核对单位是否为{unit}")
    if number < 0:
        raise ValueError("不得小于 0")
    if number != number.quantize(FEN):
        to = "分（万元保留6位小数）" if unit == "万元" else "小数点后6位"
        raise ValueError(f"最多精确到{to}")
    return number


def _given_day(value: object, info: ValidationInfo) -> object:
    """Return a day that somebody gives; pydantic alone takes a number for seconds since 1970."""
    if info.mode == "json":
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return on_calendar(value)
    shown = f"“{str(value).strip()[:40]}”" if value not in ("", None) else ""
    if not isinstance(value, str):
        raise ValueError(f"{shown}应为日期，如 2020-06-30")  # noqa: TRY004 - what a field says
    try:
        return written_day(value)
    except ValueError as wrong:
        raise ValueError(f"{shown}{wrong}") from wrong


def _given_count(value: object) -> object:
    """Return a whole number that somebody gives; pydantic alone takes ``true`` for 1."""
    if isinstance(value, bool):
        raise ValueError("应为整数")  # noqa: TRY004 - what a field says
    return plain(value) if isinstance(value, str) else value


def _given_flag(value: object, info: ValidationInfo) -> object:
    """Return yes or no that somebody gives; pydantic alone takes 1 and ``t`` for yes."""
    if info.mode == "json" or isinstance(value, bool):
        return value
    return written_flag(str(value))


def given_in(unit: str) -> BeforeValidator:
    """Mark a number that somebody gives in a unit; pydantic alone takes 1e4, 1_000 and ٣."""

    def read(value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, str) or info.mode == "json":
            return value
        try:
            return written_number(value, unit)
        except ValueError as wrong:
            raise ValueError(
                f"“{value.strip()[:40]}”{wrong}" if value.strip() else wrong
            ) from wrong

    return BeforeValidator(read)


def _given_number(unit: str) -> Any:
    def bounded(number: Decimal, info: ValidationInfo) -> Decimal:
        return number if info.mode == "json" else in_bounds(number, unit)

    return Annotated[Decimal, given_in(unit), AfterValidator(bounded)]


def _texts(read: Callable[[str], str]) -> BeforeValidator:
    def given(value: object, info: ValidationInfo) -> object:
        return read(value) if isinstance(value, str) and info.mode != "json" else value

    return BeforeValidator(given)


Day = Annotated[date, BeforeValidator(_given_day)]
"""A day that somebody gives, in whatever way."""
Count = Annotated[int, BeforeValidator(_given_count)]
"""A whole number that somebody gives."""
Flag = Annotated[bool, BeforeValidator(_given_flag)]
"""Yes or no that somebody gives."""
TenThousands: Any = _given_number("万元")
Hectares: Any = _given_number("公顷")
PlainCode = Annotated[str, _texts(plain_code)]
"""A code that somebody types."""
ItemCode = Annotated[str, _texts(item_code)]
"""The code of a procedure, a gate or a paper that somebody types, or its name."""
OfficeCode = Annotated[str, _texts(office_code)]
"""The code of an office or an account that somebody types, or its name."""
LEGIBLE, ON_ONE_LINE, NAME = _texts(legible), _texts(on_one_line), _texts(name)
"""Mark a text that people will read; so many characters as they will see are counted."""


def says_none(text: str, *, words_too: bool = True) -> bool:
    """Tell whether a text says in a dash or a word that there is nothing to say (无、/、—)."""
    told = re.sub(r"\s+", "", INVISIBLE.sub("", text))
    return (words_too and told in _NONE) or (bool(told) and set(told) <= _MARKS_OF_NONE)


def says_no_problem(text: str) -> bool:
    """Tell whether what is asked for a problem says that there is none (无、暂无问题)."""
    return says_none(text) or bool(_NO_PROBLEM.fullmatch(re.sub(r"\s+", "", text)))


def written_parts(text: str) -> list[str]:
    """Return what is listed one after another; what says that there is none lists nothing."""
    text = plain(text)
    if says_none(text) or _NO_GAP.fullmatch(text):
        return []
    return [part for part in re.split(r"[,;/、。\s]+", text) if part]
