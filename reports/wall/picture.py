"""The board as one picture (挂图作战图): squares of every procedure, and the days of the start.

No colour stands alone: a letter stands in every light, a character in every square.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from models.wall import WallChart, WallLine
from reports.chart.chart_axis import INK, MONTHS_HEIGHT, QUIET, WEEKS_HEIGHT, Axis
from reports.chart.chart_rows import light_mark
from reports.chart.svg import (
    FONTS,
    Svg,
    diamond,
    element,
    fitted,
    label,
    line,
    rectangle,
    text_width,
    words,
)
from reports.wall.marks import INKS, LEGEND, Mark
from reports.wall.words import LIGHTS, TITLE, expected, heading, marks, notes, pinned, stages
from reports.wall.words import standing as standing_of

LEFT, ROW, SIDE = 16.0, 22.0, 22.0
NAME, UNIT, PINNED, EXPECTED, SQUARES = 24.0, 266.0, 352.0, 426.0, 562.0
STRIP, LONGEST_NAME, FOOT = 280.0, 12, 30.0
STAGE_HEIGHT, LETTER = 20.0, 11.5
TODAY, PIN, FORECAST, STARTED = "#37474f", "#c62828", "#6a3fa0", "#2e7d32"


def wall_picture(
    chart: WallChart, lines: Sequence[WallLine] | None = None, *, fonts: str = FONTS
) -> str:
    """Draw the board as SVG; ``lines`` = those of one page, all share one axis of days."""
    lines = chart.projects if lines is None else lines
    width = _width(chart)
    left = width - LEFT - STRIP
    axis = Axis.around(chart.as_of, _days(chart), left=left, right=left + STRIP)
    legend, top = _legend(72, width)
    columns = top + STAGE_HEIGHT
    rows = columns + LETTER * (LONGEST_NAME + 2) + 6
    bottom = rows + ROW * max(len(lines), 1)
    said = "".join(notes(chart))
    parts = [
        element("title", words(f"{chart.title}{TITLE}")),
        element("desc", words(f"{standing_of(chart)}。{said}")),
        rectangle(0, 0, width, bottom + FOOT, "#fff"),
        label(LEFT, 30, f"{chart.title} {TITLE}", font_size=19, font_weight="bold", fill=INK),
        label(LEFT, 52, standing_of(chart), font_size=13, fill=INK),
        *legend,
        *_stages(chart, top),
        *_headings(chart, columns, rows),
        axis.scale(rows - MONTHS_HEIGHT - WEEKS_HEIGHT, bottom),
        *(
            one
            for place, found in enumerate(lines)
            for one in _row(found, chart, axis, place, rows)
        ),
        line(axis.x(chart.as_of, 1), rows, axis.x(chart.as_of, 1), bottom, TODAY, stroke_width=1.4),
        label(LEFT, bottom + 19, said, font_size=11, fill=QUIET),
    ]
    return element(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=bottom + FOOT,
        viewBox=f"0 0 {width:.0f} {bottom + FOOT:.0f}",
        role="img",
        font_family=fonts,
        font_size=12,
    )


def rows_on(chart: WallChart, *, height: float, width: float) -> int:
    """Return how many projects a page holds that is so high and wide, in any unit."""
    _, top = _legend(72, _width(chart))
    above = top + STAGE_HEIGHT + LETTER * (LONGEST_NAME + 2) + 6
    return max(int((_width(chart) * height / width - above - FOOT) / ROW), 1)


def _width(chart: WallChart) -> float:
    return SQUARES + SIDE * len(chart.procedures) + 14 + STRIP + LEFT


def _days(chart: WallChart) -> Iterator[date]:
    """Yield the days that the axis shows: of starts that are still to come."""
    for one in chart.projects:
        if one.started_on is None:
            yield one.forecast_on
            if one.pinned_on is not None:
                yield one.pinned_on


def _legend(y: float, width: float) -> tuple[list[Svg], float]:
    """Return what squares, lights and days mean, and where the next thing may stand."""
    parts: list[Svg] = []
    x = LEFT

    def said(drawn: float, text: str) -> None:
        nonlocal x
        parts.append(label(x + drawn, y + 4, text, font_size=11, fill=QUIET))
        x += drawn + text_width(text, 11) + 14

    def fits(text: str) -> None:
        nonlocal x, y
        if x + 24 + text_width(text, 11) > width - LEFT:
            x, y = LEFT, y + 22

    for mark, text in LEGEND:
        fits(text)
        parts.append(_square(mark, x, y - 9, 18))
        said(23, text)
    x, y = LEFT, y + 22
    for light, text in LIGHTS:
        fits(text)
        parts.append(light_mark(light, x + 9, y))
        said(23, f"{light.label}灯：{text}")
    for kind, text in (("pin", "锁定开工日"), ("on", "最早开工日"), ("begun", "已开工")):
        fits(text)
        parts.append(_pin(x + 8, y) if kind == "pin" else _start(x + 8, y, begun=kind == "begun"))
        said(20, text)
    parts.append(line(x + 6, y - 8, x + 6, y + 8, TODAY, stroke_width=1.4))
    said(14, "本图日期")
    return parts, y + 18


def _stages(chart: WallChart, y: float) -> Iterator[Svg]:
    x = SQUARES
    for name, span in stages(one.stage for one in chart.procedures):
        yield rectangle(x, y, SIDE * span - 1, STAGE_HEIGHT - 2, "#e8edf2")
        told = fitted(name, SIDE * span - 6, 11)
        yield label(x + 3, y + 13, told, font_size=11, font_weight="bold", fill=INK)
        x += SIDE * span


def _headings(chart: WallChart, top: float, bottom: float) -> Iterator[Svg]:
    """Yield the names of the columns; those of procedures run from top to bottom."""
    for x, name in (
        (LEFT, "灯"),
        (NAME + LEFT, "项目"),
        (UNIT, "责任单位"),
        (PINNED, "锁定开工"),
        (EXPECTED, "最早开工"),
    ):
        yield label(x, bottom - 6, name, font_size=11, fill=QUIET)
    for place, one in enumerate(chart.procedures):
        middle = SQUARES + SIDE * place + SIDE / 2
        name = heading(one)
        shown = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 2]}…{name[-1]}"
        letters = (
            element("tspan", words(letter), x=middle, dy=LETTER if at else 0)
            for at, letter in enumerate(shown)
        )
        yield element(
            "text", *letters, y=top + LETTER, font_size=10.5, text_anchor="middle", fill=INK
        )
        yield label(middle, bottom - 4, one.code, font_size=8.5, text_anchor="middle", fill=QUIET)
    yield line(LEFT, bottom, SQUARES + SIDE * len(chart.procedures), bottom, "#aab4bd")


def _row(one: WallLine, chart: WallChart, axis: Axis, place: int, top: float) -> Iterator[Svg]:
    y = top + ROW * place
    middle, base = y + ROW / 2, y + ROW / 2 + 4.2
    late = one.started_on is None and one.slip_days > 0
    told = (f"{one.name}：{one.light_name}灯", *one.reasons)
    yield element(
        "g",
        element("title", words(fitted("；".join(told), 2400, 12))),
        light_mark(one.light, LEFT + 9, middle),
        label(LEFT + NAME, base, fitted(one.name, UNIT - NAME - LEFT - 8, 12), fill=INK),
        label(UNIT, base, fitted(one.unit_name, PINNED - UNIT - 6, 12), fill=INK),
        label(PINNED, base, pinned(one, chart), fill=INK),
        label(EXPECTED, base, expected(one, chart), fill=PIN if late else INK),
    )
    for at, (mark, _) in enumerate(marks(one, chart)):
        yield _square(mark, SQUARES + SIDE * at + 1, y + 1, SIDE - 2)
    yield line(LEFT, y + ROW, axis.right, y + ROW, "#eceff2")
    begins = one.started_on or one.forecast_on
    starts = axis.x(begins, 0.5)
    if one.pinned_on is not None and one.pinned_on >= axis.first:
        pin = axis.x(one.pinned_on, 0.5)
        if late:
            yield line(pin, middle, starts, middle, PIN, stroke_width=2)
        yield _pin(pin, middle)
    if begins >= axis.first:
        yield _start(starts, middle, begun=one.started_on is not None)


def _square(mark: Mark, x: float, y: float, side: float) -> Svg:
    kind, letter = mark
    ground, ink = INKS[kind]
    box = rectangle(x, y, side, side, ground, stroke="#cfd8d4", stroke_width=0.6)
    if not letter:
        return box
    middle = x + side / 2
    return Svg(box + label(middle, y + side / 2 + 4.2, letter, text_anchor="middle", fill=ink))


def _pin(x: float, middle: float) -> Svg:
    path = f"M{x:.1f} {middle - 8:.1f}v16M{x - 3:.1f} {middle - 8:.1f}h6"
    return element("path", d=path, stroke=PIN, stroke_width=2.2, fill="none")


def _start(x: float, middle: float, *, begun: bool) -> Svg:
    return diamond(x, middle, 5, STARTED if begun else "#fff", STARTED if begun else FORECAST)
