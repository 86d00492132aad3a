"""What users typed, made harmless for every channel (用户文本净化).

One law: text that a user typed stays text. It becomes no link, mention, mark-up or
header in mail, in a chat robot or on a page, whichever way a channel renders it.
What could act is replaced by its full-width twin, so that people still read it.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from models.one_line import one_line, shortened

_TWINS = str.maketrans(
    {
        "@": "＠",
        "<": "＜",
        ">": "＞",
        "[": "［",
        "]": "］",
        "{": "｛",
        "}": "｝",
        "`": "｀",
        "*": "＊",
        "_": "＿",
        "~": "～",
        "|": "｜",
        "#": "＃",
        "&": "＆",
        "\\": "＼",
        "$": "＄",
    }
)
"""Mentions, HTML and its entities, Markdown, templates."""

_DEFUSED: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"=(?=\?)|(?<=\?)="), "＝"),
    # RFC 2047 encoded words, which a mail program would decode: =?utf-8?b?…?=
    (
        re.compile(r"(?<![A-Za-z0-9+.-])(\d{1,2}(?::\d{2}){1,2})(?!\d)|:"),
        lambda found: found[1] or "：",
    ),
    # schemes (https:, javascript:, a1:) and header names; 14:30 stays
    (re.compile(r"/(?=/)|(?<=/)/"), "／"),
    # addresses without a scheme: //host/path
    (re.compile(r"(?<=\w)([.．｡])(?=[^\W\d])"), r"\1 "),
    # host names, which chat programs link on their own: example.com; 12.5 stays
    (re.compile(r"(?<=[A-Za-z0-9])。(?=[A-Za-z])"), "。 "),
    # the same with the full stop that IDNA reads as a dot
    (re.compile(r"(?<![\d.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\d.])"), r"\1·\2·\3·\4"),
    # bare addresses of machines
)

_LINKING = frozenset("=:/.．｡。")
"""A text without any of these matches no pattern."""

_LONGEST = 5_000
"""More than this is never looked at."""


@lru_cache(maxsize=1024)
def neutral(text: str, limit: int) -> str:
    """Return one harmless line of at most ``limit`` characters, cut with an ellipsis."""
    line = shortened(one_line(text[:_LONGEST]), limit).translate(_TWINS)
    if _LINKING.isdisjoint(line):
        return line
    for pattern, twin in _DEFUSED:
        line = pattern.sub(twin, line)
    return shortened(line, limit)
