"""Which days offices work, and how working days are counted (工作日).

One law: a due date is a pure function of a start, a number of days and a versioned
table (`rules/days/day_table.py`). In a year that no notice has settled yet the days that the
regulation itself fixes are off (`rules/days/statutory_days.py`) and other weekdays worked; such
a year is marked provisional, and counted anew when its notice is in.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import accumulate, compress, cycle, islice
from typing import TYPE_CHECKING, NamedTuple, Self

from models.catalogue import Unit
from models.days import DayKind, DayTable, SpecialDay
from models.labelled import Labelled
from models.refusal import Refused
from rules.days.statutory_days import unsettled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2100, 12, 31)
EPOCH = FIRST_DAY.toordinal()
"""The ordinal of the first day: where the tables for whole passes begin."""
_SPAN = LAST_DAY.toordinal() - EPOCH + 1


class DayReason(Labelled):
    """Why offices are open or closed on a day (开闭原因)."""

    WORKDAY = "workday", "工作日"
    WEEKEND = "weekend", "周末"
    HOLIDAY = "holiday", "节假日"
    MAKE_UP_WORKDAY = "make_up_workday", "调休上班"


class OutsideCalendar(Refused):
    """The day lies before 2000 or after 2100, where nothing is counted."""

    def __init__(self, what: object) -> None:
        super().__init__(f"日期不在日历范围内（2000—2100年）：{what}", what=str(what))


@dataclass(frozen=True, slots=True)
class DayReading:
    """What a day is, and why (日历判读)."""

    day: date
    working: bool
    reason: DayReason
    label: str
    """工作日、周末、节假日 or 调休上班."""
    name: str
    """The festival it belongs to; empty on ordinary days."""
    provisional: bool


class DueDay(NamedTuple):
    """A due day, inclusive (到期日)."""

    due_on: date
    provisional: bool
    """Whether the count touches a year whose notice is not in yet (暂算)."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The working days of 2000 to 2100 under one table, counted once (工作日序列).

    Every question is answered in constant time from two arrays: how many working
    days there are up to each day, and which day is the n-th.
    """

    table: DayTable = field(repr=False)
    special: Mapping[date, SpecialDay] = field(repr=False, compare=False)
    """Every day that departs from the week: those of the table, and of unsettled years."""
    _upto: Sequence[int] = field(repr=False, compare=False)
    """Working days from 1 January 2000 up to and including the day."""
    _ordinals: Sequence[int] = field(repr=False, compare=False)
    """The day of each working day, as a proleptic ordinal."""
    upto: list[int] = field(repr=False, compare=False)
    """Working days up to and including each day, from ``EPOCH`` on: for passes, to be read."""
    ordinals: list[int] = field(repr=False, compare=False)
    """The ordinal of each working day, the first at place 0: for passes, to be read."""

    @classmethod
    def of(cls, table: DayTable) -> Self:
        """Count the days of a table."""
        week = (1 if (FIRST_DAY.weekday() + shift) % 7 < 5 else 0 for shift in range(7))
        works = bytearray(islice(cycle(week), _SPAN))
        special = {**dict(unsettled(table.first_year, table.last_year)), **table.days}
        for day, one in special.items():
            works[_offset(day)] = one.kind is DayKind.MAKE_UP_WORKDAY
        upto = list(accumulate(works))
        ordinals = list(compress(range(EPOCH, EPOCH + _SPAN), works))
        return cls(
            table=table,
            special=special,
            _upto=array("i", upto),
            _ordinals=array("i", ordinals),
            upto=upto,
            ordinals=ordinals,
        )

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices are open on a day."""
        return self._ordinals[max(self._upto[_offset(day)] - 1, 0)] == day.toordinal()

    def why(self, day: date) -> DayReading:
        """Say what a day is, and by which festival."""
        working = self.is_working_day(day)
        special = self.special.get(day)
        if special is None:
            reason = DayReason.WORKDAY if working else DayReason.WEEKEND
        elif special.kind is DayKind.OFF:
            reason = DayReason.HOLIDAY
        else:
            reason = DayReason.MAKE_UP_WORKDAY
        return DayReading(
            day=day,
            working=working,
            reason=reason,
            label=reason.label,
            name=special.name if special else "",
            provisional=self.is_provisional(day, day),
        )

    def is_provisional(self, first: date, last: date) -> bool:
        """Tell whether any day of a span lies in a year that no notice has settled."""
        return first.year < self.table.first_year or last.year > self.table.last_year

    def index(self, day: date) -> int:
        """Count the working days from 1 January 2000 up to and including a day."""
        return self._upto[_offset(day)]

    def day_at(self, index: int) -> date:
        """Return the working day of that index; the inverse of :meth:`index` on working days."""
        if not 1 <= index <= len(self._ordinals):
            raise OutsideCalendar(f"第{index}个工作日")
        return date.fromordinal(self._ordinals[index - 1])

    @property
    def counts(self) -> "NDArray[np.int32]":
        """Return the counts of :meth:`index` for all days at once, from ``FIRST_DAY`` on."""
        import numpy as np  # whoever draws or ranks needs it, nobody else

        return np.asarray(self._upto, dtype=np.int32)

    @property
    def nth(self) -> "NDArray[np.int32]":
        """Return the ordinals of all working days, the first at place 0."""
        import numpy as np

        return np.asarray(self._ordinals, dtype=np.int32)

    def next_working_day(self, day: date) -> date:
        """Return the first working day on or after a day."""
        place = self._upto[_offset(day)]
        open_then = place > 0 and self._ordinals[place - 1] == day.toordinal()
        return day if open_then else self.day_at(place + 1)

    def previous_working_day(self, day: date) -> date:
        """Return the last working day on or before a day."""
        return self.day_at(self.index(day))

    def between(self, start: date, end: date) -> int:
        """Count the working days after ``start`` up to and including ``end``.

        Negative when ``end`` is the earlier day: so many working days overdue.
        """
        last, first = end.toordinal() - EPOCH, start.toordinal() - EPOCH
        if 0 <= last < _SPAN and 0 <= first < _SPAN:
            return self._upto[last] - self._upto[first]
        raise OutsideCalendar((start if 0 <= last < _SPAN else end).isoformat())

    def add(self, start: date, days: int, unit: Unit) -> DueDay:
        """Return the last good day of a limit that starts on ``start``.

        The day it starts does not count (民法典 art. 201; 行政许可法 art. 82 for
        working days). A limit in calendar days that ends on a day off ends on the next
        working day (民法典 art. 203). No days at all: a limit in working days ends on
        the very day, even on a day off (即办件 are settled when they come in); one in
        calendar days still rolls.
        """
        _not_negative(days)
        if unit is Unit.CALENDAR_DAY:
            due = self.next_working_day(_shifted(start, days))
        elif days:
            place = self._upto[_offset(start)] + days
            if place > len(self._ordinals):
                raise OutsideCalendar(f"第{place}个工作日")
            due = date.fromordinal(self._ordinals[place - 1])
        else:
            _offset(start)
            due = start
        return DueDay(due, self.is_provisional(start, due))

    def back(self, end: date, days: int, unit: Unit) -> date:
        """Return the latest start whose limit ends on ``end`` or before: :meth:`add` mirrored.

        It may be a day off, since such a start counts like the working day before it;
        whoever needs an office to be open asks :meth:`previous_working_day` of it.
        """
        _not_negative(days)
        _offset(end)
        if unit is Unit.CALENDAR_DAY:
            return _shifted(self.previous_working_day(end), -days)
        if days == 0:
            return end
        following = self.index(end) - days + 1
        if following < 1:
            raise OutsideCalendar(f"{end.isoformat()} 之前{days}个工作日")
        return _shifted(self.day_at(following), -1)


@dataclass(frozen=True, slots=True)
class _Key:
    """A table as a cache key: the same object or the same content."""

    table: DayTable

    def __hash__(self) -> int:
        return hash(self.table.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and (self.table is other.table or self.table == other.table)


@lru_cache(maxsize=32)
def _built(key: _Key) -> WorkingDays:
    return WorkingDays.of(key.table)


def working_days(table: DayTable) -> WorkingDays:
    """Return the working days of a table, counted once per content."""
    return _built(_Key(table))


def _offset(day: date) -> int:
    """Return how many days after 1 January 2000 a day is."""
    offset = day.toordinal() - EPOCH
    if not 0 <= offset < _SPAN:
        raise OutsideCalendar(day.isoformat())
    return offset


def _shifted(day: date, days: int) -> date:
    """Return the day so many calendar days later."""
    offset = _offset(day) + days
    if not 0 <= offset < _SPAN:
        raise OutsideCalendar(f"{day.isoformat()} {'+' if days >= 0 else '−'} {abs(days)}天")
    return date.fromordinal(EPOCH + offset)


def _not_negative(days: int) -> None:
    if days < 0:
        raise ValueError(f"a limit cannot have {days} days")
