"""The formats of a workbook's cells, each made once."""

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

_FONT = "宋体"
_LINE = "#BFBFBF"


class CellFormats:
    """Makes the formats of one workbook; what it was asked for before it hands out again."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def __call__(
        self,
        *,
        size: int = 11,
        bold: bool = False,
        color: str = "#000000",
        fill: str = "",
        align: str = "left",
        border: bool = False,
        wrap: bool = False,
        number: str = "General",
        locked: bool = True,
        words: bool = False,
    ) -> Format:
        """Return a cell format, made once."""
        properties: dict[str, object] = {
            "font_name": _FONT,
            "font_size": size,
            "bold": bold,
            "font_color": color,
            "align": align,
            "valign": "vcenter",
            "text_wrap": wrap,
            "num_format": number,
            "locked": locked,
            "quote_prefix": words,
            "indent": 1 if border and align == "left" else 0,
        }
        if fill:
            properties["bg_color"] = fill
        if border:
            properties |= {"border": 1, "border_color": _LINE}
        key = tuple(properties.items())
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]
