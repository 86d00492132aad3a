"""The suite itself: what shares a server is played by one worker."""

import os

import pytest


@pytest.mark.xdist_group("kept together")
@pytest.mark.skipif(
    "PYTEST_XDIST_WORKER" not in os.environ, reason="one process alone needs no groups"
)
def test_groups_reach_the_workers(request: pytest.FixtureRequest) -> None:
    """pytest 9.2 lost them without a word: each worker then started each server anew."""
    assert request.node.nodeid.endswith("@kept together")
