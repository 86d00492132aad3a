"""The comments of a sheet (批注查验): words beside a cell, which no reader of cells hands out.

Stands alone with `store/workbook/sheet_guard.py`: nothing but the standard library is imported.
"""

import posixpath
import zipfile
from collections.abc import Mapping

from store.workbook.sheet_guard import SheetMarks, Unreadable, part_parser, position, read_part

MOST, LONGEST = 2_000, 1_000


def note_comments(archive: zipfile.ZipFile, marks: Mapping[str, SheetMarks]) -> None:
    """Add to the marks of each sheet what comments say, by the cell that they stand at."""
    there = set(archive.namelist())
    for path, sheet in marks.items():
        folder, name = posixpath.split(path)
        relations = f"{folder}/_rels/{name}.rels"
        if relations not in there:
            continue
        for part in _parts_of(archive, relations, folder):
            if part in there:
                _read(archive, part, sheet)


def _own_words(said: str) -> str:
    """Return what a person said, without what Excel says to its former versions before it."""
    text = said.strip().replace("：\n", ":\n")
    return text.rpartition(":\n")[2].strip() if text.startswith("[") else text


def _parts_of(archive: zipfile.ZipFile, relations: str, folder: str) -> list[str]:
    found: list[str] = []

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship" and attributes.get("Type", "").endswith(
            "/comments"
        ):
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            found.append(posixpath.normpath(path))

    with archive.open(relations) as stream:
        read_part(stream, part_parser(start))
    return found


def _read(archive: zipfile.ZipFile, part: str, sheet: SheetMarks) -> None:
    at: tuple[int, int] | None = None
    said, inside = "", False

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal at, said, inside
        match tag.rpartition(":")[2]:
            case "comment":
                at, said = position(attributes.get("ref", "")), ""
            case "t":
                inside = True
            case _:
                pass

    def end(tag: str) -> None:
        nonlocal inside
        match tag.rpartition(":")[2]:
            case "t":
                inside = False
            case "comment" if at is not None and said.strip():
                if len(sheet.comments) >= MOST:
                    raise Unreadable("工作簿内批注过多，请把要说的写进单元格、删去批注后再报")
                sheet.comments.append((*at, _own_words(said)))
            case _:
                pass

    def text(data: str) -> None:
        nonlocal said
        if inside and len(said) < LONGEST:
            said += data

    parser = part_parser(start)
    parser.EndElementHandler, parser.CharacterDataHandler = end, text
    with archive.open(part) as stream:
        read_part(stream, parser)
