"""An official letter as a page to print (公文打印页): one frame for every kind."""

from collections.abc import Iterator
from datetime import date
from html import escape

from models.letter import Letter
from reports.papers.frame import LETTER, framed
from reports.text.plain_text import visible

NAME, BY_HAND = "＿＿＿＿＿＿", "　　年　月　日"
"""Room for a name and a day that are written by hand."""


def letter_page(letter: Letter) -> str:
    """Write the page; what anybody typed is text and nothing else."""
    return framed(letter.title, LETTER, "\n".join(_parts(letter)))


def _parts(letter: Letter) -> Iterator[str]:
    yield f"<h1>{text(letter.title)}</h1>"
    if letter.number:
        yield f'<p class="plain number">文书编号：{text(letter.number)}</p>'
    if letter.mark:
        yield f'<p class="plain mark">{text(letter.mark)}</p>'
    yield f'<p class="plain">{text(letter.addressed_to)}：</p>'
    for section in letter.sections:
        if section.heading:
            yield f"<h2>{text(section.heading)}</h2>"
        yield from (f"<p>{text(one)}</p>" for one in section.paragraphs)
    signed = f"{NAME}{BY_HAND}"
    if letter.signed_on is not None:
        signed = f"{letter.signed_by or NAME}　{chinese_day(letter.signed_on)}"
    yield f'<p class="plain signs">{text(letter.issuer)}<br>签发人：{text(signed)}</p>'
    if letter.seal:
        place = f"（此处由{letter.seal}加盖印章，未加盖的不是正式文书）"
        yield f'<p class="plain seal">{text(place)}</p>'
    if letter.receipt:
        yield "<h2>签收</h2>"
        yield from (f'<p class="plain">{text(one)}：{NAME}</p>' for one in letter.receipt)
    yield f'<p class="plain">{text(letter.foot)}</p>'


def chinese_day(on: date | None) -> str:
    """Write a day as papers do; empty = none."""
    return f"{on.year}年{on.month}月{on.day}日" if on is not None else ""


def text(words: str) -> str:
    """Return what somebody typed as text that no browser obeys."""
    return escape(visible(words))
