"""What may be kept beside a case (附件查验): known by its content, of bounded size, without code.

The name says what a file claims to be, the first bytes what it is: where they differ it is
refused. Documents of offices are archives: they are unpacked once, counted, and thrown away.
"""

import io
import zipfile
from collections.abc import Mapping

from store.files.archive_guard import BROKEN, ArchiveFlaw, archive_flaw, unpacks_within

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 128 * 1024 * 1024
MOST_PARTS = 2000
_TYPES = "[content_types].xml"

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
OFD = "application/ofd"
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"

ENDINGS: Mapping[str, str] = {
    "pdf": PDF,
    "png": PNG,
    "jpg": JPEG,
    "jpeg": JPEG,
    "ofd": OFD,
    "docx": DOCX,
    "xlsx": XLSX,
}
"""Ending of a name → the type that its content must have."""
_HEADS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_BODIES = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("ofd.xml", OFD))
_SAID: Mapping[ArchiveFlaw, str] = {
    ArchiveFlaw.CROWDED: "文件内部件过多或重复",
    ArchiveFlaw.LOCKED: "加了打开密码，请去掉密码后再传",
    ArchiveFlaw.MACRO: "含有宏，请删除后再传",
    ArchiveFlaw.MACRO_SHEET: "含有宏表，请删除后再传",
    ArchiveFlaw.LINKED: "含有外部链接，请删除后再传",
    ArchiveFlaw.EMBEDDED: "含有嵌入的文件，请删除后再传",
    ArchiveFlaw.CONTROL: "含有控件，请删除后再传",
    ArchiveFlaw.CONNECTED: "含有外部数据连接，请删除后再传",
    ArchiveFlaw.LARGE: f"解压后超过 {MOST_UNPACKED // 1024 // 1024} MB",
}
_OF_A_PDF = (
    (b"/JavaScript", "含有脚本"),
    (b"/Launch", "会启动程序"),
    (b"/EmbeddedFiles", "含有嵌入的文件"),
)


class NotKept(Exception):
    """A file is not taken in, for a reason in words (附件不予接收)."""


def media_of(name: str, content: bytes) -> str:
    """Return the type of a file that may be kept, or refuse it."""
    if not content:
        raise NotKept("文件是空的")
    if len(content) > MOST_BYTES:
        raise NotKept(f"文件超过 {MOST_BYTES // 1024 // 1024} MB")
    claimed = ENDINGS.get(name.rpartition(".")[2].lower())
    if claimed is None:
        raise NotKept("只收 PDF、OFD、Word（.docx）、Excel（.xlsx）和图片（.png、.jpg）")
    found = next((media for head, media in _HEADS if content.startswith(head)), "")
    if not found and content.startswith(b"PK\x03\x04"):
        found = _archive(content)
    if found != claimed:
        raise NotKept("内容与扩展名不符，请核对文件")
    if found == PDF:
        for mark, why in _OF_A_PDF:
            if mark in content:
                raise NotKept(f"PDF {why}，请另存为普通 PDF 后再传")
    return found


def _archive(content: bytes) -> str:
    """Return what an archive is, once it was looked through from end to end."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if flaw := _flaw(archive):
                raise NotKept(_SAID[flaw])
            names = {name.lower() for name in archive.namelist()}
    except BROKEN as wrong:
        raise NotKept("文件已损坏，请重新导出后再传") from wrong
    return next((media for part, media in _BODIES if part in names), "")


def _flaw(archive: zipfile.ZipFile) -> ArchiveFlaw | None:
    flaw = archive_flaw(archive, most_parts=MOST_PARTS, most_bytes=MOST_UNPACKED)
    if flaw is not None:
        return flaw
    if not unpacks_within(archive, MOST_UNPACKED):
        return ArchiveFlaw.LARGE
    types = next((name for name in archive.namelist() if name.lower() == _TYPES), None)
    if types is not None and b"macroenabled" in archive.read(types).lower():
        return ArchiveFlaw.MACRO
    return None
