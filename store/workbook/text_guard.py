"""Letters that are not what they seem (字形查验): crossed out, or raised behind a number.

A reader gets the letters of a cell without their looks: an amount that was crossed out and
written anew beside it would be one long number, the mark of a footnote one more digit.
Stands alone with `store/workbook/sheet_guard.py`: nothing but the standard library is imported.
"""

from collections.abc import Mapping
from enum import StrEnum
from xml.parsers import expat


class Doubt(StrEnum):
    """What makes the letters of a cell doubtful (存疑字形)."""

    STRUCK = "struck"
    RAISED = "raised"


class Letters:
    """Follows the runs of one text: a cell's own, or one that cells share."""

    def __init__(self) -> None:
        self.doubt: Doubt | None = None
        self._struck = self._raised = self._guide = False
        self._last = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take one element of the text."""
        match tag.rpartition(":")[2]:
            case "r":
                self._struck = self._raised = False
            case "rPh":
                self._guide = True
            case "strike":
                self._struck = on(attributes)
            case "vertAlign":
                self._raised = attributes.get("val", "") in ("superscript", "subscript")
            case _:
                pass

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        match tag.rpartition(":")[2]:
            case "r":
                self._struck = self._raised = False
            case "rPh":
                self._guide = False
            case _:
                pass

    def text(self, data: str) -> None:
        """Take letters: a raised digit is in doubt where it would lengthen a number."""
        if self._guide or not data:
            return
        if self._struck and not data.isspace():
            self.doubt = Doubt.STRUCK
        elif self._raised and data[0].isdecimal() and self._last.isdecimal():
            self.doubt = self.doubt or Doubt.RAISED
        self._last = data[-1]


class SharedTexts:
    """Finds which of the texts that cells share are in doubt (xl/sharedStrings.xml)."""

    def __init__(self) -> None:
        self.doubts: dict[int, Doubt] = {}
        self._number = -1
        self._letters = Letters()
        self._inside = False

    def attach(self, parser: expat.XMLParserType) -> expat.XMLParserType:
        """Let a parser tell what it finds."""
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        return parser

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "si":
                self._number += 1
                self._letters = Letters()
            case "t":
                self._inside = True
            case _:
                self._letters.start(tag, attributes)

    def _end(self, tag: str) -> None:
        match tag.rpartition(":")[2]:
            case "t":
                self._inside = False
            case "si" if self._letters.doubt is not None:
                self.doubts[self._number] = self._letters.doubt
            case _:
                self._letters.end(tag)

    def _text(self, data: str) -> None:
        if self._inside:
            self._letters.text(data)


def on(attributes: Mapping[str, str]) -> bool:
    """Tell whether a mark of a font is set: it is, unless it says that it is not."""
    return attributes.get("val", "1").lower() not in ("0", "false", "off")
