"""The timeline of a project (进度图): one row a procedure, all on one axis, drawn in percent.

What is drawn stands in words beside it; a row's drawing is as wide as its cell, whatever
the screen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.reading.board.sheet import ProjectSheet, SheetRow
from reports.chart.chart_axis import ONE_DAY, WEEK, Axis
from reports.text.phrases import ENDED, STAGES

FULL = 100.0
LEAST_WIDTH = 0.6


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of days: kind (what it means, and its class), left edge and width in percent."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on the axis: left edge in percent, and its word."""

    x: float
    word: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A procedure with its bars (进度图的一行)."""

    row: SheetRow
    bars: tuple[Bar, ...]
    due: float | None
    owed: tuple[Mark, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Stage:
    """The procedures of one stage (阶段)."""

    name: str
    rows: tuple[DrawnRow, ...]
    prior: tuple[SheetRow, ...]
    """Concluded before this ledger: told in one line, not drawn."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The timeline of a project (进度图)."""

    stages: tuple[Stage, ...]
    months: tuple[Mark, ...]
    weeks: tuple[float, ...]
    lines: tuple[Mark, ...]
    """Today, the pinned day, the expected start, the day on which the land is cleared."""
    later: tuple[SheetRow, ...]
    """Procedures that the start does not wait for and nobody has begun."""


def timeline(sheet: ProjectSheet) -> Timeline:
    """Lay a project's procedures out on one axis."""
    view = sheet.view
    shown = [row for row in sheet.rows if _drawn(row)]
    axis = Axis.around(view.as_of, _days(sheet, shown), left=0, right=FULL)
    stages = []
    for code in sorted({row.case.stage for row in sheet.rows if _drawn(row) or row.prior}):
        of_stage = [row for row in sheet.rows if row.case.stage == code]
        rows = tuple(_row(row, axis, view.as_of) for row in of_stage if _drawn(row))
        prior = tuple(row for row in of_stage if row.prior)
        stages.append(Stage(f"{code} {STAGES.get(code, '')}".strip(), rows, prior))
    return Timeline(
        stages=tuple(stages),
        months=tuple(_months(axis)),
        weeks=tuple(round(axis.x(one), 2) for one in _mondays(axis)),
        lines=tuple(_lines(sheet, axis)),
        later=tuple(row for row in sheet.rows if not _drawn(row) and not row.prior),
    )


def _drawn(row: SheetRow) -> bool:
    case = row.case
    begun = case.expected_start is not None or case.opened_on is not None
    return begun and not row.prior


def _days(sheet: ProjectSheet, shown: list[SheetRow]) -> Iterator[date]:
    for row in shown:
        case = row.case
        days = (case.opened_on, case.submitted_on, case.accepted_on, case.decided_on)
        yield from (one for one in days if one is not None)
        ahead = (case.expected_end, case.due_on, *(owed.due_on for owed in case.owed))
        yield from (one for one in ahead if one is not None)
    start = sheet.view.start
    cleared = start.land.cleared_on if start.land is not None else None
    for one in (start.pinned_on, cleared, start.started_on or expected_start(sheet)):
        if one is not None:
            yield one


def expected_start(sheet: ProjectSheet) -> date:
    """Return the day on which the start is expected: the 50 % day, else by the promises."""
    start = sheet.view.start
    return start.likely.p50 if start.likely is not None else start.forecast_on


def _lines(sheet: ProjectSheet, axis: Axis) -> Iterator[Mark]:
    start, as_of = sheet.view.start, sheet.view.as_of
    yield Mark(_at(axis, as_of, 0.5), "今天", "today")
    if start.pinned_on is not None:
        yield Mark(_at(axis, start.pinned_on, 1), "锁定开工", "pinned")
    if start.started_on is not None:
        yield Mark(_at(axis, start.started_on, 0.5), "已开工", "started")
    else:
        yield Mark(_at(axis, expected_start(sheet), 0.5), "预计开工", "forecast")
    if start.land is not None:
        yield Mark(_at(axis, start.land.cleared_on, 0.5), "净地最早", "land")


def _row(row: SheetRow, axis: Axis, as_of: date) -> DrawnRow:
    case = row.case
    due = None if case.state in ENDED else case.due_on
    inside = due is not None and axis.first <= due <= axis.last
    return DrawnRow(
        row=row,
        bars=tuple(_bars(row, axis, as_of)),
        due=_at(axis, due, 1) if due is not None and inside else None,
        owed=tuple(
            Mark(
                _at(axis, owed.due_on, 0.5),
                owed.name,
                "received"
                if owed.received_on
                else ("late" if owed.lapsed or owed.due_on < as_of else "open"),
            )
            for owed in case.owed
        ),
        words=_words(row),
    )


def _bars(row: SheetRow, axis: Axis, as_of: date) -> Iterator[Bar]:
    case, tomorrow = row.case, as_of + ONE_DAY
    handed_in = None if case.state in ENDED else case.submitted_on or case.accepted_on
    if case.planned_start is not None and case.planned_end is not None:
        yield from _bar("plan", axis, case.planned_start, case.planned_end + ONE_DAY)
    if case.opened_on is not None and (handed_in or case.decided_on is None):
        yield from _bar("waiting", axis, case.opened_on, handed_in or tomorrow)
    if handed_in is not None:
        upto = case.decided_on + ONE_DAY if case.decided_on else tomorrow
        good = min(upto, case.due_on + ONE_DAY) if case.due_on else upto
        yield from _bar("done" if row.concluded else "under-way", axis, handed_in, good)
        yield from _bar("late", axis, max(good, handed_in), upto)
    for stop in row.stops:
        yield from _bar("paused", axis, stop.first, stop.last or tomorrow)
    if not row.concluded and case.expected_start is not None and case.expected_end is not None:
        begins = max(case.expected_start, tomorrow if case.opened_on else as_of)
        yield from _bar("forecast", axis, begins, case.expected_end + ONE_DAY)


def _bar(kind: str, axis: Axis, first: date, end: date) -> Iterator[Bar]:
    """Yield a bar from the morning of a day to the morning of another, if any of it is seen."""
    if end <= first or end <= axis.first or first > axis.last:
        return
    x = axis.x(first)
    yield Bar(kind, round(x, 2), round(max(axis.x(end) - x, LEAST_WIDTH), 2))


def _at(axis: Axis, day: date, part: float) -> float:
    return round(axis.x(day, part), 2)


def _words(row: SheetRow) -> str:
    """Say a row's drawing in words, for those who cannot see it."""
    case = row.case

    def short(day: date | None) -> str:
        return f"{day.month}月{day.day}日" if day else "未定"

    told = [f"{case.procedure} {case.name}", case.state_name]
    if row.holder:
        told.append(f"现由{row.holder}持有")
    if case.planned_end is not None:
        told.append(f"计划{short(case.planned_start)}至{short(case.planned_end)}")
    if case.due_on is not None:
        told.append(f"{'法定' if case.due_by_law else '承诺'}{short(case.due_on)}到期")
    if case.decided_on is not None:
        told.append(f"{short(case.decided_on)}办结")
    elif case.expected_end is not None:
        told.append(f"预计{short(case.expected_end)}办结")
    told.extend(
        f"{short(one.first)}起暂停（{one.why}）"
        + (f"，{short(one.last)}恢复" if one.last else "，尚未恢复")
        for one in row.stops
    )
    return "，".join(told)


def _mondays(axis: Axis) -> Iterator[date]:
    weeks = ((axis.last - axis.first).days + 1) // 7
    step = 1 if weeks <= 20 else 2 if weeks <= 40 else 4
    monday = axis.first + step * WEEK
    while monday <= axis.last:
        yield monday
        monday += step * WEEK


def _months(axis: Axis) -> Iterator[Mark]:
    """Yield the months; one that is hardly seen has no word."""
    first = axis.first
    while first <= axis.last:
        following = (first.replace(day=1) + 31 * ONE_DAY).replace(day=1)
        x, end = axis.x(first), axis.x(min(following, axis.last + ONE_DAY))
        word = f"{first.month}月" if end - x > 5 else ""
        if word and (first == axis.first or first.month == 1) and end - x > 12:
            word = f"{first.year}年{word}"
        yield Mark(round(x, 2), word)
        first = following
