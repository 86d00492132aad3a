"""Comments and text boxes of a sheet (批注、文本框查验): words beside its cells, not in them.

Stands alone with `store/workbook/sheet_guard.py`: nothing but the standard library is imported.
"""

import posixpath
import zipfile
from collections.abc import Mapping

from store.workbook.sheet_guard import (
    Position,
    SheetMarks,
    Unreadable,
    part_parser,
    position,
    read_part,
)

MOST, LONGEST = 2_000, 1_000


def note_comments(archive: zipfile.ZipFile, marks: Mapping[str, SheetMarks]) -> None:
    """Add to the marks of each sheet what is said beside its cells, by the cell it stands at."""
    there = set(archive.namelist())
    for path, sheet in marks.items():
        folder, name = posixpath.split(path)
        relations = f"{folder}/_rels/{name}.rels"
        if relations not in there:
            continue
        for part, words in _parts_of(archive, relations, folder):
            if part in there:
                _read(archive, part, words, sheet)


def _own_words(said: str) -> str:
    """Return what a person said, without what Excel says to its former versions before it."""
    text = said.strip().replace("：\n", ":\n")
    return text.rpartition(":\n")[2].strip() if text.startswith("[") else text


class _Words:
    """Follows what is said in one part: a comment."""

    whole = "comment"
    """The element that holds all that is said at one cell."""

    def __init__(self, sheet: SheetMarks) -> None:
        self._sheet = sheet
        self.at: Position | None = None
        self._said, self._inside = "", False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        match tag.rpartition(":")[2]:
            case self.whole:
                self.at, self._said = position(attributes.get("ref", "")), ""
            case "t":
                self._inside = True
            case _:
                pass

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        match tag.rpartition(":")[2]:
            case "t":
                self._inside = False
            case self.whole if self.at is not None and self._said.strip():
                if len(self._sheet.comments) >= MOST:
                    raise Unreadable("工作簿内批注过多，请把要说的写进单元格、删去批注后再报")
                self._sheet.comments.append((*self.at, _own_words(self._said)))
            case _:
                pass

    def text(self, data: str) -> None:
        """Take letters."""
        if self._inside and len(self._said) < LONGEST:
            self._said += data


class _Boxes(_Words):
    """Follows what is said in text boxes, which stand where their upper left corner is."""

    whole = "twoCellAnchor"

    def __init__(self, sheet: SheetMarks) -> None:
        super().__init__(sheet)
        self._counted, self._corner = "", False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        super().start(tag, attributes)
        match tag.rpartition(":")[2]:
            case "from":
                self._corner = True
            case "row" | "col":
                self._counted = ""
            case _:
                pass

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        told = self._counted.strip()
        number = int(told) + 1 if told.isdecimal() and len(told) < 8 else 1
        match tag.rpartition(":")[2]:
            case "from":
                self._corner = False
            case "col" if self._corner:
                self.at = (1, number)
            case "row" if self._corner and self.at is not None:
                self.at = (number, self.at[1])
            case _:
                super().end(tag)

    def text(self, data: str) -> None:
        """Take letters."""
        super().text(data)
        if self._corner:
            self._counted += data


_KINDS: Mapping[str, type[_Words]] = {"comments": _Words, "drawing": _Boxes}
"""The kinds of parts beside a sheet that hold words."""


def _parts_of(
    archive: zipfile.ZipFile, relations: str, folder: str
) -> list[tuple[str, type[_Words]]]:
    found: list[tuple[str, type[_Words]]] = []

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        words = _KINDS.get(attributes.get("Type", "").rpartition("/")[2])
        if tag.rpartition(":")[2] == "Relationship" and words is not None:
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            found.append((posixpath.normpath(path), words))

    with archive.open(relations) as stream:
        read_part(stream, part_parser(start))
    return found


def _read(archive: zipfile.ZipFile, part: str, kind: type[_Words], sheet: SheetMarks) -> None:
    words = kind(sheet)
    parser = part_parser(words.start)
    parser.EndElementHandler, parser.CharacterDataHandler = words.end, words.text
    with archive.open(part) as stream:
        read_part(stream, parser)
