"""What Excel checks while somebody types into the weekly workbook (数据验证).

A help for the person, no guard: `store/intake/weekly_workbook.py` reads every cell anew.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from models.weekly_sheet import CellKind, SheetColumn

_LARGEST = 9_999_999_999
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_MANY_WORDS = 40

Rule = dict[str, Any]
"""A rule as XlsxWriter takes it."""


def checked(column: SheetColumn, lists: Mapping[object, str]) -> Rule | None:
    """Return the rule for a column; ``lists`` = where the words to choose from stand."""
    if column.locked:
        return None
    rule: Rule
    match column.kind:
        case CellKind.MONEY:
            rule = _between("decimal", 0, _LARGEST, "应为以万元计的数字，不小于 0。")
        case CellKind.DAY:
            rule = _between("date", _FIRST_DAY, _LAST_DAY, "应为日期，如 2020-06-30。")
        case CellKind.CHOICE:
            rule = _listed(lists[column.choices], "请从下拉列表中选。")
        case _ if column.field in lists:
            rule = _listed(lists[column.field], "不在下拉列表中，确定填写吗？")
            rule["error_type"] = "warning"
        case CellKind.SEVERAL:
            rule = _at_most(_MANY_WORDS, column.note)
        case CellKind.TEXT:
            rule = _at_most(column.most, f"不得超过{column.most}个字。")
    return rule | {"error_title": "填写有误"}


def _between(kind: str, least: object, most: object, message: str) -> Rule:
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": least,
        "maximum": most,
        "error_message": message,
    }


def _listed(source: str, message: str) -> Rule:
    return {"validate": "list", "source": source, "error_message": message}


def _at_most(characters: int, message: str) -> Rule:
    return {
        "validate": "length",
        "criteria": "<=",
        "value": characters,
        "error_message": message,
    }
