"""How the lines of books add up (清单折叠)."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from models.book_line import BookLine, LineMoved, LineRecorded

Books = Mapping[str, Mapping[int, BookLine]]
"""Code of a book → number → line."""


def with_line(books: Books, payload: LineRecorded | LineMoved, *, on: date, by: str) -> Books:
    """Return the books with one more entry."""
    lines = dict(books.get(payload.book, {}))
    before = lines.get(payload.line)
    moves = before is None or before.state != payload.state
    reached = before.reached if before is not None else ()
    lines[payload.line] = BookLine(
        number=payload.line,
        state=payload.state,
        values=MappingProxyType(
            {**(before.values if before is not None else {}), **payload.values}
        ),
        reached=(*reached, (payload.state, on)) if moves else reached,
        moved_on=on,
        by=by,
        evidence=payload.evidence or (before.evidence if before is not None else ""),
        note=payload.note or (before.note if before is not None else ""),
    )
    return MappingProxyType({**books, payload.book: MappingProxyType(lines)})
