"""The plan on the command line: the contract's shape for programs, tables for people."""

from tests.portal.conftest import PROJECT, Cli


class TestPlan:
    def test_the_json_has_the_shape_of_the_contract(self, office_cli: Cli) -> None:
        told = office_cli("plan", PROJECT, "--json").json()

        assert told.keys() >= {
            *("project", "pinned_start", "forecast_start", "float_days", "critical"),
            *("procedures", "confidence"),
        }
        assert told["procedures"][0].keys() >= {
            *("procedure", "early_start", "early_finish", "late_start", "late_finish"),
            *("float", "state"),
        }
        assert told["pinned_start"] == "2020-07-01"
        assert 0 <= told["quality"]["score"] <= 100
        codes = {one["procedure"] for one in told["procedures"]}
        assert set(told["critical"]) <= codes

    def test_people_read_the_verdict_the_chain_and_what_to_mend(self, office_cli: Cli) -> None:
        answer = office_cli("plan", PROJECT)

        assert answer.code == 0
        for words in ("关键线路", "最迟止", "总时差", "首次基线", "排期质量"):
            assert words in answer.out

    def test_into_a_pipe_go_lines_and_no_box(self, office_cli: Cli) -> None:
        answer = office_cli("plan", PROJECT)

        assert f"{PROJECT} · 开工条件" in answer.out
        assert "╭" not in answer.out
        assert max(map(len, answer.out.splitlines())) < 1000

    def test_all_projects_are_one_line_each(self, office_cli: Cli) -> None:
        told = office_cli("plan", "--all", "--json").json()

        assert PROJECT in [one["project"] for one in told["projects"]]
        assert PROJECT in office_cli("plan", "--all").out

    def test_production_is_planned_too(self, office_cli: Cli) -> None:
        told = office_cli("plan", PROJECT, "--gate", "start_production", "--json").json()

        assert (told["gate_name"], told["pinned_start"]) == ("投产条件", "2021-10-29")
        assert "Y05" in {one["procedure"] for one in told["procedures"]}

    def test_what_cannot_be_planned_is_said(self, office_cli: Cli) -> None:
        assert office_cli("plan").code == 2
        assert office_cli("plan", PROJECT, "--all").code == 2
        assert office_cli("plan", PROJECT, "--gate", "start_dancing").code != 0
