"""Another place's limits beside a project's: computed for comparison, followed by nothing."""

import ast
from datetime import date
from pathlib import Path

import pytest

from models.campaign import CampaignFolder
from models.case import ClockStop
from models.catalogue import SpecialProcedureKind
from models.practice import NOT_OURS, Confidence, PlaceDeferral, PlaceLimit, PlacePractice
from rules.acting.agenda import agenda
from rules.clocks.expiry import timers
from rules.clocks.practice import compared
from rules.in_force.regulations import Regulations
from rules.standing.lights import light_case
from tests.world import (
    CALENDAR_DAY,
    REGULATIONS,
    WORKDAY,
    campaign,
    june,
    opened,
    running,
    with_case,
)

ROOT = Path(__file__).parents[3]
THERE = PlacePractice(
    code="guannan",
    name="江苏灌南县",
    source="办事指南解读",
    confidence=Confidence.OFFICIAL,
    promised={
        "A01": PlaceLimit(value=3, unit=WORKDAY),
        "D01": PlaceLimit(value=0, unit=WORKDAY),
        "B02": PlaceLimit(value=4, unit=CALENDAR_DAY),
    },
    statutory={"A01": PlaceLimit(value=30, unit=CALENDAR_DAY)},
    deferrable=(PlaceDeferral(procedure="K01", material="红线图"),),
)


class TestAComparison:
    def test_puts_both_limits_and_both_days_side_by_side(self) -> None:
        # Monday 1 June: ten working days here, three there.
        told = compared(with_case(opened(), running()), THERE, on=june(2), regulations=REGULATIONS)

        line = next(one for one in told.lines if one.procedure == "A01")
        assert (line.promised, line.promised_there) == (
            PlaceLimit(value=10, unit=WORKDAY),
            PlaceLimit(value=3, unit=WORKDAY),
        )
        assert line.statutory_there == PlaceLimit(value=30, unit=CALENDAR_DAY)
        assert (line.due_on, line.due_there_on) == (june(15), june(4))

    def test_counts_the_same_stops(self) -> None:
        stop = ClockStop(
            SpecialProcedureKind.EXPERT_REVIEW, "评审", june(2), 3, WORKDAY, ended_on=june(5)
        )
        file = with_case(opened(), running(stops=(stop,)))

        (line,) = [
            one
            for one in compared(file, THERE, on=june(8), regulations=REGULATIONS).lines
            if one.procedure == "A01"
        ]

        assert (line.due_on, line.due_there_on) == (june(18), june(9))

    def test_of_a_case_that_is_not_timed_names_limits_only(self) -> None:
        told = compared(opened(), THERE, on=june(2), regulations=REGULATIONS)

        assert {(one.due_on, one.due_there_on) for one in told.lines} == {(None, None)}

    def test_names_what_the_place_lets_follow_later_and_where_it_is_silent(self) -> None:
        told = compared(opened(), THERE, on=june(2), regulations=REGULATIONS)

        assert [one.procedure for one in told.lines] == ["A01", "B02", "D01", "K01"]
        assert told.lines[-1].deferrable_there == ("红线图",)
        assert "C01" in told.silent
        assert not set(told.silent) & {one.procedure for one in told.lines}

    def test_says_whose_it_is_and_that_it_is_not_the_districts(self) -> None:
        told = compared(opened(), THERE, on=june(2), regulations=REGULATIONS)

        assert told.notice == NOT_OURS == "仅供对照，不是本区规定"
        assert (told.place_name, told.source) == ("江苏灌南县", "办事指南解读")


class TestNothingFollowsIt:
    def test_a_real_case_reads_the_same_with_and_without(self) -> None:
        file = with_case(opened(), running())
        beside = Regulations(campaign().model_copy(update={"places": (THERE,)}))

        for rules in (REGULATIONS, beside):
            assert agenda(file, rules) == agenda(file, REGULATIONS)
            assert timers(file, "A01", on=june(9), regulations=rules) == ()
            lit = light_case(file.cases["A01"], on=june(9), regulations=rules, file=file)
            assert lit.promised is not None
            assert lit.promised.due_on == june(15)

    def test_no_room_below_the_doors_reads_it_but_the_comparison(self) -> None:
        readers = {
            str(path.relative_to(ROOT))
            for room in ("rules", "casework", "notices", "reports", "tasks", "flows")
            for path in (ROOT / room).rglob("*.py")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if (isinstance(node, ast.Attribute) and ast.unparse(node).endswith("campaign.places"))
            or (isinstance(node, ast.ImportFrom) and node.module == "models.practice")
        }

        assert readers == {
            "casework/reading/practice.py",
            "rules/clocks/practice.py",
            "rules/in_force/catalogue_faults.py",
        }


class TestTheDeliveredPlaces:
    def test_are_forty_three_each_with_its_source(self, real_folder: CampaignFolder) -> None:
        places = real_folder.campaign.places

        assert len(places) == len({one.code for one in places}) == 43
        assert all(one.source and not one.assumed for one in places)

    @pytest.mark.parametrize(
        ("code", "procedure", "value"),
        [("guangrao_2022", "L02", 5), ("zhongmu", "P05", 2), ("quanzhou_2015", "L04", 0)],
    )
    def test_promise_what_was_published(
        self, real_folder: CampaignFolder, code: str, procedure: str, value: int
    ) -> None:
        (there,) = [one for one in real_folder.campaign.places if one.code == code]

        assert there.promised[procedure].value == value

    def test_are_not_the_districts_profile(self, real_folder: CampaignFolder) -> None:
        names = {one.name for one in real_folder.campaign.places}

        assert not any("阿城" in name for name in names)
        assert not {one.code for one in real_folder.campaign.places} & set(
            real_folder.campaign.rulebook.profiles
        )


def test_a_comparison_is_as_of_a_day() -> None:
    assert compared(opened(), THERE, on=june(2), regulations=REGULATIONS).as_of == date(2020, 6, 2)
