"""When a weekly round is held: shifted by the calendar, suspended by rule, chased in time."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from pydantic import ValidationError

from models.days import ZONE
from models.refusal import BadInput
from models.rulebook import SkippedWeek, WeeklyRules
from rules.clocks.round_days import (
    NoRound,
    RoundDays,
    chases,
    cutoff_when_opened,
    iso_week,
    monday_of,
    next_week,
    round_days,
    week_code,
)
from tests.world import DAYS, at, june

RULES = WeeklyRules(opens=time(9), cutoff_weekday=5, cutoff=time(16), remind_before_hours=(24, 4))


def held(week: str, rules: WeeklyRules = RULES) -> RoundDays:
    plan = round_days(week, rules, DAYS)
    assert isinstance(plan, RoundDays)
    return plan


class TestAWeek:
    @pytest.mark.parametrize(
        ("day", "week"),
        [
            (date(2020, 6, 15), "2020-W25"),
            (date(2020, 6, 21), "2020-W25"),
            (date(2019, 12, 30), "2020-W01"),
            (date(2021, 1, 3), "2020-W53"),
        ],
    )
    def test_is_an_iso_week(self, day: date, week: str) -> None:
        assert iso_week(day) == week
        assert monday_of(week) <= day < monday_of(week) + timedelta(days=7)

    def test_comes_after_another_across_the_year(self) -> None:
        assert [next_week(one) for one in ("2020-W25", "2020-W53")] == ["2020-W26", "2021-W01"]

    @pytest.mark.parametrize("text", ["2020-W54", "2019-W53", "2020-W00", "2020-25", "", "W25"])
    def test_that_does_not_exist_is_bad_input(self, text: str) -> None:
        with pytest.raises(BadInput, match="不是有效的周"):
            monday_of(text)


class TestTheDaysOfARound:
    def test_are_monday_and_friday_in_a_plain_week(self) -> None:
        assert held("2020-W25") == RoundDays("2020-W25", at(june(15), 9), at(june(19), 16))

    @pytest.mark.parametrize(
        ("day", "is_held"),
        [
            pytest.param(date(2020, 6, 19), True, id="a Friday"),
            pytest.param(date(2020, 6, 18), False, id="a Thursday before a working Friday"),
            pytest.param(date(2020, 6, 24), True, id="the Wednesday before the Dragon Boat days"),
            pytest.param(date(2020, 6, 26), False, id="a Friday off"),
            pytest.param(date(2020, 6, 28), False, id="a Sunday made up"),
            pytest.param(date(2020, 10, 9), True, id="the only Friday after the National Day"),
            pytest.param(date(2020, 9, 30), True, id="the Wednesday before the National Day"),
        ],
    )
    def test_end_on_friday_or_the_last_working_day_before(self, day: date, is_held: bool) -> None:
        plan = held(iso_week(day))

        assert (plan.cutoff_at.astimezone(ZONE).date() == day) is is_held

    def test_begin_on_the_next_working_day_where_monday_is_off(self) -> None:
        # 2020-04-06 is the day off for 清明.
        assert held("2020-W15").opens_at == at(date(2020, 4, 7), 9)

    def test_never_begin_after_they_end(self) -> None:
        # Of the week after the National Day only Friday 9 October is a working day.
        plan = held("2020-W41")
        assert (plan.opens_at, plan.cutoff_at) == (at(date(2020, 10, 9)), at(date(2020, 10, 9), 16))

    def test_do_not_come_in_a_week_without_a_working_day(self) -> None:
        # Spring Festival, prolonged by the epidemic to 2 February 2020.
        assert round_days("2020-W05", RULES, DAYS) == NoRound("2020-W05", "截止日以前没有工作日")

    def test_do_not_come_in_a_suspended_week(self) -> None:
        rules = RULES.model_copy(
            update={"skipped_weeks": (SkippedWeek(week="2020-W25", reason="疫情停报"),)}
        )
        assert round_days("2020-W25", rules, DAYS) == NoRound("2020-W25", "疫情停报")
        assert isinstance(round_days("2020-W26", rules, DAYS), RoundDays)

    def test_do_not_come_before_the_campaign(self) -> None:
        first = june(18)
        assert isinstance(round_days("2020-W24", RULES, DAYS, first_day=first), NoRound)
        plan = round_days("2020-W25", RULES, DAYS, first_day=first)
        assert plan == RoundDays("2020-W25", at(june(18), 9), at(june(19), 16))


class TestChases:
    def test_come_so_many_hours_before_the_cutoff(self) -> None:
        plan = held("2020-W25")
        made = chases(plan.cutoff_at, RULES, DAYS, opened_at=plan.opens_at)
        assert [(one.at, one.before_hours) for one in made] == [
            (at(june(18), 16), 24),
            (at(june(19), 12), 4),
        ]

    def test_move_back_to_a_working_day(self) -> None:
        # Asked until Monday 29 June; the day before is a make-up workday, so it stays.
        stays = chases(at(june(29), 16), RULES, DAYS, opened_at=at(june(22)))
        assert stays[0].at == at(june(28), 16)
        # Asked until Sunday 28 June: Saturday to Thursday are off.
        moved = chases(at(june(28), 16), RULES, DAYS, opened_at=at(june(22)))
        assert moved[0].at == at(june(24), 16)

    def test_are_left_out_before_the_opening(self) -> None:
        made = chases(at(june(19), 16), RULES, DAYS, opened_at=at(june(19), 9))
        assert [one.before_hours for one in made] == [4]


class TestARoundMadeUpFor:
    def test_leaves_units_until_the_next_working_day(self) -> None:
        plan = held("2020-W25")
        # Noticed on Saturday 20 June: asked until Monday.
        assert cutoff_when_opened(plan, at(june(20)), RULES, DAYS) == at(june(22), 16)

    def test_keeps_the_weeks_own_cutoff_before_it(self) -> None:
        plan = held("2020-W25")
        assert cutoff_when_opened(plan, at(june(17)), RULES, DAYS) == plan.cutoff_at


class TestTheRules:
    def test_begin_before_they_end(self) -> None:
        with pytest.raises(ValidationError, match="启动时间应早于截止时间"):
            WeeklyRules(
                opens_weekday=5,
                opens=time(16),
                cutoff_weekday=5,
                cutoff=time(16),
                remind_before_hours=(),
            )

    def test_have_a_floor_for_jumps_of_nothing_unless_told(self) -> None:
        assert (RULES.jump_ratio, RULES.jump_floor) == (Decimal("0.5"), Decimal(0))


class TestAWeekThatIsTyped:
    @pytest.mark.parametrize("typed", ["2020-25", "2020-W25", "2020年第25周", " 2020-25 "])
    def test_is_read_as_people_write_it(self, typed: str) -> None:
        assert week_code(typed) == "2020-W25"

    @pytest.mark.parametrize("typed", ["2021-53", "25", "2020年25", "2020-W", "2020-00"])
    def test_is_refused_where_no_year_has_it(self, typed: str) -> None:
        with pytest.raises(BadInput, match="2020年第25周"):
            week_code(typed)
