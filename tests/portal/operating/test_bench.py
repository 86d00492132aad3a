"""The benchmark by the name of a command: it runs from the source tree, and says so elsewhere."""

import json
from pathlib import Path

import pytest

from portal.commands.operating import bench
from portal.console import run
from tests.portal.conftest import Cli


def test_from_the_source_tree_it_measures(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(("bench", "--rounds", "1")) == 0
    table = capfd.readouterr().out

    assert "| raw sqlite3 " in table
    assert "| Green Channel 0." in table
    assert "viewflow" not in table


def test_a_program_reads_the_same_figures(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(("bench", "--rounds", "1", "--json")) == 0
    told = json.loads(capfd.readouterr().out)

    raw, ours = told["engines"]
    assert (raw["engine"], raw["of_raw_commits"]) == ("raw sqlite3", 1.0)
    assert (ours["engine"], ours["cpu_of_ours"]) == ("Green Channel", 1.0)
    assert all(one["actions_per_second"] > 0 for one in told["engines"])


def test_elsewhere_it_says_what_it_needs(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    answer = cli("bench")

    assert (answer.code, answer.out) == (3, "")
    assert "只在源码目录中" in answer.err


@pytest.mark.parametrize("rounds", ["0", "-1", "101", "many"])
def test_rounds_that_are_none_are_refused(cli: Cli, rounds: str) -> None:
    answer = cli("bench", "--rounds", rounds)

    assert (answer.code, answer.err.partition("：")[0]) == (2, "参数 --rounds")
