"""When the weekly round of an ISO week is held (周报日程): opening, chases, cut-off.

Days are shifted by the calendar: the opening forward to a working day, chases and
cut-off back to one. A week without a working day up to its cut-off has no round, nor
has a week that the rules suspend.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from models.days import ZONE
from models.refusal import BadInput
from models.rulebook import WeeklyRules
from models.written import NARROW
from rules.clocks.clock import ONE_DAY
from rules.days.working_days import WorkingDays

WEEK = re.compile(r"(20\d\d)-W(\d\d)")
TYPED = re.compile(r"(20\d\d)(?:-[Ww]|-|年第)(\d{1,2})周?")
"""A week as people type it: 2020-25, 2020年第25周, or the code itself."""


@dataclass(frozen=True, slots=True)
class RoundDays:
    """The instants of one weekly round (周报日程)."""

    week: str
    opens_at: datetime
    cutoff_at: datetime


@dataclass(frozen=True, slots=True)
class NoRound:
    """Why a week has no round (本周不填报)."""

    week: str
    reason: str


@dataclass(frozen=True, slots=True)
class Chase:
    """One chase before a cut-off (催报)."""

    at: datetime
    before_hours: int


def iso_week(day: date) -> str:
    """Return the ISO week of a day, like ``2020-W25``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday_of(week: str) -> date:
    """Return the Monday of an ISO week; raise :class:`BadInput` for what is none."""
    match = WEEK.fullmatch(week)
    last = date(int(match[1]), 12, 28).isocalendar().week if match else 0
    if match is None or not 1 <= int(match[2]) <= last:
        raise BadInput("周次", f"“{week}”不是有效的周，应写作 2020-25，或 2020年第25周")
    return date.fromisocalendar(int(match[1]), int(match[2]), 1)


def week_code(typed: str) -> str:
    """Return the ISO week that somebody typed; raise :class:`BadInput` for what is none."""
    match = TYPED.fullmatch(typed.translate(NARROW).strip())
    code = f"{match[1]}-W{int(match[2]):02d}" if match is not None else typed
    try:
        monday_of(code)
    except BadInput as wrong:
        raise BadInput(wrong.place, wrong.message.replace(code, typed)) from wrong
    return code


def next_week(week: str) -> str:
    """Return the ISO week after a week."""
    return iso_week(monday_of(week) + timedelta(days=7))


def round_days(
    week: str, rules: WeeklyRules, days: WorkingDays, *, first_day: date | None = None
) -> RoundDays | NoRound:
    """Return when the round of a week is held, or why it is not.

    ``first_day`` = the campaign's: nobody is asked before it.
    """
    if (skipped := rules.skipped(week)) is not None:
        return NoRound(week, skipped.reason)
    monday = monday_of(week)
    opens = days.next_working_day(
        max(monday + (rules.opens_weekday - 1) * ONE_DAY, first_day or monday)
    )
    cutoff = days.previous_working_day(monday + (rules.cutoff_weekday - 1) * ONE_DAY)
    if cutoff < monday:
        return NoRound(week, "截止日以前没有工作日")
    if first_day is not None and cutoff < first_day:
        return NoRound(week, "专项行动尚未开始")
    return RoundDays(week, _at(min(opens, cutoff), rules.opens), _at(cutoff, rules.cutoff))


def chases(
    cutoff_at: datetime, rules: WeeklyRules, days: WorkingDays, *, opened_at: datetime
) -> tuple[Chase, ...]:
    """Return the chases before a cut-off, earliest first; none falls before the opening."""
    found = []
    for hours in sorted(rules.remind_before_hours, reverse=True):
        at = (cutoff_at - timedelta(hours=hours)).astimezone(ZONE)
        day = days.previous_working_day(at.date())
        at = _at(day, at.time())
        if opened_at < at < cutoff_at:
            found.append(Chase(at, hours))
    return tuple(found)


def good_until(cutoff_at: datetime, days: WorkingDays) -> datetime:
    """Return until when a report is in time: the instant told, or its hour on the next open day.

    A notice may close the day that units were told (民法典 203; before 2021 民法总则 203).
    """
    told = cutoff_at.astimezone(ZONE)
    return _at(days.next_working_day(told.date()), told.time())


def cutoff_when_opened(
    plan: RoundDays, now: datetime, rules: WeeklyRules, days: WorkingDays
) -> datetime:
    """Return until when units may report in time that are asked now.

    A round that was missed in an outage leaves them until the cut-off hour of the next
    working day: nobody is late for what nobody was asked.
    """
    if now < plan.cutoff_at:
        return plan.cutoff_at
    tomorrow = days.next_working_day(now.astimezone(ZONE).date() + ONE_DAY)
    return _at(tomorrow, rules.cutoff)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, ZONE)
