"""JSON as people and programs write it (JSON 文本): nothing in it is passed over."""

import json
from typing import Any

from models.refusal import BadInput


def json_object(data: str, place: str) -> dict[str, Any]:
    """Read one JSON object; what is wrong with it is named by its place."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for field, value in pairs:
            if field in found:
                raise BadInput(f"{place} 的 {field}", "字段重复")
            found[field] = value
        return found

    def no_number(name: str) -> Any:
        raise BadInput(place, f"不能使用 {name}，应为数字")

    try:
        given = json.loads(data, object_pairs_hook=unique, parse_constant=no_number)
    except json.JSONDecodeError as wrong:
        where = f"{place} 第 {wrong.lineno} 行第 {wrong.colno} 个字"
        raise BadInput(where, "不符合 JSON 语法") from wrong
    except RecursionError as wrong:
        raise BadInput(place, "层次过多") from wrong
    except ValueError as wrong:  # a number longer than Python reads
        raise BadInput(place, "数字过长") from wrong
    if not isinstance(given, dict):
        raise BadInput(place, '应为一个 JSON 对象，如 {"opinion": "同意"}')
    return given
