"""Where people read (终端): what others typed is shown, never obeyed by the terminal.

Opinions, names and arguments may hold escape sequences, control characters and marks that
turn a line round. They leave the house spelt out, here and in ``portal/edge.py``.
"""

import sys
from collections.abc import Iterable, Sequence

import rich.console
from rich.console import ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from portal.edge import spelt_out
from reports.console.listing import ENDLESS, Listing
from reports.text.plain_text import visible


class Console(rich.console.Console):
    """Rich's console, whose own escape sequences are the only ones that it writes."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Yield what is drawn, its text spelt out."""
        for segment in super().render(renderable, options):
            text, style, control = segment
            yield segment if control else Segment(spelt_out(text), style)


def screen() -> Console:
    """Return the screen; a pipe is endlessly wide."""
    width = None if sys.stdout.isatty() else ENDLESS
    return Console(width=width, highlight=False)


def print_table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Iterable[object]],
    *,
    styles: Sequence[str] = (),
) -> None:
    """Print rows under their headings, each in its style where there are styles; none is empty.

    What people typed is shown as one line; a cell that is a text of Rich stays as it is.
    """
    listing = Listing(*columns, title=title)
    for number, row in enumerate(rows):
        style = styles[number] if styles else ""
        listing.add_row(*(one if isinstance(one, Text) else _cell(one, style) for one in row))
    screen().print(listing)


def _cell(said: object, style: str) -> Text:
    return Text("" if said is None else visible(str(said)), style=style)
