"""An official letter as PDF (公文 PDF), after GB/T 9704 in the form of a letter to one party."""

import json
from datetime import date

from models.letter import Letter
from reports.papers.letter_lines import letter_lines
from reports.text.plain_text import visible
from reports.typeset.pdf import typeset


def letter_pdf(letter: Letter, *, today: date) -> bytes:
    """Return the letter; ``today`` dates a draft. Raises :class:`NotTypeset`."""
    return typeset(
        "letter.typ",
        title=visible(letter.title),
        on=letter.signed_on or today,
        issuer=visible(letter.issuer),
        mark=visible(letter.mark),
        parts=json.dumps(
            [{"kind": kind.value, "text": text} for kind, text in letter_lines(letter)],
            ensure_ascii=False,
        ),
    )
