"""One server and one warm worker for all tests of the runner, and the figures they measure."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.once import copied
from tests.prefect_server import PrefectServer, Program, running_server, running_worker

FLOWS = Path(__file__).parent
POOL = "office"
PATIENT = (
    sys.executable,
    "-c",
    "from datetime import timedelta; from runner import asking, warm_worker; "
    "asking.LONGEST_WAIT = timedelta(seconds=1000); warm_worker.main()",
)
"""A worker that no test would see wake up by itself."""
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


def migrate(home: Path) -> None:
    """Make the home of a server that knows nothing yet: to be copied, for it takes seconds.

    What that server said as it was stopped in its first minute is no word of the copies'.
    """
    with running_server(home) as server:
        pass
    server.log_path.unlink()


@pytest.fixture
def new_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home for a server of the test's own."""
    return copied(tmp_path_factory, "prefect-migrated", migrate)


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    with running_server(copied(tmp_path_factory, "prefect-migrated", migrate)) as server:
        yield server


@pytest.fixture(scope="package")
def worker(server: PrefectServer) -> Iterator[Program]:
    with running_worker(server, POOL, cwd=FLOWS) as worker:
        yield worker


@pytest.fixture(scope="package")
def case_run(server: PrefectServer, worker: Program) -> str:
    """Deploy the flow that asks, and asks again."""
    return server.deploy("desk_flows.py:case_run", pool=POOL, cwd=FLOWS)
