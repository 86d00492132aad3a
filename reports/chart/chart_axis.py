"""The time axis of the wall chart (时间轴): weeks from Monday to Sunday, every day as wide."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from reports.chart.svg import Svg, element, label, line, rectangle, text_width
from rules.days.working_days import DayReason, WorkingDays

ONE_DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
BACK = timedelta(weeks=26)
AHEAD = timedelta(weeks=130)
"""What lies further off is drawn at the edge."""

MONTHS_HEIGHT = 18.0
WEEKS_HEIGHT = 16.0
GRID, INK, QUIET = "#d9dee3", "#1f2933", "#5b6770"
WEEKEND, HOLIDAY = "#f1f3f5", "#fbe6d8"


@dataclass(frozen=True, slots=True)
class Axis:
    """Days laid out from left to right (时间轴)."""

    first: date
    """A Monday."""
    last: date
    """A Sunday, inclusive."""
    left: float
    right: float

    @classmethod
    def around(cls, as_of: date, days: Iterable[date], *, left: float, right: float) -> "Axis":
        """Return the axis that shows all the days, with a little room on both sides."""
        shown = [min(max(one, as_of - BACK), as_of + AHEAD) for one in days]
        first = min([as_of - WEEK, *shown])
        last = max([as_of + 2 * WEEK, *(one + 3 * ONE_DAY for one in shown)])
        return cls(
            first - first.weekday() * ONE_DAY,
            last + (6 - last.weekday()) * ONE_DAY,
            left,
            right,
        )

    @property
    def day_width(self) -> float:
        """Return how wide a day is."""
        return (self.right - self.left) / ((self.last - self.first).days + 1)

    def x(self, day: date, part: float = 0.0) -> float:
        """Return where a day begins, or a part of it later; never beyond the edges."""
        x = self.left + ((day - self.first).days + part) * self.day_width
        return min(max(x, self.left), self.right)

    def shading(self, days: WorkingDays, top: float, bottom: float) -> Svg:
        """Return the days on which offices are closed, weekends and holidays apart."""
        paths = {WEEKEND: "", HOLIDAY: ""}
        for first, last, closed in self._closed(days):
            fill = HOLIDAY if closed is DayReason.HOLIDAY else WEEKEND
            x, end = self.x(first), self.x(last, 1)
            paths[fill] += f"M{x:.1f} {top:.0f}H{end:.1f}V{bottom:.0f}H{x:.1f}z"
        return Svg("".join(element("path", d=d, fill=fill) for fill, d in paths.items() if d))

    def _closed(self, days: WorkingDays) -> Iterator[tuple[date, date, DayReason]]:
        """Yield runs of closed days for the same reason."""
        run: tuple[date, date, DayReason] | None = None
        day = self.first
        while day <= self.last:
            reading = days.why(day)
            if run and (reading.working or reading.reason is not run[2]):
                yield run
                run = None
            if not reading.working:
                run = (run[0] if run else day, day, reading.reason)
            day += ONE_DAY
        if run:
            yield run

    def scale(self, top: float, bottom: float) -> Svg:
        """Return the heading with months and weeks, and the lines that run down from it."""
        middle = top + MONTHS_HEIGHT
        parts = [
            rectangle(self.left, top, self.right - self.left, MONTHS_HEIGHT, "#e8edf2"),
            *(self._month(first, last, top, bottom) for first, last in self._months()),
        ]
        step = next((n for n in (1, 2, 4, 8) if n * 7 * self.day_width >= 19), 13)
        monday = self.first
        while monday <= self.last:
            x = self.x(monday)
            parts.append(line(x, middle, x, bottom, GRID))
            parts.append(label(x + 3, middle + 12, str(monday.day), font_size=10, fill=QUIET))
            monday += step * WEEK
        return Svg("".join(parts))

    def _month(self, first: date, last: date, top: float, bottom: float) -> Svg:
        x, end = self.x(first), self.x(last, 1)
        edge = line(x, top, x, bottom, "#aab4bd") if x > self.left else Svg("")
        written = f"{first.month}月"
        if first == self.first or first.month == 1:
            written = f"{first.year}年{written}"
        if text_width(written, 11) + 8 > end - x:
            written = (
                f"{first.month}月" if text_width(f"{first.month}月", 11) + 6 <= end - x else ""
            )
        return Svg(edge + (label(x + 4, top + 13, written, fill=INK) if written else ""))

    def _months(self) -> Iterator[tuple[date, date]]:
        """Yield the first and the last day of each month, as far as it is shown."""
        first = self.first
        while first <= self.last:
            following = (first.replace(day=1) + 31 * ONE_DAY).replace(day=1)
            yield first, min(following - ONE_DAY, self.last)
            first = following
