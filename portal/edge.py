"""Where an answer leaves the house (出口): exit codes, sentences on stderr, JSON on stdout.

Every expected failure ends here, as one Chinese sentence and one of five exit codes.
"""

import json
import re
import sys
from collections.abc import Mapping
from errno import (
    EACCES,
    EDQUOT,
    EEXIST,
    EISDIR,
    ENAMETOOLONG,
    ENOENT,
    ENOSPC,
    ENOTDIR,
    EPERM,
    EROFS,
)

from models.refusal import BadInput, Refused, Unknown

DONE, REFUSED, BAD_INPUT, UNREACHABLE, BROKEN = range(5)

PLACES: Mapping[str, str] = {
    "project": "参数 PROJECT",
    "procedure": "参数 PROCEDURE",
    "gate": "参数 PROCEDURE",
    "account": "参数 --by",
    "place": "参数 PLACE",
}
"""Fact of an :class:`Unknown` → the argument that named what nobody knows."""


class Unreachable(Exception):
    """Something that is needed cannot be reached (无法连接): database, Prefect, a port."""

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts


WHY: Mapping[int | None, str] = {
    EACCES: "没有权限",
    EPERM: "没有权限",
    EROFS: "所在磁盘只读",
    ENOSPC: "磁盘空间不足",
    EDQUOT: "磁盘配额已满",
    ENOENT: "没有这个目录",
    ENOTDIR: "路径中有一级不是目录",
    EEXIST: "已有同名文件",
    EISDIR: "是目录，不是文件",
    ENAMETOOLONG: "文件名过长",
}
"""What the system says of a file → what that means to a person."""


def unusable(failure: OSError) -> Unreachable:
    """Return which file or folder of ours cannot be used, and why, in words."""
    why = WHY.get(failure.errno, failure.strerror or "")
    way_out = "；请以建立数据目录的用户运行，或由其授权" if why == "没有权限" else ""
    return Unreachable(f"无法读写 {failure.filename}：{why}{way_out}")


Failure = Refused | BadInput | Unreachable


_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Controls but line break and tab, separators, marks of direction, halves of characters."""


def spelt_out(text: str) -> str:
    """Return a text in which a terminal finds nothing to obey; inside JSON it means the same."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def say(text: str) -> None:
    """Write one line for a person."""
    sys.stdout.write(f"{spelt_out(text)}\n")


def say_json(answer: object) -> None:
    """Write an answer for a program."""
    told = json.dumps(answer, ensure_ascii=False, indent=2, default=_plain)
    sys.stdout.write(f"{spelt_out(told)}\n")


def end(failure: Failure, *, as_json: bool) -> int:
    """Say what is wrong and return the exit code."""
    told, code = told_failure(failure)
    if as_json:
        say_json(told)
    sys.stderr.write(f"{spelt_out(_sentence(failure))}\n")
    return code


def told_failure(failure: Failure) -> tuple[dict[str, object], int]:
    """Return a failure for programs, in one shape for every kind, and its exit code.

    ``error`` is the code of what is wrong, ``place`` where in the input, ``message`` the
    sentence; a refusal of the rules has its code under ``refused`` as well.
    """
    match failure:
        case Unknown(facts=facts) if place := _place(facts):
            told, code = {**facts, "error": "bad_input", "place": place}, BAD_INPUT
        case Refused(facts=facts):
            told = {"error": failure.code, "refused": failure.code, "place": "", **facts}
            code = REFUSED
        case BadInput(place=place, facts=facts):
            told, code = {"error": failure.code, "place": place, **facts}, BAD_INPUT
        case _:
            told, code = {"error": "unreachable", "place": "", **failure.facts}, UNREACHABLE
    return {**told, "message": failure.message, "exit_code": code}, code


def _sentence(failure: Failure) -> str:
    place = _place(failure.facts) if isinstance(failure, Unknown) else ""
    return f"{place}：{failure.message}" if place else str(failure)


def _place(facts: Mapping[str, object]) -> str:
    """Return the argument that named what nobody knows."""
    return next((PLACES[fact] for fact in facts if fact in PLACES), "")


def _plain(value: object) -> object:
    """Return what JSON can hold of a fact."""
    from pydantic_core import to_jsonable_python

    return to_jsonable_python(value, fallback=str)
