"""The days off that the regulation fixes, against two packages that know nothing of each other."""

from datetime import date

import pytest
from chinese_calendar import constants
from holidays.countries.china import China

from models.days import DayNotice
from rules.days.day_table import seeded_table, with_notice
from rules.days.statutory_days import statutory_days
from rules.days.working_days import DayReason, working_days

DAYS = working_days(seeded_table())


def named(year: int) -> dict[str, str]:
    return {f"{day:%m-%d}": one.name for day, one in statutory_days(year).items()}


class TestTheFixedDays:
    def test_of_2027_have_four_days_of_spring_festival_and_two_of_labour(self) -> None:
        # 全国年节及纪念日放假办法(2024年修订): 春节4天(除夕至初三), 劳动节2天.
        assert named(2027) == {
            "01-01": "元旦",
            "02-05": "春节",
            "02-06": "春节",
            "02-07": "春节",
            "02-08": "春节",
            "02-09": "春节（补假）",
            "02-10": "春节（补假）",
            "04-05": "清明",
            "05-01": "劳动节",
            "05-02": "劳动节",
            "05-03": "劳动节（补假）",
            "05-04": "劳动节（补假）",
            "06-09": "端午",
            "09-15": "中秋",
            "10-01": "国庆节",
            "10-02": "国庆节",
            "10-03": "国庆节",
            "10-04": "国庆节（补假）",
            "10-05": "国庆节（补假）",
        }

    def test_of_2021_have_three_days_of_spring_festival_and_one_of_labour(self) -> None:
        # The version of 2013: 春节3天(初一至初三), 劳动节1天.
        assert [day for day, name in named(2021).items() if name.startswith("春节")] == [
            "02-12",
            "02-13",
            "02-14",
            "02-15",
            "02-16",
        ]
        assert [day for day, name in named(2021).items() if name.startswith("劳动节")] == [
            "05-01",
            "05-03",
        ]

    @pytest.mark.parametrize("year", range(2014, 2027))
    def test_were_days_off_in_every_notice_since(self, year: int) -> None:
        fixed = {day for day, one in statutory_days(year).items() if "补假" not in one.name}
        assert fixed <= set(constants.holidays)

    @pytest.mark.parametrize("year", range(2027, 2101))
    def test_close_the_weekdays_that_the_holidays_package_closes(self, year: int) -> None:
        closed = {day for day in China(years=year) if day.year == year and day.weekday() < 5}
        assert {day for day in statutory_days(year) if day.weekday() < 5} == closed

    def test_begin_with_the_version_of_2013(self) -> None:
        assert statutory_days(2013) == {}


class TestAYearWithoutNotice:
    @pytest.mark.parametrize("day", ["2027-01-01", "2027-02-08", "2027-05-04", "2030-10-01"])
    def test_is_closed_on_its_fixed_days_and_provisional(self, day: str) -> None:
        reading = DAYS.why(date.fromisoformat(day))

        assert (reading.working, reading.reason) == (False, DayReason.HOLIDAY)
        assert reading.provisional

    def test_works_on_weekdays_of_which_nothing_is_known(self) -> None:
        assert DAYS.is_working_day(date(2027, 2, 11))
        assert not DAYS.is_working_day(date(2027, 2, 13))

    def test_keeps_its_fixed_days_beside_a_local_notice(self) -> None:
        snow = DayNotice(notice="测试", year=2027, off={date(2027, 3, 3): "停工"})
        days = working_days(with_notice(seeded_table(), snow))

        assert not days.is_working_day(date(2027, 1, 1))
        assert not days.is_working_day(date(2027, 3, 3))

    def test_is_what_its_own_notice_says_once_that_is_out(self) -> None:
        off = {date(2027, 1, 1): "元旦", date(2027, 10, 1): "国庆节"}
        notice = DayNotice(notice="测试", year=2027, complete=True, off=off)
        days = working_days(with_notice(seeded_table(), notice))

        assert not days.is_working_day(date(2027, 1, 1))
        assert days.is_working_day(date(2027, 2, 8))
        assert not days.why(date(2027, 2, 8)).provisional
