"""The suite itself: what shares a server is played by one worker."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ALONE = "mark." + "alone"


@pytest.mark.xdist_group("kept together")
@pytest.mark.skipif(
    "PYTEST_XDIST_WORKER" not in os.environ, reason="one process alone needs no groups"
)
def test_groups_reach_the_workers(request: pytest.FixtureRequest) -> None:
    """pytest 9.2 lost them without a word: each worker then started each server anew."""
    assert request.node.nodeid.endswith("@kept together")


def test_what_runs_alone_lies_where_it_is_looked_for() -> None:
    """To collect eleven thousand tests for the sake of three costs as much as the three."""
    [line] = [one for one in (ROOT / "Makefile").read_text().splitlines() if "-m alone" in one]
    rooms = line.partition("-m alone")[2].split()

    marked = [one for one in ROOT.glob("tests/**/test_*.py") if ALONE in one.read_text()]

    assert len(marked) > 1
    assert {"/".join(one.relative_to(ROOT).parts[:2]) for one in marked} == set(rooms)
