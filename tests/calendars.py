"""Four calendars of 2020 for tests: as published, with more days off, more workdays, and both."""

from datetime import date

from models.days import DayKind, DayTable, SpecialDay
from rules.days.day_table import seeded_table
from rules.days.working_days import WorkingDays, working_days
from tests.walker import PlainDays


def _with_days(table: DayTable, version: str, *, off: str = "", work: str = "") -> DayTable:
    days = dict(table.days)
    for texts, kind in ((off, DayKind.OFF), (work, DayKind.MAKE_UP_WORKDAY)):
        for text in texts.split():
            days[date.fromisoformat(text)] = SpecialDay(kind=kind, name="增补")
    return table.model_copy(update={"version": version, "days": days})


def plain_days(table: DayTable) -> PlainDays:
    """The special days of a table as two plain sets."""
    special = working_days(table).special
    off = frozenset(day for day, one in special.items() if one.kind is DayKind.OFF)
    return PlainDays(off, frozenset(special) - off)


TABLE = seeded_table()
TABLES = (
    TABLE,
    _with_days(TABLE, "more", off="2020-06-05 2020-06-08 2020-06-09 2020-07-01 2020-09-18"),
    _with_days(TABLE, "work", work="2020-06-06 2020-06-07 2020-06-13 2020-09-19 2020-09-20"),
    _with_days(TABLE, "both", off="2020-06-12 2020-06-15 2020-09-21", work="2020-06-14"),
)
CALENDARS: tuple[tuple[WorkingDays, PlainDays], ...] = tuple(
    (working_days(table), plain_days(table)) for table in TABLES
)
