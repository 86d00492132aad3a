"""How a week is written for people (周次): its number and its days, never a code."""

import re
from datetime import date, timedelta

_CODE = re.compile(r"(\d{4})-W(\d{2})")


def week_in_words(week: str) -> str:
    """Write an ISO week in full: 2020年第30周（7月20—26日）; anything else stays as it is."""
    found = _CODE.fullmatch(week)
    if found is None:
        return week
    year, number = int(found[1]), int(found[2])
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return week
    return f"{year}年第{number}周（{_span(monday)}）"


def week_number(week: str) -> str:
    """Write an ISO week shortly, for names: 2020年第30周."""
    return week_in_words(week).partition("（")[0]


def week_shortly(week: str) -> str:
    """Write an ISO week without its year, for columns beside each other: 第30周（7月20—26日）."""
    return week_in_words(week).partition("年")[2] or week


def week_tag(week: str) -> str:
    """Return the tag of a run that shows a week."""
    return f"week:{week_number(week)}"


def _span(monday: date) -> str:
    sunday = monday + timedelta(days=6)
    if monday.month == sunday.month:
        return f"{monday.month}月{monday.day}—{sunday.day}日"
    return f"{monday.month}月{monday.day}日—{sunday.month}月{sunday.day}日"
