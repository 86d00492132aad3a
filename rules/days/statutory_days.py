"""The days off that are fixed for every year (法定节假日), before its notice is out.

全国年节及纪念日放假办法: the version of 2013 for 2014 to 2024, that of 10 November 2024 from
2025 on. A day that falls on a weekend is made up on a working day (补假); which days the
year's notice will move or add (调休) nobody knows yet. So such a year stays provisional.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache

from models.days import DayKind, SpecialDay

FIRST_YEAR, LAST_YEAR = 2014, 2100
_REVISED_IN = 2025
_ONE_DAY = timedelta(days=1)
_SOURCE = {
    False: "全国年节及纪念日放假办法（2013年修订）",
    True: "全国年节及纪念日放假办法（2024年修订）",
}
_MADE_UP = "（补假）"

_BY_MOON_AND_SUN = """
2014: 0131 0405 0602 0908
2015: 0219 0405 0620 0927
2016: 0208 0404 0609 0915
2017: 0128 0404 0530 1004
2018: 0216 0405 0618 0924
2019: 0205 0405 0607 0913
2020: 0125 0404 0625 1001
2021: 0212 0404 0614 0921
2022: 0201 0405 0603 0910
2023: 0122 0405 0622 0929
2024: 0210 0404 0610 0917
2025: 0129 0404 0531 1006
2026: 0217 0405 0619 0925
2027: 0206 0405 0609 0915
2028: 0126 0404 0528 1003
2029: 0213 0404 0616 0922
2030: 0203 0405 0605 0912
2031: 0123 0405 0624 1001
2032: 0211 0404 0612 0919
2033: 0131 0404 0601 0908
2034: 0219 0405 0620 0927
2035: 0208 0405 0610 0916
2036: 0128 0404 0530 1004
2037: 0215 0404 0618 0924
2038: 0204 0405 0607 0913
2039: 0124 0405 0527 1002
2040: 0212 0404 0614 0920
2041: 0201 0404 0603 0910
2042: 0122 0404 0622 0928
2043: 0210 0405 0611 0917
2044: 0130 0404 0531 1005
2045: 0217 0404 0619 0925
2046: 0206 0404 0608 0915
2047: 0126 0405 0529 1004
2048: 0214 0404 0615 0922
2049: 0202 0404 0604 0911
2050: 0123 0404 0623 0930
2051: 0211 0405 0613 0919
2052: 0201 0404 0601 0907
2053: 0219 0404 0620 0926
2054: 0208 0404 0610 0916
2055: 0128 0405 0530 1005
2056: 0215 0404 0617 0924
2057: 0204 0404 0606 0913
2058: 0124 0404 0625 1002
2059: 0212 0405 0614 0921
2060: 0202 0404 0603 0909
2061: 0121 0404 0622 0928
2062: 0209 0404 0611 0917
2063: 0129 0405 0601 1006
2064: 0217 0404 0619 0925
2065: 0205 0404 0608 0915
2066: 0126 0404 0528 1003
2067: 0214 0405 0616 0923
2068: 0203 0404 0604 0911
2069: 0123 0404 0623 0929
2070: 0211 0404 0613 0919
2071: 0131 0405 0602 0908
2072: 0219 0404 0620 0926
2073: 0207 0404 0610 0916
2074: 0127 0404 0530 1005
2075: 0215 0404 0617 0924
2076: 0205 0404 0606 0912
2077: 0124 0404 0624 1001
2078: 0212 0404 0614 0920
2079: 0202 0404 0604 0910
2080: 0122 0404 0622 0928
2081: 0209 0404 0611 0917
2082: 0129 0404 0601 1006
2083: 0217 0404 0619 0926
2084: 0206 0404 0607 0914
2085: 0126 0404 0527 1003
2086: 0214 0404 0615 0922
2087: 0203 0404 0605 0911
2088: 0124 0404 0623 0929
2089: 0210 0404 0613 0918
2090: 0130 0404 0602 0908
2091: 0218 0404 0621 0927
2092: 0207 0404 0609 0916
2093: 0127 0404 0529 1005
2094: 0215 0404 0617 0924
2095: 0205 0404 0606 0913
2096: 0125 0404 0624 0930
2097: 0212 0404 0614 0920
2098: 0201 0404 0604 0909
2099: 0121 0404 0623 0929
2100: 0209 0405 0612 0918
"""
"""Year: 春节 (初一), 清明, 端午, 中秋, each as month and day; held against two other sources."""


@cache
def statutory_days(year: int) -> Mapping[date, SpecialDay]:
    """Return the days off of a year that the regulation itself fixes, by day."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return {}
    revised = year >= _REVISED_IN
    festivals = [(name, tuple(days)) for name, days in _festivals(year, revised=revised)]
    off: dict[date, str] = {}
    for name, days in festivals:
        for day in days:
            off.setdefault(day, name)
    for name, days in festivals:
        last = max(days)
        for _ in filter(_on_weekend, days):
            last = _next_free(last, off)
            off[last] = name + _MADE_UP
    source = _SOURCE[revised]
    return {
        day: SpecialDay(kind=DayKind.OFF, name=name, notice=source)
        for day, name in sorted(off.items())
    }


def unsettled(first_year: int, last_year: int) -> Iterator[tuple[date, SpecialDay]]:
    """Yield the fixed days of every year outside those that notices have settled."""
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        if not first_year <= year <= last_year:
            yield from statutory_days(year).items()


def _festivals(year: int, *, revised: bool) -> Iterator[tuple[str, Iterable[date]]]:
    spring, qingming, dragon_boat, mid_autumn = _moved_by_the_sky()[year]
    yield "元旦", [date(year, 1, 1)]
    eve = spring - _ONE_DAY if revised else spring
    yield "春节", _days(eve, 4 if revised else 3)
    yield "清明", [qingming]
    yield "劳动节", _days(date(year, 5, 1), 2 if revised else 1)
    yield "端午", [dragon_boat]
    yield "中秋", [mid_autumn]
    yield "国庆节", _days(date(year, 10, 1), 3)


@cache
def _moved_by_the_sky() -> Mapping[int, tuple[date, ...]]:
    lines = (line.split(":") for line in _BY_MOON_AND_SUN.split("\n") if line)
    return {
        int(year): tuple(date(int(year), int(text[:2]), int(text[2:])) for text in days.split())
        for year, days in lines
    }


def _days(first: date, number: int) -> list[date]:
    return [first + shift * _ONE_DAY for shift in range(number)]


def _on_weekend(day: date) -> bool:
    return day.weekday() >= 5


def _next_free(day: date, off: Mapping[date, str]) -> date:
    """Return the next weekday on which offices are not closed anyway."""
    day += _ONE_DAY
    while _on_weekend(day) or day in off:
        day += _ONE_DAY
    return day
