"""Files that are nobody else's (私有文件): the data directory 0700, what it holds 0600."""

import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

AT_ONCE = 1 << 20
"""Bytes that are held at a time."""

OTHERS = 0o077
"""What group and others may do."""


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner enters; one that is there stays as it is."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        if not folder.is_dir():
            raise


def make_private_file(file: Path) -> None:
    """Make an empty file that only its owner reads; one that is there stays as it is."""
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return


def pour_private(file: Path, content: IO[bytes]) -> int:
    """Write what is read into a new file that only its owner reads, safe on the disk; its size."""
    make_private_file(file)
    with file.open("wb") as new:
        shutil.copyfileobj(content, new, AT_ONCE)
        new.flush()
        os.fsync(new.fileno())
        return new.tell()


def write_private(file: Path, content: bytes) -> None:
    """Put a file that only its owner reads in its place as a whole, safe on the disk."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
        new.write(content)
        new.flush()
        os.fsync(new.fileno())
    draft.replace(file)


def open_to_others(paths: Iterable[Path]) -> Iterator[tuple[Path, int]]:
    """Yield what group or others may read, write or enter, with its mode."""
    for path in paths:
        try:
            mode = path.stat().st_mode & 0o777
        except OSError:
            continue
        if mode & OTHERS:
            yield path, mode
