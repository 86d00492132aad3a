"""Where people read (终端): what others typed is shown, never obeyed by the terminal.

Opinions, names and arguments may hold escape sequences, control characters and marks that
turn a line round. They leave the house spelt out, here and in ``portal/edge.py``.
"""

import sys
from collections.abc import Iterable

import rich.console
from rich.console import ConsoleOptions, RenderableType
from rich.segment import Segment

from portal.edge import spelt_out
from reports.console.listing import ENDLESS


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
