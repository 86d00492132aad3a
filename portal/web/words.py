"""How the portal words days (期限用语): never a bare date, never a colour alone."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.catalogue import Unit
from models.days import WEEKDAYS, ZONE
from rules.days.working_days import WorkingDays

OFFERED = 60
_SPACED_DAY = re.compile(r" ?(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])( (?!\d))?")
_LOOSE_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])(?<!日) (\d[\d,]*(?:\.\d+)?) (?=[\u4e00-\u9fff])")
"""A number with blanks around it, as older entries write it; after a day it would run into it."""
SOON_DAYS = 3
"""So many working days before the last good day a due word turns to “soon”."""


@dataclass(frozen=True, slots=True)
class Due:
    """A last good day as people read it (期限)."""

    on: date | None
    words: str
    tone: str
    """``late``, ``today``, ``soon``, ``calm`` or ``none``: the colour of the bar beside."""


def due(on: date | None, today: date, days: WorkingDays) -> Due:
    """Return the last good day in words, counted in working days after ``today``."""
    if on is None:
        return Due(None, "未定期限", "none")
    if on < today:
        return Due(on, f"逾期{days.between(on, today)}{Unit.WORKDAY.label}", "late")
    if on == today:
        return Due(on, "今天到期", "today")
    left = days.between(today, on)
    return Due(on, f"还有{left}{Unit.WORKDAY.label}", "soon" if left <= SOON_DAYS else "calm")


def remaining(on: date | None, left: int | None, unit: Unit = Unit.WORKDAY) -> Due:
    """Return a last good day whose distance the clock has counted itself, pauses included."""
    if on is None or left is None:
        return Due(on, "未定期限", "none")
    if left < 0:
        return Due(on, f"逾期{-left}{unit.label}", "late")
    if left == 0:
        return Due(on, "今天到期", "today")
    return Due(on, f"还有{left}{unit.label}", "soon" if left <= SOON_DAYS else "calm")


def day(on: date | None) -> str:
    """Write a day for a person: 2020年6月19日."""
    return f"{on.year}年{on.month}月{on.day}日" if on else "—"


def short_day(on: date | None, beside: date | None = None) -> str:
    """Write a day within a list: 6月19日; with its year where ``beside`` lies in another."""
    if on is None or (beside is not None and on.year != beside.year):
        return day(on)
    return f"{on.month}月{on.day}日"


def weekday(on: date) -> str:
    """Write the day of the week: 周五."""
    return f"周{WEEKDAYS[on.weekday()]}"


def days_ahead(today: date) -> tuple[date, ...]:
    """Return the days that a field for a day offers to choose; any other may be typed."""
    return tuple(today + timedelta(days=number) for number in range(OFFERED))


def moment(at: datetime) -> str:
    """Write an instant in the office's zone: 2020年6月19日 17:05."""
    local = at.astimezone(ZONE)
    return f"{day(local.date())} {local:%H:%M}"


def plain_days(text: str, beside: date) -> str:
    """Write the days and numbers of a sentence as people read them: 2020-06-30 is 6月30日."""

    def written(found: re.Match[str]) -> str:
        year, month, on = (int(one) for one in found.groups()[:3])
        shown = f"{month}月{on}日"
        return shown if year == beside.year else f"{year}年{shown}"

    return _LOOSE_NUMBER.sub(r"\1", _SPACED_DAY.sub(written, text))
