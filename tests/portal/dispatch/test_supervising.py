"""Supervision, clues and targets through the command line."""

import json

import pytest

from tests.portal.conftest import LIAISON, PROJECT, Answer, Cli

MATTER = "start_slipped/2020-07-01"
"""The project's start has slipped since loading: any act on it finds that first."""


def act(cli: Cli, name: str, by: str, on: str, **data: object) -> Answer:
    request = json.dumps(data, ensure_ascii=False)
    return cli(
        *("act", PROJECT, "start_construction", name, "--by", by, "--on", on, "--data", request)
    )


@pytest.fixture
def slipped(office_cli: Cli) -> Cli:
    """One matter under supervision, whose prompt has gone out."""
    submitted = office_cli("act", PROJECT, "P05", "submit", "--by", LIAISON)
    assert submitted.code == 0, submitted.err
    return office_cli


@pytest.fixture
def drafted(slipped: Cli) -> Cli:
    """The same, with a blue order that waits for its signature."""
    done = act(
        slipped, "escalate_matter", "supervision-01", "2020-06-02", rung="order_blue", reason="批示"
    )
    assert done.code == 0, done.err
    return slipped


class TestSupervision:
    def test_lists_nothing_where_nothing_slipped(self, office_cli: Cli) -> None:
        answer = office_cli("supervision")

        assert answer.code == 0
        assert "没有符合条件的督办事项" in answer.out

    def test_tells_rung_matter_office_day_and_turn(self, slipped: Cli) -> None:
        said = slipped("supervision")

        for words in ("问题提示单", "预计开工晚于锁定日期", "编号 1", "开发区管委会", "待反馈"):
            assert words in said.out
        assert "2020-06-03" in said.out
        assert "签发：" not in said.out  # a prompt needs none

    def test_names_who_signs_and_how(self, drafted: Cli) -> None:
        said = drafted("supervision", "--unsigned")
        (told,) = drafted("supervision", "--unsigned", "--json").json()["matters"]

        assert "督办单（蓝）" in said.out
        assert "sign_slip --by 签发人账号" in said.out
        assert (told["state"], told["rung"]) == ("unsigned", "order_blue")

    def test_is_narrowed_by_office_and_project(self, slipped: Cli) -> None:
        for chosen in (("--office", "unit-park"), (PROJECT,)):
            (told,) = slipped("supervision", *chosen, "--json").json()["matters"]
            assert told["matter"] == MATTER
        assert slipped("supervision", "--office", "housing", "--json").json() == {"matters": []}

    def test_shows_what_is_struck_off_only_when_asked(self, slipped: Cli) -> None:
        closed = act(slipped, "close_matter", "dispatch-01", "2020-06-02", result="已调整排期")
        assert closed.code == 0, closed.err

        assert slipped("supervision", "--json").json()["matters"] == []
        (told,) = slipped("supervision", "--closed", "--json").json()["matters"]
        assert told["state_name"] == "已销号"

    @pytest.mark.parametrize("command", ["supervision", "clues"])
    def test_refuses_a_project_that_is_none(self, office_cli: Cli, command: str) -> None:
        answer = office_cli(command, "S99")

        assert answer.code == 2
        assert "S99" in answer.err


class TestClues:
    def test_are_none_where_nothing_was_moved(self, office_cli: Cli) -> None:
        assert "没有发现异常线索" in office_cli("clues").out

    def test_name_project_office_and_the_entries_that_show_them(self, office_cli: Cli) -> None:
        days = ("2020-07-20", "2020-08-20", "2020-09-21")
        for number, start_on in enumerate(days, start=1):
            reason = f"第{number}次顺延"
            on = f"2020-06-0{number}"
            moved = act(
                office_cli, "pin_start", "dispatch-01", on, start_on=start_on, reason=reason
            )
            assert moved.code == 0, moved.err

        said = office_cli("clues", PROJECT)
        found = office_cli("clues", PROJECT, "--json").json()["clues"]
        told = found[-1]
        shown = office_cli("show", PROJECT, "--timeline", "--as-of", "2020-06-03", "--json").json()
        pinned = [line["version"] for line in shown["timeline"] if line["kind"] == "start_pinned"]

        assert (told["kind"], told["office_name"]) == ("moved_pin", "开发区管委会")
        assert told["project_name"] == "阿城区冷链物流园项目"
        assert set(told["versions"]) <= set(pinned)
        assert len(told["versions"]) > 1
        assert "反复顺延开工日期" in said.out
        assert "仅供核实，不是结论" in said.out
        assert f"反复顺延开工日期 {len(found)} 条" in said.out


class TestTargets:
    def test_tell_what_is_asked_reached_and_missing(self, office_cli: Cli) -> None:
        said = office_cli("targets")
        told = office_cli("targets", "--json").json()

        assert said.code == 0
        assert "目标任务（截至 2020-06-01）" in said.out
        assert told["as_of"] == "2020-06-01"
        assert told["targets"]
        assert all(one["group"][:4] in said.out for one in told["targets"])

    def test_may_be_asked_of_a_past_day(self, office_cli: Cli) -> None:
        told = office_cli("targets", "--as-of", "2020-05-29", "--json").json()

        assert told["as_of"] == "2020-05-29"


def test_a_matter_is_called_by_its_number(slipped: Cli) -> None:
    (told,) = slipped("supervision", "--json").json()["matters"]
    data = json.dumps({"matter": "1", "result": "已调整排期"}, ensure_ascii=False)
    closed = slipped(
        "act",
        PROJECT,
        "start_construction",
        "close_matter",
        *("--by", "dispatch-01", "--on", "2020-06-02", "--data", data),
    )

    assert told["number"] == 1
    assert closed.code == 0, closed.err


def test_a_prompt_is_sent_and_nobody_is_said_to_have_signed_it(slipped: Cli) -> None:
    shown = slipped("show", PROJECT, "--timeline", "--json").json()
    told = [line["name"] for line in shown["timeline"] if line["kind"] == "slip_issued"]

    assert told == ["发出问题提示单"]
