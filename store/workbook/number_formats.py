"""What a number format makes of a number that a person sees (数字显示格式).

Stands alone with `store/workbook/sheet_guard.py`: nothing but the standard library is imported. A
cell holds 16400000 and shows 1640.0万元: whoever filled it in believes what he saw. Such
formats are found here, and the unit that a format writes behind a number.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

SCALED, HIDDEN, COVERED, WORDED = "scaled", "hidden", "covered", "worded"
MONTH, YEAR = "月", "年"
"""What a format shows of a day that shows no more than its month, or its year."""

_BUILT_IN: Mapping[int, str] = {
    9: "0%",
    10: "0.00%",
    17: "mmm-yy",
    **dict.fromkeys((27, 36, 50, 52, 57), "yyyy年m月"),
}
"""The built-in formats, of Chinese spreadsheets too, that show less or more than the cell holds."""

_UNITS = ("亿元", "亿", "万元", "万", "千元", "千", "百万", "公顷", "平方公里", "平方米", "㎡",
          "m²", "m2", "亩", "元")  # fmt: skip
"""What may stand behind a number as its unit."""
_MARKS = re.compile(r"人民币|[¥￥\s.,:()（）+·．－−-]")
"""What a format may write about a number without saying anything else of it."""

_GENERAL = re.compile(r"General|G/通用格式", re.IGNORECASE)
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_MONTH_ONLY = re.compile(r"[^dhs]*(y[^dhs]*m|m[^dhs]*y)[^dhs]*", re.IGNORECASE)
_YEAR_ONLY = re.compile(r"[^dhsm]*y[^dhsm]*", re.IGNORECASE)
_WRITTEN_DAY = re.compile(r"0{4}[-/\0\2]+00[-/\0\2]+00\0*")
"""Digits that are shown as a day: 20200630 as 2020-06-30."""
_WHITE = re.compile(r"\[(white|白色|(color|颜色)\s*2)\]", re.IGNORECASE)
"""Nobody sees what is written in white."""
_CONDITION = re.compile(r"\[[<>=]")
_SPAN = re.compile(r"[hms]+", re.IGNORECASE)
_PIECE = re.compile(r'"([^"]*)"|\[([^\]]*)\]|[\\!](.)|[_*].|(.)', re.DOTALL)
_WORD, _DOT, _MINUS, _DIGIT = "\0", "\1", "\2", "\3"
"""What is left in the bones of a section of words, a dot, a minus or a digit that it writes."""

_SCALING = re.compile(r"[0#?],+(?![0#?,])|%")
_DOT_WITHIN = re.compile(rf"[0#?]{_WORD}*[-/{_DOT}{_MINUS}]{_WORD}*[0#]")


@dataclass(frozen=True, slots=True)
class Look:
    """How a format shows a number (显示方式)."""

    misleads: str = ""
    """``scaled``: another number; ``hidden``: nothing; ``covered``: words instead of it;
    ``worded``: words beside it that are no unit."""
    unit: str = ""
    code: str = ""
    veils: bool = False
    """It shows nothing of words either."""


PLAIN = Look()


def look(number: int, code: str | None = None) -> Look:
    """Return how a format shows a number: its code, or its number when it is built in."""
    code = _BUILT_IN.get(number, "") if code is None else code
    if not code or _GENERAL.fullmatch(code.strip()):
        return PLAIN
    sections = [_Section(text, bones) for text, bones in _sections(_GENERAL.sub("0", code))]
    last = sections[3] if len(sections) > 3 else None
    if _WHITE.search(code) or (last is not None and not last.text and not last.bones):
        return replace(_of_numbers(sections, code), code=code, veils=True)
    return _of_numbers(sections, code)


def _of_numbers(sections: Sequence["_Section"], code: str) -> Look:
    if _WHITE.search(code):
        return Look(HIDDEN, code=code)
    if any(_DATE.search(section.bones) for section in sections):
        return Look(unit=_shown_of_a_day(sections[0].bones))
    first = sections[0]
    if _WRITTEN_DAY.fullmatch(first.bones):
        return PLAIN
    if len(sections) > 1 and not first.text and not first.bones:
        return Look(HIDDEN, code=code)
    if any(section.scales for section in sections) or first.turns:
        return Look(SCALED, code=code)
    if not first.digits and "@" not in first.bones:
        return Look(COVERED, code=code)
    said = {section.said for section in (sections if _CONDITION.search(code) else sections[:1])}
    unit = said.pop()
    if said or (unit and unit not in _UNITS):
        return Look(WORDED, code=code)
    return Look(unit=unit, code=code)


def _shown_of_a_day(bones: str) -> str:
    """Return what a format shows of a day, where that is less than the day."""
    if _MONTH_ONLY.fullmatch(bones):
        return MONTH
    return YEAR if _YEAR_ONLY.fullmatch(bones) else ""


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the parts of a format that semicolons separate."""

    text: str
    """The words that it writes."""
    bones: str
    """The rest; of its words only their marks."""

    @property
    def said(self) -> str:
        """What it writes beside the number."""
        return _MARKS.sub("", self.text)

    @property
    def digits(self) -> bool:
        return any(one in self.bones for one in "0#?")

    @property
    def scales(self) -> bool:
        """Divides by thousands or hundreds, or writes a dot or digits into the number."""
        bare = self.bones.translate({0: None, 1: None, 2: None, 3: None})
        return self.digits and bool(
            _SCALING.search(bare) or _DOT_WITHIN.search(self.bones) or _DIGIT in self.bones
        )

    @property
    def turns(self) -> bool:
        """Writes a minus before a number that has none."""
        before = re.split(r"[0#?]", self.bones, maxsplit=1)[0]
        return self.digits and (_MINUS in before or "-" in before)


def _sections(code: str) -> Iterator[tuple[str, str]]:
    """Yield the words and the bones of each section of a format."""
    text = bones = ""
    for found in _PIECE.finditer(code):
        quoted, bracket, escaped, single = found.groups()
        if single == ";":
            yield text, bones
            text = bones = ""
        elif bracket is not None:
            text += bracket[1:].partition("-")[0] if bracket.startswith("$") else ""
            bones += "h" if _SPAN.fullmatch(bracket) else ""
        elif single == "$":
            text += single
        elif single is not None and single < "\x7f":
            bones += single
        else:
            words = quoted or escaped or single or ""
            text += words
            bones += _mark(words)
    yield text, bones


def _mark(words: str) -> str:
    if any(one.isdecimal() for one in words):
        return _DIGIT
    match words.strip():
        case "." | "．" | "·":
            return _DOT
        case "-" | "－" | "−" | "负":
            return _MINUS
        case "":
            return ""
        case _:
            return _WORD
