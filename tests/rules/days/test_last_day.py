"""The day on which a named date ends: 民法总则 203, since 2021 民法典 203."""

from datetime import date

import pytest

from models.days import DayNotice
from rules.days.day_table import seeded_table, with_notice
from rules.days.last_day import article, day_after, last_day, passed
from rules.days.working_days import working_days

DAYS = working_days(seeded_table())


@pytest.mark.parametrize(
    ("named", "last", "found"),
    [
        pytest.param("2020-06-24", "2020-06-24", "2020-06-28", id="before a festival"),
        pytest.param("2020-06-25", "2020-06-28", "2020-06-29", id="on a festival"),
        pytest.param("2020-07-04", "2020-07-06", "2020-07-07", id="on a Saturday"),
        pytest.param("2020-07-10", "2020-07-10", "2020-07-13", id="on a Friday"),
        pytest.param("2020-10-02", "2020-10-09", "2020-10-10", id="on National Day"),
        pytest.param("2027-02-05", "2027-02-11", "2027-02-12", id="in a year without notice"),
    ],
)
def test_a_named_date_ends_on_a_working_day(named: str, last: str, found: str) -> None:
    day, ends, after = map(date.fromisoformat, (named, last, found))

    assert (last_day(day, DAYS), day_after(day, DAYS)) == (ends, after)
    assert not passed(day, on=ends, days=DAYS)
    assert passed(day, on=after, days=DAYS)


def test_a_later_notice_moves_the_end() -> None:
    closed = DayNotice(notice="测试", year=2020, off={date(2020, 7, 10): "停工"})
    days = working_days(with_notice(seeded_table(), closed))

    assert last_day(date(2020, 7, 10), days) == date(2020, 7, 13)


def test_the_article_is_that_of_its_day() -> None:
    assert article(date(2020, 12, 31)) == "民法总则第二百零三条"
    assert article(date(2021, 1, 1)) == "民法典第二百零三条"
