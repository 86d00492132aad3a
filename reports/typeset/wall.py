"""The board as PDF (挂图作战 PDF): the picture, as many projects a page as A3 across holds."""

import json

from models.wall import WallChart
from reports.typeset.pdf import sans_of_pdf, typeset
from reports.wall.picture import rows_on, wall_picture
from reports.wall.words import TITLE

HEIGHT, WIDTH = 270.0, 400.0
"""Of what is printed on A3 across, in millimetres."""


def wall_pdf(chart: WallChart) -> bytes:
    """Return the board. Raises :class:`NotTypeset`."""
    fonts = f"'{sans_of_pdf()}'"
    lines = chart.projects
    rows = rows_on(chart, height=HEIGHT, width=WIDTH)
    starts = range(0, max(len(lines), 1), rows)
    pages = [wall_picture(chart, lines[at : at + rows], fonts=fonts) for at in starts]
    title = f"{chart.title} {TITLE}"
    return typeset("pictures.typ", title=title, on=chart.as_of, pages=json.dumps(pages))
