"""Articles that are easily passed over, each told on the command line against the real rules.

The days come from the articles: 不动产登记暂行条例 17(1)(三)(四), 行政许可法 48, 78 and 79,
优化营商环境条例 36 (in force from 2020-01-01), 行政诉讼法 2.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.stories.doors import ConsoleDoor, House
from tests.stories.law.test_law_as_it_reads import COMMON, Told

HALL = {
    **COMMON,
    "code": "2020-230112-83-03-009021",
    "name": "河东会展中心",
    "type": "social_general",
    "unit": "unit-park",
    "traits": {
        "route": "filing",
        "land_supply": "granted",
        "environmental_class": "form",
        "special_fire_works": True,
        "land_registration": True,
    },
    "land": {"supply": "granted", "area_hectares": 4.2, "status": "已供地"},
    "concluded_before": {
        "L04": "2020-03-02",
        "L10": "2020-04-20",
        "L11": "2020-04-27",
        "P02": "2020-04-13",
        "G01": "2020-05-08",
        "G02": "2020-05-14",
    },
}
"""A hall whose fire design is reviewed (消防法 11), on granted land to be registered."""
LIAISON = "unit-park-liaison"


@dataclass
class Typed(Told):
    """A project told by acts with their data as JSON, every field of them."""

    def try_(self, procedure: str, act: str, by: str, **fields: Any) -> str:
        by, data = by or self.by(procedure, act), json.dumps(fields, ensure_ascii=False)
        told = self.door.command("act", self.code, procedure, act, "--by", by, "--data", data)
        assert told[0] in (0, 1), told
        return told[2]


@pytest.fixture
def t(tmp_path: Path) -> Iterator[Typed]:
    house = House.founded(tmp_path / "house")
    told = Typed(ConsoleDoor(house), HALL)
    told.on("2020-06-10")
    told.registered()
    yield told
    house.office.store.close()


def letter(t: Typed, procedure: str, kind: str) -> str:
    """The words of a letter, as they are printed."""
    path = t.door.house.home / "letter.html"
    code, _, error = t.door.command("letter", t.code, procedure, kind, "--page", str(path))
    assert code == 0, error
    return path.read_text(encoding="utf-8")


class TestALandRegister:
    """不动产登记暂行条例 17(1): what is incomplete is left untaken on the spot, in writing."""

    def test_leaves_untaken_what_is_incomplete(self, t: Typed) -> None:
        t.done("L12", "submit", missing=["L12-4"])

        t.done("L12", "decline", reason="缺地籍调查成果", ground="incomplete")

        said = letter(t, "L12", "decline")
        assert "理由：材料不齐全或者不符合法定形式：缺地籍调查成果" in said
        assert "不动产登记暂行条例第十七条第一款第三项" in said
        assert "行政许可法" not in said
        t.done("L12", "submit")
        t.done("L12", "accept")

    def test_cites_its_own_law_for_what_is_not_its_to_register(self, t: Typed) -> None:
        t.done("L12", "submit")

        t.done("L12", "decline", reason="林地由其他机构登记", ground="not_this_authority")

        said = letter(t, "L12", "decline")
        assert said.count("不属于本机关职权") == 1
        assert "不动产登记暂行条例第十七条第一款第四项" in said
        assert "行政许可法" not in said


@pytest.mark.parametrize(
    ("procedure", "article"),
    [("S02", "行政许可法第三十二条第一款第四项"), ("S01", "优化营商环境条例第三十六条")],
)
def test_what_is_incomplete_is_told_once_by_the_law_of_its_nature(
    t: Typed, procedure: str, article: str
) -> None:
    t.done(procedure, "submit", missing=[f"{procedure}-1"])

    t.refused(procedure, "decline", article, reason="缺主件", ground="incomplete")
    t.refused(procedure, "decline", article, reason="缺主件")


class TestWhoDeceived:
    def test_may_not_apply_for_three_years_once_a_permit_was_revoked(self, t: Typed) -> None:
        """行政许可法 79: 以欺骗手段取得,直接关系公共安全的,三年内不得再次申请该行政许可."""
        t.done("S02", "submit")
        t.done("S02", "accept")
        for officer in ("housing-01", "housing-02"):
            t.done("S02", "review", by=officer, opinion="合格")
        t.done("S02", "decide", by="housing-head")
        t.done(
            "S02", "announce_measure", by="housing-01", measure="revocation", reason="图纸系伪造"
        )
        t.done("S02", "state_defence", by=LIAISON, measure="revocation", statement="没有异议")
        t.on("2020-06-12")
        t.done("S02", "revoke", by="housing-head", reason="图纸系伪造", untrue=True)

        t.refused("S02", "submit", "3年内不得再次申请", "行政许可法第七十九条")
        t.on("2023-06-12")
        t.refused("S02", "submit", "2023-06-13 起方可申报")
        t.on("2023-06-13")
        t.done("S02", "submit")

    def test_may_not_apply_for_a_year_where_it_was_not_granted(self, t: Typed) -> None:
        """行政许可法 78: 隐瞒有关情况或者提供虚假材料,一年内不得再次申请该行政许可."""
        t.done("S02", "submit")
        t.done("S02", "decline", reason="设计单位资质证书系伪造", ground="untrue")

        said = letter(t, "S02", "decline")
        assert "1年内（至 2021-06-10）不得再次申请本许可（行政许可法第七十八条）" in said
        t.refused("S02", "submit", "2021-06-11 起方可申报", "行政许可法第七十八条")
        t.on("2021-06-11")
        t.done("S02", "submit")

    def test_is_refused_with_the_same_bar(self, t: Typed) -> None:
        t.done("S02", "submit")
        t.done("S02", "accept")
        for officer in ("housing-01", "housing-02"):
            t.done("S02", "review", by=officer, opinion="材料虚假", recommends="refuse")

        t.done("S02", "refuse", by="housing-head", reason="计算书系伪造", untrue=True)

        assert "隐瞒有关情况或者提供虚假材料：计算书系伪造；1年内" in letter(t, "S02", "refusal")
        t.refused("S02", "submit", "2021-06-11 起方可申报")

    def test_may_apply_again_where_no_safety_is_at_stake(self, t: Typed) -> None:
        t.done("U05", "submit")
        t.done("U05", "decline", reason="水质检测报告系伪造", ground="untrue")

        t.done("U05", "submit")

    def test_is_not_declined_for_it_outside_the_licence_law(self, t: Typed) -> None:
        t.done("S01", "submit")

        t.refused("S01", "decline", "不是行政许可", reason="图纸虚假", ground="untrue")


class TestAHearing:
    """行政许可法 48(1)(一): time and place are told seven days (82: working days) ahead."""

    @pytest.fixture
    def asked_for(self, t: Typed) -> Typed:
        t.done("S02", "submit")
        t.done("S02", "accept")
        t.done("S02", "offer_hearing", by="housing-01", reason="涉及相邻建筑安全")
        t.done("S02", "request_hearing", by=LIAISON)
        return t

    def test_is_held_seven_working_days_after_it_was_asked_for(self, asked_for: Typed) -> None:
        """Asked on Wednesday 10 June 2020: 11, 12, 15, 16, 17, 18, 19 June are the seven."""
        t, held = asked_for, {"by": "housing-02", "result": "维持原设计"}
        t.refused("S02", "hold_hearing", "最早 2020-06-19", "第48条", **held)
        t.on("2020-06-18")
        t.refused("S02", "hold_hearing", "最早 2020-06-19", **held)

        t.on("2020-06-19")
        t.refused("S02", "hold_hearing", "最早 2020-06-19", **held, held_on="2020-06-18")
        t.done("S02", "hold_hearing", **held)

    def test_is_first_told_of(self, asked_for: Typed) -> None:
        t = asked_for
        assert t.case("S02").to_do == "通知听证的时间、地点，2020-06-19起举行，最迟2020-07-09"
        t.on("2020-06-19")

        assert t.case("S02").to_do == "举行听证，最迟2020-07-09"
        listed = t.door.command("to-do", "住建局")[1]
        assert "举行听证，最迟" in listed
        assert "通知听证" not in listed


class TestAConstructionPermit:
    """建筑法 9: started within three months of its receipt, extended twice by three at most.

    Received on Friday 19 June 2020 it holds until 19 September, a Saturday: Monday the 21st
    is the last good day (民法总则 203).
    """

    @pytest.fixture
    def permitted(self, tmp_path: Path) -> Iterator[Typed]:
        before = {**HALL["concluded_before"], "S01": "2020-05-14", "S04": "2020-05-15"}
        traits = {**HALL["traits"], "special_fire_works": False, "land_registration": False}
        plain = {**HALL, "traits": traits, "concluded_before": before}
        plain["confirmed_before"] = ["land_delivered", "demolition_progress_ok", "funds_arranged"]
        house = House.founded(tmp_path / "plain")
        t = Typed(ConsoleDoor(house), plain)
        t.on("2020-06-19")
        t.registered()
        t.done("S05", "submit")
        t.done("S05", "accept")
        t.done("S05", "decide")
        t.done("S05", "deliver", by="housing-01")
        yield t
        house.office.store.close()

    def start(self, t: Typed, day: str) -> str:
        return t.try_("start_construction", "report_start", LIAISON, started_on=day)

    def test_is_void_when_nobody_started_in_time(self, permitted: Typed) -> None:
        t = permitted
        t.on("2020-09-22")

        said = self.start(t, "2020-09-22")
        assert "有效期至 2020-09-19" in said
        assert "施工许可证自行废止" in said
        assert self.start(t, "2020-09-21") == ""

    def test_holds_longer_by_three_months_twice(self, permitted: Typed) -> None:
        t, longer = permitted, {"by": "housing-head", "reason": "雨季停工"}
        t.on("2020-09-18")
        t.refused(
            "S05", "extend_certificate", "无权", until="2020-12-19", reason="雨季", by="housing-01"
        )
        t.refused("S05", "extend_certificate", "2020-12-19 以前", until="2020-12-20", **longer)
        t.done("S05", "extend_certificate", until="2020-12-19", **longer)
        t.on("2020-12-18")
        t.done("S05", "extend_certificate", until="2021-03-19", **longer)
        t.on("2021-03-18")
        t.refused("S05", "extend_certificate", "已延期2次", until="2021-06-19", **longer)

        t.on("2021-03-22")
        assert "有效期至 2021-03-19" in self.start(t, "2021-03-22")
        assert self.start(t, "2021-03-19") == ""

    def test_is_not_extended_once_it_is_void_unless_asked_for_in_time(
        self, permitted: Typed
    ) -> None:
        t, longer = permitted, {"by": "housing-head", "reason": "雨季停工", "until": "2020-12-19"}
        t.on("2020-09-24")
        t.refused("S05", "extend_certificate", "最迟 2020-09-21 申请延期", **longer)

        t.done("S05", "extend_certificate", **longer, applied_on="2020-09-21")
        assert self.start(t, "2020-09-24") == ""

    def test_tells_its_new_day_and_reminds_of_it(self, permitted: Typed) -> None:
        t = permitted
        t.on("2020-09-18")
        longer = {"by": "housing-head", "reason": "雨季停工", "until": "2020-12-19"}
        t.done("S05", "extend_certificate", **longer)

        (timer,) = t.asked("clock", t.code, "S05")["timers"]
        assert timer["due_on"] == "2020-12-19"
        t.door.sweep()
        assert "【证件延期】河东会展中心·S05" in t.door.command("notices", t.code)[1]
        t.on("2020-12-09")
        t.door.sweep()
        assert "【证件将到期】" in t.door.command("inbox", LIAISON, "--json")[1]


def test_what_the_law_lets_nobody_extend_is_not_extended(t: Typed) -> None:
    """城乡规划法 sets no term for a planning permit, and so none to extend."""
    longer = {"until": "2021-06-10", "reason": "推迟建设"}

    t.refused("G02", "extend_certificate", "没有延期的规定", by="natural-resources-head", **longer)


class TestReviewAndSuit:
    """行政诉讼法 2: an act of an authority; a supplier of water or power is none."""

    def refused(self, t: Typed, procedure: str, office: str) -> tuple[str, str]:
        t.done(procedure, "submit", by=LIAISON)
        t.done(procedure, "accept", by=f"{office}-01")
        for officer in (f"{office}-01", f"{office}-02"):
            t.done(procedure, "review", by=officer, opinion="不具备条件", recommends="refuse")
        t.done(procedure, "refuse", by=f"{office}-head", reason="不具备条件")
        t.door.sweep()
        told = t.door.command("inbox", LIAISON)[1]
        return letter(t, procedure, "refusal"), told

    def test_lie_against_the_refusal_of_an_authority(self, t: Typed) -> None:
        paper, told = self.refused(t, "S02", "housing")

        assert "行政复议" in paper
        assert "可以依法申请行政复议或者提起行政诉讼" in told

    def test_do_not_lie_against_the_answer_of_a_supplier(self, t: Typed) -> None:
        paper, told = self.refused(t, "U01", "power")

        assert "不予办理" in paper
        assert "行政复议" not in paper
        assert "行政复议" not in told
        assert "不服的，可以向供电公司提出异议" in told
