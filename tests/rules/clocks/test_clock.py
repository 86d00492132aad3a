"""The clock of a case: corner days by hand, and any clock against a walk day by day."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from models.case import Case, CaseState, ClockStop, OwedDocument
from models.catalogue import Bound, SpecialProcedureKind, TimeLimit, Unit
from models.days import DayKind, DayTable, SpecialDay
from rules.clocks.clock import ClockReading, earliest_conclusion, read_clock, stop_due
from rules.days.working_days import WorkingDays
from tests.world import CALENDAR_DAY, DAYS, FIRST_DAY, WORKDAY, july, june, limit, running

ONE_DAY = timedelta(days=1)


def stop(first: date, ended: date | None = None, days: int = 10, unit: Unit = WORKDAY) -> ClockStop:
    return ClockStop(SpecialProcedureKind.EXPERT_REVIEW, "专家评审", first, days, unit, ended)


def read(case: Case, wanted: TimeLimit, on: date) -> ClockReading:
    reading = read_clock(case, wanted, on=on, days=DAYS)
    assert reading is not None
    return reading


class TestTheCount:
    @pytest.mark.parametrize(
        ("on", "used"),
        [
            pytest.param(june(1), 0, id="the day of acceptance does not count"),
            pytest.param(june(2), 1, id="the next working day is day one"),
            pytest.param(june(7), 4, id="a weekend passes for free"),
            pytest.param(june(24), 17, id="seventeen working days before the festival"),
            pytest.param(june(27), 17, id="the Dragon Boat festival passes for free"),
            pytest.param(june(28), 18, id="the make-up Sunday counts"),
            pytest.param(june(30), 20, id="the last day"),
        ],
    )
    def test_is_of_working_days_after_acceptance(self, on: date, used: int) -> None:
        reading = read(running(), limit(20), on)

        assert (reading.used, reading.remaining) == (used, 20 - used)
        assert reading.due_on == june(30)

    @pytest.mark.parametrize(
        ("accepted", "days", "due"),
        [
            (date(2020, 6, 1), 20, date(2020, 6, 30)),
            (date(2020, 6, 24), 5, date(2020, 7, 2)),
            (date(2020, 9, 28), 7, date(2020, 10, 14)),
        ],
    )
    def test_gives_the_due_days_of_the_reference_data(
        self, accepted: date, days: int, due: date
    ) -> None:
        assert read(running(accepted=accepted), limit(days), accepted).due_on == due

    def test_of_calendar_days_takes_weekends_in(self) -> None:
        reading = read(running(), limit(7, CALENDAR_DAY), june(7))

        assert (reading.used, reading.remaining, reading.due_on) == (6, 1, june(8))

    def test_ends_when_the_case_does(self) -> None:
        concluded = running(concluded_on=june(5), state=CaseState.APPROVED)

        assert read(concluded, limit(2), date(2020, 9, 1)).used == 4
        assert read(concluded, limit(2), june(3)).used == 2

    def test_of_a_revoked_case_ends_with_the_decision_that_was_revoked(self) -> None:
        case = running(concluded_on=june(5), ended_on=july(20), state=CaseState.REVOKED)
        reading = read(case, limit(10), date(2020, 9, 1))

        assert (reading.used, reading.remaining, reading.overdue) == (4, 6, False)

    @pytest.mark.parametrize(
        "wanted",
        [
            pytest.param(limit(None), id="no limit"),
            pytest.param(limit(30, CALENDAR_DAY, Bound.MIN), id="a notice period"),
            pytest.param(limit(15, bound=Bound.APPLICANT_DUTY), id="the applicant's duty"),
            pytest.param(limit(15, bound=Bound.NONE), id="nobody bound"),
        ],
    )
    def test_is_not_read_where_the_limit_binds_no_department(self, wanted: TimeLimit) -> None:
        assert read_clock(running(), wanted, on=FIRST_DAY, days=DAYS) is None

    def test_is_not_read_before_acceptance(self) -> None:
        assert read_clock(Case("A01"), limit(5), on=FIRST_DAY, days=DAYS) is None


class TestALastDay:
    @pytest.mark.parametrize(
        ("on", "overdue"), [(june(12), False), (june(15), False), (june(16), True)]
    )
    def test_is_the_last_good_one(self, on: date, overdue: bool) -> None:
        reading = read(running(), limit(10), on)

        assert reading.due_on == june(15)
        assert reading.overdue is overdue

    def test_on_a_friday_leaves_a_saturday_overdue(self) -> None:
        assert not read(running(), limit(4), june(5)).overdue
        assert read(running(), limit(4), june(6)).overdue

    @pytest.mark.parametrize(
        ("on", "remaining", "overdue"),
        [
            pytest.param(june(6), 0, False, id="the Saturday on which it would have ended"),
            pytest.param(june(7), 0, False, id="Sunday"),
            pytest.param(june(8), 0, False, id="Monday, the last good day"),
            pytest.param(june(9), -1, True, id="Tuesday, one day late and not three"),
            pytest.param(june(14), -6, True, id="a late weekend counts like any calendar day"),
        ],
    )
    def test_of_calendar_days_rolls_over_a_weekend(
        self, on: date, remaining: int, overdue: bool
    ) -> None:
        reading = read(running(), limit(5, CALENDAR_DAY), on)

        assert reading.due_on == june(8)
        assert (reading.remaining, reading.overdue) == (remaining, overdue)

    def test_of_a_limit_of_no_days_is_the_day_of_acceptance(self) -> None:
        reading = read(running(), limit(0), FIRST_DAY)

        assert (reading.due_on, reading.remaining, reading.overdue) == (FIRST_DAY, 0, False)
        assert read(running(), limit(0), june(2)).overdue

    def test_of_no_calendar_days_rolls_from_a_saturday(self) -> None:
        assert read(running(accepted=june(6)), limit(0, CALENDAR_DAY), june(6)).due_on == june(8)

    @pytest.mark.parametrize(("on", "remaining"), [(june(13), 0), (june(15), -1), (june(16), -2)])
    def test_of_working_days_is_passed_by_working_days(self, on: date, remaining: int) -> None:
        reading = read(running(), limit(9), on)

        assert (reading.remaining, reading.overdue) == (remaining, True)

    def test_in_an_unpublished_year_is_provisional(self) -> None:
        case = running(accepted=date(2026, 12, 30))

        assert not read(case, limit(1), date(2026, 12, 30)).provisional
        assert read(case, limit(5), date(2026, 12, 30)).provisional


class TestAStop:
    @pytest.mark.parametrize(
        ("first", "ended", "due"),
        [
            pytest.param(june(3), june(8), june(11), id="before the last day moves it"),
            pytest.param(june(8), june(10), june(10), id="on the last day moves it"),
            pytest.param(june(9), june(12), june(8), id="after the last day does not"),
            pytest.param(june(3), june(3), june(8), id="lifted on its own day costs nothing"),
            pytest.param(june(1), june(3), june(9), id="from the day of acceptance costs a day"),
            pytest.param(june(6), june(8), june(8), id="over a weekend costs nothing"),
        ],
    )
    def test_of_a_limit_of_five_working_days(self, first: date, ended: date, due: date) -> None:
        assert read(running(stops=(stop(first, ended),)), limit(5), ended).due_on == due

    def test_holds_the_count_until_the_day_it_is_lifted(self) -> None:
        case = running(stops=(stop(june(3), june(8)),))

        assert [read(case, limit(5), june(day)).used for day in (2, 3, 5, 7, 8, 9)] == [
            *(1, 1, 1, 1),
            *(2, 3),
        ]

    def test_that_is_not_lifted_leaves_no_due_day_and_nothing_overdue(self) -> None:
        case = running(stops=(stop(june(3)),), state=CaseState.PAUSED)
        reading = read(case, limit(5), date(2020, 12, 1))

        assert (reading.due_on, reading.used, reading.remaining) == (None, 1, 4)
        assert not reading.overdue

    def test_that_began_too_late_leaves_the_case_overdue(self) -> None:
        case = running(stops=(stop(june(10)),), state=CaseState.PAUSED)

        assert read(case, limit(5), june(30)).due_on == june(8)
        assert read(case, limit(5), june(30)).overdue

    def test_after_the_last_day_makes_nothing_later_while_it_lasts(self) -> None:
        """5 calendar days from 1 June end on Monday 8; the 9th is late, the stop is not."""
        case = running(stops=(stop(june(10), june(15)),))

        left = [read(case, limit(5, CALENDAR_DAY), june(day)).remaining for day in (9, 12, 15, 16)]
        assert left == [-1, -1, -2, -3]

    def test_into_which_the_last_day_rolled_ends_before_it(self) -> None:
        case = running(stops=(stop(june(7), june(10)),))

        assert read(case, limit(5, CALENDAR_DAY), june(10)).due_on == june(10)

    def test_ends_by_the_length_that_was_stated(self) -> None:
        assert stop_due(stop(june(1), days=10), days=DAYS) == june(15)
        assert stop_due(stop(june(1), days=5, unit=CALENDAR_DAY), days=DAYS) == june(8)


class TestAPaperThatCameLate:
    """Promised by 15 June, the last of ten days; what the clock leaves the department then."""

    def case(self, came_on: date | None = None, **changes: Any) -> Case:
        return running(owed=(OwedDocument("A01-2", june(15), came_on, june(16)),), **changes)

    @pytest.mark.parametrize(
        ("came", "due"),
        [
            pytest.param(june(16), june(17), id="the day after its receipt"),
            pytest.param(june(19), june(22), id="on a Friday: the Monday"),
            pytest.param(june(24), june(28), id="before the festival: the make-up Sunday"),
        ],
    )
    def test_leaves_the_working_day_after_its_receipt(self, came: date, due: date) -> None:
        grace = ClockStop(None, "容缺材料逾期未补", june(16), 0, WORKDAY, came)

        assert read(self.case(came, stops=(grace,)), limit(10), due).due_on == due
        assert not read(self.case(came, stops=(grace,)), limit(10), due).overdue
        assert read(self.case(came), limit(10), due + ONE_DAY).overdue

    def test_leaves_what_is_left_of_a_longer_limit(self) -> None:
        assert read(self.case(june(16)), limit(20), june(16)).due_on == june(30)

    def test_makes_nobody_late_while_it_is_awaited(self) -> None:
        reading = read(self.case(), limit(10), july(10))

        assert (reading.due_on, reading.overdue) == (None, False)

    def test_does_not_mend_what_was_late_before_the_promise_was_broken(self) -> None:
        assert read(self.case(june(19)), limit(9), june(22)).due_on == june(12)
        assert read(self.case(), limit(9), june(22)).overdue

    def test_does_not_mend_a_decision_that_was_late_already(self) -> None:
        owed = (OwedDocument("A01-2", june(23), june(26), june(24)),)
        case = running(owed=owed, concluded_on=june(17), state=CaseState.APPROVED_CONDITIONALLY)

        assert read(case, limit(10), july(1)).due_on == june(15)

    def test_that_never_came_ended_with_the_application(self) -> None:
        returned = self.case(ended_on=june(24), state=CaseState.RETURNED)

        assert not read(returned, limit(10), july(10)).overdue


class TestAnExtension:
    def test_in_the_same_unit_lengthens_the_limit(self) -> None:
        case = running(extension_days=10, extensions=1)
        reading = read(case, limit(10), june(15))

        assert (reading.limit, reading.used, reading.remaining) == (20, 10, 10)
        assert reading.due_on == june(30)

    def test_in_working_days_follows_a_limit_in_calendar_days(self) -> None:
        case = running(extension_days=10, extensions=1)
        reading = read(case, limit(7, CALENDAR_DAY), june(8))

        assert reading.due_on == june(22)
        assert reading.remaining == 10
        assert not read(case, limit(7, CALENDAR_DAY), june(22)).overdue
        late = read(case, limit(7, CALENDAR_DAY), june(29))
        assert (late.overdue, late.remaining, late.unit) == (True, -7, CALENDAR_DAY)


class TestANoticePeriod:
    def test_gives_the_first_day_of_conclusion(self) -> None:
        period = limit(30, CALENDAR_DAY, Bound.MIN)

        assert earliest_conclusion(running(), period, days=DAYS) == july(1)
        assert earliest_conclusion(running(), limit(30), days=DAYS) is None


# An independent walk: one day at a time, no arrays, no arithmetic on counts.


def stands(stops: list[ClockStop], day: date) -> bool:
    return any(
        one.started_on <= day and (one.ended_on is None or day < one.ended_on) for one in stops
    )


def opens(table: DayTable, day: date) -> bool:
    special = table.days.get(day)
    return special.kind is DayKind.MAKE_UP_WORKDAY if special else day.weekday() < 5


def walked_end(
    start: date, total: int, unit: Unit, stops: list[ClockStop], table: DayTable
) -> date | None:
    """Walk from a start until a limit is used up; None where an open stop is reached first."""
    counted, day = 0, start
    while not any(one.ended_on is None and one.started_on <= day for one in stops):
        running_on = day > start and not stands(stops, day)
        counted += running_on and (unit is CALENDAR_DAY or opens(table, day))
        if counted >= total and running_on and opens(table, day):
            return day
        day += ONE_DAY
    return None


@some.composite
def tables(draw: some.DrawFn) -> DayTable:
    """Random calendars: any weekday may be off, any weekend day may be a workday."""
    days = {}
    for shift in draw(some.sets(some.integers(0, 120), max_size=40)):
        day = FIRST_DAY + shift * ONE_DAY
        kind = DayKind.MAKE_UP_WORKDAY if day.weekday() >= 5 else DayKind.OFF
        days[day] = SpecialDay(kind=kind, name="任意")
    return DayTable(version="random", first_year=2020, last_year=2020, days=days)


@some.composite
def histories(draw: some.DrawFn) -> tuple[date, list[ClockStop]]:
    """A start and stops that do not overlap, the last one perhaps still open."""
    start = FIRST_DAY + draw(some.integers(0, 20)) * ONE_DAY
    stops, day = [], start
    for _ in range(draw(some.integers(0, 3))):
        first = day + draw(some.integers(0, 8)) * ONE_DAY
        ended = first + draw(some.integers(0, 9)) * ONE_DAY
        stops.append(stop(first, ended))
        day = ended
    if stops and draw(some.booleans()):
        stops[-1] = stop(stops[-1].started_on, None)
    return start, stops


class TestAnyClock:
    @settings(max_examples=600, deadline=None)
    @given(
        history=histories(),
        table=tables(),
        total=some.integers(1, 40),
        unit=some.sampled_from(Unit),
        seen=some.integers(0, 90),
    )
    def test_agrees_with_a_walk_day_by_day(
        self,
        history: tuple[date, list[ClockStop]],
        table: DayTable,
        total: int,
        unit: Unit,
        seen: int,
    ) -> None:
        start, stops = history
        days = WorkingDays.of(table)
        on = start + seen * ONE_DAY
        case = running(accepted=start, stops=tuple(stops))
        reading = read_clock(case, limit(total, unit), on=on, days=days)
        assert reading is not None

        assert reading.due_on == walked_end(start, total, unit, stops, table)
        walked = sum(
            not stands(stops, day) and (unit is CALENDAR_DAY or opens(table, day))
            for day in (start + shift * ONE_DAY for shift in range(1, seen + 1))
        )
        assert reading.used == walked
        assert reading.overdue == (reading.due_on is not None and on > reading.due_on)
        if reading.due_on is not None and reading.overdue:
            late = sum(
                not stands(stops, day) and (unit is CALENDAR_DAY or opens(table, day))
                for day in (start + shift * ONE_DAY for shift in range(1, seen + 1))
                if day > reading.due_on
            )
            assert reading.remaining == -late
