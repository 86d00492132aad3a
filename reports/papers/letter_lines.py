"""An official letter line by line (公文各行): the same words for page, Word file and PDF."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from models.letter import Letter
from reports.text.plain_text import visible

NAME, BY_HAND = "＿＿＿＿＿＿", "　　年　月　日"
"""Room for a name and a day that are written by hand."""

RECEIPT = "签收"


class LineKind(StrEnum):
    """What a line of a letter is (公文要素)."""

    NUMBER = "number"
    MARK = "mark"
    TITLE = "title"
    ADDRESSEE = "addressee"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ISSUER = "issuer"
    SIGNED = "signed"
    SEAL = "seal"
    RECEIPT = "receipt"
    FOOT = "foot"


class LetterLine(NamedTuple):
    """One line or paragraph of a letter; its words are plain text."""

    kind: LineKind
    text: str


def letter_lines(letter: Letter) -> Iterator[LetterLine]:
    """Yield a letter from its number to its foot; what anybody typed is one visible line."""
    if letter.number:
        yield LetterLine(LineKind.NUMBER, f"文书编号：{visible(letter.number)}")
    if letter.mark:
        yield LetterLine(LineKind.MARK, visible(letter.mark))
    yield LetterLine(LineKind.TITLE, visible(letter.title))
    yield LetterLine(LineKind.ADDRESSEE, f"{visible(letter.addressed_to)}：")
    for section in letter.sections:
        if section.heading:
            yield LetterLine(LineKind.HEADING, visible(section.heading))
        yield from (LetterLine(LineKind.PARAGRAPH, visible(one)) for one in section.paragraphs)
    yield LetterLine(LineKind.ISSUER, visible(letter.issuer))
    signed = f"{NAME}{BY_HAND}"
    if letter.signed_on is not None:
        signed = f"{visible(letter.signed_by) or NAME}　{chinese_day(letter.signed_on)}"
    yield LetterLine(LineKind.SIGNED, f"签发人：{signed}")
    if letter.seal:
        place = f"（此处由{visible(letter.seal)}加盖印章，未加盖的不是正式文书）"
        yield LetterLine(LineKind.SEAL, place)
    if letter.receipt:
        yield LetterLine(LineKind.HEADING, RECEIPT)
        yield from (LetterLine(LineKind.RECEIPT, f"{one}：{NAME}") for one in letter.receipt)
    yield LetterLine(LineKind.FOOT, visible(letter.foot))


def chinese_day(on: date | None) -> str:
    """Write a day as papers do; empty = none."""
    return f"{on.year}年{on.month}月{on.day}日" if on is not None else ""
