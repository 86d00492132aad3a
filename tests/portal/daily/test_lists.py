"""Lists and help on the command line: projects, issues, near misses, one shape of failures."""

import pytest

from models.act import OWN_DOOR, Act
from tests.portal.conftest import LIAISON, PROJECT, Cli

DISPATCHER = "dispatch-01"


class TestProjects:
    @pytest.mark.parametrize("text", ["000001", "冷链物流", "llwl", "LLWL", "acqllwlyxm"])
    def test_are_found_by_code_name_and_initials(self, office_cli: Cli, text: str) -> None:
        told = office_cli("projects", text, "--json").json()

        assert PROJECT in [one["code"] for one in told["projects"]]
        assert told["as_of"] == "2020-06-01"
        assert len(told["projects"]) < 5

    def test_are_listed_one_a_line_for_a_pipe(self, office_cli: Cli) -> None:
        title, head, *rows = office_cli("projects").out.splitlines()

        assert (title, len(rows)) == ("项目 60 个", 60)
        assert head.split("\t")[0] == "项目代码"
        assert all(len(row.split("\t")) == 7 for row in rows)

    def test_of_one_unit(self, office_cli: Cli) -> None:
        told = office_cli("projects", "--unit", "unit-park", "--active", "--json").json()

        assert {one["unit"] for one in told["projects"]} == {"unit-park"}
        assert all(one["active"] for one in told["projects"])

    def test_that_are_not_there(self, office_cli: Cli) -> None:
        assert office_cli("projects", "没有的项目").out == "没有符合条件的项目\n"
        assert office_cli("projects", "--unit", "nowhere").code == 2


class TestIssues:
    def test_are_listed_by_their_day(self, office_cli: Cli) -> None:
        raised = office_cli(
            "act", PROJECT, "start_construction", "raise_issue", "--by", LIAISON, "--data",
            '{"text": "外线电力未进场", "needs": "明确进场时间", "office": "housing"}',
        )  # fmt: skip
        assert raised.code == 0, raised.err

        (issue,) = office_cli("issues", "--json").json()["issues"]
        assert (issue["project"], issue["text"]) == (PROJECT, "外线电力未进场")
        assert "外线电力未进场" in office_cli("issues", PROJECT, "--office", "housing").out
        assert office_cli("issues", "--office", "water").out == "没有符合条件的问题\n"


def test_the_help_of_act_names_every_act(cli: Cli) -> None:
    told = cli("act", "--help").out

    for act in Act:
        assert (f"  {act.value} {act.label}" in told) == (act not in OWN_DOOR)


@pytest.mark.parametrize(
    ("tokens", "hint"),
    [
        (("projets",), "是否应为 projects"),
        (("act", PROJECT, "P05", "acept", "--by", LIAISON), "是否应为 accept"),
        (("act", PROJECT, "P05", "submit", "--by", "unit-park-liason"), f"是否应为 {LIAISON}"),
        (("show", PROJECT[:-1] + "x"), "格式不对"),
        (("show", PROJECT.replace("-39-", "-38-")), f"是否应为 {PROJECT}"),
        (("act", PROJECT, "P5", "submit", "--by", LIAISON), "P05"),
    ],
)
def test_a_near_miss_is_told_what_was_meant(
    office_cli: Cli, tokens: tuple[str, ...], hint: str
) -> None:
    answer = office_cli(*tokens)

    assert answer.code == 2
    assert hint in answer.err


@pytest.mark.parametrize(
    ("tokens", "code", "error"),
    [
        (("act", PROJECT, "P05", "accept", "--by", "water-01"), 1, None),
        (("act", PROJECT, "P05", "acept", "--by", "water-01"), 2, "bad_input"),
        (("show", PROJECT.replace("-39-", "-38-")), 2, "bad_input"),
        (("nothing",), 2, "bad_input"),
    ],
)
def test_every_failure_has_one_shape_for_programs(
    office_cli: Cli, tokens: tuple[str, ...], code: int, error: str | None
) -> None:
    told = office_cli(*tokens, "--json").json()

    assert {"error", "place", "message", "exit_code"} <= told.keys()
    assert told["exit_code"] == code
    assert told["error"] == (error or told["refused"])


@pytest.mark.parametrize(
    ("tokens", "name"),
    [
        (("to-do", "housing"), "to_do"),
        (("inbox",), "messages"),
        (("accounts",), "accounts"),
        (("projects",), "projects"),
        (("issues",), "issues"),
        (("notices", PROJECT), "notices"),
        (("days", "list", "--from", "2020-06-01", "--to", "2020-06-02"), "days"),
    ],
)
def test_a_list_stands_in_an_object_with_its_day(
    office_cli: Cli, tokens: tuple[str, ...], name: str
) -> None:
    told = office_cli(*tokens, "--json").json()

    assert told["as_of"] == "2020-06-01"
    assert isinstance(told[name], list)


def test_completion_can_be_installed(cli: Cli) -> None:
    assert "--install-completion" in cli("--help").out
