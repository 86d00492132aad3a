"""A small renderer of SVG (矢量图): elements, escaped text, and how wide text is."""

import unicodedata
from itertools import accumulate, takewhile
from typing import NewType
from xml.sax.saxutils import escape, quoteattr

from reports.text.plain_text import visible

Svg = NewType("Svg", str)
"""Well-formed mark-up; plain text becomes it only through :func:`words`."""

FONTS = "'Noto Sans CJK SC','Noto Sans SC','Microsoft YaHei',sans-serif"


def words(text: str) -> Svg:
    """Return text as mark-up: one line, nothing in it acts."""
    return Svg(escape(visible(text)))


def element(name: str, *inside: Svg, **attributes: str | float) -> Svg:
    """Return an element; ``font_size`` becomes ``font-size``, ``class_`` becomes ``class``."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_value(value))}"
        for key, value in attributes.items()
    )
    if not inside:
        return Svg(f"<{name}{written}/>")
    return Svg(f"<{name}{written}>{''.join(inside)}</{name}>")


def label(x: float, y: float, text: str, **attributes: str | float) -> Svg:
    """Return a line of text that stands on ``y``."""
    return element("text", words(text), x=x, y=y, **attributes)


def rectangle(
    x: float, y: float, width: float, height: float, fill: str, **attributes: str | float
) -> Svg:
    """Return a rectangle."""
    return element("rect", x=x, y=y, width=width, height=height, fill=fill, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, **attributes: str | float) -> Svg:
    """Return a straight line."""
    return element(
        "path",
        d=f"M{_value(x1)} {_value(y1)}L{_value(x2)} {_value(y2)}",
        stroke=stroke,
        **attributes,
    )


def diamond(x: float, y: float, half: float, fill: str, stroke: str) -> Svg:
    """Return a diamond around a point."""
    h = _value(half)
    path = f"M{_value(x)} {_value(y - half)}l{h} {h}l-{h} {h}l-{h} -{h}z"
    return element("path", d=path, fill=fill, stroke=stroke)


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text is: ideographs are square, other letters a good half."""
    return sum(
        size if unicodedata.east_asian_width(character) in "WFA" else size * 0.58
        for character in text
    )


def fitted(text: str, width: float, size: float) -> str:
    """Return as much of a text as fits, with an ellipsis where it was cut."""
    text = visible(text)
    if text_width(text, size) <= width:
        return text
    taken = accumulate(text_width(character, size) for character in text)
    kept = sum(1 for _ in takewhile(lambda so_far: so_far <= width - size, taken))
    return f"{text[:kept].rstrip()}…"


def _value(value: str | float) -> str:
    """Write a number with at most one decimal."""
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
