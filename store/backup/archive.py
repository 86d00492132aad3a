"""The archive of a backup (备份文件): an uncompressed tar whose last member says what it holds.

An archive that was cut short has no last member; one that was changed does not hash as it says.
The key of the ledger is not in it: whoever had both could write both anew.
"""

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Literal, cast

from pydantic import AwareDatetime, ValidationError

from models.refusal import BadInput
from models.vocabulary import Value
from store.files.private_files import make_private_folder, pour_private

FORMAT: Literal["greenchannel-backup"] = "greenchannel-backup"
MANIFEST = "manifest.json"
MEMBER = re.compile(
    r"database\.sqlite|tables/[a-z_]{1,60}|attachments/([0-9a-f]{2})/\1[0-9a-f]{62}"
    r"|anchor\.jsonl|clock\.json"
)
"""What may be in an archive: nothing else is ever put anywhere."""

Tell = Callable[[int], None]
"""Told how many more bytes are done."""


class Part(Value):
    """A file of the archive (备份内容)."""

    size: int
    sha256: str


class Manifest(Value):
    """What a backup is of (备份说明)."""

    format: Literal["greenchannel-backup"] = FORMAT
    edition: Literal[1] = 1
    at: AwareDatetime
    database: Literal["sqlite", "postgresql"]
    revision: str
    """Of the tables."""
    entries: int
    head: str
    """Total hash of the ledger (总哈希), as ``verify`` says it."""
    key: str
    """Fingerprint of the key that seals it."""
    columns: Mapping[str, tuple[str, ...]] = {}
    """Table → its columns in the order of their values; PostgreSQL only."""
    parts: Mapping[str, Part] = {}


class NotABackup(BadInput):
    """The file is no backup, or not a whole one (备份文件不可用)."""


class Writer:
    """Puts parts into an archive, one after the other."""

    def __init__(self, to: IO[bytes], at: datetime, tell: Tell) -> None:
        """Begin an archive in a file that is open for writing."""
        self._tar = tarfile.TarFile(fileobj=to, mode="w", format=tarfile.PAX_FORMAT)
        self._at, self._tell = at, tell
        self._parts: dict[str, Part] = {}

    def add(self, name: str, path: Path) -> None:
        """Put a file into the archive."""
        assert MEMBER.fullmatch(name), name
        with path.open("rb") as file:
            size = file.seek(0, io.SEEK_END)
            file.seek(0)
            read = _Hashed(file, self._tell)
            self._tar.addfile(self._told(name, size), cast("IO[bytes]", read))
        self._parts[name] = Part(size=size, sha256=read.digest.hexdigest())

    def finish(self, manifest: Manifest) -> Manifest:
        """Say what the archive holds, and end it."""
        whole = manifest.model_copy(update={"parts": self._parts})
        said = json.dumps(whole.model_dump(mode="json"), ensure_ascii=False, indent=1).encode()
        self._tar.addfile(self._told(MANIFEST, len(said)), io.BytesIO(said))
        self._tar.close()
        return whole

    def _told(self, name: str, size: int) -> tarfile.TarInfo:
        told = tarfile.TarInfo(name)
        told.size, told.mode, told.mtime = size, 0o600, int(self._at.timestamp())
        return told


def unpacked(archive: Path, folder: Path, tell: Tell, *, place: str) -> Manifest:
    """Unpack a whole archive into an empty folder; return what it is of.

    Raises :class:`NotABackup` with the ``place`` at which the file was named.
    """
    if not archive.is_file():
        raise NotABackup(place, f"找不到文件“{archive}”")
    found: dict[str, Part] = {}
    said = b""
    try:
        with tarfile.open(archive, "r:") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isreg() else None
                if content is None or not (
                    member.name == MANIFEST or MEMBER.fullmatch(member.name)
                ):
                    raise NotABackup(place, f"“{archive}”不是本系统的备份：含有不明内容")
                if member.name == MANIFEST:
                    said = content.read()
                else:
                    found[member.name] = _put(content, folder / member.name, tell)
        manifest = Manifest.model_validate_json(said)
    except (tarfile.TarError, EOFError, ValidationError) as wrong:
        raise NotABackup(place, f"“{archive}”不是本系统的备份，或者不完整") from wrong
    if odd := sorted(_otherwise(found, manifest.parts)):
        raise NotABackup(place, f"“{archive}”中的 {odd[0]} 与备份说明不符：缺失、多出或已被改动")
    return manifest


def _otherwise(found: Mapping[str, Part], told: Mapping[str, Part]) -> Iterable[str]:
    return (name for name in found.keys() | told.keys() if found.get(name) != told.get(name))


def _put(content: IO[bytes], path: Path, tell: Tell) -> Part:
    for folder in (path.parent.parent, path.parent):
        make_private_folder(folder)
    read = _Hashed(content, tell)
    size = pour_private(path, cast("IO[bytes]", read))
    return Part(size=size, sha256=read.digest.hexdigest())


class _Hashed(io.RawIOBase):
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes], tell: Tell) -> None:
        self._file, self._tell = file, tell
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size)
        self.digest.update(chunk)
        self._tell(len(chunk))
        return chunk
