"""What the lines of a book add up to (清单汇总): sums, layers, measures, warnings."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from models.book import Book, BookMeasure, BookWarning, FieldKind
from models.book_line import BookLine
from models.catalogue import Unit
from rules.days.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure as it stands (指标情况)."""

    measure: BookMeasure
    part: int
    whole: int
    short: tuple[int, ...]
    """Numbers of the lines that are counted and have not got there."""

    @property
    def rate(self) -> float | None:
        """Return the rate; ``None`` = there is nothing to divide by."""
        return self.part / self.whole if self.whole else None

    @property
    def missing(self) -> int:
        """Return how much more would reach what is asked."""
        asked = self.measure.least_count or 0
        if self.measure.least is not None:
            asked = max(asked, ceil(round(self.measure.least * self.whole, 6)))
        return max(0, asked - self.part)

    @property
    def met(self) -> bool | None:
        """Tell whether it is reached; ``None`` = nothing is asked, or nothing can be counted."""
        asks = self.measure.least is not None or self.measure.least_count is not None
        if not asks or (self.measure.least is not None and not self.whole):
            return None
        return self.missing == 0


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning that stands (预警情况)."""

    warning: BookWarning
    line: int
    on: date
    """Since when it stands."""


def amounts_by_state(
    book: Book, lines: Iterable[BookLine]
) -> dict[str, tuple[int, dict[str, int]]]:
    """Return state → number of lines and the sum of every amount: nothing is lost between them."""
    codes = [one.code for one in book.fields if one.kind is FieldKind.AMOUNT]
    found = {one.code: (0, dict.fromkeys(codes, 0)) for one in book.states}
    for line in lines:
        count, sums = found[line.state]
        found[line.state] = (count + 1, {code: sums[code] + line.amount(code) for code in codes})
    return found


def layers(book: Book, lines: Collection[BookLine]) -> Iterator[tuple[str, str, int]]:
    """Yield name, unit, amount of what stands at each step of a chain: together its top."""
    for chain in book.chains:
        sums = [sum(line.amount(code) for line in lines) for code in chain]
        for place, code in enumerate(chain):
            field = book.field(code)
            if place + 1 == len(chain):
                yield field.name, field.unit, sums[place]
            else:
                after = book.field(chain[place + 1]).name
                yield f"{field.name}未{after}", field.unit, sums[place] - sums[place + 1]


def measured(measure: BookMeasure, lines: Iterable[BookLine]) -> Measured:
    """Return a measure over the lines that it counts."""
    counted = [line for line in lines if _counts(measure, line)]
    if measure.part:
        part = sum(line.amount(measure.part) for line in counted)
        whole = sum(line.amount(measure.whole) for line in counted) if measure.whole else 0
        short = [
            line.number
            for line in counted
            if measure.whole and line.amount(measure.part) < line.amount(measure.whole)
        ]
        return Measured(measure, part, whole, tuple(short))
    left = tuple(line.number for line in counted if not _has_got_there(measure, line))
    return Measured(measure, len(counted) - len(left), len(counted), left)


def warned(
    book: Book, lines: Iterable[BookLine], *, on: date, days: WorkingDays
) -> tuple[Warned, ...]:
    """Return every warning that stands on a day, red ones first, then by day.

    Of those that count from the same day until the same end the last one speaks: what is
    overdue no longer falls due, what has waited ninety days has also waited sixty.
    """
    found: dict[tuple[object, ...], Warned] = {}
    for line in lines:
        for warning in book.warnings:
            since = _since(warning, line, days)
            if since is None or since > on:
                continue
            same = (line.number, warning.field, warning.until, warning.until_equal, warning.start)
            if same not in found or found[same].on < since:
                found[same] = Warned(warning, line.number, since)
    return tuple(sorted(found.values(), key=lambda one: (not one.warning.red, one.on, one.line)))


def due_on(book: Book, line: BookLine, days: WorkingDays) -> date | None:
    """Return the last day on which a line is in time: a red warning stands the day after."""
    since = (_since(one, line, days) for one in book.warnings if one.red)
    first = min((day for day in since if day is not None), default=None)
    return None if first is None else first - timedelta(days=1)


def _counts(measure: BookMeasure, line: BookLine) -> bool:
    if any(line.text(field) not in values for field, values in measure.where.items()):
        return False
    if measure.between is None:
        return True
    field, first, last = measure.between
    day = line.day(field)
    return day is not None and first <= day <= last


def _has_got_there(measure: BookMeasure, line: BookLine) -> bool:
    days = [day for state, day in line.reached if state in measure.states]
    if not days or not measure.in_time:
        return bool(days)
    due = line.day(measure.in_time)
    return due is not None and min(days) <= due


def _since(warning: BookWarning, line: BookLine, days: WorkingDays) -> date | None:
    """Return the day from which a warning stands against a line; ``None`` = it does not."""
    day = line.day(warning.field)
    if day is None or any(state in warning.until for state, _ in line.reached):
        return None
    if warning.until_equal and len({line.amount(one) for one in warning.until_equal}) == 1:
        return None
    if warning.unit is Unit.WORKDAY:
        return days.add(day, warning.days, Unit.WORKDAY).due_on + timedelta(days=1)
    return day + timedelta(days=warning.days)
