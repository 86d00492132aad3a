"""What is looked at in an Excel workbook before it is parsed (工作簿查验).

Stands alone, because it runs in the bounded process of `store/workbook/workbook_process.py`:
nothing but its siblings and the standard library is imported. A workbook that was renamed,
locked, built to blow up, or that carries code or links is refused here in words.
"""

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from store.files.archive_guard import BROKEN, ArchiveFlaw, archive_flaw
from store.workbook.comment_guard import note_comments
from store.workbook.sheet_guard import (
    Seen,
    SheetGuard,
    SheetMarks,
    Start,
    Unreadable,
    part_parser,
    read_part,
)
from store.workbook.style_guard import StyleGuard
from store.workbook.text_guard import SharedTexts

MAX_PARTS = 500
MAX_UNPACKED = 64 * 1024 * 1024
MAX_SMALL_PART = 4 * 1024 * 1024
PROPERTY = "greenchannel"

_COMPOUND = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1 << 18
_SAID: Mapping[ArchiveFlaw, str] = {
    ArchiveFlaw.CROWDED: "工作簿内部件过多或重复，不予读取",
    ArchiveFlaw.LOCKED: "加了打开密码，请去掉密码后再报",
    ArchiveFlaw.MACRO: "含有宏（VBA），不予读取；请另存为不带宏的 .xlsx",
    ArchiveFlaw.MACRO_SHEET: "含有宏表，不予读取；请另存为不带宏的 .xlsx",
    ArchiveFlaw.LINKED: "含有指向其他工作簿的外部链接，请断开链接（只粘贴数值）后再报",
    ArchiveFlaw.EMBEDDED: "含有嵌入的文件，请删除后再报",
    ArchiveFlaw.CONTROL: "含有控件，请删除后再报",
    ArchiveFlaw.CONNECTED: "含有外部数据连接，请删除后再报",
    ArchiveFlaw.LARGE: f"解压后超过 {MAX_UNPACKED // 1024 // 1024} MB，不予读取",
}
_MACRO_TYPE = "macroenabled"


@dataclass(frozen=True, slots=True)
class Inspected:
    """A workbook that may be parsed (已查验)."""

    sheets: Mapping[str, SheetMarks]
    date_1904: bool
    stamp: str


_OTHERS = {
    "网页或 XML": (b"<html", b"<!doctype", b"<table", b"<?xml", b"mime-version"),
    "PDF": (b"%pdf-",),
    "图片": (b"\x89png", b"\xff\xd8\xff", b"gif8"),
    "RTF 文档": (b"{\\rtf",),
    "JSON 数据": (b"{", b"["),
}
"""What offices send in place of a table → how such files begin."""


def inspect(content: bytes) -> Inspected:
    """Look a workbook through from end to end without keeping it, or refuse it."""
    _must_be_zip(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _must_be_plain(archive)
            return _parts(archive)
    except BROKEN as error:
        raise Unreadable(
            "Excel 工作簿已损坏，无法读取；请用 Excel 或 WPS 打开后另存再报"
        ) from error


def no_table(content: bytes) -> str:
    """Name what a file is by its first bytes where that holds no table, whatever its ending."""
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return next((kind for kind, marks in _OTHERS.items() if head.startswith(marks)), "")


def _must_be_zip(content: bytes) -> None:
    if not content:
        raise Unreadable("文件是空的")
    if content.startswith(_COMPOUND):
        if _ENCRYPTED in content:
            raise Unreadable("加了打开密码，请去掉密码后再报")
        raise Unreadable("是旧版 Excel（.xls）文件，请另存为 .xlsx")
    if kind := no_table(content):
        raise Unreadable(f"内容是{kind}，不是 Excel 工作簿，请另存为 .xlsx")
    if not content.startswith(b"PK\x03\x04"):
        raise Unreadable("内容不是 Excel 工作簿（可能是改了扩展名的 CSV 等文件），请另存为 .xlsx")


def _must_be_plain(archive: zipfile.ZipFile) -> None:
    """Refuse what the directory of the archive gives away already."""
    names = [name.lower() for name in archive.namelist()]
    if "mimetype" in names or "content.xml" in names:
        raise Unreadable("是 OpenDocument（.ods）文件，请另存为 .xlsx")
    if "xl/workbook.bin" in names:
        raise Unreadable("是二进制工作簿（.xlsb），请另存为 .xlsx")
    if "xl/workbook.xml" not in names:
        raise Unreadable("内容不是 Excel 工作簿")
    if flaw := archive_flaw(archive, most_parts=MAX_PARTS, most_bytes=MAX_UNPACKED):
        raise Unreadable(_SAID[flaw])


def _parts(archive: zipfile.ZipFile) -> Inspected:
    """Unpack every part once: broken archives, bombs and DTDs end here."""
    _small(archive, "[Content_Types].xml", _no_macro_type)
    book = _Book()
    _small(archive, "xl/workbook.xml", book.start)
    targets: dict[str, str] = {}
    _small(archive, "xl/_rels/workbook.xml.rels", _relations(targets))
    seen = _seen(archive)
    titles = {targets.get(relation, ""): title for title, relation in book.sheets}
    stamp: list[str] = []
    unpacked = 0
    marks: dict[str, SheetMarks] = {}
    for member in archive.infolist():
        name = member.filename
        if name == "docProps/custom.xml":
            stamp.append(_stamp(archive, name))
            continue
        with archive.open(member) as stream:
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                marks[name] = SheetGuard(titles.get(name, ""), seen).read(stream)
            elif name.endswith((".xml", ".rels", ".vml")):
                read_part(stream, part_parser(None))
            else:
                while chunk := stream.read(_CHUNK):
                    unpacked += len(chunk)
        if unpacked > MAX_UNPACKED:
            raise Unreadable(_SAID[ArchiveFlaw.LARGE])
    note_comments(archive, marks)
    sheets: dict[str, SheetMarks] = {}
    for title, relation in book.sheets:
        if title in sheets:
            raise Unreadable(f"有两张工作表都叫“{title[:31]}”")
        found = marks.get(targets.get(relation, ""), SheetMarks())
        sheets[title] = found
    return Inspected(sheets, book.date_1904, stamp[0] if stamp else "")


def _seen(archive: zipfile.ZipFile) -> Seen:
    """Return how the workbook's cells look; it need not have formats or shared texts at all."""
    guard, texts = StyleGuard(), SharedTexts()
    for name in archive.namelist():
        match name.lower():
            case "xl/styles.xml":
                parser = part_parser(guard.start)
            case "xl/sharedstrings.xml":
                parser = texts.attach(part_parser(None))
            case _:
                continue
        with archive.open(name) as stream:
            read_part(stream, parser)
    return Seen(guard.looks(), guard.struck(), texts.doubts)


class _Book:
    """Names of the sheets and the calendar of the serial days (xl/workbook.xml)."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.date_1904 = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "sheet":
                relation = next(
                    (value for key, value in attributes.items() if key.endswith(":id")), ""
                )
                self.sheets.append((attributes.get("name", ""), relation))
            case "workbookPr":
                self.date_1904 = attributes.get("date1904", "0").lower() in ("1", "true", "on")
            case _:
                pass


def _relations(targets: dict[str, str]) -> Start:
    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship" and "Id" in attributes:
            target = attributes.get("Target", "")
            if attributes.get("TargetMode") == "External":
                raise Unreadable("含有指向外部文件的链接，请删除后再报")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            targets[attributes["Id"]] = posixpath.normpath(path)

    return start


def _no_macro_type(_: str, attributes: Mapping[str, str]) -> None:
    if _MACRO_TYPE in attributes.get("ContentType", "").lower():
        raise Unreadable(_SAID[ArchiveFlaw.MACRO])


def _stamp(archive: zipfile.ZipFile, name: str) -> str:
    """Return the custom document property that says where a workbook belongs."""
    inside, found = [False], [""]

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag.rpartition(":")[2] == "property":
            inside[0] = attributes.get("name") == PROPERTY

    def text(data: str) -> None:
        if inside[0] and len(found[0]) < 1000:
            found[0] += data

    parser = part_parser(start)
    parser.CharacterDataHandler = text
    with archive.open(name) as stream:
        read_part(stream, parser)
    return found[0].strip()


def _small(archive: zipfile.ZipFile, name: str, start: Start) -> None:
    if archive.getinfo(name).file_size > MAX_SMALL_PART:
        raise Unreadable("工作簿内部件过大，不予读取")
    with archive.open(name) as stream:
        read_part(stream, part_parser(start))
