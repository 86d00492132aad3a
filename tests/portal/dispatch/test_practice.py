"""Other places' practice through the command line: always with place, source and caution."""

import pytest

from tests.portal.conftest import LIAISON, PROJECT, WATER_OFFICER, Cli, head

CAUTION = "仅供对照，不是本区规定"


class TestPractice:
    def test_every_place_is_listed_with_its_source(self, office_cli: Cli) -> None:
        told = office_cli("practice", "list", "--json").json()

        assert told["notice"] == CAUTION
        assert len(told["places"]) == 43
        assert all(one["source"] and one["notice"] == CAUTION for one in told["places"])
        assert CAUTION in office_cli("practice", "list").out

    @pytest.mark.parametrize("place", ["zhongmu", "河南中牟县"])
    def test_one_place_is_shown(self, office_cli: Cli, place: str) -> None:
        out = office_cli("practice", "show", place).out

        assert out.startswith(f"河南中牟县：{CAUTION}\n")
        assert "出处：中牟县生产建设项目水土保持方案审批办事指南（可信度 B 政府页面或党报）" in out
        assert "承诺时限 P05：2个工作日" in out
        assert "年度：页面未标" in out

    @pytest.mark.parametrize(
        ("place", "said"),
        [
            ("harbin_new_area_2021", "并联 L11、G02、S05：共13个工作日"),
            ("harbin_new_area_2022", "可容缺 G02：《立面效果图》（疫情防控解除后1个月内，30日内）"),
            ("harbin_2007_order177", "特别程序 评估：最长30个工作日，不计入时限"),
            ("harbin_2007_order177", "效力未核"),
            ("gongzhuling_2016", "材料 G04：立项批准文件和规划批件；"),
            ("zhejiang_law", "做法：L05有效期1年"),
            ("harbin_2019_plan", "做法：全流程53—87个工作日"),
        ],
    )
    def test_nothing_that_was_published_is_left_out(
        self, office_cli: Cli, place: str, said: str
    ) -> None:
        assert said in office_cli("practice", "show", place).out

    def test_a_place_that_nobody_knows_is_refused_by_name(self, office_cli: Cli) -> None:
        answer = office_cli("practice", "show", "atlantis", "--json")

        assert answer.code == 2
        assert answer.json()["place"] == "参数 PLACE"


class TestAComparison:
    def test_tells_when_a_running_case_would_be_due_and_writes_nothing(
        self, office_cli: Cli
    ) -> None:
        for who, act in ((LIAISON, "submit"), (WATER_OFFICER, "accept")):
            assert office_cli("act", PROJECT, "P05", act, "--by", who).code == 0
        before = head(office_cli)

        told = office_cli("practice", "compare", PROJECT, "zhongmu", "--json").json()
        out = office_cli("practice", "compare", PROJECT, "zhongmu").out

        (line,) = told["lines"]
        assert (line["procedure"], line["promised_there"]["value"]) == ("P05", 2)
        assert line["due_there_on"] < line["due_on"]
        assert told["notice"] == CAUTION
        assert out.count(CAUTION) >= 2
        assert "中牟县生产建设项目水土保持方案审批办事指南" in out
        assert head(office_cli) == before

    def test_with_a_place_that_is_silent_says_so(self, office_cli: Cli) -> None:
        out = office_cli("practice", "compare", PROJECT, "harbin_new_area_2020_eia").out

        assert CAUTION in out
        assert "涉及本项目 0 项" in out
