"""A run that a killed server or worker left behind goes on within a minute, and says why."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.prefect_server import PrefectServer, Program, running_worker, wait_until
from tests.runner.conftest import FLOWS

pytestmark = pytest.mark.prefect
MINUTE = 60


@pytest.fixture(scope="module")
def morning(server: PrefectServer) -> Iterator[Program]:
    with running_worker(server, "morning", cwd=FLOWS) as worker:
        yield worker


def history(server: PrefectServer, run: str) -> list[dict[str, Any]]:
    found = server.call("GET", f"/flow_run_states/?flow_run_id={run}")
    return sorted(found, key=lambda one: str(one["timestamp"]))


def test_runs_that_were_claimed_by_nobody_go_on(
    server: PrefectServer, morning: Program, tmp_path: Path
) -> None:
    """As a server leaves them that is killed between the claim and its answer."""
    deployment = server.deploy("desk_flows.py:asynchronous", pool="morning", cwd=FLOWS)

    def claimed(name: str) -> str:
        path = f"/deployments/{deployment}/create_flow_run"
        state = {"state": {"type": "PENDING", "name": name}}
        made = server.call("POST", path, {"parameters": {"journal": str(tmp_path / name)}} | state)
        return str(made["id"])

    runs = {name: claimed(name) for name in ("Pending", "Submitting")}
    begun = time.monotonic()

    for run in runs.values():
        server.wait_for_state(run, "Completed", seconds=MINUTE)

    assert time.monotonic() - begun < MINUTE
    for name, run in runs.items():
        assert (tmp_path / name).read_text().splitlines() == ["asynchronous"]
        assert any("未开始" in (one["message"] or "") for one in history(server, run))
    assert "未开始" in morning.log


def test_a_run_whose_worker_was_killed_goes_on_in_the_next_one(
    server: PrefectServer, tmp_path: Path
) -> None:
    journal, go_on = tmp_path / "journal", tmp_path / "go-on"
    with running_worker(server, "noon", cwd=FLOWS) as worker:
        deployment = server.deploy("desk_flows.py:patient", pool="noon", cwd=FLOWS)
        run = server.create_run(deployment, journal=str(journal), go_on=str(go_on))

        def carried() -> bool:
            return bool(server.call("GET", f"/flow_runs/{run}")["infrastructure_pid"])

        wait_until(lambda: journal.exists() and carried(), "run begun")
        worker.process.send_signal(signal.SIGKILL)
        worker.process.wait()
    assert server.state(run) == "Running"

    go_on.touch()
    with running_worker(server, "noon", cwd=FLOWS):
        server.wait_for_state(run, "Completed", seconds=MINUTE)

    assert journal.read_text().splitlines() == ["begun", "begun"]
    assert any("已中断" in (one["message"] or "") for one in history(server, run))
