"""The table of days off and make-up workdays (节假日表), from the yearly notices.

It starts from what a package knows of the notices of the State Council (节假日安排通知);
the notices that a campaign brings are laid over it. Its version names its content.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from functools import cache

import chinese_calendar
from chinese_calendar import constants

from models.days import DayKind, DayNotice, DayTable, SpecialDay
from models.refusal import Refused

_MISSING_IN_PACKAGE = {
    date(2005, 12, 31): SpecialDay(
        kind=DayKind.MAKE_UP_WORKDAY,
        name="元旦",
        notice="国办发明电〔2005〕35号",
    ),
}
"""Days of the notices that the package leaves out: it misses a swap across New Year."""


_ALWAYS_OFF = ((1, 1), (5, 1), (10, 1))
"""元旦、劳动节、国庆节: off by 全国年节及纪念日放假办法 第二条 in every year, on fixed days."""


class InconsistentDayNotice(Refused):
    """A notice on holidays contradicts itself or the week (节假日通知有误)."""

    def __init__(self, notice: DayNotice, what: str, *days: date) -> None:
        listed = "、".join(day.isoformat() for day in days)
        super().__init__(
            f"节假日通知“{notice.notice}”有误：{what}{'：' if days else ''}{listed}",
            notice=notice.notice,
            year=notice.year,
            days=days,
        )


@cache
def seeded_table() -> DayTable:
    """Return every special day of the years that the chinesecalendar package covers."""
    chinese = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    days = {
        day: SpecialDay(kind=kind, name=chinese[festival])
        for kind, special in (
            (DayKind.OFF, constants.holidays),
            (DayKind.MAKE_UP_WORKDAY, constants.workdays),
        )
        for day, festival in special.items()
    }
    years = [day.year for day in days]
    return DayTable(
        version=f"chinesecalendar-{chinese_calendar.__version__}",
        first_year=min(years),
        last_year=max(years),
        days=dict(sorted({**days, **_MISSING_IN_PACKAGE}.items())),
    )


def with_notice(table: DayTable, notice: DayNotice) -> DayTable:
    """Lay the days of a notice over a table; a complete one replaces its year and settles it.

    What an earlier notice said of that year and this one does not is ordinary again. A
    notice that only adds days makes a day off ordinary by naming it a day of work, and a
    made-up Saturday by naming it a day off.

    The version names the content, whatever the order in which notices came in. A
    notice that changes nothing gives the table back. Days of a neighbouring year
    (the notice on 2019 moved a Saturday of 2018) go in with a notice of that year.
    """
    if flaw := next(_flaws(table, notice), None):
        raise flaw
    laid_over = {
        day: SpecialDay(kind=kind, name=name, notice=notice.notice)
        for kind, named in (
            (DayKind.OFF, notice.off),
            (DayKind.MAKE_UP_WORKDAY, notice.make_up_workdays),
        )
        for day, name in named.items()
    }
    kept = {
        day: one
        for day, one in table.days.items()
        if not (notice.complete and day.year == notice.year)
    }
    changed = DayTable(
        version=table.version,
        first_year=min(table.first_year, notice.year) if notice.complete else table.first_year,
        last_year=max(table.last_year, notice.year) if notice.complete else table.last_year,
        days=dict(sorted({**kept, **laid_over}.items())),
    )
    if changed == table:
        return table
    root = table.version.partition("+")[0]
    return changed.model_copy(update={"version": f"{root}+{_digest(changed)}"})


def _flaws(table: DayTable, notice: DayNotice) -> Iterator[InconsistentDayNotice]:
    """Yield what is wrong with a notice, gravest first."""
    if not (notice.off or notice.make_up_workdays or notice.complete):
        yield InconsistentDayNotice(notice, "没有列出任何放假、调休的日期，请核对栏目和缩进")
    if both := sorted(notice.off.keys() & notice.make_up_workdays.keys()):
        yield InconsistentDayNotice(notice, "同一天既放假又上班", *both)
    everything = sorted({*notice.off, *notice.make_up_workdays})
    if strange := [day for day in everything if day.year != notice.year]:
        yield InconsistentDayNotice(
            notice, f"不是{notice.year}年的日期（跨年调休请按所在年份另行录入）", *strange
        )
    undone = set() if notice.complete else table.days.keys()
    if ordinary := sorted(
        day for day in notice.make_up_workdays if day.weekday() < 5 and day not in undone
    ):
        yield InconsistentDayNotice(notice, "所列之日本来上班，调休上班日应为周六或周日", *ordinary)
    if notice.complete and not notice.off:
        yield InconsistentDayNotice(notice, "年度安排没有任何放假日")
    if notice.complete and not table.first_year - 1 <= notice.year <= table.last_year + 1:
        yield InconsistentDayNotice(
            notice,
            f"日历现有{table.first_year}—{table.last_year}年，与{notice.year}年不相连，请先录入其间年度",
        )
    always = (date(notice.year, month, day) for month, day in _ALWAYS_OFF)
    missing = [day for day in always if day.weekday() < 5 and day not in notice.off]
    if notice.complete and missing:
        yield InconsistentDayNotice(
            notice,
            "年度安排缺少元旦、劳动节或国庆节（全国年节及纪念日放假办法第二条），"
            "不是全年安排的请去掉 complete",
            *missing,
        )


def _digest(table: DayTable) -> str:
    """Return twelve hexadecimal digits of a table's content."""
    content = [
        [table.first_year, table.last_year],
        *([day.isoformat(), one.kind, one.name, one.notice] for day, one in table.days.items()),
    ]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
