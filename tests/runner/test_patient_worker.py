"""A worker waits at the door and is woken by whatever makes a run due, and by nothing else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.prefect_server import STOCK_SERVER, PrefectServer, running_server, running_worker
from tests.runner.conftest import FLOWS, PATIENT

pytestmark = pytest.mark.prefect


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

    def test_keeps_its_own_pace_at_a_server_without_a_door(self, new_home: Path) -> None:
        with (
            running_server(new_home, command=STOCK_SERVER) as stock,
            running_worker(stock, "stock", cwd=FLOWS, command=PATIENT),
        ):
            deployment = stock.deploy("desk_flows.py:asynchronous", pool="stock", cwd=FLOWS)
            for _ in range(2):
                run = stock.create_run(deployment)
                stock.wait_for_state(run, "Completed")
