"""Holiday notices one after another: first, reissued, corrected, and in the middle of a run.

Made after what offices received: the State Council's list, a list that takes its place, a
correction of one day, and days closed at short notice as in January 2020.
"""

from datetime import date

import pytest

from models.catalogue import Unit
from models.days import DayNotice, DayTable
from rules.days.day_table import seeded_table, with_notice
from rules.days.last_day import last_day
from rules.days.working_days import working_days

FESTIVALS = {
    date(2027, 1, 1): "元旦",
    **{date(2027, 2, day): "春节" for day in (5, 8, 9, 10)},
    date(2027, 4, 5): "清明节",
    date(2027, 5, 3): "劳动节",
    date(2027, 6, 9): "端午节",
    date(2027, 10, 1): "国庆节",
}
FIRST = DayNotice(
    notice="测试甲",
    year=2027,
    complete=True,
    off=FESTIVALS | {date(2027, 2, 4): "春节"},
    make_up_workdays={date(2027, 1, 30): "春节"},
)
REISSUED = DayNotice(
    notice="测试乙（取代甲）",
    year=2027,
    complete=True,
    off=FESTIVALS | {date(2027, 2, 11): "春节"},
    make_up_workdays={date(2027, 2, 20): "春节"},
)
CORRECTED = DayNotice(
    notice="测试丙（更正）", year=2027, make_up_workdays={date(2027, 2, 4): "照常上班"}
)
AT_SHORT_NOTICE = DayNotice(
    notice="测试丁", year=2020, off={date(2020, 6, day): "临时放假" for day in (23, 24, 30)}
)


def loaded(*notices: DayNotice) -> DayTable:
    table = seeded_table()
    for notice in notices:
        table = with_notice(table, notice)
    return table


@pytest.mark.parametrize(
    ("notices", "day", "worked"),
    [
        pytest.param((FIRST,), date(2027, 2, 4), False, id="a Thursday off by the first"),
        pytest.param((FIRST,), date(2027, 1, 30), True, id="a Saturday worked by the first"),
        pytest.param((FIRST, REISSUED), date(2027, 2, 4), True, id="taken back by the second"),
        pytest.param((FIRST, REISSUED), date(2027, 1, 30), False, id="its Saturday as well"),
        pytest.param((FIRST, REISSUED), date(2027, 2, 11), False, id="a day of the second's own"),
        pytest.param((FIRST, REISSUED), date(2027, 2, 20), True, id="and a Saturday"),
        pytest.param((FIRST, CORRECTED), date(2027, 2, 4), True, id="undone by a correction"),
        pytest.param((FIRST, CORRECTED), date(2027, 2, 5), False, id="which undoes nothing else"),
        pytest.param((AT_SHORT_NOTICE,), date(2020, 6, 24), False, id="closed at short notice"),
        pytest.param((AT_SHORT_NOTICE,), date(2020, 6, 28), True, id="the Sunday stays worked"),
    ],
)
def test_the_last_word_counts(notices: tuple[DayNotice, ...], day: date, worked: bool) -> None:
    assert working_days(loaded(*notices)).is_working_day(day) is worked


def test_a_limit_in_working_days_waits_for_the_days_that_were_closed() -> None:
    """Five from Friday 19 June 2020: 22, 23, 24, 28, 29; then 22, 28, 29, 1 and 2 July."""
    before, after = working_days(loaded()), working_days(loaded(AT_SHORT_NOTICE))

    assert before.add(date(2020, 6, 19), 5, Unit.WORKDAY).due_on == date(2020, 6, 29)
    assert after.add(date(2020, 6, 19), 5, Unit.WORKDAY).due_on == date(2020, 7, 2)


def test_a_promised_day_that_was_closed_moves_to_the_next_open_one() -> None:
    """民法总则 203: the 23rd to the worked Sunday 28th, over 端午; the 30th to 1 July."""
    days = working_days(loaded(AT_SHORT_NOTICE))

    assert last_day(date(2020, 6, 23), days) == date(2020, 6, 28)
    assert last_day(date(2020, 6, 30), days) == date(2020, 7, 1)
