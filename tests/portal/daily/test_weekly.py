"""The weekly round and a project's report on the command line."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from casework.office.clock import OfficeClock
from tests.portal.conftest import LIAISON, MORNING, PROJECT, Answer, Cli

WEEK = "2020-W23"
DISPATCHER = "dispatch-01"


Clock = Callable[[int], None]


@pytest.fixture
def at(home: Path) -> Clock:
    """Sets the office clock so many hours after Monday morning."""
    return lambda hours: OfficeClock(home, rehearsal=True).set(MORNING + timedelta(hours=hours))


def report(cli: Cli, **typed: object) -> Answer:
    return cli("week", "report", PROJECT, "--by", LIAISON, "--data", json.dumps(typed), "--json")


class TestARound:
    def test_goes_its_way_by_hand(self, office_cli: Cli, at: Clock) -> None:
        opened = office_cli("week", "open", "--by", DISPATCHER, "--json").json()
        assert (opened["week"], opened["due"], opened["late"]) == (WEEK, 54, False)
        assert opened["cutoff_at"] == "2020-06-05T16:00:00+08:00"

        assert report(office_cli, next_week="编制方案").code == 0
        chased = office_cli("week", "chase", "--by", DISPATCHER, "--json").json()
        assert (chased["on_time"], chased["not_reported"]) == (1, 53)
        at(103)
        closed = office_cli("week", "close", "--by", DISPATCHER)
        assert closed.out.startswith("2020年第23周（6月1—7日）周报 2020-06-05 截止，未报单位")
        published = office_cli("week", "publish", "--by", DISPATCHER, "--json").json()
        assert published["published_on"] == "2020-06-05"
        assert (
            "应报项目 54 个，按时 1 个，迟报 0 个，未报 53 个" in office_cli("week", "status").out
        )

    def test_is_not_a_units_to_keep(self, office_cli: Cli) -> None:
        answer = office_cli("week", "open", "--by", LIAISON)
        assert (answer.code, "无权办理周报轮次" in answer.err) == (1, True)

    def test_says_why_there_is_none(self, office_cli: Cli) -> None:
        assert office_cli("week", "status", "--week", "2020-W20").out == (
            "2020年第20周（5月11—17日）不填报周报：专项行动尚未开始\n"
        )
        assert office_cli("week", "status", "--week", "2020-W60").code == 2


class TestAReport:
    def test_is_asked_with_three_questions_and_what_is_prefilled(self, office_cli: Cli) -> None:
        asked = office_cli("week", "ask", PROJECT, "--json").json()
        assert len(asked["questions"]) == 3
        assert asked["form"]["funds_arrived"] == "6840"
        assert asked["origins"]["funds_arrived"] == "plan"
        shown = office_cli("week", "ask", PROJECT).out
        assert "请先答三问：\n1. " in shown
        assert "funds_arrived 累计到位资金（万元）：6840〔项目库〕" in shown

    def test_sent_back_as_it_was_asked_is_taken(self, office_cli: Cli) -> None:
        form = office_cli("week", "ask", PROJECT, "--json").json()["form"]
        answer = report(office_cli, **form)
        assert (answer.code, answer.json()["recorded"], answer.json()["doubts"]) == (0, True, [])

    def test_says_only_what_changed_in_wan(self, office_cli: Cli) -> None:
        answer = report(office_cli, invested_week=120.5, physical_work="场地平整").json()
        assert answer["report"]["invested_total"] == "120.5"
        again = report(office_cli, invested_week=120.5, physical_work="场地平整").json()
        assert (again["recorded"], again["version"]) == (False, answer["version"])

    def test_from_a_file(self, office_cli: Cli, tmp_path: Path) -> None:
        file = tmp_path / "周报.json"
        file.write_text('\ufeff{"next_week": "编制方案"}', encoding="utf-8")
        answer = office_cli("week", "report", PROJECT, "--by", LIAISON, "--file", str(file))
        assert answer.code == 0
        assert "填报周报 2020-W23" in answer.out

    def test_that_contradicts_the_record_comes_back_in_words(self, office_cli: Cli) -> None:
        office_cli("week", "open", "--by", DISPATCHER)
        refused = report(office_cli, status="已开工", physical_work="基础")
        assert refused.code == 1
        assert refused.json()["refused"] == "report_doubtful"
        assert refused.json()["doubts"][0]["field"] == "status"
        explained = report(
            office_cli, status="已开工", physical_work="基础", explanation="提前进场平整"
        )
        assert explained.json()["doubts"] == ["started_unpermitted"]
        assert "存疑 2020-230112-39-03-000001" in office_cli("week", "status").out

    @pytest.mark.parametrize(
        ("tokens", "place"),
        [
            (["--data", "{}", "--week", "2020-W99"], "参数 --week"),
            (["--data", "[]"], "参数 --data"),
            (["--data", '{"nothing": "1"}'], "参数 --data 的 nothing"),
            (["--data", '{"invested_week": "一百"}'], "本周完成投资（万元）"),
            (["--data", '{"status": true}'], "参数 --data 的 status"),
            (["--file", "不在.json"], "不在.json"),
            ([], "参数 --data、--file"),
        ],
    )
    def test_that_cannot_be_read_names_the_place(
        self, office_cli: Cli, tokens: list[str], place: str
    ) -> None:
        answer = office_cli("week", "report", PROJECT, "--by", LIAISON, *tokens)
        assert answer.code == 2
        assert place in answer.err

    def test_is_no_act_of_the_general_command(self, office_cli: Cli) -> None:
        answer = office_cli(
            "act", PROJECT, "start_construction", "report_progress", "--by", LIAISON
        )
        assert (answer.code, "greenchannel week report" in answer.err) == (2, True)
