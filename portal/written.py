"""A file that somebody asked for (另存文件): put in its place as a whole, or not at all."""

import os
from pathlib import Path

from models.refusal import BadInput
from portal.edge import WHY


def write_out(option: str, path: Path, content: str | bytes) -> None:
    """Write a file; :class:`BadInput` with the option when that cannot be.

    A device, a pipe or a directory is never replaced.
    """
    raw = content.encode() if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file():
            raise BadInput(option, f"无法写入“{path}”：已存在，且不是普通文件")
        target = path.resolve()
        beside = target.with_name(f".{os.getpid()}.part")
        try:
            beside.write_bytes(raw)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except (OSError, ValueError, RuntimeError) as failure:
        raise unwritable(option, path, failure) from failure


def unwritable(option: str, path: Path, failure: Exception) -> BadInput:
    """Return why nothing can be written there, in words."""
    number = failure.errno if isinstance(failure, OSError) else None
    said = failure.strerror if isinstance(failure, OSError) else None
    return BadInput(option, f"无法写入“{path}”：{WHY.get(number, said or '不能作为文件名')}")
