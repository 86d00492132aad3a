"""The warm worker wakes a run sooner than a process could start, loses none, runs none twice."""

import signal
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.prefect_server import (
    STOP_SECONDS,
    PrefectServer,
    Program,
    free_port,
    running_server,
    running_worker,
    wait_until,
)
from tests.runner.conftest import FLOWS, PATIENT, POOL, Note

pytestmark = pytest.mark.prefect


def lines(journal: Path) -> list[str]:
    return journal.read_text().splitlines() if journal.exists() else []


@pytest.fixture(scope="module")
def loading_seconds() -> float:
    """How long an interpreter takes to load Prefect, here and now: what seconds are held against.

    A process of its own, as the stock runner starts one at every wake, takes longer.
    """
    loads = []
    for _ in range(3):
        begun = time.monotonic()
        subprocess.run([sys.executable, "-c", "import prefect.flow_engine"], check=True)
        loads.append(time.monotonic() - begun)
    return statistics.median(loads)


class TestPrefect:
    def prefect(self, server: PrefectServer, *arguments: str) -> str:
        command = [sys.executable, "-m", "prefect", *arguments]
        ended = subprocess.run(
            command, env=server.env, cwd=FLOWS, text=True, capture_output=True, timeout=60
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def test_knows_the_pool_type_and_can_start_the_worker_itself(
        self, server: PrefectServer, tmp_path: Path
    ) -> None:
        self.prefect(server, "work-pool", "create", "--type", "green-channel-warm", "stock")
        deployment = server.deploy("desk_flows.py:asynchronous", pool="stock", cwd=FLOWS)
        run = server.create_run(deployment, journal=str(tmp_path / "journal"))
        start = ("worker", "start", "--type", "green-channel-warm", "--pool", "stock")
        self.prefect(server, *start, "--run-once")
        assert server.state(run) == "Completed"
        assert lines(tmp_path / "journal") == ["asynchronous"]


class TestACaseRun:
    @pytest.mark.alone
    def test_shows_its_next_form_before_an_interpreter_of_its_own_had_loaded_prefect(
        self, server: PrefectServer, case_run: str, loading_seconds: float, note: Note
    ) -> None:
        """What the stock runner does first at every wake; seconds vary from machine to machine."""
        run = server.create_run(case_run)
        server.wait_for_form(run, "ask-0")
        waits = []
        for wake in range(1, 13):
            begun = time.monotonic()
            assert server.resume(run, act="refresh")["status"] == "ACCEPT"
            server.wait_for_form(run, f"ask-{wake}")
            waits.append(time.monotonic() - begun)
        median = statistics.median(waits)
        note(
            f"resume to next form, {len(waits)} wakes: p50 {median:.2f} s, max {max(waits):.2f} s;"
            f" an interpreter with Prefect loaded: {loading_seconds:.2f} s"
        )
        assert median < loading_seconds

    @pytest.mark.alone
    def test_has_fifty_nine_neighbours_before_as_many_interpreters_were_there(
        self, server: PrefectServer, worker: Program, loading_seconds: float, note: Note
    ) -> None:
        """On two cores."""
        deployment = server.deploy("desk_flows.py:case_run", pool=POOL, cwd=FLOWS, name="sixty")
        begun = time.monotonic()
        with ThreadPoolExecutor(4) as office:
            list(office.map(lambda _: server.create_run(deployment), range(60)))
        server.wait_for_runs(deployment, 60, "Suspended")
        needed = time.monotonic() - begun
        note(f"60 runs created and suspended: {needed:.1f} s")
        assert needed < 60 * loading_seconds / 2

    def test_resumed_before_its_old_execution_has_left_runs_once_more_and_only_once(
        self, server: PrefectServer, case_run: str, tmp_path: Path
    ) -> None:
        journal, leave = tmp_path / "journal", tmp_path / "leave"
        run = server.create_run(case_run, journal=str(journal), leave_after=str(leave))
        server.wait_for_form(run, "ask-0")
        assert server.resume(run, act="refresh")["status"] == "ACCEPT"

        polls: set[str] = set()

        def polled_thrice() -> bool:
            [queue] = server.call("POST", f"/work_pools/{POOL}/queues/filter", {})
            polls.add(queue["last_polled"])
            return len(polls) > 3

        wait_until(polled_thrice, "three more polls", look=0.1)
        assert server.state(run) == "Resuming"
        assert lines(journal) == ["ask-0"]

        leave.touch()
        server.wait_for_form(run, "ask-1")
        assert lines(journal) == ["ask-0", "ask-1"]


class TestAFlow:
    @pytest.mark.parametrize(
        ("entrypoint", "state", "reason"),
        [
            pytest.param("desk_flows.py:asynchronous", "Completed", "awaited", id="async"),
            pytest.param("desk_flows.py:failing", "Failed", "no such permit", id="raises"),
            pytest.param("desk_flows.py:leaving", "Crashed", "SystemExit", id="exits"),
            pytest.param("desk_flows.py:demanding", "Crashed", "'code'", id="lacks a parameter"),
            pytest.param("broken_flows.py:any", "Crashed", "not_installed", id="cannot load"),
            pytest.param("desk_flows.py:missing", "Crashed", "'missing'", id="is not there"),
        ],
    )
    def test_ends_as_it_would_in_a_process_of_its_own(
        self, server: PrefectServer, worker: Program, entrypoint: str, state: str, reason: str
    ) -> None:
        run = server.create_run(server.deploy(entrypoint, pool=POOL, cwd=FLOWS))
        assert server.wait_for_state(run, "Completed", "Failed", "Crashed") == state
        wait_until(lambda: reason in server.logs(run), f"{reason} in its logs", look=0.2)
        assert worker.alive()

    def test_that_is_cancelled_while_it_runs_is_cancelled_when_it_ends(
        self, server: PrefectServer, worker: Program, tmp_path: Path
    ) -> None:
        journal, go_on = tmp_path / "journal", tmp_path / "go-on"
        deployment = server.deploy("desk_flows.py:patient", pool=POOL, cwd=FLOWS)
        run = server.create_run(deployment, journal=str(journal), go_on=str(go_on))
        wait_until(lambda: lines(journal), "run begun")
        server.call("POST", f"/flow_runs/{run}/set_state", {"state": {"type": "CANCELLING"}})
        go_on.touch()
        server.wait_for_state(run, "Cancelled")


class TestOnSigterm:
    def test_the_worker_lets_an_active_run_finish(
        self, server: PrefectServer, tmp_path: Path
    ) -> None:
        journal, go_on = tmp_path / "journal", tmp_path / "go-on"
        with running_worker(server, "evening", cwd=FLOWS) as worker:
            deployment = server.deploy("desk_flows.py:patient", pool="evening", cwd=FLOWS)
            run = server.create_run(deployment, journal=str(journal), go_on=str(go_on))
            late = server.create_run(deployment, journal=str(journal), go_on=str(go_on))
            wait_until(lambda: len(lines(journal)) == 2, "both runs begun")
            worker.process.send_signal(signal.SIGTERM)
            unclaimed = server.create_run(deployment, journal=str(journal), go_on=str(go_on))
            go_on.touch()
            assert worker.process.wait(STOP_SECONDS) == 0
        assert [server.state(each) for each in (run, late)] == ["Completed", "Completed"]
        assert server.state(unclaimed) == "Scheduled"

    def test_the_worker_does_not_wait_for_a_run_that_hangs(
        self, server: PrefectServer, tmp_path: Path
    ) -> None:
        journal = tmp_path / "journal"
        with running_worker(server, "night", cwd=FLOWS) as worker:
            deployment = server.deploy("desk_flows.py:patient", pool="night", cwd=FLOWS)
            run = server.create_run(deployment, journal=str(journal), go_on=str(tmp_path / "no"))
            wait_until(lambda: lines(journal), "run begun")
            assert worker.stop(STOP_SECONDS) == 1
        assert server.state(run) == "Running"

    def test_the_server_stops_and_the_worker_outlives_its_absence(self, new_home: Path) -> None:
        """A question that is held back keeps no server from stopping."""
        port = free_port()
        with (
            running_server(new_home, port=port) as server,
            running_worker(server, POOL, cwd=FLOWS, command=PATIENT) as worker,
        ):
            deployment = server.deploy("desk_flows.py:case_run", pool=POOL, cwd=FLOWS)
            run = server.create_run(deployment)
            server.wait_for_form(run, "ask-0")
            assert server.stop(STOP_SECONDS) == 0
            assert server.errors() == []
            wait_until(lambda: "No answer to a poll" in worker.log, "the worker noticed")
            with running_server(new_home, port=port) as again:
                assert again.resume(run, act="refresh")["status"] == "ACCEPT"
                again.wait_for_form(run, "ask-1")
                assert worker.stop(STOP_SECONDS) == 0
                assert not again.errors()


class TestTheServersLog:
    def test_holds_no_error_after_a_minute_of_all_this(
        self, server: PrefectServer, case_run: str
    ) -> None:
        run = server.create_run(case_run)
        server.wait_for_form(run, "ask-0")
        wait_until(lambda: server.uptime() > 60, "a minute of use", seconds=60, look=1)
        assert server.alive()
        assert server.errors() == []
