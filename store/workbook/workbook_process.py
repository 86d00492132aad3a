"""The process in which an untrusted workbook is parsed (工作簿读取进程).

Started by `store/workbook/workbook_file.py`, never imported by it: memory and processor time of
this process are bounded, so no file can take the office with it. It reads workbooks from
its standard input, each after its length, and answers with JSON in the same way.
"""

import json
import math
import resource
import struct
import sys
from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from store.files.archive_guard import BROKEN
from store.workbook.sheet_guard import Unreadable
from store.workbook.workbook_guard import Inspected, inspect

MEMORY = 400 * 1024 * 1024
SECONDS = 6
MAX_CELLS = 200_000
MAX_TEXT = 8 * 1024 * 1024
LENGTH = struct.Struct(">Q")

_DAMAGED = "Excel 工作簿已损坏，无法读取；请用 Excel 或 WPS 打开后另存再报"


def read(content: bytes) -> dict[str, Any]:
    """Return the cells of every sheet, or why the workbook is refused."""
    try:
        inspected = inspect(content)
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        visible = {meta.name: meta.visible for meta in book.sheets_metadata}
        size = _Size()
        sheets = [
            _sheet(book, name, inspected, visible.get(name) == SheetVisibleEnum.Visible, size)
            for name in inspected.sheets
            if name in visible
        ]
    except Unreadable as refused:
        return {"refused": str(refused)}
    except (CalamineError, OverflowError, *BROKEN):
        return {"refused": _DAMAGED}
    return {"sheets": sheets, "date_1904": inspected.date_1904, "stamp": inspected.stamp}


class _Size:
    """Counts what is handed back over all sheets of a workbook."""

    def __init__(self) -> None:
        self._cells = self._text = 0

    def add(self, value: Any) -> None:
        self._cells += 1
        self._text += len(value) if isinstance(value, str) else 8
        if self._cells > MAX_CELLS or self._text > MAX_TEXT:
            raise Unreadable("工作簿内容过多，请核对是否选错了文件")


def _sheet(
    book: CalamineWorkbook, name: str, inspected: Inspected, visible: bool, size: _Size
) -> dict[str, Any]:
    marks = inspected.sheets[name]
    flaws = [[row, column, "formula"] for row, column in marks.formulas]
    flaws += [[row, column, f"error{what}"] for row, column, what in marks.errors]
    flaws += [
        [row, column, f"format {look.misleads} {look.code}"]
        for row, column, look in marks.looks
        if look.misleads
    ]
    flaws += [[row, column, doubt] for row, column, doubt in marks.doubts]
    flawed = {(row, column) for row, column, _ in flaws}
    cells = []
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > marks.rows * marks.columns:
        raise Unreadable(_DAMAGED)
    for row, values in enumerate(sheet.to_python(skip_empty_area=False), 1):
        for column, value in enumerate(values, 1):
            if value is None or value == "" or (row, column) in flawed:
                continue
            size.add(value)
            kind, told = _told(value)
            if kind == "other":
                flaws.append([row, column, told])
            else:
                cells.append([row, column, kind, told])
    return {
        "name": name,
        "visible": visible,
        "cells": cells,
        "flaws": flaws,
        "merged": [list(span) for span in marks.merged],
        "comments": [list(one) for one in marks.comments],
        "units": [[row, column, look.unit] for row, column, look in marks.looks if look.unit],
        "hidden_rows": marks.hidden_rows,
        "hidden_columns": [list(span) for span in marks.hidden_columns],
    }


def _told(value: Any) -> tuple[str, Any]:
    match value:
        case bool():
            return "flag", value
        case int() | float():
            return ("number", value) if math.isfinite(value) else ("other", "error NaN")
        case str():
            return "text", value
        case datetime() | date():
            return "day", value.isoformat()
        case _:
            return "other", "other"


def _bound() -> None:
    """Allow this process so much memory, and so much more processor time, and no more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = math.ceil(used.ru_utime + used.ru_stime)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer one workbook after another until the input ends."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while head := source.read(LENGTH.size):
        (length,) = LENGTH.unpack(head)
        content = source.read(length)
        _bound()
        answer = json.dumps(read(content), ensure_ascii=True).encode()
        sink.write(LENGTH.pack(len(answer)) + answer)
        sink.flush()


if __name__ == "__main__":
    main()
