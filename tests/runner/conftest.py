"""One server and one warm worker for all tests of the runner, and the figures they measure."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.prefect_server import PrefectServer, Program, running_server, running_worker

FLOWS = Path(__file__).parent
POOL = "office"
FIGURES = pytest.StashKey[list[str]]()

Note = Callable[[str], None]


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = []


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if figures := config.stash[FIGURES]:
        terminalreporter.section("measured")
        for figure in figures:
            terminalreporter.write_line(figure)


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Note:
    """Add a figure to the summary at the end of the test run."""
    return request.config.stash[FIGURES].append


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    with running_server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="package")
def worker(server: PrefectServer) -> Iterator[Program]:
    with running_worker(server, POOL, cwd=FLOWS) as worker:
        yield worker


@pytest.fixture(scope="package")
def case_run(server: PrefectServer, worker: Program) -> str:
    """Deploy the flow that asks, and asks again."""
    return server.deploy("desk_flows.py:case_run", pool=POOL, cwd=FLOWS)
