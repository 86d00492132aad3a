"""YAML files, read with the line of every value (带行号的配置文件).

Whatever is wrong with a file becomes a :class:`BadInput` that names the file, the
line and the field. Only the plain part of YAML is read: maps, lists, texts, whole
and decimal numbers, ``true`` and ``false``, days. Words such as ``on`` or ``no``
stay words; anchors, tags and second documents are refused, so that nobody is
surprised by what a file means and no file can grow while it is read.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from models.refusal import BadInput, gathered
from models.written import UNPRINTABLE
from store.files.input_errors import Loc, bad_input

MAX_BYTES = 20 * 1024 * 1024
MAX_DEPTH = 40
UNREADABLE = "文件无法读取，请检查是否为文件、有无权限"

ModelT = TypeVar("ModelT", bound=BaseModel)

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,30})")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,30}\.[0-9]{1,30}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}

_SYNTAX = {
    "could not find expected ':'": "缺少冒号",
    "mapping values are not allowed": "此处不应有冒号，请检查缩进，或给文字加引号",
    "tab character": "缩进请用空格，不能用制表符",
    "cannot start any token": "有不能用在开头的字符（如制表符、@、`），缩进请用空格",
    "while scanning a quoted scalar": "引号没有成对",
    "unexpected end of stream": "引号或括号没有成对",
    "did not find expected": "缩进不齐，或括号、逗号不完整",
    "control characters are not allowed": "含有不可见的控制字符",
    "exceeded maximum nesting depth": f"层次超过 {MAX_DEPTH} 层",  # libyaml's own, far above ours
}


@dataclass(slots=True)
class _Node:
    """One value of the file, with the line on which it, or its key, begins."""

    line: int
    scalar: str | None = None
    plain: bool = False
    is_map: bool = False
    children: dict[int | str, "_Node"] = field(default_factory=dict)

    def value(self) -> Any:
        """Return the value as Python sees it."""
        if self.scalar is not None:
            return _scalar(self.scalar) if self.plain else self.scalar
        if self.is_map:
            return {key: child.value() for key, child in self.children.items()}
        return [child.value() for child in self.children.values()]


@dataclass(frozen=True)
class YamlFile:
    """A file that was read: its value, its digest and its lines (配置文件)."""

    name: str
    digest: str
    root: _Node

    def place(self, loc: Loc, missing: bool = False) -> str:
        """Return file, line and field of a location, as an officer reads it.

        Parts of a location that are not in the file (a model's union tags) are left
        out; with ``missing`` the last one is named all the same.
        """
        node, path = self.root, ""
        for index, part in enumerate(loc):
            child = node.children.get(part)
            if child is not None:
                node = child
            elif not (missing and index == len(loc) - 1):
                continue
            path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
        return f"{self.name} 第 {node.line} 行 {path}".rstrip()

    def read_as(self, model: type[ModelT]) -> ModelT:
        """Return the file's value as a model; :class:`BadInput` says what does not fit."""
        try:
            return model.model_validate(self.root.value())
        except ValidationError as error:
            raise bad_input(error, self.place) from error

    def refuse(self, loc: Loc, message: str) -> NoReturn:
        """Raise :class:`BadInput` at a location."""
        raise BadInput(self.place(loc), message)

    def check(self, faults: Iterable[tuple[Loc, str]]) -> None:
        """Raise :class:`BadInput` with all the faults, if there are any."""
        if findings := [(self.place(loc, True), message) for loc, message in faults]:
            raise gathered(findings)


def read_yaml(path: Path) -> YamlFile:
    """Read a YAML file; :class:`BadInput` when it is missing, too large or malformed."""
    content = read_bytes(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput(
            f"{path.name} 第 {line} 行", "有不是 UTF-8 编码的文字，请另存为 UTF-8 后再用"
        ) from error
    root = _Builder(path.name).build(text)
    return YamlFile(path.name, hashlib.sha256(content).hexdigest(), root)


def read_bytes(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """Return a file's bytes; :class:`BadInput` when there is none or it is too large."""
    name = path.name or str(path)
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # a device may have no end
                raise BadInput(name, UNREADABLE)
            content = file.read(limit + 1)
    except FileNotFoundError as error:
        raise BadInput(name, "文件不存在") from error
    except (OSError, ValueError) as error:
        raise BadInput(name, UNREADABLE) from error
    if len(content) > limit:
        raise BadInput(name, f"文件超过 {limit // 1024 // 1024} MB，不予读取")
    return content


def _without_waiting(path: str, flags: int) -> int:
    """Open a file at once: a pipe that nobody writes to is not waited for."""
    return os.open(path, flags | os.O_NONBLOCK)


class _Builder:
    """Builds the tree of one file from YAML events, without recursion."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[tuple[_Node, str | None]] = []
        self._root: _Node | None = None
        self._key_line = 1

    def build(self, text: str) -> _Node:
        """Return the root of the tree."""
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            for event in yaml.parse(text, Loader=loader):
                self._take(event)
        except yaml.MarkedYAMLError as error:
            raise self._malformed(error) from error
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            raise self._refused(line, "含有不可见的控制字符") from error
        if self._root is None:
            raise BadInput(self._name, "文件是空的")
        return self._root

    def _take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if getattr(event, "anchor", None):
            raise self._refused(line, "不能使用锚点和别名（& 和 *）")
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            raise self._refused(line, f"不能使用标签 {tag}")
        match event:
            case yaml.ScalarEvent():
                self._scalar(event, line)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                if len(self._open) >= MAX_DEPTH:
                    raise self._refused(line, f"层次超过 {MAX_DEPTH} 层")
                is_map = isinstance(event, yaml.MappingStartEvent)
                self._open.append((self._add(_Node(line, is_map=is_map)), None))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._open.pop()
            case yaml.DocumentStartEvent() if self._root is not None:
                raise self._refused(line, "一个文件只能有一份内容，不能用 --- 分成几份")

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        if UNPRINTABLE.search(event.value):
            raise self._refused(line, "含有不可见的控制字符")
        if self._open and self._open[-1][0].is_map and self._open[-1][1] is None:
            parent = self._open[-1][0]
            if event.value in parent.children:
                first = parent.children[event.value].line
                raise self._refused(line, f"字段“{event.value[:40]}”重复，第 {first} 行已有")
            self._open[-1] = (parent, event.value)
            self._key_line = line
        else:
            self._add(_Node(line, scalar=event.value, plain=event.implicit[0]))

    def _add(self, node: _Node) -> _Node:
        if not self._open:
            self._root = node
            return node
        parent, key = self._open[-1]
        if not parent.is_map:
            parent.children[len(parent.children)] = node
        elif key is None:
            raise self._refused(node.line, "字段名应为文字")
        else:
            node.line = self._key_line
            parent.children[key] = node
            self._open[-1] = (parent, None)
        return node

    def _malformed(self, error: yaml.MarkedYAMLError) -> BadInput:
        said = f"{error.context} {error.problem}"
        mark = error.context_mark if "quoted scalar" in said else error.problem_mark
        worded = next((text for clue, text in _SYNTAX.items() if clue in said), "")
        line = mark.line + 1 if mark else 1
        return self._refused(line, f"不符合 YAML 语法{worded and f'：{worded}'}")

    def _refused(self, line: int, message: str) -> BadInput:
        return BadInput(f"{self._name} 第 {line} 行", message)


def _scalar(text: str) -> Any:
    """Return the value of an unquoted word: number, day, yes or no, nothing, or the word."""
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text
