"""``greenchannel rescue`` and ``whatif``: what is tried out is told, and nothing is written."""

from pathlib import Path

import pytest

from tests.portal.conftest import LIAISON, PROJECT, Cli

LATE = '{"document": "P05-3", "expected_on": "2020-07-20", "reason": "编制单位尚在编制"}'


@pytest.fixture
def late(office_cli: Cli) -> Cli:
    """P05 is open; its P05-3 comes on 20 July only."""
    told = office_cli("act", PROJECT, "P05", "expect_document", "--by", LIAISON, "--data", LATE)
    assert told.code == 0, told.err
    return office_cli


def start(cli: Cli) -> str:
    return str(cli("show", PROJECT, "--json").json()["start"]["forecast_on"])


def branch(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "推演.yaml"
    path.write_text("\n".join(("title: 试推演", *lines)), encoding="utf-8")
    return str(path)


class TestARescue:
    def test_names_the_document_its_days_and_the_steps(self, late: Cli) -> None:
        slipped = start(late)
        answer = late("rescue", PROJECT, "--start-by", "2020-06-01", "--json")
        reach = answer.json()
        assert answer.code == 1
        goal = reach["start_on"]
        assert (reach["reachable"], reach["set"]) == (False, [])
        assert reach["start_now"] == slipped > goal

        told = late("rescue", PROJECT, "--start-by", goal, "--json").json()

        assert told["reachable"] is True
        assert told["start_on"] <= goal
        (one,) = told["set"]
        assert (one["procedure"], one["document"]) == ("P05", "P05-3")
        assert one["saves_days"] > 0
        assert told["certificate"]["exact"] is True
        assert told["certificate"]["groups"] == [[{"procedure": "P05", "document": "P05-3"}]]
        assert ["submit" in step["command"] for step in told["steps"]] == [True, False]

    def test_says_the_same_to_people(self, late: Cli) -> None:
        goal = late("rescue", PROJECT, "--start-by", "2020-06-01", "--json").json()["start_on"]

        answer = late("rescue", PROJECT, "--start-by", goal)

        assert answer.code == 0
        assert "容缺1件材料即可于" in answer.out
        assert "上列材料缺一不可" in answer.out
        assert "accept_conditionally" in answer.out

    def test_out_of_reach_names_the_chain_and_what_fixes_it(self, late: Cli) -> None:
        told = late("rescue", PROJECT, "--start-by", "2020-06-01", "--json").json()
        answer = late("rescue", PROJECT, "--start-by", "2020-06-01")

        assert told["blocking_chain"] or told["held_until"]
        assert "前无法开工" in answer.out
        for link in told["blocking_chain"]:
            assert link["because"] in answer.out.replace("\n", "")

    def test_of_a_principal_document_says_why_it_cannot_wait(self, office_cli: Cli) -> None:
        late = LATE.replace("P05-3", "P05-1")
        office_cli("act", PROJECT, "P05", "expect_document", "--by", LIAISON, "--data", late)

        told = office_cli("rescue", PROJECT, "--start-by", "2020-06-02", "--json").json()

        (paper,) = told["late"]
        assert (paper["deferrable"], paper["code"]) == (False, "principal_document_missing")
        assert told["reachable"] is False

    def test_of_a_day_that_is_over_is_bad_input(self, office_cli: Cli) -> None:
        answer = office_cli("rescue", PROJECT, "--start-by", "2020-05-29")

        assert answer.code == 2
        assert "参数 --start-by：2020-05-29 已过" in answer.err

    def test_writes_nothing(self, late: Cli) -> None:
        before = late("verify", "--json").json()
        late("rescue", PROJECT, "--start-by", "2020-07-01")

        assert late("verify", "--json").json() == before


class TestABranch:
    def test_is_compared_with_the_live_plan(self, late: Cli, tmp_path: Path) -> None:
        slipped = start(late)
        paper = f"{{project: {PROJECT}, procedure: P05, document: P05-3, expected_on: 2020-06-03}}"
        told = late("whatif", branch(tmp_path, f"documents: [{paper}]"), "--json").json()

        (one,) = told["projects"]
        assert (one["project"], one["start_before"]) == (PROJECT, slipped)
        assert one["start_after"] < slipped
        assert one["days"] < 0
        assert "P05" in [moved["procedure"] for moved in one["procedures"]]
        assert told["unchanged"] > 0
        (step,) = told["directives"]
        assert (step["by"], step["who"]) == ("2020-06-03", LIAISON)
        assert "expect_document" in step["command"]
        assert start(late) == slipped

    def test_its_directives_make_it_real(self, late: Cli, tmp_path: Path) -> None:
        import shlex

        paper = f"{{project: {PROJECT}, procedure: P05, document: P05-3, expected_on: 2020-06-03}}"
        told = late("whatif", branch(tmp_path, f"documents: [{paper}]"), "--json").json()
        for step in told["directives"]:
            assert late(*shlex.split(step["command"])[1:]).code == 0

        assert start(late) == told["projects"][0]["start_after"]

    def test_another_pin_moves_the_light_and_not_the_start(
        self, office_cli: Cli, tmp_path: Path
    ) -> None:
        pin = f"pins: [{{project: {PROJECT}, start_on: 2020-06-08}}]"
        told = office_cli("whatif", branch(tmp_path, pin), "--json").json()

        (one,) = told["projects"]
        assert one["days"] == 0
        assert one["pinned_after"] == "2020-06-08"
        assert one["light_after"] == "yellow"

    def test_added_windows_and_shorter_promises_bring_starts_nearer(
        self, office_cli: Cli, tmp_path: Path
    ) -> None:
        lines = (
            "staff: [{department: housing, windows: 2, added: 2}]",
            "rules: {procedures: {S05: {promised: {value: 1}}}}",
        )
        told = office_cli("whatif", branch(tmp_path, *lines), "--json").json()

        assert told["projects"]
        assert all(one["days"] <= 0 for one in told["projects"])
        assert any(one["days"] < 0 for one in told["projects"])

    def test_is_told_to_people(self, late: Cli, tmp_path: Path) -> None:
        paper = f"{{project: {PROJECT}, procedure: P05, document: P05-3}}"
        answer = late("whatif", branch(tmp_path, f"deferrals: [{paper}]"))

        assert answer.code == 0
        assert "未写入任何内容" in answer.out
        assert "预计开工" in answer.out
        assert "落实清单：" in answer.out

    @pytest.mark.parametrize(
        ("line", "place", "said"),
        [
            (
                f"pins: [{{project: {PROJECT}, start_on: 2020-02-30}}]",
                "第 2 行 pins[0].start_on",
                "“2020-02-30”没有这一天",
            ),
            ("pins: [{project: X, start_on: 2020-06-30}]", "pins[0].project", "没有登记项目“X”"),
            (
                f"land: [{{project: {PROJECT}, cleared_by: 2020-05-01}}]",
                "land[0].cleared_by",
                "2020-05-01 已过",
            ),
            (
                f"deferrals: [{{project: {PROJECT}, procedure: P05, document: P05-1}}]",
                "deferrals[0].document",
                "没有人报告过",
            ),
            (
                f"documents: [{{project: {PROJECT}, procedure: P05, document: P05-1, "
                "expected_on: 2020-07-01}]\n"
                f"deferrals: [{{project: {PROJECT}, procedure: P05, document: P05-1}}]",
                "第 3 行 deferrals[0].document",
                "不得容缺：",
            ),
            (
                f"deferrals: [{{project: {PROJECT}, procedure: P05, document: 不存在}}]",
                "deferrals[0].document",
                "没有材料“不存在”",
            ),
            ("staff: [{department: nobody, factor: 0.5}]", "staff[0].department", "没有审批部门"),
            ("staff: [{department: housing, windows: 2}]", "staff[0]", "windows 与 added"),
            ("rules: {profile: nowhere}", "rules.profile", "没有容缺办法“nowhere”"),
            (
                "rules: {procedures: {S05: {promised: {value: 很快}}}}",
                "rules.procedures.S05.promised.value",
                "应为整数",
            ),
            ("rules: {procedures: {S05: {speed: 3}}}", "rules", "事项没有这些字段：speed"),
            ("pin: []", "pin", "没有这个字段"),
            ("staff: []", "推演.yaml", "没有任何改动"),
        ],
    )
    def test_with_a_fault_is_refused_as_a_whole_and_says_where(
        self, office_cli: Cli, tmp_path: Path, line: str, place: str, said: str
    ) -> None:
        answer = office_cli("whatif", branch(tmp_path, line))

        assert answer.code == 2, answer.out
        assert answer.out == ""
        assert place in answer.err
        assert said in answer.err
