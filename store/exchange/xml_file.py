"""XML that strangers hand in (外来 XML): read in bounds, every element with its line.

Only expat of the standard library reads it. A document type is refused where it begins, so
nothing can be declared: no entity that grows, none that fetches another file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from models.refusal import BadInput
from store.files.yaml_file import read_bytes

MOST_BYTES = 10 * 1024 * 1024
MOST_ELEMENTS = 200_000
MOST_DEPTH = 60
_BETWEEN = "\n"
"""Between a namespace and a name: no address holds it."""


@dataclass(slots=True)
class Element:
    """One element: names without prefix, attributes of its own as ``name``, others by space."""

    space: str
    name: str
    attributes: dict[tuple[str, str], str]
    line: int
    children: list["Element"] = field(default_factory=list)
    text: str = ""
    """What stands in it before any other element, trimmed."""

    def get(self, name: str, *, space: str = "") -> str:
        """Return an attribute, trimmed; empty when there is none."""
        return self.attributes.get((space, name), "").strip()

    def all(self, name: str) -> Iterator["Element"]:
        """Yield its own children of a name, in the space of the element itself."""
        return (one for one in self.children if (one.space, one.name) == (self.space, name))

    def value(self, name: str) -> str:
        """Return the text of the first child of a name; empty when there is none."""
        return next((one.text for one in self.all(name)), "")

    def below(self) -> Iterator["Element"]:
        """Yield everything in it, from top to bottom."""
        ahead = [*reversed(self.children)]
        while ahead:
            one = ahead.pop()
            yield one
            ahead.extend(reversed(one.children))


@dataclass(frozen=True, slots=True)
class XmlFile:
    """A file that was read (外来文件)."""

    name: str
    root: Element

    def place(self, line: int, what: str = "") -> str:
        """Return file, line and element of something in it."""
        return f"{self.name} 第 {line} 行 {what}".rstrip()

    def refuse(self, line: int, message: str, what: str = "") -> NoReturn:
        """Raise :class:`BadInput` at a line."""
        raise BadInput(self.place(line, what), message)


def read_xml(path: Path) -> XmlFile:
    """Read an XML file; :class:`BadInput` says where and why it is refused."""
    return parse_xml(path.name, read_bytes(path, limit=MOST_BYTES))


def parse_xml(name: str, content: bytes) -> XmlFile:
    """Read XML that came as bytes, as :func:`read_xml` does."""
    if len(content) > MOST_BYTES:
        raise BadInput(name, f"文件超过 {MOST_BYTES // 1024 // 1024} MB，不予读取")
    if not content.strip():
        raise BadInput(name, "文件是空的")
    return XmlFile(name, _Builder(name).build(content))


class _Builder:
    """Builds the tree as expat tells of it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._parser = expat.ParserCreate(namespace_separator=_BETWEEN)
        self._parser.buffer_text = True
        self._parser.buffer_size = 1 << 16
        self._parser.StartDoctypeDeclHandler = self._no_document_type
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._open: list[Element] = []
        self._root: Element | None = None
        self._count = 0

    def build(self, content: bytes) -> Element:
        """Return the root."""
        try:
            self._parser.Parse(content, True)
        except expat.ExpatError as wrong:
            encoding = wrong.code in _ENCODINGS
            said = _UNREADABLE if encoding else "不是完整的 XML，请从原软件重新导出"
            raise BadInput(self._place(wrong.lineno), said) from wrong
        except (ValueError, LookupError) as wrong:  # an encoding that expat does not know
            raise BadInput(self._place(1), _UNREADABLE) from wrong
        assert self._root is not None
        return self._root

    def _place(self, line: int) -> str:
        return f"{self._name} 第 {line} 行"

    def _refused(self, message: str) -> BadInput:
        return BadInput(self._place(self._parser.CurrentLineNumber), message)

    def _no_document_type(self, *_: object) -> None:
        raise self._refused(
            "含有文档类型声明（DOCTYPE），可能引用外部内容，不予读取；请删去该声明后再传"
        )

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise self._refused(f"元素超过 {MOST_ELEMENTS} 个，请核对是否选错了文件")
        if len(self._open) >= MOST_DEPTH:
            raise self._refused(f"层次超过 {MOST_DEPTH} 层，不予读取")
        space, own = _split(name)
        told = {_split(key): value for key, value in attributes.items()}
        element = Element(space, own, told, self._parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)

    def _end(self, _: str) -> None:
        element = self._open.pop()
        element.text = element.text.strip()

    def _text(self, data: str) -> None:
        if not self._open[-1].children:
            self._open[-1].text += data


_UNREADABLE = "不是 XML，或者文字编码无法识别，请另存为 UTF-8 编码的 XML 后再传"
_ENCODINGS = {
    expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING],
    expat.errors.codes[expat.errors.XML_ERROR_INCORRECT_ENCODING],
    expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN],
}


def _split(name: str) -> tuple[str, str]:
    space, between, own = name.rpartition(_BETWEEN)
    return (space, own) if between else ("", own)
