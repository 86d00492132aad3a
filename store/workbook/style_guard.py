"""The cell formats of a workbook (xl/styles.xml), as far as they change what is seen (格式查验).

Stands alone with `store/workbook/sheet_guard.py`: nothing but the standard library is imported.
"""

from collections.abc import Mapping

from store.workbook.number_formats import Look, look
from store.workbook.sheet_guard import Unreadable
from store.workbook.text_guard import on

MAX_FORMATS = 65_536


class StyleGuard:
    """Collects what each cell format does to a number, by its place in the list."""

    def __init__(self) -> None:
        self._codes: dict[int, str] = {}
        self._numbers: list[int] = []
        self._fonts: list[bool] = []
        """Whether each font crosses out."""
        self._worn: list[int] = []
        """The font of each cell format, by its place."""
        self._inside = self._in_fonts = False

    def looks(self) -> Mapping[int, Look]:
        """Return place of a cell format → how it shows a number, where it is not plain."""
        known = {number: look(number, self._codes.get(number)) for number in {*self._numbers}}
        return {
            place: known[number]
            for place, number in enumerate(self._numbers)
            if known[number].misleads or known[number].unit or known[number].veils
        }

    def struck(self) -> frozenset[int]:
        """Return the places of the cell formats that cross out what a cell says (删除线)."""
        crossing = {place for place, crosses in enumerate(self._fonts) if crosses}
        return frozenset(place for place, font in enumerate(self._worn) if font in crossing)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take one element."""
        match tag.rpartition(":")[2]:
            case "numFmt":
                number = _number(attributes.get("numFmtId", ""))
                self._codes.setdefault(number, attributes.get("formatCode", "")[:255])
            case "fonts":
                self._in_fonts = True
            case "fills" | "borders" | "cellStyleXfs":
                self._in_fonts = False
            case "font" if self._in_fonts:
                self._fonts.append(False)
            case "strike" if self._in_fonts and self._fonts:
                self._fonts[-1] = on(attributes)
            case "cellXfs":
                self._inside, self._in_fonts = True, False
            case "xf" if self._inside:
                self._numbers.append(_number(attributes.get("numFmtId", "")))
                self._worn.append(_number(attributes.get("fontId", "")))
            case "cellStyles" | "dxfs":
                self._inside = False
            case _:
                pass
        if max(len(self._numbers), len(self._codes), len(self._fonts)) > MAX_FORMATS:
            raise Unreadable("工作簿内单元格格式过多，不予读取；请把内容粘贴到新工作簿后再报")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 0
