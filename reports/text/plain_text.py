"""Text that users typed, shown as text and nothing else (用户文本).

One law: nothing that a user typed becomes a link, an image, a heading, a tag or a new
cell. What could act in Markdown or HTML is replaced by its full-width twin: people
still read it, and no renderer, however it unescapes, can make anything of it.
"""

import re

from models.one_line import one_line, shortened

_TWINS = str.maketrans(
    dict(zip("@<>[]{}`*_~|#&\\$!", "＠＜＞［］｛｝｀＊＿～｜＃＆＼＄！", strict=True))
)
"""Mentions, HTML and its entities, everything inline in Markdown."""

_DEFUSED = (
    (re.compile(r"(?<!\d):|:(?!\d)"), "："),
    # schemes, which renderers link on their own: https:, javascript:; 14:30 stays
    (re.compile(r"/(?=/)|(?<=/)/"), "／"),
    # addresses without a scheme: //host/path
    (re.compile(r"(?<=\w)([.．｡])(?=[^\W\d])"), r"\1 "),
    # host names: www.example.com; 12.5 stays
    (re.compile(r"^(\d{1,9})\.(?=\s|$)"), r"\1．"),
    (re.compile(r"^(\d{1,9})\)(?=\s|$)"), r"\1）"),
    # numbered items
    (re.compile(r"^-"), "－"),
    (re.compile(r"^\+"), "＋"),
    (re.compile(r"^="), "＝"),
    # bulleted items, rules and underlined headings
)

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_LONGEST = 4000
"""More than this is never looked at: no field that people fill in is longer."""


def visible(text: str) -> str:
    """Return one line with only what people see: no breaks, controls or direction marks."""
    return one_line(text[:_LONGEST])


def markdown(text: str, limit: int = 300) -> str:
    """Return a text that stays one line of plain text anywhere in a Markdown document."""
    line = shortened(visible(text), limit).translate(_TWINS)
    for pattern, twin in _DEFUSED:
        line = pattern.sub(twin, line)
    return line


def command_line(text: str) -> str:
    """Return a command that officers copy letter by letter; the fence outlasts its backticks."""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    padding = " " if "`" in text else ""
    return f"{fence}{padding}{one_line(text)}{padding}{fence}"


def code(text: str) -> str:
    """Return a code that officers type in again, letter by letter, or plain text if it is none."""
    return f"`{text}`" if _CODE.fullmatch(text) else markdown(text)
