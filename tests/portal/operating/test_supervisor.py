"""Who looks after the processes starts again what died, and nothing that was stopped."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from casework.office.settings import Settings
from portal.edge import Unreachable
from portal.service import starting
from portal.service.layout import Layout
from portal.service.processes import Service
from portal.service.supervisor import MOST, WITHIN_SECONDS, Supervisor, restarts
from tests.prefect_server import wait_until

SLEEPER = (sys.executable, "-c", "import signal; signal.pause()")


@dataclass(frozen=True, slots=True)
class Sleepers(Layout):
    """A data directory whose processes only wait."""

    def start_server(self) -> None:
        self.server.start(SLEEPER, cwd=self.home, env=os.environ)

    def start_worker(self) -> None:
        self.worker.start(SLEEPER, cwd=self.home, env=os.environ)

    def start_portal(self) -> None:
        self.portal.start(SLEEPER, cwd=self.home, env=os.environ)


@dataclass
class Watch:
    """A clock that a test turns."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Looked:
    layout: Sleepers
    watch: Watch = field(default_factory=Watch)

    def __post_init__(self) -> None:
        self.supervisor = Supervisor(self.layout, self.watch)

    def kill(self, service: Service) -> None:
        pid = service.pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: service.pid() is None, "process gone")


@pytest.fixture
def looked(tmp_path: Path) -> Iterator[Looked]:
    layout = Sleepers(Settings(home=tmp_path))
    layout.start_server()
    layout.start_worker()
    yield Looked(layout)
    layout.worker.stop()
    layout.server.stop()


def test_what_runs_is_left_alone(looked: Looked) -> None:
    pid = looked.layout.worker.pid()

    assert looked.supervisor.look() == []
    assert looked.layout.worker.pid() == pid


def test_what_died_is_started_again_and_written_down(looked: Looked) -> None:
    looked.kill(looked.layout.worker)

    assert looked.supervisor.look() == ["worker"]

    assert looked.layout.worker.pid() is not None
    assert restarts(looked.layout)["worker"].count == 1
    looked.kill(looked.layout.worker)
    looked.kill(looked.layout.server)
    assert looked.supervisor.look() == ["server", "worker"]
    assert restarts(looked.layout)["worker"].count == 2
    assert restarts(looked.layout)["server"].count == 1


def test_what_was_stopped_stays_stopped(looked: Looked) -> None:
    looked.layout.worker.stop()

    assert looked.supervisor.look() == []
    assert looked.layout.worker.pid() is None


def test_while_another_command_starts_or_stops_nothing_is_touched(looked: Looked) -> None:
    looked.kill(looked.layout.worker)
    with looked.layout.alone():
        assert looked.supervisor.look() == []
    assert looked.supervisor.look() == ["worker"]


def test_what_dies_again_and_again_is_started_less_often(looked: Looked) -> None:
    for _ in range(MOST):
        looked.kill(looked.layout.worker)
        assert looked.supervisor.look() == ["worker"]
    looked.kill(looked.layout.worker)

    assert looked.supervisor.look() == []
    looked.watch.now += WITHIN_SECONDS
    assert looked.supervisor.look() == ["worker"]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"worker": {"count": "x"}}', '{"worker": 3}'])
def test_a_damaged_record_counts_for_none(looked: Looked, text: str) -> None:
    (looked.layout.home / "run" / "restarts.json").write_text(text)
    assert restarts(looked.layout) == {}


class TestWaiting:
    """`up` waits while there is progress, however long, and gives up at a standstill."""

    @pytest.fixture(autouse=True)
    def _hasty(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(starting, "STANDSTILL_SECONDS", 0.2)

    def test_as_long_as_steps_are_made(self, looked: Looked) -> None:
        made: list[int] = []

        starting._wait_for(
            lambda: len(made) >= 20,
            looked.layout.worker,
            "未就绪",
            steps=lambda: made.append(1) or len(made),
            look=0.05,  # a second in all: five times the standstill
        )

        assert len(made) == 20

    def test_not_when_nothing_moves(self, looked: Looked) -> None:
        with pytest.raises(Unreachable, match="没有进展"):
            starting._wait_for(lambda: False, looked.layout.worker, "未就绪", look=0.05)

    def test_not_for_a_process_that_is_gone(self, looked: Looked) -> None:
        looked.kill(looked.layout.worker)
        with pytest.raises(Unreachable, match="进程已退出"):
            starting._wait_for(lambda: False, looked.layout.worker, "未就绪", look=0.05)


def test_a_copy_of_the_folder_ends_nothing_and_a_moved_one_does(
    looked: Looked, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The pid files are copied with what lies beside them."""
    home = looked.layout.home
    beside = tmp_path_factory.mktemp("beside")
    copy = Sleepers(Settings(home=shutil.copytree(home, beside / "copy")))

    assert not copy.running
    assert not copy.server.stop()
    assert looked.layout.server.pid() is not None

    moved = Sleepers(Settings(home=home.rename(beside / "moved")))
    assert moved.server.stop()
    assert moved.worker.stop()
