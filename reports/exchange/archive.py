"""An archive that is the same, byte for byte, of the same parts (可重现的压缩包).

Nothing in it is of the machine or the moment that made it: parts in the order given, a fixed
day, one mode, and nothing compressed, for what compression gives differs between libraries.
Each part is written as it comes and hashed on the way; the manifest stands last.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import IO, NamedTuple
from zipfile import ZIP_STORED, ZipFile, ZipInfo

MANIFEST = "manifest.json"
FIXED = (1980, 1, 1, 0, 0, 0)
"""The first day that an archive can name."""
UNIX, PLAIN_FILE = 3, 0o100644 << 16


class ArchivePart(NamedTuple):
    """One file of an archive."""

    name: str
    format: str
    lines: Iterable[str]


def write_archive(
    to: IO[bytes], parts: Iterable[ArchivePart], about: Mapping[str, object]
) -> tuple[str, ...]:
    """Write parts and their manifest; ``to`` can be sought. Return the names of the parts."""
    listed = []
    with ZipFile(to, "w", ZIP_STORED) as archive:
        for part in parts:
            size, digest = _write(archive, part.name, part.lines)
            told = {"name": part.name, "format": part.format, "bytes": size, "sha256": digest}
            listed.append(told)
        manifest = json.dumps({**about, "files": listed}, ensure_ascii=False, indent=2)
        _write(archive, MANIFEST, (f"{manifest}\n",))
    return tuple(str(one["name"]) for one in listed)


def _write(archive: ZipFile, name: str, lines: Iterable[str]) -> tuple[int, str]:
    info = ZipInfo(name, FIXED)
    info.create_system, info.external_attr = UNIX, PLAIN_FILE
    size, digest = 0, sha256()
    with archive.open(info, "w") as file:
        for line in lines:
            content = line.encode()
            file.write(content)
            digest.update(content)
            size += len(content)
    return size, digest.hexdigest()
