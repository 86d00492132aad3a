"""The file of the anchor (锚定文件): lines that name the line before them; it only grows."""

import fcntl
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TextIO

from pydantic import Field, ValidationError

from models.vocabulary import Value
from rules.seal import GENESIS, canonical, merkle_root, sm3_root
from store.files.private_files import make_private_folder
from store.verifying.comparison import Finding


class AnchorLine(Value):
    """One line of the anchor (锚定记录)."""

    number: int
    at: str
    """UTC, of the office clock."""
    entries: int
    streams: int
    notices: int = 0
    """How many had been put out: what was told stays."""
    door: tuple[int, str] = (0, GENESIS)
    """How many lines the log of the door had, and the seal of the last."""
    root: str
    """Merkle root over the heads of all streams."""
    root_sm3: str = ""
    """The same in SM3; empty in lines of before, and where the machine has none."""
    moved: dict[str, tuple[int, str]] = Field(repr=False)
    """Stream → version and hash of its head, of those that the lines before do not name so."""
    restored: str = ""
    """Why the ledger stands behind earlier lines: a backup was put back. Nothing that they
    name is asked for any more; the lines stay."""
    prev: str
    """Hash of the line before; zeros for the first."""


class Roots(NamedTuple):
    """Merkle root over the heads of all streams (总哈希), in both algorithms."""

    sha256: str
    sm3: str
    """Empty where the machine has none."""


def roots_of(heads: dict[str, tuple[int, str]]) -> Roots:
    """Return the Merkle roots over heads: stream → version and hash."""
    leaves = [(stream, version, hash_) for stream, (version, hash_) in heads.items()]
    return Roots(merkle_root(leaves), sm3_root(leaves))


class AnchorUnusable(Exception):
    """The anchor cannot be read or written (锚定文件不可用)."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class AnchorEdited(AnchorUnusable):
    """The anchor is not as it was written (锚定文件被改动)."""

    @property
    def finding(self) -> Finding:
        """Return it among what does not fit."""
        return Finding("", "", "", self.message)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The anchor as it stands (锚定文件)."""

    lines: Sequence[AnchorLine] = ()
    heads: dict[str, tuple[int, str]] | None = None
    """What the lines add up to: stream → version and hash."""
    hashes: Sequence[str] = ()
    """Of the lines, each as it stands in the file."""
    restored: int = 0
    """How often a backup was put back."""
    whole: bool = True
    """Whether the file ends with a line's end."""

    @property
    def last(self) -> AnchorLine | None:
        """Return the newest line, if any."""
        return self.lines[-1] if self.lines else None

    def stands_at(self, root: str, door: tuple[int, str]) -> bool:
        """Tell whether nothing has moved since the newest line."""
        return self.last is not None and (self.last.root, self.last.door) == (root, door)


def read_anchor(path: Path) -> Anchor:
    """Read the anchor; empty where there is none. Raises :class:`AnchorUnusable`."""
    try:
        with path.open(encoding="utf-8") as file:
            return added_up(path, file)
    except FileNotFoundError:
        return Anchor()
    except (OSError, UnicodeDecodeError) as wrong:
        raise _unusable(path, "无法读取", wrong) from wrong


@contextmanager
def alone_with(path: Path) -> Iterator[TextIO]:
    """Open the anchor to append to it, one process at a time."""
    try:
        make_private_folder(path.parent)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as wrong:
        raise _unusable(path, "无法写入", wrong) from wrong
    with os.fdopen(handle, "r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield file
        except (OSError, UnicodeDecodeError) as wrong:
            raise _unusable(path, "无法读写", wrong) from wrong


def added_up(path: Path, file: TextIO) -> Anchor:
    """Add the lines up; every line must name the one before it, the last give its own root.

    A line that is none was torn by a crash while it was written: where it was a line once,
    the next one does not name what stands before it.
    """
    lines: list[AnchorLine] = []
    heads: dict[str, tuple[int, str]] = {}
    hashes: list[str] = []
    restored, whole = 0, True
    for text in file:
        whole = text.endswith("\n")
        try:
            line = AnchorLine.model_validate_json(text)
        except ValidationError:
            continue
        if (line.number, line.prev) != (len(lines) + 1, hashes[-1] if hashes else GENESIS):
            raise AnchorEdited(f"锚定文件 {path} 第 {line.number} 号与前文不衔接，已被改动")
        if line.restored:
            heads.clear()
            restored += 1
        heads |= line.moved
        hashes.append(hash_of(text))
        lines.append(line)
    if lines and not _holds(lines[-1], heads):
        raise AnchorEdited(f"锚定文件 {path} 第 {len(lines)} 号与其总哈希不符，已被改动")
    return Anchor(lines, heads, hashes, restored, whole)


def _holds(line: AnchorLine, heads: dict[str, tuple[int, str]]) -> bool:
    roots = roots_of(heads)
    return line.root == roots.sha256 and (line.root_sm3 == roots.sm3 or not line.root_sm3)


def text_of(line: AnchorLine) -> str:
    """Return a line as it stands in the file."""
    return canonical(line.model_dump(mode="json"))


def hash_of(text: str) -> str:
    """Return the hash by which the next line names a line."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


def _unusable(path: Path, what: str, wrong: OSError | UnicodeDecodeError) -> AnchorUnusable:
    reasons = {
        IsADirectoryError: "是目录，不是文件",
        PermissionError: "没有权限",
        UnicodeDecodeError: "不是文本文件",
    }
    reason = reasons.get(type(wrong)) or str(getattr(wrong, "strerror", wrong))
    return AnchorUnusable(
        f"{what}锚定文件 {path}（{reason}）；可以环境变量 GREENCHANNEL_ANCHOR_FILE 指明其所在"
    )


def moment(line: AnchorLine) -> datetime:
    """Return when a line was written, by the office clock."""
    return datetime.fromisoformat(line.at)


def line_text(line: AnchorLine) -> str:
    """Return a line as it is mailed or printed: what a person compares."""
    also = f"，SM3 {line.root_sm3}" if line.root_sm3 else ""
    return (
        f"第 {line.number} 号，{line.at[:19]}Z，台账 {line.entries} 条、{line.streams} 流，"
        f"总哈希 {line.root}{also}"
    )
