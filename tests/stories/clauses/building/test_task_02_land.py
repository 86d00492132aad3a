"""重点任务第2条: land, expropriation and the gate that asks for them."""

from pathlib import Path
from typing import Any

from tests.portal.conftest import PROJECT, Cli
from tests.stories.clauses.doors import (
    DISPATCH,
    LAND,
    add,
    later,
    measure,
    move,
    shown,
    to,
    warnings,
)

HOSPITAL = "2020-230112-84-01-000013"
"""Its land is not delivered on 1 June 2020."""


class TestLand:
    """重点任务第2条."""

    def parcel(self, cli: Cli, **more: object) -> Any:
        values = {
            "parcel": "A-1",
            "project": PROJECT,
            "area": 126000,
            "households": 40,
            "due": 9_000_000,
            "holder": "unit-park",
            "approval": "黑政土〔2020〕1号",
            "needed_on": "2020-07-01",
            **more,
        }
        return add(cli, "land", LAND, "--state", "批而未供", **values)

    def test_is_delivered_clear_by_the_land_bureau_alone_with_evidence(
        self, office_cli: Cli, home: Path
    ) -> None:
        assert self.parcel(office_cli)["number"] == 1
        given = {"cleared": 126000, "supplied_on": "2020-06-10"}

        by_the_unit = move(
            office_cli, "land", 1, "unit-park-liaison", *to("cleared", "函"), **given
        )
        bare = move(office_cli, "land", 1, LAND, *to("cleared"), **given)
        later(home, 40)
        before = warnings(office_cli, "land")
        done = move(office_cli, "land", 1, LAND, *to("cleared", "交地确认书1号"), **given)

        assert by_the_unit["refused"] == "not_entitled"
        assert bare["refused"] == "book_evidence_missing"
        assert before == ["计划开工日已到仍非净地"]
        assert done["state_name"] == "净地已交付"
        assert warnings(office_cli, "land") == []

    def test_households_and_money_are_followed_and_never_exceed_the_whole(
        self, office_cli: Cli
    ) -> None:
        self.parcel(office_cli)
        move(office_cli, "land", 1, "unit-park-liaison", signed=30, moved=10, paid=4_500_000)

        too_many = move(office_cli, "land", 1, LAND, moved=31)
        moved = move(office_cli, "land", 1, LAND, area=1)

        assert too_many["refused"] == "book_more_than_whole"
        assert moved["refused"] == "book_field_fixed"
        assert measure(office_cli, "land", "征收签约率")["rate"] == 0.75
        assert measure(office_cli, "land", "补偿资金支付率")["rate"] == 0.5
        layers = {one["name"]: one["amount"] for one in shown(office_cli, "land")["layers"]}
        assert layers["征收户数未已签约"] + layers["已签约未已腾退"] + layers["已腾退"] == 40

    def test_that_is_supplied_and_unused_for_a_year_is_warned_of_as_idle(
        self, office_cli: Cli, home: Path
    ) -> None:
        self.parcel(office_cli, agreed_start="2019-05-01", supplied_on="2019-01-01")
        move(office_cli, "land", 1, LAND, *to("supplied"))
        move(office_cli, "land", 1, LAND, *to("unused"))

        assert any("满1年未动工" in one for one in warnings(office_cli, "land"))
        assert not any("满2年" in one for one in warnings(office_cli, "land"))
        later(home, 365)
        assert any("满2年未动工" in one for one in warnings(office_cli, "land"))

    def test_a_line_cannot_jump_over_a_state(self, office_cli: Cli) -> None:
        self.parcel(office_cli)

        assert move(office_cli, "land", 1, LAND, *to("idle", "函"))["refused"] == "book_state"


class TestExpropriation:
    """重点任务第2条: stages with their notices, households, money, net land."""

    def begun(self, cli: Cli) -> None:
        values = {
            "parcel": "A-1",
            "project": PROJECT,
            "area": 126000,
            "households": 40,
            "due": 9_000_000,
            "needed_on": "2020-08-01",
            "holder": "unit-park",
        }
        assert add(cli, "expropriation", LAND, **values)["number"] == 1
        for state, evidence in (("survey", ""), ("risk", "评估报告"), ("plan_notice", "公告1号")):
            move(cli, "expropriation", 1, LAND, *to(state, evidence))

    def test_a_notice_of_thirty_days_is_not_shortened(self, office_cli: Cli, home: Path) -> None:
        """土地管理法 47: from 1 June at least thirty days, so not before 1 July."""
        self.begun(office_cli)
        later(home, 29)
        soon = move(office_cli, "expropriation", 1, LAND, *to("registration"))
        later(home, 30)
        then = move(office_cli, "expropriation", 1, LAND, *to("registration"))

        assert soon["refused"] == "book_too_soon"
        assert "土地管理法第47条" in soon["message"]
        assert "2020-07-01" in soon["message"]
        assert then["state_name"] == "补偿登记"

    def test_is_announced_within_fifteen_working_days_and_delivered_by_the_land_bureau(
        self, office_cli: Cli, home: Path
    ) -> None:
        """实施条例 31: approved on 2 July, announced by 23 July at the latest."""
        self.begun(office_cli)
        later(home, 31)
        steps = (
            ("registration", "", {}),
            ("agreed", "", {"signed": 40}),
            ("reported", "请示", {}),
            (
                "approved",
                "黑政土〔2020〕9号",
                {"approval": "黑政土9号", "approved_on": "2020-07-02"},
            ),
        )
        for state, evidence, values in steps:
            done = move(office_cli, "expropriation", 1, LAND, *to(state, evidence), **values)
            assert done["state"] == state
        later(home, 52)
        in_time = warnings(office_cli, "expropriation")
        later(home, 53)
        late = warnings(office_cli, "expropriation")
        move(office_cli, "expropriation", 1, LAND, *to("announced", "公告2号"))
        unit = move(office_cli, "expropriation", 1, "unit-park-liaison", *to("delivered", "函"))
        gone = move(office_cli, "expropriation", 1, LAND, *to("moved"), moved=40, paid=9_000_000)

        assert in_time == []
        assert late == ["批准后15个工作日内未发布征收公告"]
        assert unit["refused"] == "book_state"
        assert gone["state"] == "moved"
        given = {"cleared": 126000}
        by_unit = move(office_cli, "expropriation", 1, DISPATCH, *to("delivered", "函"), **given)
        assert by_unit["refused"] == "not_entitled"
        done = move(office_cli, "expropriation", 1, LAND, *to("delivered", "交地单"), **given)
        assert done["state_name"] == "净地交付"


class TestTheGateAsksTheBook:
    """开工条件“净地交付” is the land bureau's to prove: what the book says stands above it."""

    def confirm(self, cli: Cli) -> Any:
        data = '{"condition": "land_delivered", "evidence": "交地单"}'
        tokens = ("act", HOSPITAL, "start_construction", "confirm_condition", "--by", DISPATCH)
        return cli(*tokens, "--data", data, "--json")

    def test_net_land_is_confirmed_after_its_line_was(self, office_cli: Cli) -> None:
        TestLand().parcel(office_cli, project=HOSPITAL)
        refused = self.confirm(office_cli)
        given = {"cleared": 126000, "supplied_on": "2020-06-01"}
        move(office_cli, "land", 1, LAND, *to("cleared", "交地确认书1号"), **given)

        assert refused.json()["refused"] == "book_not_there"
        assert self.confirm(office_cli).code == 0

    def test_a_project_without_a_line_is_confirmed_as_before(self, office_cli: Cli) -> None:
        assert self.confirm(office_cli).code == 0
