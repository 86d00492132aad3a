"""A worker waits at the door and is woken by whatever makes a run due, and by nothing else."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.prefect_server import (
    STOCK_SERVER,
    PrefectServer,
    running_server,
    running_worker,
    wait_until,
)
from tests.runner.conftest import FLOWS

pytestmark = pytest.mark.prefect
PATIENT = (
    sys.executable,
    "-c",
    "from datetime import timedelta; from runner import asking, warm_worker; "
    "asking.LONGEST_WAIT = timedelta(seconds=1000); warm_worker.main()",
)
"""A worker that no test would see wake up by itself."""


class TestAPatientWorker:
    def test_is_woken_by_every_run_that_becomes_due(self, server: PrefectServer) -> None:
        with running_worker(server, "patient", cwd=FLOWS, command=PATIENT) as worker:
            case = server.deploy("desk_flows.py:case_run", pool="patient", cwd=FLOWS, name="own")
            run = server.create_run(case)
            for wake in range(3):
                server.wait_for_form(run, f"ask-{wake}")
                assert server.resume(run, act="refresh")["status"] == "ACCEPT"
            server.wait_for_form(run, "ask-3")

            path = f"/deployments/{case}/create_flow_run"
            due = datetime.now(UTC) + timedelta(seconds=2)
            later = {"type": "SCHEDULED", "state_details": {"scheduled_time": due.isoformat()}}
            timed = server.call("POST", path, {"state": later})["id"]
            server.wait_for_form(timed, "ask-0")
            begun = server.call("GET", f"/flow_runs/{timed}")["start_time"]
            assert datetime.fromisoformat(begun) >= due

            assert worker.stop() == 0

    def test_shares_the_runs_with_a_second_one(self, server: PrefectServer, tmp_path: Path) -> None:
        journal = tmp_path / "journal"
        with (
            running_worker(server, "pair", name="left", cwd=FLOWS, command=PATIENT) as left,
            running_worker(server, "pair", name="right", cwd=FLOWS, command=PATIENT) as right,
        ):
            deployment = server.deploy(
                "desk_flows.py:asynchronous", pool="pair", cwd=FLOWS, name="own"
            )

            def create(_: int) -> str:
                return server.create_run(deployment, journal=str(journal))

            with ThreadPoolExecutor(2) as office:
                list(office.map(create, range(12)))
            server.wait_for_runs(deployment, 12, "Completed")
            assert [left.stop(), right.stop()] == [0, 0]
        assert journal.read_text().splitlines() == ["asynchronous"] * 12

    def test_keeps_its_own_pace_at_a_server_without_a_door(self, tmp_path: Path) -> None:
        with (
            running_server(tmp_path, command=STOCK_SERVER) as stock,
            running_worker(stock, "stock", cwd=FLOWS, command=PATIENT),
        ):
            deployment = stock.deploy("desk_flows.py:asynchronous", pool="stock", cwd=FLOWS)
            for _ in range(2):
                run = stock.create_run(deployment)
                stock.wait_for_state(run, "Completed")

    def test_does_not_keep_the_server_from_stopping_and_finds_it_again(
        self, tmp_path: Path
    ) -> None:
        with running_server(tmp_path) as first:
            port = int(first.api_url.split(":")[2].split("/")[0])
            with running_worker(first, "patient", cwd=FLOWS, command=PATIENT) as worker:
                deployment = first.deploy(
                    "desk_flows.py:asynchronous", pool="patient", cwd=FLOWS, name="own"
                )
                first.wait_for_state(first.create_run(deployment), "Completed")
                assert first.stop() == 0
                assert first.errors() == []
                wait_until(lambda: "No answer to a poll" in worker.log, "the worker noticed")
                with running_server(tmp_path, port=port) as again:
                    again.wait_for_state(again.create_run(deployment), "Completed")
                    assert worker.stop() == 0
