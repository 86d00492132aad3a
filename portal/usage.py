"""The command line in Chinese (命令行用语): help pages, and what is wrong with what was typed."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

from cyclopts import Group, Parameter
from cyclopts.exceptions import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
    ValidationError,
)
from cyclopts.help import DefaultFormatter

from models.refusal import BadInput

if TYPE_CHECKING:
    from cyclopts import Token
    from cyclopts.help import HelpEntry, HelpPanel
    from rich.console import Console, ConsoleOptions

MOST = 10**9
"""No number on the command line is larger."""

_GROUPS = ("启停", "办理", "查阅", "运维")
GROUPS = tuple(Group(name, sort_key=at) for at, name in enumerate(_GROUPS, start=1))
HELPING = Group("帮助", sort_key=5)

_WORDS: Mapping[str, str] = {
    "Commands": "命令",
    "Parameters": "选项",
    "Arguments": "参数",
    "Display this message and exit.": "显示帮助。",
    "Display application version.": "显示版本。",
}
_WHOLE = re.compile(r"[-+]?\d{1,40}")
_UNTYPED = re.compile("[\x00\ud800-\udfff]")
_USAGE: Mapping[str, str] = {"COMMAND": "命令", "[OPTIONS]": "[选项]", "[ARGS]": "[参数]"}


NOTHING = frozenset({"False", "None", '""', "()"})
"""Defaults that say nothing to a reader: a flag that is off, what is not given."""


class ChineseHelp(DefaultFormatter):
    """Cyclopts' help pages with its English words in Chinese."""

    def __call__(self, console: "Console", options: "ConsoleOptions", panel: "HelpPanel") -> None:
        """Print one panel."""
        panel = panel.copy(
            title=_WORDS.get(str(panel.title), panel.title),
            entries=[_entry(entry) for entry in panel.entries],
        )
        super().__call__(console, options, panel)

    def render_usage(
        self,
        console: "Console",
        options: "ConsoleOptions",  # noqa: ARG002 - as Cyclopts calls it
        usage: Any,
    ) -> None:
        """Print the line that says how to call it."""
        words = [_USAGE.get(word, word) for word in str(usage).split()]
        console.print(f"用法：{' '.join(words)}", markup=False, highlight=False, soft_wrap=True)
        console.print()

    def render_description(
        self,
        console: "Console",
        options: "ConsoleOptions",  # noqa: ARG002 - as Cyclopts calls it
        description: Any,
    ) -> None:
        """Print what the command does, its examples as they are to be typed."""
        told = getattr(description, "primary_renderable", description)
        plain = getattr(told, "plain", "")
        if "{ACTS}" in plain:
            from reports.console.act_table import act_lines  # only this page needs the vocabulary

            acts = "动作（括号内为 --data 的字段，＊为必填）：\n" + "\n".join(act_lines())
            told = plain.replace("{ACTS}", acts)
        console.print(told, soft_wrap=True, markup=False, highlight=False)


def _entry(entry: "HelpEntry") -> "HelpEntry":
    from attrs import evolve
    from rich.text import Text

    plain = getattr(getattr(entry.description, "primary_renderable", None), "plain", "").strip()
    told = _WORDS.get(plain, plain)
    if entry.required:
        told += "（必填）"
    elif entry.default is not None and entry.default not in NOTHING:
        told += f"（缺省 {entry.default}）"
    return evolve(entry, description=Text(told), required=False, default=None, choices=None)


def usage_error(wrong: CycloptsError) -> BadInput:
    """Return a fault of the command line as a sentence with its place."""
    match wrong:
        case MissingArgumentError():
            return BadInput(_place(wrong), "缺少此项")
        case UnknownOptionError():
            return BadInput(f"选项 {wrong.token.keyword or wrong.token.value}", "没有这个选项")
        case UnknownCommandError():
            typed = (wrong.unused_tokens or ["?"])[0]
            known = [name for name in wrong.app or () if not name.startswith("-")]
            return BadInput(
                f"命令 {typed}", f"没有这个命令{meant(typed, known)}，可用：{'、'.join(known)}"
            )
        case UnusedCliTokensError():
            return BadInput(f"参数 {' '.join(wrong.unused_tokens or [])}", "多余的参数")
        case RepeatArgumentError():
            return BadInput(f"参数 {wrong.token.keyword}", "重复给出")
        case ValidationError():
            return BadInput(_place(wrong), wrong.exception_message)
        case CoercionError(token=token) if token is not None:
            kind = {int: "应为整数", float: "应为数字", bool: "应为 true 或 false"}
            target = wrong.target_type  # of a number that may be left out: int | None
            meant_by = (kind[one] for one in (target, *get_args(target)) if one in kind)
            said = next(meant_by, "填写有误")
            return BadInput(_place(wrong), f"“{token.value}”{said}")
        case _:
            return BadInput("命令行", str(wrong))


def meant(typed: str, known: Iterable[str], *, near: float = 0.6) -> str:
    """Say which of the known words was likely meant; nothing when none is near."""
    words = [*known]
    if alike := [one for one in words if one != typed and one.casefold() == typed.casefold()]:
        return f"，是否应为 {alike[0]}"
    found = [] if typed in words else get_close_matches(typed, words, n=2, cutoff=near)
    return f"，是否应为 {'、'.join(found)}" if found else ""


def may_be_meant(_: object, value: object) -> None:
    """Refuse what nobody types: halves of characters, the zero byte, numbers without measure.

    A file may bear any name that the system can hold, also one that is not UTF-8.
    """
    match value:
        case str() if _UNTYPED.search(value):
            raise ValueError("含有无法识别的字符（零字节或残缺的文字）")
        case Path() if "\x00" in str(value):
            raise ValueError("文件名不能含零字节")
        case tuple():
            for one in value:
                may_be_meant(_, one)
        case int() if abs(value) > MOST:
            raise ValueError("数字过大")


def _place(wrong: CycloptsError) -> str:
    keyword = getattr(wrong, "keyword", None) or getattr(
        getattr(wrong, "token", None), "keyword", None
    )
    if keyword:
        return f"参数 {keyword}"
    if wrong.argument is None:
        return "命令行"
    positional = wrong.argument.index is not None
    name = wrong.argument.name
    return f"参数 {name.lstrip('-').upper() if positional else name}"


def _day(_: object, tokens: "tuple[Token, ...] | list[Token]") -> date:
    """Read a day as every door does."""
    from models.written import written_day

    token = tokens[0]
    try:
        return written_day(token.value)
    except ValueError as wrong:
        raise BadInput(f"参数 {token.keyword or '日期'}", f"“{token.value}”{wrong}") from wrong


def _words(_: object, tokens: "tuple[Token, ...] | list[Token]") -> str:
    """Read a name or a reason as every door does."""
    from models.written import name

    token = tokens[0]
    try:
        return name(token.value)
    except ValueError as wrong:
        raise BadInput(f"参数 {token.keyword or '文字'}", str(wrong)) from wrong


def _project(_: object, tokens: "tuple[Token, ...] | list[Token]") -> str:
    """Read a project code as every door does, and see that it has the right form."""
    from models.codes import PROJECT_CODE
    from models.written import plain_code

    token = tokens[0]
    code = plain_code(token.value)
    if not PROJECT_CODE.fullmatch(code):
        said = f"项目代码“{token.value}”格式不对，应为24位，如 2020-230112-39-03-000001"
        raise BadInput(f"参数 {token.keyword or 'PROJECT'}", said)
    return code


def _item(_: object, tokens: "tuple[Token, ...] | list[Token]") -> str:
    """Read the code of a procedure or a paper as every door does."""
    from models.written import item_code

    return item_code(tokens[0].value)


def _office(_: object, tokens: "tuple[Token, ...] | list[Token]") -> str:
    """Read the code of an office or an account as every door does."""
    from models.written import office_code

    return office_code(tokens[0].value)


def _whole(_: object, tokens: "tuple[Token, ...] | list[Token]") -> int:
    """Read a whole number; Cyclopts alone takes 5.5 for 6."""
    if not _WHOLE.fullmatch(tokens[0].value):
        raise ValueError("应为整数")
    return int(tokens[0].value)


Day = Annotated[date, Parameter(converter=_day, metavar="DATE")]
"""A day on the command line."""
Words = Annotated[str, Parameter(converter=_words, metavar="TEXT")]
"""A name, or a reason of one line, on the command line."""
Whole = Annotated[int, Parameter(converter=_whole)]
"""A whole number on the command line."""
ProjectCode = Annotated[str, Parameter(converter=_project)]
"""The code of a project on the command line."""
ItemCode = Annotated[str, Parameter(converter=_item)]
"""The code of a procedure, a gate or a paper on the command line."""
OfficeCode = Annotated[str, Parameter(converter=_office)]
"""The code of an office or an account on the command line."""

AsJson = Annotated[bool, Parameter(name="--json", negative=(), help="以 JSON 输出，供程序读取。")]

AsOf = Annotated[Day | None, Parameter(help="截至哪一日；缺省为办公时钟的当日。")]

TableFile = Annotated[Path | None, Parameter(metavar="FILE", help="写成文件，.xlsx 或 .csv。")]

FileInstead = Annotated[
    Path | None, Parameter(metavar="FILE", help="写成 .xlsx 或 .csv，不在屏幕上列出。")
]

By = Annotated[
    OfficeCode, Parameter(metavar="OFFICER", help="经办人账号，如 dispatch-01；持令牌的不必写。")
]

ProjectArgument = Annotated[ProjectCode, Parameter(help="项目代码，如 2020-230112-39-03-000001。")]
