"""A list on the screen (清单): a table where it fits, else records; fields for a pipe.

Codes, dates, sums and percentages are never broken: what stands in ASCII without a blank
is one piece. Below 120 columns a row becomes a record; into a pipe goes one line a row,
its cells separated by tabs, nothing wrapped and nothing drawn.
"""

import re
import sys
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.text import Text

RECORDS_BELOW = 120
"""Columns of the screen below which rows become records."""
GAP = 2
ENDLESS = 1_000_000
"""Columns of a screen that is a pipe."""

_PIECE = re.compile(r"[!-~]+|\n|.", re.DOTALL)


def is_pipe(console: Console) -> bool:
    """Tell whether what is printed goes to a program."""
    return console.file is sys.stdout and not console.is_terminal


class Listing:
    """Rows under headings; printed like a table of Rich."""

    def __init__(self, *headings: str, title: str = "") -> None:
        self._title = title
        self._headings = [*headings]
        self._rows: list[list[Text]] = []

    def add_column(self, heading: str) -> None:
        """Add a column."""
        self._headings.append(heading)

    def add_row(self, *cells: str | Text) -> None:
        """Add a row; a cell may carry a style."""
        self._rows.append([one if isinstance(one, Text) else Text(one) for one in cells])

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Print it as it fits."""
        if is_pipe(console):
            yield from self._fields()
            return
        if self._title:
            yield Text(self._title, style="bold")
        widths = self._widths(options.max_width)
        if options.max_width < RECORDS_BELOW or widths is None:
            yield from self._records(options.max_width)
        else:
            yield from self._table(widths)

    def _fields(self) -> Iterator[Segment]:
        if self._title:  # it may say what the rows are not
            yield Segment(self._title)
            yield Segment.line()
        plain = [[one.plain for one in row] for row in self._rows]
        for row in (self._headings, *plain):
            cells = (re.sub(r"\s+", " ", one).strip() for one in row)
            yield Segment("\t".join(cells))
            yield Segment.line()

    def _records(self, width: int) -> Iterator[Text]:
        for number, row in enumerate(self._rows, 1):
            lead = f"{number}. "
            for heading, cell in zip(self._headings, row, strict=True):
                if not cell.plain.strip():
                    continue
                label = f"{heading}：" if heading else ""
                indent = " " * cell_len(lead)
                lines = wrapped(label + cell.plain.strip(), max(width - len(indent), 1))
                for line in lines:
                    yield Text(lead + line, style=cell.style)
                    lead = indent

    def _widths(self, width: int) -> list[int] | None:
        """Return the widths of the columns, or nothing when the table does not fit."""
        columns = [
            [heading, *(row[at].plain for row in self._rows)]
            for at, heading in enumerate(self._headings)
        ]
        widths = [
            max(cell_len(line) for cell in cells for line in (cell.splitlines() or [""]))
            for cells in columns
        ]
        least = [
            max(min(wide, 8), *(cell_len(one) for cell in cells for one in _PIECE.findall(cell)))
            for wide, cells in zip(widths, columns, strict=True)
        ]
        room = width - GAP * (len(widths) - 1)
        while sum(widths) > room:
            at = max(range(len(widths)), key=lambda one: widths[one] - least[one])
            if widths[at] <= least[at]:
                return None
            widths[at] -= 1
        return widths

    def _table(self, widths: Sequence[int]) -> Iterator[Text]:
        head = [Text(one, style="bold") for one in self._headings]
        rule = [Text("─" * width) for width in widths]
        for row in (head, rule, *self._rows):
            cells = [wrapped(cell.plain, width) for cell, width in zip(row, widths, strict=True)]
            for at in range(max(len(lines) for lines in cells)):
                line = Text()
                for cell, lines, width in zip(row, cells, widths, strict=True):
                    said = lines[at] if at < len(lines) else ""
                    line.append(said, style=cell.style)
                    line.append(" " * (width - cell_len(said) + GAP))
                line.rstrip()
                yield line


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a text; no line breaks a piece, unless the piece alone is longer."""
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if piece == "\n":
            lines.append(line.rstrip())
            line = ""
        elif line and cell_len(line) + cell_len(piece) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]
