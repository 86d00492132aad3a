"""Days in words: never a bare date, always counted in working days."""

from datetime import date

import pytest

from portal.web.words import due, remaining, short_day
from rules.days.working_days import working_days
from tests.calendars import TABLE

DAYS = working_days(TABLE)
FRIDAY = date(2020, 6, 19)


@pytest.mark.parametrize(
    ("on", "words", "tone"),
    [
        (date(2020, 6, 18), "逾期1个工作日", "late"),
        (date(2020, 6, 15), "逾期4个工作日", "late"),
        (date(2020, 6, 19), "今天到期", "today"),
        (date(2020, 6, 22), "还有1个工作日", "soon"),
        (date(2020, 6, 24), "还有3个工作日", "soon"),
        pytest.param(date(2020, 6, 28), "还有4个工作日", "calm", id="a Sunday that is worked"),
        (None, "未定期限", "none"),
    ],
)
def test_a_last_day_is_told_by_its_distance(on: date | None, words: str, tone: str) -> None:
    told = due(on, FRIDAY, DAYS)

    assert (told.words, told.tone) == (words, tone)


@pytest.mark.parametrize(
    ("left", "words"), [(-1, "逾期1个工作日"), (0, "今天到期"), (3, "还有3个工作日")]
)
def test_what_the_clock_has_counted_is_told_alike(left: int, words: str) -> None:
    assert remaining(FRIDAY, left).words == words


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2020, 12, 31), "12月31日"),
        (date(2021, 1, 4), "2021年1月4日"),
        (date(2019, 12, 31), "2019年12月31日"),
        (None, "—"),
    ],
)
def test_a_day_of_another_year_is_told_with_it(on: date | None, words: str) -> None:
    assert short_day(on, FRIDAY) == words
