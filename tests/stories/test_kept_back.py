"""Further counter-examples of an audit's kinds, each through the command line with its article.

Days were counted by hand: in 2020 25–27 June (端午) and 1–8 October are days off, Sundays 28
June and 27 September and Saturday 10 October are worked; 1 January 2027 is a Friday.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import text

from models.case import Light
from tests.stories.doors import ConsoleDoor
from tests.stories.law.test_law_as_it_reads import CHEMICALS, OFFICES, SCHOOL, WORKSHOP, Told
from tests.stories.test_counter_examples import DAM, ROAD, act, cases, told, watched

BEFORE = "2020-05-12"
WORKSHOP_IS_DONE = dict.fromkeys(("L04", "P02", "G02", "S01", "S04"), BEFORE)


def traits(project: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {**project, "traits": {**project["traits"], **more}}


def by(t: Told, procedure: str, number: str = "01") -> str:
    return f"{t.office(procedure)}-{number}"


def test_1_granted_land_is_supplied_before_it_is_planned(door: ConsoleDoor) -> None:
    """城乡规划法 38: the permit of land use follows the contract of granted land (L10)."""
    told(door, CHEMICALS).refused("L11", "submit", "不能申报", "L10")


def test_2_forest_on_own_land_is_cleared_before_the_works(door: ConsoleDoor) -> None:
    """森林法 37: own land needs no supply, yet no works around an open forest permit (L09)."""
    t = told(
        door,
        traits({**WORKSHOP, "concluded_before": WORKSHOP_IS_DONE}, forest_land=True, farmland=True),
    )

    assert "L10" not in cases(t)
    t.refused("S05", "submit", "不能申报", "L09")
    assert "L09" in {one.code for one in door.view(t.code).start.missing}


@pytest.mark.parametrize(("project", "own"), [(ROAD, "T01"), (DAM, "W01")], ids=["road", "dam"])
def test_3_roads_and_dams_wait_for_their_land_as_well(
    door: ConsoleDoor, project: Mapping[str, Any], own: str
) -> None:
    """公路法 25, 土地管理法 44, 46: T01 and W01 lie behind conversion and expropriation."""
    t = told(door, project)

    t.refused(own, "submit", "不能申报", "L08", by="unit-transport-liaison")
    assert {"L08", "L09"} <= {one.code for one in door.view(t.code).start.missing}


def test_4_a_correction_starts_the_seven_days_anew(door: ConsoleDoor) -> None:
    """建筑法 8: complete on Wednesday 24 June, so up to 1 July."""
    t = told(door, {**WORKSHOP, "concluded_before": WORKSHOP_IS_DONE})
    t.on("2020-06-19")
    t.done("S05", "submit")
    t.on("2020-06-22")
    item = {"document": "S05-4", "what": "合同未盖章", "due_on": "2020-06-25"}
    assert act(t, "S05", "request_correction", by(t, "S05"), items=[item]) == ""
    assert t.due("S05")[1] == "None"
    t.on("2020-06-24")
    t.done("S05", "correct", f"{WORKSHOP['unit']}-liaison")

    assert t.due("S05")[1] == "2020-07-01"


def test_5_an_item_named_for_a_closed_day_is_late_after_the_next_open_one(
    door: ConsoleDoor,
) -> None:
    """民法总则 203: named for Thursday 25 June (端午), it ends on the worked Sunday the 28th."""
    t = told(door, {**WORKSHOP, "concluded_before": WORKSHOP_IS_DONE})
    t.on("2020-06-19")
    t.done("S05", "submit")
    item = {"document": "S05-4", "what": "合同未盖章", "due_on": "2020-06-25"}
    assert act(t, "S05", "request_correction", by(t, "S05"), items=[item]) == ""

    def reminders() -> list[str]:
        lines = t.asked("show", t.code, "--timeline")["timeline"]
        return [f"{one['on']} {one['detail']}" for one in lines if "补正" in one["detail"]]

    for day in ("2020-06-23", "2020-06-24", "2020-06-25", "2020-06-28"):
        watched(t, day)
        assert t.case("S05").light is not Light.YELLOW
    watched(t, "2020-06-29")

    assert t.case("S05").light is Light.YELLOW
    assert [one.partition("，")[0] for one in reminders()] == [
        "2020-06-24 补正将到期",
        "2020-06-29 逾期未补正",
    ]


def test_6_told_in_time_there_is_no_silence_and_a_correction_asks_again(door: ConsoleDoor) -> None:
    """行政许可法 32(1)(四): asked on 3 June; corrected on the 12th: five days to the 19th."""
    t = told(door, SCHOOL)
    t.done("L05", "submit")
    t.on("2020-06-03")
    item = {"document": "L05-5", "what": "缺附图"}
    assert act(t, "L05", "request_correction", by(t, "L05"), items=[item]) == ""
    watched(t, "2020-06-10")
    assert t.case("L05").state.value == "correcting"
    t.on("2020-06-12")
    t.done("L05", "correct", "unit-education-liaison")
    watched(t, "2020-06-19")
    assert t.case("L05").state.value == "submitted"
    watched(t, "2020-06-22")

    assert str(t.case("L05").accepted_on) == "2020-06-12"


def test_7_silence_accepts_no_review_of_drawings(door: ConsoleDoor) -> None:
    """行政许可法 2, 32: S01 is a technical review, no licence."""
    t = told(door, SCHOOL)
    t.done("S01", "submit")
    for day in ("2020-06-09", "2020-06-30"):
        watched(t, day)

    assert t.case("S01").state.value == "submitted"


def test_8_late_against_the_promise_alone_stays_late(door: ConsoleDoor) -> None:
    """The promise, a placeholder of the catalogue: seven days, to 10 June; decided on the 12th."""
    t = told(door, SCHOOL)
    t.taken_in("L05")
    assert t.due("L05") == ("2020-06-10", "2020-06-30")
    t.on("2020-06-12")
    t.granted("L05")
    t.on("2020-08-03")

    assert (t.case("L05").overrun_days, t.case("L05").state_name) == (2, "已办结·超期2个工作日")


def test_9_a_stop_that_begins_too_late_hides_nothing(door: ConsoleDoor) -> None:
    """行政许可法 45: only what is told within the limit is left out of it."""
    t = told(door, SCHOOL)
    t.taken_in("L05")
    t.on("2020-06-11")
    stop = {"procedure_kind": "expert_review", "limit_days": 5, "reason": "组织专家评审"}
    assert act(t, "L05", "pause", by(t, "L05"), **stop) == ""

    assert t.case("L05").light is Light.RED


def test_10_the_first_of_january_is_closed_before_any_notice_says_so(door: ConsoleDoor) -> None:
    """全国年节及纪念日放假办法 2, 民法典 203: seven days from 25 December 2026 end on 4 January."""
    project = {**WORKSHOP, "concluded_before": WORKSHOP_IS_DONE, "pinned_start": "2027-03-31"}
    t = told(door, project, "2026-12-25")
    t.taken_in("S05")

    assert t.due("S05")[1] == "2027-01-04"
    assert "暂算" in door.command("clock", t.code, "S05")[1]


def test_11_a_limit_is_extended_once_and_by_the_head(door: ConsoleDoor) -> None:
    """行政许可法 42: ten more after 30 June: 1–3, 6–10, 13, 14 July."""
    t = told(door, SCHOOL)
    t.taken_in("L05")
    more = {"days": 10, "reason": "情况复杂须现场核查", "applicant_informed": True}
    t.on("2020-06-30")
    assert act(t, "L05", "extend", by(t, "L05"), **more) != ""
    assert act(t, "L05", "extend", by(t, "L05", "head"), **more) == ""

    assert t.due("L05")[1] == "2020-07-14"
    assert "只能延长1次" in act(t, "L05", "extend", by(t, "L05", "head"), **more)


def test_12_one_person_does_not_sign_two_steps_of_a_grave_act(door: ConsoleDoor) -> None:
    """行政许可法 34, 审查、审核、决定 (目录): who examined does not check."""
    t = told(door, CHEMICALS)
    t.taken_in("L03")
    assert act(t, "L03", "review", by(t, "L03"), opinion="符合规定条件") == ""

    assert act(t, "L03", "review", by(t, "L03"), opinion="同意") != ""
    assert act(t, "L03", "review", by(t, "L03", "02"), opinion="同意") == ""


def test_13_nothing_is_revoked_unheard_nor_by_who_announced_it(door: ConsoleDoor) -> None:
    """行政许可法 7, 69: announced on 3 June; five working days (assumed), to the 10th."""
    t = told(door, SCHOOL)
    t.taken_in("P03")
    t.on("2020-06-02")
    t.taken_in("L05")
    t.granted("L05")
    t.on("2020-06-03")
    head, why = by(t, "L05", "head"), {"reason": "以欺骗手段取得"}
    assert "告知" in act(t, "L05", "revoke", head, **why)
    announced = act(t, "L05", "announce_measure", by(t, "L05"), measure="revocation", **why)
    assert announced == ""
    t.on("2020-06-10")
    assert act(t, "L05", "revoke", head, **why) != ""
    t.on("2020-06-11")

    assert act(t, "L05", "revoke", head, **why) == ""


def test_14_no_start_is_pinned_to_a_day_off_at_registration(door: ConsoleDoor) -> None:
    """The pinned start is a working day: 1 October is none, Saturday 10 October is one."""
    path = door.house.home / "project.json"
    for day, code in (("2020-10-01", 1), ("2020-10-10", 0)):
        path.write_text(json.dumps([{**WORKSHOP, "pinned_start": day}]), encoding="utf-8")
        answer, _, error = door.command("register", str(path), "--by", "unit-park-liaison")
        assert (answer != 0) == bool(code), error


def test_15_the_row_of_a_list_holds_the_day_that_binds(door: ConsoleDoor) -> None:
    """建筑法 8, 民法总则 203: in on 30 September, to Friday 9 October, before the promised 10th."""
    t = told(door, {**WORKSHOP, "concluded_before": WORKSHOP_IS_DONE, "pinned_start": "2020-11-30"})
    t.on("2020-09-30")
    t.taken_in("S05")
    with door.house.office.store.reading() as connection:
        (row,) = connection.execute(
            text("select promised_due, statutory_due, due_on from cases where procedure = 'S05'")
        )

    assert [str(one) for one in row] == ["2020-10-10", "2020-10-09", "2020-10-09"]
    assert OFFICES["S"] == "housing"
    assert "2020-10-09" in door.command("to-do", "housing")[1]


def test_16_an_explanation_of_one_figure_excuses_no_other(door: ConsoleDoor) -> None:
    """周报核对规则: 86 million in all, 90 arrived, 95 done: each contradiction is explained."""
    t = told(door, WORKSHOP)
    assert door.command("week", "open", "--by", "dispatch-01")[0] == 0

    def report(**typed: Any) -> dict[str, Any]:
        words = ("week", "report", t.code, "--by", "unit-park-liaison", "--data")
        answer: dict[str, Any] = json.loads(door.command(*words, json.dumps(typed), "--json")[1])
        return answer

    why = "区级配套资金另有追加，批复随后报送"
    assert report(funds_arrived=9000)["refused"] == "report_doubtful"
    assert report(funds_arrived=9000, explanation=why)["recorded"] is True
    over = report(funds_arrived=9000, invested_total=9500, explanation=why)

    assert over.get("refused") in ("report_doubtful", "report_impossible")
