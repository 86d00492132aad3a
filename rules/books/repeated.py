"""Whether what is written into a book was written before (重复填写): under the same key."""

from collections.abc import Mapping
from typing import TypeGuard

from models.book import Book
from models.book_line import BookLine, KeepLine, LineMoved, LineRecorded
from rules.books.writing import Names, read_values


def wrote(
    done: object,
    book: Book,
    lines: Mapping[int, BookLine],
    *,
    line: int | None,
    request: KeepLine,
    names: Names,
) -> TypeGuard[LineRecorded | LineMoved]:
    """Tell whether an entry is what such a request wrote: asked once more, it changes nothing.

    ``lines`` are those of the book as they stand, ``line`` the one that is written, ``None`` =
    a new one.
    """
    if not isinstance(done, LineRecorded | LineMoved) or done.book != book.code:
        return False
    if isinstance(done, LineRecorded) is not (line is None) or line not in (None, done.line):
        return False
    there = {**lines[done.line].values, **done.values}
    given = read_values(book, request.values, names)
    return (
        (done.evidence, done.note) == (request.evidence, request.note)
        and request.state in ("", done.state, book.state(done.state).name)
        and all(there.get(code) == value for code, value in given.items())
    )
