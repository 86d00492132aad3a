"""Lines of books (清单条目): recorded, moved on, and what an officer gives for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from models.book import Scalar
from models.vocabulary import Text, Value


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line as it stands (清单条目)."""

    number: int
    state: str
    values: Mapping[str, Scalar]
    reached: tuple[tuple[str, date], ...]
    """Every state that it has been in, with the day, in order."""
    moved_on: date
    by: str
    evidence: str = ""
    note: str = ""

    def text(self, field: str) -> str:
        """Return what a field holds as text; empty = nothing."""
        return str(self.values.get(field, ""))

    def amount(self, field: str) -> int:
        """Return an amount; 0 = none was given."""
        return int(self.values.get(field, 0))

    def day(self, field: str) -> date | None:
        """Return a day, or ``None``."""
        return date.fromisoformat(text) if (text := self.text(field)) else None


class LineRecorded(Value):
    """A line was put into a book (清单新增条目)."""

    label: ClassVar[str] = "清单新增条目"
    kind: Literal["line_recorded"] = "line_recorded"
    book: str
    line: int
    state: str
    values: Mapping[str, Scalar]
    evidence: str = ""
    note: str = ""


class LineMoved(Value):
    """A line was moved on, or its figures were brought up to date (清单条目更新)."""

    label: ClassVar[str] = "清单条目更新"
    kind: Literal["line_moved"] = "line_moved"
    book: str
    line: int
    state: str
    values: Mapping[str, Scalar]
    """What changed."""
    evidence: str = ""
    note: str = ""


class KeepLine(Value):
    """What an officer writes of a line (填写清单)."""

    state: str = ""
    """Empty = it begins, or stays, where it is."""
    values: Mapping[str, str] = {}
    """As typed; empty = left as it is."""
    evidence: Text = Field(default="", max_length=500)
    """The document that proves it: its number or title (佐证)."""
    note: Text = ""
