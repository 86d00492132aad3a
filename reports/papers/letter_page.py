"""An official letter as a page to print (公文打印页): one frame for every kind."""

from collections.abc import Iterator, Mapping
from html import escape

from models.letter import Letter
from reports.papers.frame import LETTER, framed
from reports.papers.letter_lines import LineKind, letter_lines
from reports.text.plain_text import visible

DRESS: Mapping[LineKind, tuple[str, str]] = {
    LineKind.NUMBER: ("p", "plain number"),
    LineKind.MARK: ("p", "plain mark"),
    LineKind.TITLE: ("h1", ""),
    LineKind.ADDRESSEE: ("p", "plain"),
    LineKind.HEADING: ("h2", ""),
    LineKind.PARAGRAPH: ("p", ""),
    LineKind.ISSUER: ("p", "plain signs"),
    LineKind.SIGNED: ("p", "plain signed"),
    LineKind.SEAL: ("p", "plain seal"),
    LineKind.RECEIPT: ("p", "plain"),
    LineKind.FOOT: ("p", "plain"),
}
"""Line of a letter → its element and class."""


def letter_page(letter: Letter) -> str:
    """Write the page; what anybody typed is text and nothing else."""
    return framed(letter.title, LETTER, "\n".join(_parts(letter)))


def _parts(letter: Letter) -> Iterator[str]:
    for kind, words in letter_lines(letter):
        name, dress = DRESS[kind]
        classes = f' class="{dress}"' if dress else ""
        yield f"<{name}{classes}>{escape(words)}</{name}>"


def text(words: str) -> str:
    """Return what somebody typed as text that no browser obeys."""
    return escape(visible(words))
