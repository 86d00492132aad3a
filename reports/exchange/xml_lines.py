"""XML written line by line (XML 输出): escaped, and without what XML cannot hold."""

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def opened(tag: str, attributes: Mapping[str, object] | None = None, *, close: bool = False) -> str:
    """Return a tag that opens, or stands alone; attributes that are ``None`` are left out."""
    told = "".join(
        f" {name}={quoteattr(_plain(value))}"
        for name, value in (attributes or {}).items()
        if value is not None
    )
    return f"<{tag}{told}{'/' if close else ''}>"


def leaf(tag: str, text: object, attributes: Mapping[str, object] | None = None) -> str:
    """Return an element with nothing but text in it."""
    return f"{opened(tag, attributes)}{escape(_plain(text))}</{tag}>"


def ended(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines as a file holds them, each with its end."""
    return (f"{line}\n" for line in lines)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _UNWRITABLE.sub("", str(value))
