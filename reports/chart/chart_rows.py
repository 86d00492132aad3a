"""The rows of the wall chart (挂图作战的行): a procedure, its department, its bars and marks."""

from collections.abc import Iterator, Sequence
from datetime import date

from models.case import Light
from models.project_views import CaseView, OwedView
from reports.chart.chart_axis import INK, ONE_DAY, QUIET, Axis
from reports.chart.svg import (
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
from reports.text.phrases import (
    CONCLUDED,
    ENDED,
    STAGES,
    case_name,
    day,
    due,
    due_name,
    next_step,
    owed_standing,
)

LEFT, AXIS_LEFT, AXIS_RIGHT = 12.0, 424.0, 1088.0
ROW = 22.0
PRIOR = 18.0
_NAME, _DEPARTMENT, _STATE = 40.0, 268.0, 354.0
_BAR = 10.0

DONE, UNDER_WAY, LATE, WAITING = "#3f8f63", "#2f6fb3", "#c62828", "#8fa3b5"
OWED = "#e07b00"
CRITICAL = "#fff4d6"
BASELINE = "#a1887f"
_THIN = 2.5
_PLAN = "url(#plan)"

_LIGHTS: dict[Light, tuple[str, str]] = {
    Light.GREY: ("#808b94", "#fff"),
    Light.GREEN: ("#2e7d32", "#fff"),
    Light.YELLOW: ("#f5c211", "#3a2e00"),
    Light.RED: ("#c62828", "#fff"),
    Light.BLACK: ("#16191d", "#fff"),
    Light.BLUE: ("#1565c0", "#fff"),
}
"""Light → colour of the circle, colour of the letter in it."""


def light_mark(light: Light, x: float, y: float) -> Svg:
    """Return a light: a coloured circle with its letter in it."""
    fill, ink = _LIGHTS[light]
    return Svg(
        element("circle", cx=x, cy=y, r=8, fill=fill)
        + label(x, y + 3.8, light.label, font_size=10.5, text_anchor="middle", fill=ink)
    )


def hatching() -> Svg:
    """Return the hatching of what is only expected."""
    stripes = element("path", d="M0 0V6", stroke="#7fa6cf", stroke_width=3.2)
    ground = rectangle(0, 0, 6, 6, "#eaf2fa")
    pattern = element(
        "pattern",
        ground,
        stripes,
        id="plan",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return element("defs", pattern)


def headings(y: float) -> Svg:
    """Return what stands above the columns."""
    columns = ((LEFT, "灯"), (_NAME, "事项"), (_DEPARTMENT, "审批部门"), (_STATE, "状态"))
    return element("g", *(label(x, y, name) for x, name in columns), font_size=11, fill=QUIET)


def legend(y: float) -> Svg:
    """Return what the bars and marks mean."""
    middle = y - 4
    parts: list[Svg] = []
    x = LEFT
    for fill, stroke, height, name in (
        (DONE, "none", _BAR, "已办结"),
        (UNDER_WAY, "none", _BAR, "办理中"),
        (LATE, "none", _BAR, "超期"),
        (WAITING, "none", 3.0, "待申报"),
        (_PLAN, "#7fa6cf", _BAR, "预计"),
        (BASELINE, "none", _THIN, "计划（基线）"),
    ):
        parts.append(rectangle(x, middle - height / 2, 24, height, fill, stroke=stroke))
        parts.append(label(x + 29, y, name))
        x += 29 + 12 * len(name) + 14
    parts.append(_due_tick(x + 3, middle))
    parts.append(label(x + 10, y, "到期日"))
    x += 10 + 60 + 14
    for fill, stroke, name in (
        (OWED, "#fff", "欠交材料"),
        (LATE, "#fff", "逾期未补"),
        ("#fff", DONE, "已补交"),
    ):
        parts.append(diamond(x + 5, middle, 5, fill, stroke))
        parts.append(label(x + 14, y, name))
        x += 14 + 12 * len(name) + 14
    parts.append(rectangle(x, middle - 6, 20, 12, CRITICAL, stroke="#d9b44a"))
    parts.append(label(x + 25, y, "★关键线路（决定开工日）"))
    return element("g", *parts, font_size=11, fill=QUIET)


def stage_row(stage: str, y: float) -> Svg:
    """Return the heading of a stage."""
    said = f"{stage} {STAGES.get(stage, '')}"
    return Svg(
        rectangle(LEFT, y, AXIS_RIGHT - LEFT, ROW - 2, "#e8edf2")
        + label(LEFT + 6, y + 14.5, said, font_weight="bold", fill=INK)
    )


def prior_row(cases: Sequence[CaseView], beside: date, y: float) -> Svg:
    """Return the procedures concluded before the office kept this ledger, on one narrow line."""
    listed = "，".join(f"{case_name(case)}（{day(case.decided_on, beside)}）" for case in cases)
    said = fitted(f"此前已办结{len(cases)}项：{listed}", AXIS_RIGHT - _NAME - 8, 11)
    return Svg(
        rectangle(LEFT, y, _NAME + text_width(said, 11) + 4 - LEFT, PRIOR, "#fff")
        + label(_NAME, y + 12.5, said, font_size=11, fill=QUIET)
    )


def case_row(case: CaseView, axis: Axis, as_of: date, y: float, *, critical: bool) -> Svg:
    """Return the row of a case."""
    middle = y + ROW / 2
    base = middle + 4.2
    name = fitted(f"{case.procedure} {'★' if critical else ''}{case.name}", 220, 12)
    parts = [
        element("title", words(_tooltip(case, as_of))),
        light_mark(case.light, LEFT + 9, middle),
        label(_NAME, base, name, fill=INK, font_weight="bold" if critical else "normal"),
        label(_DEPARTMENT, base, fitted(case.department_name, 80, 12), fill=INK),
        label(_STATE, base, fitted(case.state_name, 66, 12), fill=INK),
        line(LEFT, y + ROW, AXIS_RIGHT, y + ROW, "#eceff2"),
        *_bars(case, axis, as_of, middle),
    ]
    promised = None if case.state in ENDED else case.due_on
    if promised is not None and axis.first <= promised <= axis.last:
        parts.append(_due_tick(axis.x(promised, 1), middle))
    parts.extend(_owed_mark(owed, axis, as_of, middle) for owed in case.owed)
    if critical:
        parts.insert(1, rectangle(LEFT, y + 1, AXIS_LEFT - LEFT - 4, ROW - 2, CRITICAL))
    return element("g", *parts)


def _bars(case: CaseView, axis: Axis, as_of: date, middle: float) -> Iterator[Svg]:
    """Yield the span so far and the span that is expected."""
    handed_in = None if case.state in ENDED else case.submitted_on or case.accepted_on
    ended, tomorrow = case.decided_on, as_of + ONE_DAY
    if case.opened_on is not None and (handed_in or ended is None or case.state in ENDED):
        yield _bar(axis, case.opened_on, handed_in or tomorrow, middle, WAITING, 3)
    if handed_in is not None:
        upto = ended + ONE_DAY if ended else tomorrow
        fill = DONE if case.state in CONCLUDED else UNDER_WAY
        good = min(upto, case.due_on + ONE_DAY) if case.due_on else upto
        yield _bar(axis, handed_in, good, middle, fill, _BAR)
        if good < upto:
            yield _bar(axis, max(good, handed_in), upto, middle, LATE, _BAR)
    if case.planned_start is not None and case.planned_end is not None:
        first, end = case.planned_start, case.planned_end + ONE_DAY
        yield _bar(axis, first, end, middle + _BAR - 1.5, BASELINE, _THIN)
    starts, concludes = case.expected_start, case.expected_end
    if case.state not in CONCLUDED and starts is not None and concludes is not None:
        begins = max(starts, tomorrow if case.opened_on else as_of)
        yield _bar(axis, begins, concludes + ONE_DAY, middle, _PLAN, _BAR - 1)


def _bar(axis: Axis, first: date, end: date, middle: float, fill: str, height: float) -> Svg:
    """Return a bar from the morning of ``first`` to the morning of ``end``."""
    x, width = axis.x(first), axis.x(end) - axis.x(first)
    if width <= 0:
        return Svg("")
    if fill == _PLAN:
        return rectangle(x, middle - height / 2, width, height, fill, stroke="#7fa6cf")
    return rectangle(x, middle - height / 2, width, height, fill)


def _due_tick(x: float, middle: float) -> Svg:
    path = f"M{x - 3:.1f} {middle - 8:.1f}h6M{x:.1f} {middle - 8:.1f}v16"
    return element("path", d=path, stroke=INK, stroke_width=1.6, fill="none")


def _owed_mark(owed: OwedView, axis: Axis, as_of: date, middle: float) -> Svg:
    x = axis.x(owed.due_on, 0.5)
    if owed.received_on is not None:
        return diamond(x, middle, 5, "#fff", DONE)
    late = owed.lapsed or owed.due_on < as_of
    return diamond(x, middle, 5.5, LATE if late else OWED, "#fff")


def _tooltip(case: CaseView, as_of: date) -> str:
    """Say the row in words, for those who point at it or have it read out."""
    said = [case_name(case), case.department_name, f"{case.light_name}灯", case.state_name]
    if case.due_on is not None:
        said.append(f"{due_name(case)}{due(case, as_of)}")
    if case.decided_on is not None:
        said.append(f"{day(case.decided_on, as_of)}决定")
    elif case.expected_end is not None:
        said.append(f"预计{day(case.expected_end, as_of)}办结")
    said.append(next_step(case))
    said.extend(f"{owed.name}：{owed_standing(owed, as_of)}" for owed in case.owed)
    return fitted("，".join(said), 2400, 12)
