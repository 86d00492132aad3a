"""Excel workbooks from outside, read without trusting them (工作簿读取).

Guards and parser run in a process of their own with bounded memory and time
(`store/workbook/workbook_process.py`). What comes back is cells with their places; a workbook
that cannot be read is a :class:`BadInput` in words, whatever was done to it.
"""

import hashlib
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from models.refusal import BadInput
from store.files.yaml_file import read_bytes

MAX_FILE = 10 * 1024 * 1024
SECONDS = 9.0
_MAX_ANSWER = 64 * 1024 * 1024
_LENGTH = 8
_PIECE = 1 << 16
_WORKER = (sys.executable, "-I", "-m", "greenchannel.within", "store.workbook.workbook_process")

_MISLEADING: Mapping[str, str] = {
    "scaled": "显示的数与实际存放的数不同",
    "hidden": "有内容而不显示",
    "covered": "显示的是文字，存放的是数字",
    "worded": "数字前后显示的文字并未存放在单元格里",
}
"""How a format hides what a cell holds → what is said of it."""

CellValue = str | float | bool | date
Position = tuple[int, int]
"""Row and column, both from 1, as Excel counts them."""


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One sheet of a workbook (工作表)."""

    name: str
    visible: bool
    cells: Mapping[Position, CellValue]
    """Every cell that holds something; a formula's cell holds what was last computed."""
    flaws: Mapping[Position, str]
    """Cells that hold something without a value, with the reason in words."""
    merged: tuple[tuple[int, int, int, int], ...]
    """First row, first column, last row, last column."""
    units: Mapping[Position, str] = field(default_factory=dict)
    """Units that the format of a number writes behind it."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    """First and last of columns that cannot be seen."""
    comments: Mapping[Position, str] = field(default_factory=dict)
    """What is said beside a cell and not in it."""

    def place(self, file: str) -> str:
        """Return the file and the sheet as a person reads them."""
        return f"{file} 工作表“{self.name}”" if self.name else file

    def hides(self, row: int, column: int) -> str:
        """Say why a cell cannot be seen; nothing when it can."""
        if row in self.hidden_rows:
            return "整行被隐藏，请取消隐藏、核对后再报；不要的行请删除"
        if any(first <= column <= last for first, last in self.hidden_columns):
            return "所在的列被隐藏，请取消隐藏、核对后再报；不要的内容请清除"
        return ""


@dataclass(frozen=True, slots=True)
class WorkbookFile:
    """A workbook that was read (工作簿)."""

    name: str
    digest: str
    sheets: Mapping[str, WorkbookSheet]
    date_1904: bool
    """Its serial days count from 1904 instead of 1900."""
    stamp: str
    """What its document property says of where it belongs."""


class WorkbookReader:
    """Reads workbooks one after another in a bounded process (工作簿读取器)."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start with no process; the first workbook starts it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process, whatever happened."""
        self.stop()

    @property
    def pid(self) -> int | None:
        """The bounded process, while it runs."""
        return self._process.pid if self._process is not None else None

    def read(self, path: Path) -> WorkbookFile:
        """Read a workbook; :class:`BadInput` says why it cannot be read."""
        if path.suffix.lower() != ".xlsx":
            raise BadInput(path.name, f"扩展名是“{path.suffix}”，这里只收 .xlsx 工作簿")
        return self.read_content(path.name, read_bytes(path, limit=MAX_FILE))

    def read_content(self, name: str, content: bytes) -> WorkbookFile:
        """Read a workbook's bytes; :class:`BadInput` says why they cannot be read."""
        if len(content) > MAX_FILE:
            raise BadInput(name, f"文件超过 {MAX_FILE // 1024 // 1024} MB，不予读取")
        answer = self._ask(content)
        if answer is None:
            raise BadInput(name, "读取时超出时间或内存限额，文件已损坏或内容异常，未予导入")
        if "refused" in answer:
            raise BadInput(name, answer["refused"])
        sheets = (_sheet(told) for told in answer["sheets"])
        return WorkbookFile(
            name=name,
            digest=hashlib.sha256(content).hexdigest(),
            sheets={sheet.name: sheet for sheet in sheets},
            date_1904=answer["date_1904"],
            stamp=answer["stamp"],
        )

    def stop(self) -> None:
        """End the bounded process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _ask(self, content: bytes) -> dict[str, Any] | None:
        """Return what the process answers, or ``None`` when it died or was too slow."""
        until = time.monotonic() + SECONDS
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            os.set_blocking(process.stdin.fileno(), False)
            _send(process.stdin.fileno(), len(content).to_bytes(_LENGTH, "big") + content, until)
            length = int.from_bytes(_receive(process.stdout.fileno(), _LENGTH, until), "big")
            told = _receive(process.stdout.fileno(), length, until)
        except (TimeoutError, EOFError, BrokenPipeError):
            self.stop()
            return None
        answer: dict[str, Any] = json.loads(told)
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(
                _WORKER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self._process


def _send(pipe: int, data: bytes, until: float) -> None:
    rest = memoryview(data)
    while rest:
        _, ready, _ = select.select([], [pipe], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise TimeoutError
        rest = rest[os.write(pipe, rest[:_PIECE]) :]


def _receive(pipe: int, length: int, until: float) -> bytes:
    if length > _MAX_ANSWER:
        raise EOFError
    found = bytearray()
    while len(found) < length:
        ready, _, _ = select.select([pipe], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise TimeoutError
        piece = os.read(pipe, min(_PIECE, length - len(found)))
        if not piece:
            raise EOFError
        found += piece
    return bytes(found)


def _sheet(told: Mapping[str, Any]) -> WorkbookSheet:
    return WorkbookSheet(
        name=told["name"],
        visible=told["visible"],
        cells={(row, column): _value(kind, value) for row, column, kind, value in told["cells"]},
        flaws={(row, column): _flaw(what) for row, column, what in told["flaws"]},
        merged=tuple((top, left, bottom, right) for top, left, bottom, right in told["merged"]),
        units={(row, column): unit for row, column, unit in told["units"]},
        comments={(row, column): said for row, column, said in told["comments"]},
        hidden_rows=frozenset(told["hidden_rows"]),
        hidden_columns=tuple((first, last) for first, last in told["hidden_columns"]),
    )


def _value(kind: str, value: Any) -> CellValue:
    match kind:
        case "day":
            return datetime.fromisoformat(value).date()
        case "number":
            return float(value)
        case _:
            plain: CellValue = value
            return plain


def _flaw(what: str) -> str:
    match what:
        case "formula":
            return "公式没有计算结果，请用 Excel 或 WPS 打开、计算并保存后再报，或改填数值"
        case "other":
            return "是时刻或时长，请改填日期、数字或文字"
        case "struck":
            return "有删除线，不知是否作数；请取消删除线、核对后再报，不要的内容请清除"
        case "raised":
            return "数字后面有上标或者下标的数字，请改成一样大小，或者删去"
        case _ if what.startswith("format "):
            _, how, code = what.split(" ", 2)
            return f"{_MISLEADING[how]}（格式“{code}”）；请把单元格格式改为“常规”，核对后重填"
        case error:
            return f"是错误值 {error.removeprefix('error').strip()}，请改正公式或改填数值"
