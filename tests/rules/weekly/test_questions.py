"""Three questions: those whose answer would move the start, or a light, most."""

from dataclasses import replace
from datetime import date

from models.case import CaseState, OwedDocument
from models.doubt import Question
from models.project import LandPlan, LandSupply
from rules.plan.forecast import forecast_start
from rules.weekly.questions import ASKED, questions
from tests.rules.standing.test_project_lights import LIT, plain, works
from tests.world import REGULATIONS, july, june, opened, project, running, with_case

DAY = june(8)


def asked(file, on: date = DAY, regulations=REGULATIONS) -> tuple[Question, ...]:
    return questions(file, on=on, regulations=regulations)


def start_of(file, on: date) -> date:
    procedures = REGULATIONS.procedures(file.project, on=on)
    return forecast_start(file, procedures, on=on, regulations=REGULATIONS).start_on


def test_asks_three_and_the_weightiest_first() -> None:
    found = asked(opened())
    assert len(found) == ASKED
    assert [one.value for one in found] == sorted((one.value for one in found), reverse=True)
    assert all(one.effect_days > 0 for one in found)


def test_asks_about_the_way_to_the_start_and_not_beside_it() -> None:
    # A01 → B01 → C01 decides the start; E01, seven days, has slack; D01 is no condition of it.
    subjects = [one.subject for one in asked(with_case(opened(), running()))]
    assert subjects[0] == "A01"
    assert not {"D01", "K01", "F01"} & set(subjects)


def test_tells_by_how_much_the_start_moves() -> None:
    file = with_case(opened(), running())
    (first,) = [one for one in asked(file) if one.subject == "A01"]
    # From 1 June A01 has 10 working days; five less leave 8 June, five more 22 June.
    assert first.effect_days == 10
    assert str(start_of(file, june(8))) in first.text
    assert "用地预审受阻在哪里" in first.text


def test_weighs_what_nobody_has_heard_of_for_long() -> None:
    fresh = asked(with_case(opened(), running(accepted=june(8))))
    stale = asked(with_case(opened(), running(accepted=june(1))))
    by = {one.subject: one for one in fresh}, {one.subject: one for one in stale}
    assert by[0]["A01"].value / by[0]["A01"].effect_days == 1
    assert by[1]["A01"].value / by[1]["A01"].effect_days == 2


def test_asks_about_an_owed_paper_on_which_the_start_hangs() -> None:
    case = running(state=CaseState.CONDITIONALLY_ACCEPTED, owed=(OwedDocument("A01-2", june(26)),))
    file = with_case(opened(), case)
    found = {one.subject: one for one in asked(file)}
    assert found["A01-2"].effect_days > 0
    assert "《资金证明》能否在 2020-06-26 前补齐" in found["A01-2"].text


def test_asks_when_the_land_comes_where_the_plan_is_near_the_start() -> None:
    land = LandPlan(
        supply=LandSupply.GRANTED, area_hectares=1, status="已供地", cleared_by=july(15)
    )
    found = {one.subject: one for one in asked(opened(project(land=land)))}
    assert "净地交付能否在 2020-07-15 前落实" in found["land_delivered"].text
    # A week sooner, the land still comes after the last permit: ten working days in all.
    assert found["land_delivered"].effect_days == 10
    assert found["land_delivered"].field == "land_status"


def test_asks_nothing_of_works_that_have_started_and_are_well() -> None:
    assert asked(replace(opened(), started_on=june(1))) == ()


def test_asks_works_under_way_about_their_lights() -> None:
    behind = works(invested=0, on=date(2020, 9, 30))
    found = questions(behind, on=date(2020, 9, 30), regulations=LIT)
    assert plain(behind, date(2020, 9, 30))["investment"] == "red"
    assert [one.subject for one in found] == ["investment", "statistics"]
    assert [one.field for one in found] == ["invested_week", "statistics_entered_on"]
