"""How the cells of the project table are read (登记表取值).

Numbers, days, words and codes are read as everywhere (`store/workbook/cell_values.py`); what only
this table holds is read here.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from models.project_sheet import HECTARE, ProjectCell, ProjectColumn
from models.written import written_flag
from store.workbook.cell_values import (
    choice,
    clean,
    day,
    identifier,
    line,
    measure,
    plain,
    ten_thousands,
)
from store.workbook.workbook_file import CellValue

Names = Mapping[str, str]
"""Name of an office, account or condition → its code."""


def read_project_cell(
    value: CellValue, column: ProjectColumn, names: Names, *, date_1904: bool, seen: str
) -> Any:
    """Return what a cell says, or raise :class:`ValueError` with the reason."""
    match column.kind:
        case ProjectCell.CODE | ProjectCell.CREDIT_CODE:
            return identifier(value)
        case ProjectCell.LINE:
            return line(value, seen=seen)
        case ProjectCell.OFFICE:
            return office(value, names)
        case ProjectCell.MONEY:
            return ten_thousands(value)
        case ProjectCell.AREA:
            return measure(value, HECTARE)
        case ProjectCell.CHOICE:
            assert column.choices is not None
            return choice(value, column.choices, codes=True)
        case ProjectCell.FLAG:
            return flag(value)
        case ProjectCell.DAY:
            return day(value, date_1904=date_1904, seen=seen)
        case ProjectCell.HISTORY:
            return history(value)
        case ProjectCell.NAMES:
            parts = (part.strip() for part in re.split(r"[,;、\n]", plain(value)))
            return [names.get(part, part) for part in parts if part]


def office(value: CellValue, names: Names) -> str:
    """Return the code of an office or account, which is given by name or code."""
    text = line(value)
    return names.get(text, names.get(plain(text), plain(text)))


def flag(value: CellValue) -> bool:
    """Return yes or no."""
    return value if isinstance(value, bool) else written_flag(clean(value))


def history(value: CellValue) -> dict[str, date]:
    """Return ``L04:2020-03-02;L10:2020-04-27`` (事项:办结日期) as days by procedure."""
    past: dict[str, date] = {}
    for item in filter(None, re.split(r"[;\n]\s*", plain(value))):
        code, found, told = item.partition(":")
        if not found:
            raise ValueError("应写作“事项编码：办结日期”，各项以分号隔开，如 L04:2020-03-02")
        if code.strip() in past:
            raise ValueError(f"事项 {code.strip()} 重复")
        past[code.strip()] = day(told.strip())
    return past
