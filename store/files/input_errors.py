"""What pydantic found wrong, in the words of the office (输入错误的中文说明)."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from models.refusal import BadInput, faults_of, gathered

Loc = tuple[int | str, ...]
"""Where a value stands: keys and indices from the top of the input."""

_WORDED: dict[str, str] = {
    "missing": "缺少此项",
    "extra_forbidden": "没有这个字段，请核对拼写",
    "invalid_key": "字段名应为文字",
    "enum": "不在可选值之内，可填：{expected}",
    "literal_error": "不在可选值之内，可填：{expected}",
    "string_type": "应为文字；数字、日期请加引号",
    "string_unicode": "含有残缺的文字，请删去后重填",
    "string_too_short": "不得少于{min_length}个字",
    "string_too_long": "不得超过{max_length}个字",
    "string_pattern_mismatch": "格式不对，应符合 {pattern}",
    "greater_than_equal": "不得小于 {ge}",
    "greater_than": "应大于 {gt}",
    "less_than_equal": "不得大于 {le}",
    "less_than": "应小于 {lt}",
    "decimal_max_places": "小数不得超过{decimal_places}位",
    "decimal_max_digits": "数字过大，不得超过{max_digits}位",
    "decimal_whole_digits": "数字过大，整数部分不得超过{whole_digits}位",
    "json_invalid": "不符合 JSON 语法",
    "finite_number": "应为有限的数字",
    "too_short": "至少要有{min_length}项",
    "too_long": "不得超过{max_length}项",
    "int_from_float": "应为整数",
    "int_parsing_size": "数字过大",
}

_FAMILIES: tuple[tuple[str, str], ...] = (
    ("int_", "应为整数"),
    ("float_", "应为数字"),
    ("decimal_", "应为数字"),
    ("date_", "应为日期，如 2020-06-30"),
    ("time_", "应为时刻，如 16:00"),
    ("bool_", "应填 true（是）或 false（否）"),
    ("tuple_", "应为列表"),
    ("list_", "应为列表"),
    ("mapping_", "应为一组字段，每行一个字段名、冒号和值"),
    ("dict_", "应为一组字段，每行一个字段名、冒号和值"),
    ("model_", "应为一组字段，每行一个字段名、冒号和值"),
)


def worded(error: ErrorDetails, *, shows: bool = True) -> str:
    """Say in Chinese what is wrong with a value, and, if it is to be shown, what it was."""
    kind, context = error["type"], dict(error.get("ctx", {}))
    if kind == "value_error":
        return str(context["error"])
    if "expected" in context:
        context["expected"] = "、".join(re.findall(r"'([^']*)'", str(context["expected"])))
    if isinstance(error["input"], str) and kind in ("too_short", "too_long"):
        kind = f"string_{kind}"  # a text that is read before it is counted
    sentence = _WORDED.get(kind) or next(
        (text for prefix, text in _FAMILIES if kind.startswith(prefix)), "不符合要求"
    )
    return shown(error["input"]) * (shows and kind != "missing") + sentence.format_map(context)


def shown(value: Any) -> str:
    """Quote a scalar that was given, cut short; nothing for lists, maps and empty values."""
    if value is None or not isinstance(value, str | int | float | Decimal):
        return ""
    said = str(value).lower() if isinstance(value, bool) else str(value)
    text = "".join(char if char.isprintable() else "·" for char in said.strip())
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”" if text else ""


def bad_input(
    error: ValidationError, place: Callable[[Loc, bool], str], *, within: Loc = ()
) -> BadInput:
    """Return all that pydantic found as one error: the first in full, the others listed.

    What is there but wrong comes before what is missing: a misspelt field is both.
    ``place`` names a location; its second argument says that the value is missing there.
    """
    found = sorted(faults_of(error), key=lambda one: one["type"] == "missing")
    return gathered(
        (place(within + one["loc"], one["type"] == "missing"), worded(one)) for one in found
    )
