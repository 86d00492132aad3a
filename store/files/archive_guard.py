"""What an archive gives away before it is opened (压缩包查验): size, parts, locks, code, links.

Asked of everything that strangers hand in as an archive, workbooks and attachments alike; each
door says the answer in words of its own. Stands alone with `store/workbook/workbook_guard.py`,
in whose bounded process it runs: nothing but the standard library is imported.
"""

import zipfile
import zlib
from enum import StrEnum
from xml.parsers import expat

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    LookupError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)
"""What a damaged or forged archive raises while it is unpacked."""

_CHUNK = 1 << 18


class ArchiveFlaw(StrEnum):
    """Why an archive is not taken in (不予接收的缘由)."""

    CROWDED = "crowded"
    """Too many parts, or one twice."""
    LOCKED = "locked"
    MACRO = "macro"
    MACRO_SHEET = "macro_sheet"
    LINKED = "linked"
    EMBEDDED = "embedded"
    CONTROL = "control"
    CONNECTED = "connected"
    LARGE = "large"
    """More than may be unpacked, by what it says of itself or by what comes out."""


_CARRIED = (
    ("vbaproject", ArchiveFlaw.MACRO),
    ("macrosheets/", ArchiveFlaw.MACRO_SHEET),
    ("externallinks/", ArchiveFlaw.LINKED),
    ("embeddings/", ArchiveFlaw.EMBEDDED),
    ("activex/", ArchiveFlaw.CONTROL),
    ("xl/connections.xml", ArchiveFlaw.CONNECTED),
    ("xl/querytables/", ArchiveFlaw.CONNECTED),
)


def archive_flaw(
    archive: zipfile.ZipFile, *, most_parts: int, most_bytes: int
) -> ArchiveFlaw | None:
    """Return the first thing that speaks against an archive, by its directory alone."""
    members = archive.infolist()
    names = [one.filename.lower() for one in members]
    if len(members) > most_parts or len(set(names)) != len(names):
        return ArchiveFlaw.CROWDED
    if any(one.flag_bits & 1 for one in members):
        return ArchiveFlaw.LOCKED
    for part, flaw in _CARRIED:
        if any(part in name for name in names):
            return flaw
    if sum(one.file_size for one in members) > most_bytes:
        return ArchiveFlaw.LARGE
    return None


def unpacks_within(archive: zipfile.ZipFile, most_bytes: int) -> bool:
    """Unpack everything without keeping it: what is declared may be a lie. Raises `BROKEN`."""
    total = 0
    for one in archive.infolist():
        with archive.open(one) as part:
            while piece := part.read(_CHUNK):
                total += len(piece)
                if total > most_bytes:
                    return False
    return True
