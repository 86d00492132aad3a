"""重点任务第2条 and the plan: expropriation moves the start, and every picture says so."""

from pathlib import Path
from typing import Any

from tests.portal.conftest import Cli
from tests.stories.clauses.doors import LAND, add, later, move, to

RIVER = "2019-230112-76-01-000023"
"""阿什河治理: works on a river, of which the land is not delivered on 1 June 2020."""
PARCEL = {
    "parcel": "东侧地块",
    "area": 26000,
    "households": 12,
    "needed_on": "2020-08-01",
    "holder": "unit-park",
}


def plan(cli: Cli) -> Any:
    return cli("plan", RIVER, "--json").json()


def test_the_start_waits_for_the_notice_and_moves_while_nothing_is_done(
    office_cli: Cli, home: Path
) -> None:
    """On Monday 22 June the plan is not even announced: thirty days make it 22 July."""
    without = plan(office_cli)
    add(office_cli, "expropriation", LAND, **PARCEL, project=RIVER)
    begun = plan(office_cli)
    later(home, 21)
    idle = plan(office_cli)
    for state, evidence in (("survey", ""), ("risk", "评估报告"), ("plan_notice", "公告1号")):
        move(office_cli, "expropriation", 1, LAND, *to(state, evidence))
    later(home, 28)
    announced = plan(office_cli)
    said = office_cli("plan", RIVER).out

    assert without["land"] is None
    assert (begun["land"]["cleared_on"], begun["land"]["state_name"]) == (
        "2020-07-01",
        "征收预公告",
    )
    assert (idle["land"]["cleared_on"], idle["forecast_start"]) == ("2020-07-22", "2020-07-22")
    assert (idle["land"]["decides"], idle["critical"]) == (True, [])
    assert announced["land"]["cleared_on"] == "2020-07-22", "the notice runs"
    assert "关键线路：征收东侧地块（现为补偿安置方案公告）：补偿登记7月22日" in said.replace(
        "\n", ""
    )
    assert "须满30日（土地管理法第47条）" in said.replace("\n", "")


def test_it_is_waited_for_no_more_once_the_land_bureau_has_delivered_it(
    office_cli: Cli, home: Path
) -> None:
    add(office_cli, "expropriation", LAND, **PARCEL, project=RIVER)
    for state, evidence in (("survey", ""), ("risk", "评估报告"), ("plan_notice", "公告1号")):
        move(office_cli, "expropriation", 1, LAND, *to(state, evidence))
    later(home, 30)
    approval = {"approval": "黑政土9号", "approved_on": "2020-07-01"}
    steps: tuple[tuple[str, str, dict[str, object]], ...] = (
        ("registration", "", {}),
        ("agreed", "", {"signed": 12}),
        ("reported", "请示", {}),
        ("approved", "批复", {**approval}),
        ("announced", "公告2号", {}),
        ("moved", "", {"moved": 12, "paid": 0}),
        ("delivered", "交地确认书", {"cleared": 26000}),
    )
    for state, evidence, values in steps:
        done = move(office_cli, "expropriation", 1, LAND, *to(state, evidence), **values)
        assert done.get("state") == state, done

    assert plan(office_cli)["land"] is None
    assert [one["name"] for one in history(office_cli)].count("征收进展") == 11
    assert office_cli("rebuild").code == office_cli("verify").code == 0


def history(cli: Cli) -> Any:
    return cli("show", RIVER, "--timeline", "--json").json()["timeline"]


def test_a_parcel_that_turns_out_to_be_another_projects_is_waited_for_there(
    office_cli: Cli, home: Path
) -> None:
    another = "2020-230112-48-01-000025"
    add(office_cli, "expropriation", LAND, **PARCEL, project=RIVER)
    moved = move(office_cli, "expropriation", 1, LAND, project=another)

    assert moved["values"]["project"] == another
    assert plan(office_cli)["land"] is None
    assert office_cli("plan", another, "--json").json()["land"]["parcel"] == "东侧地块"
