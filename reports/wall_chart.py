"""The wall chart of a project (挂图作战): every procedure before the start, on one time axis.

No light is told by colour alone: its letter stands in the circle.
"""

import base64
from collections.abc import Iterator, Sequence
from datetime import date

from models.case import Light
from models.labels import LIGHTS
from models.views import CaseView, ProjectView
from reports.chart_axis import MONTHS_HEIGHT, WEEKS_HEIGHT, Axis
from reports.chart_rows import (
    AXIS_LEFT,
    AXIS_RIGHT,
    FORECAST,
    INK,
    PINNED,
    QUIET,
    ROW,
    TODAY,
    case_row,
    hatching,
    headings,
    legend,
    light_mark,
    prior_row,
    stage_row,
)
from reports.phrases import CONCLUDED, STAGES, conclusion, day, open_cases
from reports.svg import FONTS, Svg, element, fitted, label, line, rectangle, text_width, words
from rules.lights import ORDER
from rules.working_days import WorkingDays

WIDTH = 1100.0
LANE = 17.0
_LABELS_TOP = 84.0
_PRIOR = 18.0


def wall_chart(view: ProjectView, *, days: WorkingDays | None = None) -> str:
    """Draw the wall chart of a project as SVG; ``days`` shades weekends and holidays."""
    axis = Axis.around(view.as_of, _days_shown(view), left=AXIS_LEFT, right=AXIS_RIGHT)
    marks, lanes = _marks(view, axis)
    scale_top = _LABELS_TOP + lanes * LANE + 4
    rows_top = scale_top + MONTHS_HEIGHT + WEEKS_HEIGHT
    rows, bottom = _rows(view, axis, rows_top)
    height = bottom + 26
    parts = [
        element("title", words(f"{view.project.name}挂图作战")),
        element("desc", words(_description(view))),
        hatching(),
        rectangle(0, 0, WIDTH, height, "#fff"),
        *_head(view),
        legend(72),
        axis.shading(days, rows_top - WEEKS_HEIGHT, bottom) if days else Svg(""),
        axis.scale(scale_top, bottom),
        headings(rows_top - 5),
        line(12, rows_top, AXIS_RIGHT, rows_top, "#aab4bd"),
        *rows,
        *marks(bottom),
        label(12, bottom + 17, _footer(view), fill=QUIET, font_size=11),
    ]
    return element(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        width=WIDTH,
        height=height,
        viewBox=f"0 0 {WIDTH:.0f} {height:.0f}",
        role="img",
        font_family=FONTS,
        font_size=12,
    )


def wall_chart_data_uri(svg: str) -> str:
    """Return a drawing as the address of an image, for Markdown."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
