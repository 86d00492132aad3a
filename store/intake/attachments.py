"""Files beside cases (附件库): each under its own hash, written once, never changed."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection

from models.attachment import FilesAttached
from store import ledger
from store.files.private_files import make_private_folder, write_private
from store.verifying.comparison import Finding


def keep(folder: Path, content: bytes) -> str:
    """Keep a file and return its SHA-256; the same content is kept once.

    It is on the disk before anything names it.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = _path(folder, digest)
    if _holds(path, digest):
        return digest
    make_private_folder(folder)
    make_private_folder(path.parent)
    write_private(path, content)
    return digest


def read(folder: Path, digest: str) -> bytes | None:
    """Return a file as it was kept; ``None`` = it is gone, or not what it was."""
    path = _path(folder, digest)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None


def attachment_findings(connection: Connection, folder: Path) -> Iterator[Finding]:
    """Yield every file that the ledger names and the folder has not, or has otherwise."""
    for stream in ledger.streams(connection):
        for entry in ledger.read(connection, stream):
            if not isinstance(entry.payload, FilesAttached):
                continue
            for one in entry.payload.files:
                if _holds(path := _path(folder, one.sha256), one.sha256):
                    continue
                what = "内容已被改动" if path.exists() else "文件缺失"
                key = f"{stream}/{entry.version} {one.name}"
                yield Finding("attachments", key, "", what)


def _path(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / digest


def _holds(path: Path, digest: str) -> bool:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except FileNotFoundError:
        return False
