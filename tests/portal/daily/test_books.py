"""A story for each clause that is kept in a book: in through the command line, out as figures."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from casework.office.clock import OfficeClock
from tests.portal.conftest import MORNING, PROJECT, Cli

HOSPITAL = "2020-230112-84-01-000013"
"""Its land is not delivered on 1 June 2020."""
DISPATCH, LAND, FINANCE = "dispatch-01", "natural-resources-head", "unit-finance-liaison"


def add(cli: Cli, book: str, by: str, *more: str, **values: object) -> Any:
    return line(cli("books", "add", book, *pairs(values), "--by", by, "--json", *more))


def move(cli: Cli, book: str, number: int, by: str, *more: str, **values: object) -> Any:
    tokens = ("books", "move", book, str(number), *pairs(values), "--by", by, "--json")
    return line(cli(*tokens, *more))


def pairs(values: dict[str, object]) -> list[str]:
    return [token for name, value in values.items() for token in ("--set", f"{name}={value}")]


def line(answer: Any) -> Any:
    assert answer.code in (0, 1, 2), answer.err
    return answer.json()


def to(state: str, evidence: str = "") -> tuple[str, ...]:
    return ("--state", state, *(("--evidence", evidence) if evidence else ()))


def shown(cli: Cli, book: str) -> Any:
    answer = cli("books", "show", book, "--json")
    assert answer.code == 0, answer.err
    return answer.json()


def measure(cli: Cli, book: str, name: str) -> Any:
    return next(one for one in shown(cli, book)["measures"] if one["name"].startswith(name))


def warnings(cli: Cli, book: str) -> list[str]:
    return [w["name"] for one in shown(cli, book)["lines"] for w in one["warnings"]]


def later(home: Path, days: int) -> datetime:
    clock = OfficeClock(home, rehearsal=True)
    clock.set(MORNING + timedelta(days=days))
    return clock.now()


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


class TestFunds:
    """重点任务第5条."""

    def batch(self, cli: Cli, **more: object) -> Any:
        values = {
            "batch": "哈财指〔2020〕1号",
            "project": PROJECT,
            "kind": "专项债",
            "issued_on": "2020-04-15",
            "issued": 100_000_000,
            "holder": "unit-park",
            **more,
        }
        return add(cli, "funds", FINANCE, **values)

    def test_sixty_per_cent_of_this_years_bonds_are_to_be_paid(self, office_cli: Cli) -> None:
        self.batch(office_cli)
        paid = {"arrived": 90_000_000, "allocated": 80_000_000, "paid": 45_000_000}
        move(office_cli, "funds", 1, FINANCE, **paid)

        rate = measure(office_cli, "funds", "今年专项债、一般债支付率")
        layers = {one["name"]: one["amount"] for one in shown(office_cli, "funds")["layers"]}

        assert (rate["rate"], rate["met"], rate["missing"], rate["lines"]) == (
            0.45,
            False,
            15_000_000,
            [1],
        )
        assert layers["下达未到位"] + layers["到位未拨付"] + layers["拨付未支付"] == 55_000_000
        assert measure(office_cli, "funds", "到位率")["rate"] == 0.8

    def test_the_backlog_counts_eighty_per_cent_of_the_contract_price(
        self, office_cli: Cli
    ) -> None:
        old = {"kind": "中央预算内", "issued_on": "2018-09-01", "contract": 50_000_000}
        self.batch(office_cli, **old, paid_by_contract=40_000_000)

        assert measure(office_cli, "funds", "中央预算内滞留资金")["met"] is True

    def test_money_that_lies_is_warned_of_until_it_is_paid(
        self, office_cli: Cli, home: Path
    ) -> None:
        self.batch(office_cli)
        later(home, 12)
        before = warnings(office_cli, "funds")
        later(home, 43)
        whole = dict.fromkeys(("arrived", "allocated", "paid"), 100_000_000)
        overdue = warnings(office_cli, "funds")
        move(office_cli, "funds", 1, FINANCE, **whole)

        assert before == []
        assert overdue == ["下达满90日仍有资金未支付", "下达满60日仍有资金未支付"]
        assert warnings(office_cli, "funds") == []

    def test_no_more_is_paid_than_was_allocated(self, office_cli: Cli) -> None:
        self.batch(office_cli)

        assert move(office_cli, "funds", 1, FINANCE, paid=5)["refused"] == "book_more_than_whole"


def test_each_stuck_project_has_a_diagnosis_and_a_next_step(office_cli: Cli) -> None:
    """重点任务第6条."""
    stuck = {
        "name": "某停产项目",
        "cause": "要素",
        "due_on": "2020-06-30",
        "holder": "unit-industry",
    }
    add(office_cli, "stuck", DISPATCH, **stuck)

    bare = move(office_cli, "stuck", 1, "unit-industry-liaison", *to("diagnosed"))
    diagnosis = {"diagnosis": "缺热源", "next_step": "协调供热"}
    move(office_cli, "stuck", 1, "unit-industry-liaison", *to("diagnosed"), **diagnosis)

    assert bare["refused"] == "book_field_missing"
    assert measure(office_cli, "stuck", "会诊率")["rate"] == 1.0


def test_water_power_gas_and_heat_are_followed_to_the_connection(
    office_cli: Cli, home: Path
) -> None:
    """重点任务第7条."""
    wanted = {"matter": "10千伏接入", "project": PROJECT, "kind": "电", "due_on": "2020-06-10"}
    add(office_cli, "utilities", DISPATCH, **wanted, holder="power")
    move(office_cli, "utilities", 1, "power-01", *to("asked"), asked_on="2020-06-01")
    move(office_cli, "utilities", 1, "power-01", *to("answered"), answered_on="2020-06-01")
    later(home, 11)
    late = warnings(office_cli, "utilities")
    move(office_cli, "utilities", 1, "power-01", *to("connected", "送电单"))

    assert "到期未接入" in late
    assert warnings(office_cli, "utilities") == []
    assert measure(office_cli, "utilities", "按期接入率")["rate"] == 0


def test_promotion_tasks_are_set_and_counted(office_cli: Cli) -> None:
    """重点任务第8—9条."""
    task = {"matter": "网上集中签约", "kind": "网上签约", "wanted": 10, "due_on": "2020-06-30"}
    add(office_cli, "promotion-tasks", "unit-promotion-liaison", **task, holder="unit-promotion")
    move(office_cli, "promotion-tasks", 1, "unit-promotion-liaison", *to("doing"), done=4)

    assert measure(office_cli, "promotion-tasks", "完成率")["missing"] == 6


def test_a_signed_project_that_does_not_start_is_not_counted_as_a_result(
    office_cli: Cli, home: Path
) -> None:
    """重点任务第10条."""
    promotion = "unit-promotion-liaison"
    signed = {"signed_on": "2019-08-01", "manner": "线上", "holder": "unit-park"}
    terms = {"procedures_by": "2020-06-30", "start_by": "2020-08-31"}
    for name, agreed in (("甲", 300), ("乙", 100)):
        add(office_cli, "signings", promotion, name=name, agreed=agreed, **signed, **terms)
    for state in ("performed", "landed", "ready", "started"):
        move(office_cli, "signings", 1, promotion, *to(state, "文件"))
    move(office_cli, "signings", 1, promotion, paid_in=100)
    later(home, 92)
    late = warnings(office_cli, "signings")
    move(office_cli, "signings", 2, DISPATCH, *to("not_counted", "会议纪要"))

    assert late == ["手续未在期限内完善", "未按期开工，不列入招商成果", "开工期限前30日仍未开工"]
    assert measure(office_cli, "signings", "开工率")["rate"] == 0.5
    assert measure(office_cli, "signings", "开工率")["lines"] == [2]
    assert measure(office_cli, "signings", "全年开工个数")["missing"] == 9
    assert measure(office_cli, "signings", "资金到位率")["rate"] == 0.25


def test_the_reform_bureau_says_which_reserve_project_is_ready(office_cli: Cli) -> None:
    """重点任务第11—12条."""
    plan = {
        "field": "基础设施",
        "application": "专项债九大领域",
        "total": 90,
        "due_on": "2020-08-31",
    }
    reform = "unit-development-reform-liaison"
    for name in "甲乙":
        add(office_cli, "pipeline", reform, name=name, **plan, year_1=30, holder="unit-water")
        move(office_cli, "pipeline", 1 if name == "甲" else 2, reform, *to("reserved"))
    move(office_cli, "pipeline", 1, reform, *to("preparing"), lacks="环评")
    by_the_unit = move(
        office_cli, "pipeline", 1, "unit-water-liaison", *to("ready", "表"), library_code="2020-1"
    )
    move(office_cli, "pipeline", 1, reform, *to("ready", "申报表"), library_code="2020-1")

    ready = measure(office_cli, "pipeline", "达到申报标准率")

    assert by_the_unit["refused"] == "not_entitled"
    assert (ready["rate"], ready["met"], ready["missing"], ready["lines"]) == (0.5, False, 1, [2])


def test_a_park_keeps_policies_investment_and_layout(office_cli: Cli) -> None:
    """重点任务第13—15条."""
    park = "unit-park-liaison"
    due = {"due_on": "2020-08-31", "holder": "unit-park"}
    policy = {"policy": "厂房租金补贴", "beneficiary": "某企业", "granted": 200}
    add(office_cli, "park-policies", park, **policy, **due)
    move(office_cli, "park-policies", 1, park, *to("paying"), paid=50)
    steel = {"name": "园区道路", "park": "钢铁产业园", "kind": "基础设施", "planned": 600_000_000}
    add(office_cli, "park-investment", park, **steel, invested=300_000_000, **due)
    place = {"place": "A1", "group": "第一组“4”", "industry": "待定", "area": 5000}
    add(office_cli, "park-layout", park, **place, holder="unit-park")
    move(office_cli, "park-layout", 1, park, *to("placed", "落位协议"), project=PROJECT)

    assert measure(office_cli, "park-policies", "兑现率")["rate"] == 0.25
    assert measure(office_cli, "park-investment", "钢铁产业园")["missing"] == 200_000_000
    assert measure(office_cli, "park-layout", "落位率")["rate"] == 1.0


def test_a_leader_and_a_service_officer_have_duties_due_and_done(
    office_cli: Cli, home: Path
) -> None:
    """重点任务第3条、保障措施第1条."""
    duty = {"duty": "进现场一次", "project": PROJECT, "due_on": "2020-06-05"}
    add(office_cli, "duties", DISPATCH, **duty, kind="首席服务官", holder="cso-01")
    add(office_cli, "duties", DISPATCH, **duty, kind="包保领导", holder="leader-01")
    done = to("done", "现场照片")
    move(office_cli, "duties", 1, "cso-01", *done, done_on="2020-06-01", found="缺水")
    another = move(office_cli, "duties", 2, "cso-01", *done, done_on="2020-06-01")
    later(home, 7)
    mine = office_cli("books", "list", "--owner", "leader-01", "--json").json()["lines"]
    finished = office_cli("books", "list", "--owner", "cso-01", "--json").json()["lines"]

    assert another["refused"] == "not_entitled"
    assert [(one["book"], one["warnings"][0]["name"]) for one in mine] == [("duties", "到期未办")]
    assert finished == []
    assert measure(office_cli, "duties", "按期办理率")["rate"] == 0.5


def test_tasks_are_split_by_month_with_a_post_that_answers(office_cli: Cli) -> None:
    """重点任务第4条、保障措施第2—3条."""
    task = {"task": "完成桩基", "unit": "unit-park", "project": PROJECT, "month": "2020-06"}
    more = {"planned": 100, "done": 60, "due_on": "2020-06-30", "holder": "unit-park-head"}
    add(office_cli, "task-plans", "unit-park-liaison", **task, **more)

    assert measure(office_cli, "task-plans", "投资完成率")["rate"] == 0.6


def test_a_decision_of_the_meeting_comes_back_done(office_cli: Cli, home: Path) -> None:
    """保障措施第2条: 会办、交办、反馈、销号."""
    decision = {"decision": "水务局三日内答复接入点", "met_on": "2020-06-01", "level": "区级"}
    terms = {"minutes": "会议纪要〔2020〕3号", "due_on": "2020-06-05", "holder": "unit-water"}
    add(office_cli, "directives", DISPATCH, **decision, **terms, project=PROJECT)
    later(home, 1)
    answer = to("answered", "答复函")
    move(office_cli, "directives", 1, "unit-water-liaison", *answer, feedback="已答复")
    own = move(office_cli, "directives", 1, "unit-water-liaison", *to("closed", "核实"))
    closed = move(office_cli, "directives", 1, DISPATCH, *to("closed", "现场核实单"))

    assert own["refused"] == "not_entitled"
    assert closed["state_name"] == "已销号"
    assert measure(office_cli, "directives", "按期反馈率")["rate"] == 1.0


def test_praise_and_blame_are_drafts_until_the_supervision_office_approves(
    office_cli: Cli,
) -> None:
    """保障措施第3条."""
    flag = {"matter": "开工率居首", "kind": "红旗", "unit": "unit-park", "basis": "开复工率100%"}
    add(office_cli, "awards", DISPATCH, **flag)
    approve = to("approved", "区政府批示")
    alone = move(office_cli, "awards", 1, DISPATCH, *approve, draft="拟予表扬")
    approved = move(office_cli, "awards", 1, "supervision-01", *approve, draft="拟予表扬")

    assert alone["refused"] == "not_entitled"
    assert approved["state_name"] == "已批准"


def test_an_exemplary_case_is_published_with_consent_alone(office_cli: Cli) -> None:
    """保障措施第4条."""
    case = {"title": "拿地即开工", "text": "四证同发", "holder": "unit-park", "project": PROJECT}
    add(office_cli, "examples", "unit-park-liaison", **case)
    early = move(office_cli, "examples", 1, DISPATCH, *to("published", "报道"))
    agreed = to("agreed", "同意书")
    move(office_cli, "examples", 1, "unit-park-liaison", *agreed, consent="2020-06-01同意书")
    move(office_cli, "examples", 1, DISPATCH, *to("published", "报道"))

    assert early["refused"] == "book_state"
    assert measure(office_cli, "examples", "宣传个数")["part"] == 1


class TestWhatIsTyped:
    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"area": "12.6"}, "不带小数的非负数"),
            ({"needed_on": "明天"}, "应为日期"),
            ({"project": "2020-230112-39-03-999999"}, "没有登记项目"),
            ({"holder": "nobody"}, "没有“nobody”"),
            ({"colour": "red"}, "没有这一栏"),
        ],
    )
    def test_wrongly_is_named_by_its_field(
        self, office_cli: Cli, given: dict[str, str], said: str
    ) -> None:
        answer = office_cli("books", "add", "land", *pairs(dict(given)), "--by", LAND)

        assert answer.code == 2
        assert said in answer.err

    def test_of_a_book_or_line_that_does_not_exist_is_a_sentence(self, office_cli: Cli) -> None:
        assert "没有专项清单“x”" in office_cli("books", "show", "x").err
        assert "没有第 9 号" in office_cli("books", "move", "land", "9", "--by", LAND).err


def test_a_book_is_taken_along_as_a_workbook(office_cli: Cli, tmp_path: Path) -> None:
    TestLand().parcel(office_cli)
    out = tmp_path / "用地.xlsx"

    assert office_cli("books", "show", "land", "--out", str(out)).code == 0
    rows = CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()

    assert any(row[1] == "A-1" and row[3] == 126000 for row in rows)
    assert "用地清单" in office_cli("books", "list").out
    assert "约定动工" in office_cli("books", "show", "land").out


def test_what_was_written_stands_in_the_sealed_ledger(office_cli: Cli) -> None:
    TestLand().parcel(office_cli)

    assert office_cli("verify").code == 0
    assert office_cli("rebuild").code == 0
    assert shown(office_cli, "land")["lines"][0]["title"] == "A-1"
