"""Working days: the table, single days, and the count against an independent counter."""

from collections.abc import Iterator
from datetime import date, timedelta
from timeit import repeat

import pytest
from chinese_calendar import constants
from holidays.countries.china import China
from hypothesis import given
from hypothesis import strategies as some

from models.catalogue import Unit
from models.days import DayKind, DayNotice, DayTable, SpecialDay
from rules.days.day_table import InconsistentDayNotice, seeded_table, with_notice
from rules.days.working_days import (
    FIRST_DAY,
    LAST_DAY,
    DayReason,
    OutsideCalendar,
    WorkingDays,
    working_days,
)

WORKDAY, CALENDAR_DAY = Unit.WORKDAY, Unit.CALENDAR_DAY
TABLE = seeded_table()
DAYS = working_days(TABLE)
ONE_DAY = timedelta(days=1)

LEFT_OUT_BY_CHINESECALENDAR = {
    # 国办发明电〔2005〕35号: “将12月31日(星期六)、1月1日(星期日)两个公休日调至1月2日
    # (星期一)、3日(星期二),12月31日(星期六)上班”. The package knows 2 and 3 January as days off
    # but not the Saturday they were bought with (liriansu-opus/chinese-calendar, issue 125).
    date(2005, 12, 31): "国办发明电〔2005〕35号",
}
"""Every day of 2004–2026 on which the two packages differ, with the notice that decides."""

NOTICE_OF_2027 = DayNotice(
    notice="国办发明电〔2026〕0号(测试)",
    year=2027,
    complete=True,
    off={
        date(2027, 1, 1): "元旦",
        date(2027, 2, 8): "春节",
        date(2027, 2, 9): "春节",
        date(2027, 10, 1): "国庆节",
    },
    make_up_workdays={date(2027, 2, 14): "春节"},
)


def every_day(first: date, last: date) -> Iterator[date]:
    return (first + ONE_DAY * number for number in range((last - first).days + 1))


@pytest.fixture(scope="module")
def open_by_holidays() -> frozenset[date]:
    """Days on which offices are open according to the `holidays` package."""
    china = China(years=range(2004, 2027))
    return frozenset(
        day
        for day in every_day(date(2004, 1, 1), date(2026, 12, 31))
        if day in china.weekend_workdays or (day.weekday() < 5 and day not in china)
    )


class TestTheSeededTable:
    def test_covers_2004_to_2026_and_names_its_source(self) -> None:
        assert (TABLE.first_year, TABLE.last_year) == (2004, 2026)
        assert TABLE.version.startswith("chinesecalendar-1.")
        assert seeded_table() is TABLE

    def test_agrees_with_the_holidays_package_on_every_day(
        self, open_by_holidays: frozenset[date]
    ) -> None:
        span = list(every_day(date(2004, 1, 1), date(2026, 12, 31)))
        assert len(span) == 8401
        differ = [day for day in span if DAYS.is_working_day(day) != (day in open_by_holidays)]
        assert differ == []

    def test_differs_from_its_package_only_where_a_notice_says_so(
        self, open_by_holidays: frozenset[date]
    ) -> None:
        package = {
            day
            for day in every_day(date(2004, 1, 1), date(2026, 12, 31))
            if day in constants.workdays or (day.weekday() < 5 and day not in constants.holidays)
        }
        assert package ^ open_by_holidays == set(LEFT_OUT_BY_CHINESECALENDAR)
        for day, notice in LEFT_OUT_BY_CHINESECALENDAR.items():
            assert TABLE.days[day].notice == notice

    @pytest.mark.parametrize(
        "swapped",
        [
            "2020-01-19 2020-04-26 2020-05-09 2020-06-28 2020-09-27 2020-10-10",
            "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10",
        ],
        ids=["2020", "2026"],
    )
    def test_has_the_make_up_workdays_of_the_rules(self, swapped: str) -> None:
        days = {date.fromisoformat(text) for text in swapped.split()}
        (year,) = {day.year for day in days}
        assert days == {
            day
            for day, special in TABLE.days.items()
            if day.year == year and special.kind is DayKind.MAKE_UP_WORKDAY
        }

    def test_has_make_up_workdays_on_weekends_only(self) -> None:
        assert all(
            day.weekday() >= 5
            for day, special in TABLE.days.items()
            if special.kind is DayKind.MAKE_UP_WORKDAY
        )

    def test_is_counted_sooner_than_one_walks_through_the_days(self) -> None:
        def walked() -> int:
            return sum(
                TABLE.days[day].kind is DayKind.MAKE_UP_WORKDAY
                if day in TABLE.days
                else day.weekday() < 5
                for day in (FIRST_DAY + timedelta(shift) for shift in range(36_890))
            )

        ours = min(repeat(lambda: WorkingDays.of(TABLE), repeat=3, number=1))
        assert ours < min(repeat(walked, repeat=3, number=1))

    def test_is_counted_once_per_content(self) -> None:
        counted = working_days(TABLE)
        assert working_days(TABLE.model_copy()) is counted
        named_alike = DayTable(version=TABLE.version, first_year=2004, last_year=2026, days={})
        assert working_days(named_alike) is not counted


class TestADay:
    @pytest.mark.parametrize(
        ("day", "reason", "label", "name"),
        [
            pytest.param("2020-06-24", "workday", "工作日", "", id="an ordinary Wednesday"),
            pytest.param("2020-06-25", "holiday", "节假日", "端午", id="a festival"),
            pytest.param("2020-06-27", "holiday", "节假日", "端午", id="a Saturday in a festival"),
            pytest.param(
                "2020-06-28", "make_up_workday", "调休上班", "端午", id="a swapped Sunday"
            ),
            pytest.param("2020-07-05", "weekend", "周末", "", id="an ordinary Sunday"),
            pytest.param("2020-01-31", "holiday", "节假日", "春节", id="the long festival of 2020"),
            pytest.param(
                "2020-10-01", "holiday", "节假日", "国庆节", id="two festivals on one day"
            ),
        ],
    )
    def test_says_what_it_is(self, day: str, reason: str, label: str, name: str) -> None:
        reading = DAYS.why(date.fromisoformat(day))
        assert (reading.reason, reading.label, reading.name) == (DayReason(reason), label, name)
        assert reading.working is (reason in {"workday", "make_up_workday"})
        assert reading.working is DAYS.is_working_day(reading.day)
        assert not reading.provisional

    @pytest.mark.parametrize(
        ("day", "before", "after"),
        [
            pytest.param("2020-06-24", "2020-06-24", "2020-06-24", id="is its own when working"),
            pytest.param("2020-06-25", "2020-06-24", "2020-06-28", id="skips a festival"),
            pytest.param("2020-10-04", "2020-09-30", "2020-10-09", id="skips a golden week"),
        ],
    )
    def test_knows_the_nearest_working_days(self, day: str, before: str, after: str) -> None:
        asked = date.fromisoformat(day)
        assert DAYS.previous_working_day(asked) == date.fromisoformat(before)
        assert DAYS.next_working_day(asked) == date.fromisoformat(after)

    def test_beyond_the_notices_has_the_days_that_the_regulation_fixes(self) -> None:
        festival = DAYS.why(date(2027, 10, 1))
        assert not festival.working
        assert festival.provisional
        assert DAYS.is_working_day(date(2027, 10, 6))
        assert DAYS.why(date(2003, 10, 1)).provisional

    @pytest.mark.parametrize("day", [date(1999, 12, 31), date(2101, 1, 1), date.max, date.min])
    def test_outside_the_calendar_is_refused_in_words(self, day: date) -> None:
        for ask in (DAYS.is_working_day, DAYS.why, DAYS.next_working_day, DAYS.index):
            with pytest.raises(OutsideCalendar, match="日期不在日历范围内"):
                ask(day)

    def test_has_an_index_that_leads_back_to_it(self) -> None:
        indexes = []
        for day in every_day(date(2019, 12, 25), date(2020, 2, 20)):
            indexes.append(DAYS.index(day))
            assert DAYS.day_at(DAYS.index(day)) == DAYS.previous_working_day(day)
        assert sorted(indexes) == indexes
        assert DAYS.index(date(2000, 1, 3)) == 1
        for beyond in (0, -1, DAYS.index(LAST_DAY) + 1):
            with pytest.raises(OutsideCalendar):
                DAYS.day_at(beyond)


class TestALimit:
    @pytest.mark.parametrize(
        ("start", "days", "due"),
        [
            pytest.param("2020-06-01", 20, "2020-06-30", id="over Dragon Boat and its swap"),
            pytest.param("2020-06-24", 5, "2020-07-02", id="from the eve of a festival"),
            pytest.param("2020-09-28", 7, "2020-10-14", id="over the golden week"),
            pytest.param("2020-06-27", 1, "2020-06-28", id="from a day off"),
            pytest.param("2020-06-27", 0, "2020-06-27", id="of no days ends on the very day"),
        ],
    )
    def test_in_working_days_does_not_count_its_first_day(
        self, start: str, days: int, due: str
    ) -> None:
        reading = DAYS.add(date.fromisoformat(start), days, WORKDAY)
        assert (reading.due_on, reading.provisional) == (date.fromisoformat(due), False)

    @pytest.mark.parametrize(
        ("start", "days", "due"),
        [
            pytest.param("2020-06-01", 7, "2020-06-08", id="counts every day"),
            pytest.param("2020-06-01", 5, "2020-06-08", id="never ends on a weekend"),
            pytest.param("2020-09-01", 30, "2020-10-09", id="never ends in a golden week"),
            pytest.param("2020-06-21", 7, "2020-06-28", id="may end on a make-up Sunday"),
            pytest.param("2020-06-25", 0, "2020-06-28", id="of no days still rolls"),
        ],
    )
    def test_in_calendar_days_rolls_off_a_day_off(self, start: str, days: int, due: str) -> None:
        assert DAYS.add(date.fromisoformat(start), days, CALENDAR_DAY).due_on.isoformat() == due

    def test_agrees_with_a_counter_that_walks_from_day_to_day(
        self, open_by_holidays: frozenset[date]
    ) -> None:
        pairs = 0
        for start in every_day(date(2010, 1, 1), date(2026, 12, 30)):
            counted, day = 0, start
            while counted < 60 and day < date(2026, 12, 31):
                day += ONE_DAY
                if day in open_by_holidays:
                    counted += 1
                    if counted in {1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60}:
                        assert DAYS.add(start, counted, WORKDAY).due_on == day, (start, counted)
                        pairs += 1
        assert pairs == 68_026

    def test_in_calendar_days_agrees_with_the_same_counter(
        self, open_by_holidays: frozenset[date]
    ) -> None:
        for start in every_day(date(2010, 1, 1), date(2026, 10, 1)):
            for days in (0, 7, 15, 30, 60):
                due = start + ONE_DAY * days
                while due not in open_by_holidays:
                    due += ONE_DAY
                assert DAYS.add(start, days, CALENDAR_DAY).due_on == due, (start, days)

    @pytest.mark.parametrize(
        ("start", "days", "unit", "provisional"),
        [
            pytest.param("2026-12-30", 1, WORKDAY, False, id="to the last settled day"),
            pytest.param("2026-12-30", 2, WORKDAY, True, id="into a year without notice"),
            pytest.param("2026-12-26", 7, CALENDAR_DAY, True, id="rolled into such a year"),
            pytest.param("2003-12-31", 5, WORKDAY, True, id="out of a year before the table"),
            pytest.param("2026-12-31", 0, WORKDAY, False, id="of no days"),
        ],
    )
    def test_is_provisional_beyond_the_notices(
        self, start: str, days: int, unit: Unit, provisional: bool
    ) -> None:
        assert DAYS.add(date.fromisoformat(start), days, unit).provisional is provisional

    @pytest.mark.parametrize("unit", list(Unit))
    def test_beyond_the_calendar_is_refused(self, unit: Unit) -> None:
        with pytest.raises(OutsideCalendar):
            DAYS.add(LAST_DAY, 1, unit)
        with pytest.raises(OutsideCalendar):
            DAYS.add(date(2020, 1, 1), 10**12, unit)
        with pytest.raises(OutsideCalendar):
            DAYS.back(FIRST_DAY, 1, unit)
        with pytest.raises(OutsideCalendar):
            DAYS.back(date(2020, 1, 1), 10**12, unit)

    @pytest.mark.parametrize("unit", list(Unit))
    def test_of_less_than_no_days_is_a_defect(self, unit: Unit) -> None:
        with pytest.raises(ValueError, match="-1 days"):
            DAYS.add(date(2020, 1, 1), -1, unit)
        with pytest.raises(ValueError, match="-1 days"):
            DAYS.back(date(2020, 1, 1), -1, unit)

    def test_that_has_run_out_counts_the_days_since_as_negative(self) -> None:
        assert DAYS.between(date(2020, 6, 24), date(2020, 7, 2)) == 5
        assert DAYS.between(date(2020, 7, 2), date(2020, 6, 24)) == -5
        assert DAYS.between(date(2020, 6, 28), date(2020, 6, 28)) == 0


a_day = some.dates(date(2001, 1, 1), date(2095, 1, 1))
a_number = some.integers(0, 400)
a_unit = some.sampled_from(Unit)


class TestTheCount:
    @given(start=a_day, days=a_number)
    def test_between_a_start_and_its_due_day_is_the_limit(self, start: date, days: int) -> None:
        assert DAYS.between(start, DAYS.add(start, days, WORKDAY).due_on) == days

    @given(start=a_day, days=a_number, unit=a_unit)
    def test_never_makes_more_days_end_sooner(self, start: date, days: int, unit: Unit) -> None:
        due = DAYS.add(start, days, unit).due_on
        assert start <= due <= DAYS.add(start, days + 1, unit).due_on
        assert due <= DAYS.add(start + ONE_DAY, days, unit).due_on

    @given(start=a_day, days=some.integers(1, 400), unit=a_unit)
    def test_ends_on_a_working_day(self, start: date, days: int, unit: Unit) -> None:
        assert DAYS.is_working_day(DAYS.add(start, days, unit).due_on)

    @given(end=a_day, days=some.integers(0, 200), unit=a_unit)
    def test_backwards_gives_the_latest_start(self, end: date, days: int, unit: Unit) -> None:
        start = DAYS.back(end, days, unit)
        assert DAYS.add(start, days, unit).due_on <= end
        assert DAYS.add(start + ONE_DAY, days, unit).due_on > end

    @given(end=a_day, days=some.integers(1, 200))
    def test_backwards_holds_from_the_working_day_before_as_well(
        self, end: date, days: int
    ) -> None:
        opened = DAYS.previous_working_day(DAYS.back(end, days, WORKDAY))
        assert DAYS.add(opened, days, WORKDAY).due_on == DAYS.previous_working_day(end)

    @given(start=a_day, days=a_number, unit=a_unit)
    def test_there_and_back_never_starts_sooner(self, start: date, days: int, unit: Unit) -> None:
        assert DAYS.back(DAYS.add(start, days, unit).due_on, days, unit) >= start


class TestANotice:
    def test_settles_its_year(self) -> None:
        table = with_notice(TABLE, NOTICE_OF_2027)
        days = working_days(table)
        assert (table.first_year, table.last_year) == (2004, 2027)
        assert days.add(date(2027, 2, 5), 3, WORKDAY).due_on == date(2027, 2, 12)
        assert days.why(date(2027, 2, 14)).name == "春节"
        assert not days.why(date(2027, 2, 8)).provisional
        assert table.days[date(2027, 1, 1)] == SpecialDay(
            kind=DayKind.OFF, name="元旦", notice=NOTICE_OF_2027.notice
        )
        assert TABLE.last_year == 2026

    def test_that_only_adds_days_leaves_its_year_provisional(self) -> None:
        table = with_notice(TABLE, NOTICE_OF_2027.model_copy(update={"complete": False}))
        reading = working_days(table).why(date(2027, 2, 8))
        assert (reading.working, reading.provisional) == (False, True)

    def test_may_turn_a_make_up_workday_into_a_day_off(self) -> None:
        snow = DayNotice(notice="测试", year=2020, off={date(2020, 6, 28): "停工"})
        table = with_notice(TABLE, snow)
        assert working_days(table).add(date(2020, 6, 24), 5, WORKDAY).due_on == date(2020, 7, 3)

    def test_may_come_before_the_first_year(self) -> None:
        off = {date(2004, 1, 1): "元旦", date(2004, 10, 1): "国庆节"}
        earlier = DayNotice(notice="测试", year=2004, complete=True, off=off)
        empty = DayTable(version="empty", first_year=2005, last_year=2005, days={})
        assert with_notice(empty, earlier).first_year == 2004

    def test_on_a_whole_year_replaces_what_was_said_of_it(self) -> None:
        first = with_notice(TABLE, NOTICE_OF_2027)
        off = {date(2027, 1, 1): "元旦", date(2027, 2, 9): "春节", date(2027, 10, 1): "国庆节"}
        again = DayNotice(notice="重发", year=2027, complete=True, off=off)

        days = working_days(with_notice(first, again))

        assert days.is_working_day(date(2027, 2, 8))
        assert not days.is_working_day(date(2027, 2, 14))
        assert not days.is_working_day(date(2027, 2, 9))
        assert days.table.days[date(2026, 10, 1)] == TABLE.days[date(2026, 10, 1)]

    def test_that_adds_days_makes_them_ordinary_again(self) -> None:
        first = with_notice(TABLE, NOTICE_OF_2027)
        undo = DayNotice(
            notice="更正",
            year=2027,
            off={date(2027, 2, 14): "照常休息"},
            make_up_workdays={date(2027, 2, 8): "照常上班"},
        )

        table = with_notice(first, undo)

        days = working_days(table)
        assert days.is_working_day(date(2027, 2, 8))
        assert not days.is_working_day(date(2027, 2, 14))
        assert with_notice(table, undo) is table

    def test_gives_the_same_version_for_the_same_content(self) -> None:
        once = with_notice(TABLE, NOTICE_OF_2027)
        assert once.version.startswith(f"{TABLE.version}+")
        assert with_notice(TABLE, NOTICE_OF_2027).version == once.version
        assert with_notice(once, NOTICE_OF_2027) is once

    def test_gives_the_same_version_in_any_order(self) -> None:
        spring = DayNotice(notice="测试一", year=2020, off={date(2020, 3, 2): "停工"})
        summer = DayNotice(notice="测试二", year=2020, off={date(2020, 8, 3): "停工"})
        assert with_notice(with_notice(TABLE, spring), summer) == with_notice(
            with_notice(TABLE, summer), spring
        )
        assert with_notice(TABLE, spring).version != with_notice(TABLE, summer).version

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            pytest.param(
                {
                    "make_up_workdays": {date(2027, 2, 13): "春节"},
                    "off": {date(2027, 2, 13): "春节"},
                },
                "同一天既放假又上班：2027-02-13",
                id="a day both off and worked",
            ),
            pytest.param(
                {"off": {date(2028, 1, 3): "元旦"}},
                "不是2027年的日期.*2028-01-03",
                id="a day of another year",
            ),
            pytest.param(
                {"make_up_workdays": {date(2027, 2, 10): "春节"}},
                "应为周六或周日：2027-02-10",
                id="a make-up workday in the week",
            ),
            pytest.param(
                {"off": {}, "make_up_workdays": {}, "complete": False},
                "没有列出任何放假、调休的日期",
                id="no day at all",
            ),
            pytest.param({"off": {}}, "没有任何放假日", id="a year without a holiday"),
            pytest.param(
                {"off": {date(2027, 2, 8): "春节"}, "make_up_workdays": {}},
                "缺少元旦、劳动节或国庆节.*2027-01-01、2027-10-01",
                id="one day that calls itself the whole year",
            ),
            pytest.param(
                {"year": 2028, "off": {date(2028, 1, 3): "元旦"}, "make_up_workdays": {}},
                "2004—2026年，与2028年不相连",
                id="a gap before its year",
            ),
        ],
    )
    def test_that_contradicts_itself_is_refused(self, change: dict[str, object], said: str) -> None:
        with pytest.raises(InconsistentDayNotice, match=said) as refusal:
            with_notice(TABLE, NOTICE_OF_2027.model_copy(update=change))
        assert refusal.value.code == "inconsistent_day_notice"
        assert refusal.value.facts["notice"] == NOTICE_OF_2027.notice
