"""A file that somebody asked for (另存文件): put in its place as a whole, or not at all."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from models.refusal import BadInput
from portal.edge import WHY, say

if TYPE_CHECKING:
    from reports.workbooks.table_file import Cell


def write_out(option: str, path: Path, content: str | bytes) -> None:
    """Write a file; :class:`BadInput` with the option when that cannot be.

    A device, a pipe or a directory is never replaced.
    """
    write_parts(option, path, (content,))


def write_parts(option: str, path: Path, parts: Iterable[str | bytes]) -> None:
    """Write a file part by part, as :func:`write_out` does: no more of it is held than a part."""
    with beside(option, path) as file:
        for part in parts:
            file.write(part.encode() if isinstance(part, str) else part)


@contextmanager
def beside(option: str, path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """Open what takes a file's place once it is written; see :func:`write_out`.

    ``private`` = for nobody but whoever writes it.
    """
    try:
        if path.exists() and not path.is_file():
            raise BadInput(option, f"无法写入“{path}”：已存在，且不是普通文件")
        target = path.resolve()
        part = target.with_name(f".{os.getpid()}.part")
        try:
            mode = 0o600 if private else 0o666
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as to:
                yield to
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as failure:
        if isinstance(failure.filename, str) and _folder(failure.filename) != _folder(path):
            raise  # something else that was needed to write it
        raise unwritable(option, path, failure) from failure
    except (ValueError, RuntimeError) as failure:
        raise unwritable(option, path, failure) from failure


def _folder(path: str | Path) -> str:
    """Return the folder in which a file really lies."""
    return os.path.dirname(os.path.realpath(path))


def unwritable(option: str, path: Path, failure: Exception) -> BadInput:
    """Return why nothing can be written there, in words."""
    number = failure.errno if isinstance(failure, OSError) else None
    said = failure.strerror if isinstance(failure, OSError) else None
    return BadInput(option, f"无法写入“{path}”：{WHY.get(number, said or '不能作为文件名')}")


def check_ending(out: Path | None, *endings: str, option: str = "参数 --out") -> None:
    """Refuse a file whose name does not end in one of them; a workbook and CSV if none is given."""
    allowed = endings or (".xlsx", ".csv")
    if out is not None and out.suffix.lower() not in allowed:
        raise BadInput(option, f"“{out.name}”应以 {' 或 '.join(allowed)} 结尾")


def write_table(
    out: Path,
    title: str,
    columns: Sequence[str],
    rows: "Sequence[Sequence[Cell]]",
    notes: Sequence[str] = (),
) -> None:
    """Write rows as the file's ending says and tell so; notes go into a workbook only."""
    from reports.workbooks.table_file import csv_table, workbook_table  # nobody else needs it

    as_csv = out.suffix.lower() == ".csv"
    written = (
        csv_table(columns, rows) if as_csv else workbook_table(title, columns, rows, notes=notes)
    )
    write_out("参数 --out", out, written)
    say(f"已写入 {out}")
