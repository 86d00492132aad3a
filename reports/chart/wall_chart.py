"""The wall chart of a project (挂图作战): every procedure before the start, on one time axis.

No light is told by colour alone: its letter stands in the circle.
"""

import base64
from collections.abc import Callable, Iterator
from datetime import date

from models.project_views import CaseView, ProjectView
from reports.chart.chart_axis import INK, MONTHS_HEIGHT, QUIET, WEEKS_HEIGHT, Axis
from reports.chart.chart_rows import (
    AXIS_LEFT,
    AXIS_RIGHT,
    LEFT,
    PRIOR,
    ROW,
    case_row,
    hatching,
    headings,
    legend,
    light_mark,
    prior_row,
    stage_row,
)
from reports.chart.svg import FONTS, Svg, element, fitted, label, line, rectangle, text_width, words
from reports.text.phrases import CONCLUDED, conclusion, critical_path, day, open_cases
from rules.days.working_days import WorkingDays

WIDTH = 1100.0
LANE = 17.0
_LABELS_TOP = 84.0

_TODAY, _PINNED, _FORECAST, _STARTED = "#37474f", "#c62828", "#6a3fa0", "#2e7d32"
_LAND = "#8a4b00"


def wall_chart(view: ProjectView, *, days: WorkingDays | None = None) -> str:
    """Draw the wall chart of a project as SVG; ``days`` shades weekends and holidays."""
    axis = Axis.around(view.as_of, _days_shown(view), left=AXIS_LEFT, right=AXIS_RIGHT)
    marks, lanes = _marks(view, axis)
    scale_top = _LABELS_TOP + lanes * LANE + 4
    rows_top = scale_top + MONTHS_HEIGHT + WEEKS_HEIGHT
    rows, narrow, bottom = _rows(view, axis, rows_top)
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
        *narrow,
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


def _head(view: ProjectView) -> Iterator[Svg]:
    """Yield the name of the project with its light, and the conclusion."""
    name = fitted(view.project.name, 560, 17)
    yield light_mark(view.project.light, LEFT + 9, 22)
    yield label(LEFT + 26, 28, name, font_size=17, font_weight="bold", fill=INK)
    beside = f"{view.project.code} · {view.project.tier_name} · {view.project.unit_name}"
    x = LEFT + 26 + text_width(name, 17) + 14
    yield label(x, 27, fitted(beside, AXIS_RIGHT - x, 12), fill=QUIET)
    said = fitted(f"{conclusion(view)}。", AXIS_RIGHT - LEFT, 13)
    yield label(LEFT, 52, said, font_size=13, fill=INK)


def _is_prior(case: CaseView) -> bool:
    """Tell whether a case was concluded elsewhere, before its acts were recorded here."""
    return case.state in CONCLUDED and case.submitted_on is None and case.accepted_on is None


def _is_shown(case: CaseView) -> bool:
    """Tell whether a case has a row: the start waits for it, or somebody works or worked on it."""
    return case.expected_start is not None or case.opened_on is not None or _is_prior(case)


def _days_shown(view: ProjectView) -> Iterator[date]:
    """Yield every day that the time axis has to reach."""
    for case in view.cases:
        if _is_prior(case) or not _is_shown(case):
            continue
        days = (
            case.opened_on,
            case.submitted_on,
            case.accepted_on,
            case.decided_on,
            case.expected_end,
            case.due_on,
            *(owed.due_on for owed in case.owed),
        )
        yield from (one for one in days if one is not None)
    if view.start.land is not None:
        yield view.start.land.cleared_on
    if view.start.started_on is None:
        yield _expected(view)[0]
        if view.start.pinned_on is not None:
            yield view.start.pinned_on


def _rows(view: ProjectView, axis: Axis, top: float) -> tuple[list[Svg], list[Svg], float]:
    """Return the rows stage by stage, the narrow ones that lie on top, and where they end."""
    rows: list[Svg] = []
    narrow: list[Svg] = []
    path = critical_path(view)
    y = top + 2
    for stage in sorted({case.stage for case in view.cases if _is_shown(case)}):
        cases = [case for case in view.cases if case.stage == stage and _is_shown(case)]
        rows.append(stage_row(stage, y))
        y += ROW
        if prior := [case for case in cases if _is_prior(case)]:
            narrow.append(prior_row(prior, view.as_of, y))
            y += PRIOR
        for case in cases:
            if not _is_prior(case):
                rows.append(case_row(case, axis, view.as_of, y, critical=case in path))
                y += ROW
    return rows, narrow, y + 4


def _expected(view: ProjectView) -> tuple[date, str]:
    """Return the day on which work is expected, and how that is said: the 50 % day, if known."""
    likely = view.start.likely
    if likely is not None:
        return likely.p50, "50％概率开工"
    return view.start.forecast_on, "预计开工"


def _marks(view: ProjectView, axis: Axis) -> tuple[Callable[[float], Iterator[Svg]], int]:
    """Return what draws the lines of today and the start, and how many lanes their labels take."""
    start, as_of = view.start, view.as_of
    marks = [(axis.x(as_of, 0.5), f"今日 {day(as_of, as_of)}", _TODAY, "none")]
    if start.pinned_on is not None:
        said = f"锁定开工 {day(start.pinned_on, as_of)}"
        marks.append((axis.x(start.pinned_on), said, _PINNED, "none"))
    if start.land is not None:
        said = f"净地最早 {day(start.land.cleared_on, as_of)}"
        marks.append((axis.x(start.land.cleared_on), said, _LAND, "2 2"))
    if start.started_on is not None:
        said = f"实际开工 {day(start.started_on, as_of)}"
        marks.append((axis.x(start.started_on), said, _STARTED, "none"))
    else:
        expected, words = _expected(view)
        marks.append((axis.x(expected), f"{words} {day(expected, as_of)}", _FORECAST, "5 3"))
    placed: list[tuple[int, float, float, float, str, str, str]] = []
    for x, said, colour, dashes in marks:
        width = text_width(said, 11) + 12
        left = min(max(x - width / 2, axis.left), axis.right - width)
        lane = next(
            lane
            for lane in range(len(marks))
            if all(
                left > other + taken + 4 or other > left + width + 4
                for used, other, taken, *_ in placed
                if used == lane
            )
        )
        placed.append((lane, left, width, x, said, colour, dashes))

    def draw(bottom: float) -> Iterator[Svg]:
        for lane, _, _, x, _, colour, dashes in placed:
            top = _LABELS_TOP + lane * LANE + 14
            yield line(x, top, x, bottom, colour, stroke_width=1.6, stroke_dasharray=dashes)
        for lane, left, width, _, said, colour, _ in placed:
            y = _LABELS_TOP + lane * LANE
            yield rectangle(left, y, width, 15, colour, rx=3)
            middle = left + width / 2
            yield label(middle, y + 11.3, said, font_size=11, fill="#fff", text_anchor="middle")

    return draw, 1 + max(lane for lane, *_ in placed)


def _footer(view: ProjectView) -> str:
    """Say as of when the chart is, and what it leaves out."""
    hidden = sum(not _is_shown(case) for case in view.cases)
    which = "尚未具备条件" if view.start.started_on else "尚未具备条件且不影响开工"
    more = f"{which}的{hidden}项未列入。" if hidden else ""
    return f"截至{view.as_of.year}年{view.as_of.month}月{view.as_of.day}日。{more}"


def _description(view: ProjectView) -> str:
    """Say the chart in words, for those who cannot see it."""
    counts = [
        f"{light_name}灯{count}项"
        for light, light_name in {one.light: one.light_name for one in open_cases(view)}.items()
        if (count := sum(case.light is light for case in open_cases(view)))
    ]
    return f"{conclusion(view)}。办理中：{'、'.join(counts) or '无'}。{_footer(view)}"
