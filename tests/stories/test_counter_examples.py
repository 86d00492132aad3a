"""Each example by which an audit showed that the law was not kept, told through the command line.

In the order of the rules: land, types, documents, receipt, silence, incompleteness, lateness,
closed days, extension, two pairs of eyes. Days were counted by hand on the calendar of 2020:
25–27 June are days off (端午), Sunday 28 June is worked.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from models.case import Light, Party
from tests.stories.doors import ConsoleDoor
from tests.stories.law.test_law_as_it_reads import CHEMICALS, OFFICES, SCHOOL, WORKSHOP, Told

ROAD = {
    **SCHOOL,
    "code": "2020-230112-48-01-009021",
    "name": "玉泉至亚沟公路",
    "type": "gov_transport",
    "unit": "unit-transport",
    "traits": {**SCHOOL["traits"], "buildings": False, "environmental_class": "form"},
}
DAM = {**ROAD, "code": "2020-230112-76-01-009022", "name": "玉泉堤防", "type": "gov_water"}
SMALL_WORKS = {
    **WORKSHOP,
    "code": "2020-230112-33-03-009023",
    "traits": {**WORKSHOP["traits"], "below_permit_threshold": True},
}
INVESTED = ("L01", "L02", "L05", "L06")
"""The investment is decided, the land not yet had."""
HOUSE_IS_DONE = (*INVESTED, "L11", "P03", "G01", "G02")
"""Everything of a school but its land, its estimate and what waits for that."""
ALL_IS_DONE = (*HOUSE_IS_DONE, "L07", "L08", "L09", "L10", "G03", "S01", "S03", "S04")


def told(door: ConsoleDoor, project: Mapping[str, Any], on: str = "2020-06-01") -> Told:
    """Register a project on a day, and tell it from there."""
    t = Told(door, project)
    t.on(on)
    t.registered()
    return t


def cases(t: Told) -> set[str]:
    return {one.procedure for one in t.door.view(t.code).cases}


def act(t: Told, procedure: str, name: str, by: str, **data: Any) -> str:
    """Do an act with the data of its request; return the refusal in words, or nothing."""
    words = ("act", t.code, procedure, name, "--by", by, "--data", json.dumps(data))
    code, _, error = t.door.command(*words)
    assert code in (0, 1, 2), error
    return error if code else ""


def watched(t: Told, on: str) -> None:
    t.on(on)
    t.door.sweep()


def test_1_the_permit_for_allocated_land_has_prerequisites(door: ConsoleDoor) -> None:
    """城乡规划法 36, 37: the siting opinion comes before the permit for the use of land."""
    told(door, SCHOOL).refused("L11", "submit", "不能申报", "L05")


def test_2_no_construction_permit_around_land_and_estimate(door: ConsoleDoor) -> None:
    """建筑法 8(一), 森林法 37, 政府投资条例 9, 11: L07, L08, L09, L10 and G03 are open."""
    before = dict.fromkeys(HOUSE_IS_DONE, "2020-05-12")
    t = told(door, {**SCHOOL, "concluded_before": before})

    t.refused("S05", "submit", "不能申报", "L08", "L10", "G03")
    missing = {one.code for one in door.view(t.code).start.missing}
    assert {"L08", "L09", "L10", "G03", "S05"} <= missing
    assert {"L07", "L08", "L10"} <= set(t.asked("plan", t.code)["critical"])


@pytest.mark.parametrize(("project", "own"), [(ROAD, "T01"), (DAM, "W01")], ids=["road", "dam"])
def test_3_roads_and_dams_are_not_licensed_by_housing(
    door: ConsoleDoor, project: Mapping[str, Any], own: str
) -> None:
    """施工许可管理办法 2, 国办发〔2019〕11号: their own approval, no high voltage."""
    t = told(door, project)

    assert own in cases(t)
    assert not cases(t) & {"S01", "S04", "S05", "U01", "G04"}
    assert own in {one.code for one in door.view(t.code).start.missing}
    assert t.case(own).department != "housing"


def test_4_works_below_the_threshold_need_no_permit(door: ConsoleDoor) -> None:
    """施工许可管理办法 2(2): they may start without it."""
    t = told(door, SMALL_WORKS)

    assert "S05" not in cases(t)
    assert "S05" not in {one.code for one in door.view(t.code).start.missing}


def test_5_own_land_is_not_supplied_permitted_or_registered_again(door: ConsoleDoor) -> None:
    """城乡规划法 38, 不动产登记暂行条例: what is held is held."""
    assert not cases(told(door, WORKSHOP)) & {"L05", "L10", "L11", "L12"}


@pytest.mark.parametrize(
    ("project", "procedure", "before", "paper"),
    [
        pytest.param(ROAD, "G02", (*INVESTED, "L11"), "人防审核意见", id="6 人民防空法22: road"),
        pytest.param(SCHOOL, "L11", INVESTED, "土地出让金缴纳凭证", id="7 土地管理法54: allocated"),
        pytest.param(SCHOOL, "S05", ALL_IS_DONE, "踏勘意见", id="8 by the authority itself"),
    ],
)
def test_6_to_8_nobody_owes_what_is_not_asked_of_this_project(
    door: ConsoleDoor,
    project: Mapping[str, Any],
    procedure: str,
    before: tuple[str, ...],
    paper: str,
) -> None:
    """行政许可法 32(1)(四), 38: no other paper than those that are asked for."""
    t = told(door, {**project, "concluded_before": dict.fromkeys(before, "2020-05-12")})

    refusal = act(t, procedure, "submit", t.by(procedure, "submit"), missing=[paper])

    assert f"没有材料“{paper}”" in refusal


def test_9_seven_days_of_a_permit_run_from_receipt(door: ConsoleDoor) -> None:
    """建筑法 8: in on Friday 19 June, accepted on the 29th; the 26th is a day off: the 28th."""
    done = ("L04", "P02", "G02", "S01", "S04")
    t = told(door, {**WORKSHOP, "concluded_before": dict.fromkeys(done, "2020-05-12")})
    t.on("2020-06-19")
    t.done("S05", "submit")
    t.on("2020-06-29")
    t.done("S05", "accept")

    assert t.due("S05")[1] == "2020-06-28"


def test_10_sixty_days_of_an_assessment_run_from_receipt(door: ConsoleDoor) -> None:
    """环境影响评价法 22, 民法总则 203: from 1 July to 30 August, a Sunday: the 31st."""
    t = told(door, CHEMICALS)
    t.on("2020-07-01")
    t.done("P01", "submit")

    assert t.due("P01")[1] == "2020-08-31"


def test_11_silence_accepts_a_licence_and_nothing_else(door: ConsoleDoor) -> None:
    """行政许可法 32(1)(四): five working days after 1 June end on the 8th."""
    t = told(door, SCHOOL)
    t.done("L05", "submit")
    t.done("P03", "submit")
    t.done("G01", "submit")
    watched(t, "2020-06-08")
    assert t.case("L05").state.value == "submitted"
    watched(t, "2020-06-09")

    assert t.case("L05").state.value == "accepted"
    assert str(t.case("L05").accepted_on) == "2020-06-01"
    assert {t.case(code).state.value for code in ("P03", "G01")} == {"submitted"}


def test_12_what_is_incomplete_is_told_and_not_declined(door: ConsoleDoor) -> None:
    """行政许可法 32(1)(一)(二)(四): incompleteness is no ground, the others are named."""
    t = told(door, SCHOOL)
    assert act(t, "L05", "submit", t.by("L05", "submit"), missing=["L05-5"]) == ""
    by = f"{OFFICES['L']}-01"

    assert "一次性告知补正" in act(t, "L05", "decline", by, reason="材料不齐全")
    assert act(t, "L05", "decline", by, reason="不在规划范围", ground="not_required") == ""


def test_13_what_was_concluded_late_stays_late(door: ConsoleDoor) -> None:
    """环境影响评价法 22: thirty days from 1 June end on 1 July; decided on 3 July."""
    t = told(door, WORKSHOP)
    t.taken_in("P02")
    t.on("2020-07-03")
    t.granted("P02")
    t.on("2020-08-03")

    assert t.case("P02").overrun_days == 2
    assert "超期" in door.command("show", t.code)[1]


def test_14_a_stop_beyond_its_length_is_the_departments(door: ConsoleDoor) -> None:
    """行政许可法 45: five working days were told on 2 June, so up to the 9th."""
    t = told(door, SCHOOL)
    t.taken_in("L05")
    t.on("2020-06-02")
    stop = {"procedure_kind": "expert_review", "limit_days": 5, "reason": "组织专家评审"}
    assert act(t, "L05", "pause", f"{OFFICES['L']}-01", **stop) == ""
    t.on("2020-06-09")
    assert t.case("L05").light is not Light.RED
    t.on("2020-06-10")

    late = t.case("L05")
    assert (late.light, late.attributed_to) == (Light.RED, Party.DEPARTMENT)
    days = t.asked("clock", t.code, "L05")["delay"]
    assert days[Party.DEPARTMENT] >= 1


def test_15_no_slip_goes_to_the_office_that_waits(door: ConsoleDoor) -> None:
    """滨州 16: L03 waits for L05, whose twenty days (行政许可法 42) end on 30 June."""
    t = told(door, CHEMICALS)
    t.taken_in("L03", "L05")
    for day in ("2020-06-10", "2020-06-30", "2020-07-01", "2020-07-15"):
        watched(t, day)

    opened = t.asked("supervision", t.code)
    about = {one["procedure"] for one in opened["matters"]}
    assert "L05" in about
    assert "L03" not in about
    assert t.case("L03").light is Light.BLUE


def test_16_a_promise_that_falls_on_a_closed_day_ends_on_the_next(door: ConsoleDoor) -> None:
    """民法总则 203: promised for Saturday 6 June, kept or broken with Monday the 8th."""
    t = told(door, SCHOOL)
    by, promise = f"{OFFICES['L']}-01", {"document": "L05-5", "due_on": "2020-06-06"}
    assert act(t, "L05", "submit", t.by("L05", "submit"), missing=["L05-5"]) == ""
    signed = {"owed": [promise], "signed_by": "法定代表人"}
    assert act(t, "L05", "accept_conditionally", by, **signed) == ""
    for day in ("2020-06-06", "2020-06-07", "2020-06-08"):
        watched(t, day)
        assert t.case("L05").state.value == "conditionally_accepted"
    watched(t, "2020-06-09")

    assert t.case("L05").state.value == "overdue_promise"


def test_17_an_extension_is_barred_by_the_limit_of_the_law_alone(door: ConsoleDoor) -> None:
    """行政许可法 42: twenty working days from 1 June end on the 30th; the promise on the 10th."""
    t = told(door, SCHOOL)
    t.taken_in("L05")
    head, more = f"{OFFICES['L']}-head", {"days": 10, "reason": "情况复杂须现场核查"}
    t.on("2020-07-01")
    assert "法定期限已于 2020-06-30 届满" in act(t, "L05", "extend", head, **more)

    other = told(door, {**SCHOOL, "code": "2020-230112-83-01-009031"}, "2020-07-02")
    other.taken_in("L05")
    other.on("2020-07-20")
    assert act(other, "L05", "extend", head, **more) == "", "the promise was missed, not the law"


def test_18_who_accepted_does_not_alone_grant(door: ConsoleDoor) -> None:
    """行政许可法 34: the same person is no second pair of eyes."""
    t = told(door, SCHOOL)
    t.taken_in("L05")

    t.refused("L05", "decide", "不得由其一人准予办结", by=f"{OFFICES['L']}-01")
