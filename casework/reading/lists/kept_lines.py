"""Lines of books that wait for somebody (清单待办): who answers for each, and until when."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from casework.office import Situation
from models.book import Book, FieldKind
from models.book_line import BookLine
from rules.books.figures import due_on


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line that is not finished, and who answers for it (待办条目)."""

    book: Book
    line: BookLine
    owner: str
    """Code of an office, or number of a post."""
    due_on: date | None
    """The last day on which it is in time; ``None`` = it has none."""

    @property
    def title(self) -> str:
        """Return what the line is about."""
        return self.line.text(self.book.fields[0].code)

    @property
    def project(self) -> str:
        """Return the code of the project that it names; empty = none."""
        kinds = (one.code for one in self.book.fields if one.kind is FieldKind.PROJECT)
        return next((text for code in kinds if (text := self.line.text(code))), "")


def kept_lines(situation: Situation, owners: Collection[str] | None = None) -> Iterator[KeptLine]:
    """Yield every line that waits for some owners, or for any."""
    days = situation.regulations.days
    for book in situation.file.campaign.books:
        if not book.owner:
            continue
        for line in situation.file.books.get(book.code, {}).values():
            owner = line.text(book.owner)
            if (
                book.ends_at(line.state)
                or not owner
                or (owners is not None and owner not in owners)
            ):
                continue
            yield KeptLine(book, line, owner, due_on(book, line, days))
