"""A week as people read it: its number and its days."""

import pytest

from models.week_words import week_in_words, week_number, week_shortly


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ("2020-W30", "2020年第30周（7月20—26日）"),
        ("2020-W05", "2020年第5周（1月27日—2月2日）"),
        ("2020-W27", "2020年第27周（6月29日—7月5日）"),
        ("2020-W53", "2020年第53周（12月28日—1月3日）"),
        ("2021-W53", "2021-W53"),
        ("本周", "本周"),
    ],
)
def test_names_its_number_and_days(week: str, said: str) -> None:
    assert week_in_words(week) == said


def test_is_short_in_a_name() -> None:
    assert week_number("2020-W25") == "2020年第25周"


def test_beside_others_of_its_year_a_week_is_written_without_it() -> None:
    assert week_shortly("2020-W25") == "第25周（6月15—21日）"
    assert week_shortly("本周") == "本周"
