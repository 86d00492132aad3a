"""The cell formats of a workbook (xl/styles.xml), as far as they change what is seen (格式查验).

Stands alone with `store/workbook/sheet_guard.py`: nothing but the standard library is imported.
"""

from collections.abc import Mapping

from store.workbook.number_formats import Look, look
from store.workbook.sheet_guard import Unreadable

MAX_FORMATS = 65_536


class StyleGuard:
    """Collects what each cell format does to a number, by its place in the list."""

    def __init__(self) -> None:
        self._codes: dict[int, str] = {}
        self._numbers: list[int] = []
        self._inside = False

    def looks(self) -> Mapping[int, Look]:
        """Return place of a cell format → how it shows a number, where it is not plain."""
        known = {number: look(number, self._codes.get(number)) for number in {*self._numbers}}
        return {
            place: known[number]
            for place, number in enumerate(self._numbers)
            if known[number].misleads or known[number].unit
        }

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take one element."""
        match tag.rpartition(":")[2]:
            case "numFmt":
                number = _number(attributes.get("numFmtId", ""))
                self._codes.setdefault(number, attributes.get("formatCode", "")[:255])
            case "cellXfs":
                self._inside = True
            case "xf" if self._inside:
                self._numbers.append(_number(attributes.get("numFmtId", "")))
            case "cellStyles" | "dxfs":
                self._inside = False
            case _:
                pass
        if len(self._numbers) > MAX_FORMATS or len(self._codes) > MAX_FORMATS:
            raise Unreadable("工作簿内单元格格式过多，不予读取；请把内容粘贴到新工作簿后再报")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 0
