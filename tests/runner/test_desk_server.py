"""The desk server accepts what stock Prefect on SQLite refuses, and is stock in all else."""

import inspect
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import prefect.flow_engine
import pytest
from prefect.server.database.configurations import (
    SQLITE_BEGIN_MODE,
    AioSqliteConfiguration,
    AsyncPostgresConfiguration,
)

from runner.desk_server import queue_sqlite_writers
from tests.prefect_server import PrefectServer
from tests.runner.conftest import FLOWS, Note

SQLITE = "sqlite+aiosqlite:///"
POSTGRESQL = "postgresql+asyncpg://office@127.0.0.1/prefect"


def begin_mode(database: Path, *, with_for_update: bool) -> str | None:
    """Return how Prefect begins a transaction on an SQLite database."""

    async def begin() -> str | None:
        configuration = AioSqliteConfiguration(connection_url=f"{SQLITE}{database}")
        session = await configuration.session(await configuration.engine())
        async with session, configuration.begin_transaction(session, with_for_update):
            return SQLITE_BEGIN_MODE.get()

    return anyio.run(begin)


class TestStockPrefect:
    """Fails when Prefect changes or cures what the shim is for; then drop it (ADR 12)."""

    def test_still_has_the_method_that_the_shim_replaces(self) -> None:
        signature = inspect.signature(AioSqliteConfiguration.begin_transaction)
        assert list(signature.parameters) == ["self", "session", "with_for_update"]
        assert signature.parameters["with_for_update"].default is False

    @pytest.mark.parametrize(
        ("with_for_update", "mode"),
        [
            pytest.param(False, "DEFERRED", id="a write may be refused at once"),
            pytest.param(True, "IMMEDIATE", id="a write waits in line"),
        ],
    )
    def test_begins_immediate_only_where_asked(
        self, tmp_path: Path, with_for_update: bool, mode: str
    ) -> None:
        assert begin_mode(tmp_path / "db", with_for_update=with_for_update) == mode


class TestTheShim:
    @pytest.fixture(autouse=True)
    def _put_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stock = AioSqliteConfiguration.begin_transaction
        monkeypatch.setattr(AioSqliteConfiguration, "begin_transaction", stock)

    def test_makes_every_sqlite_transaction_begin_immediate(self, tmp_path: Path) -> None:
        assert queue_sqlite_writers(f"{SQLITE}{tmp_path / 'db'}")
        assert begin_mode(tmp_path / "db", with_for_update=False) == "IMMEDIATE"

    def test_leaves_prefect_alone_on_postgresql(self, tmp_path: Path) -> None:
        stock = AsyncPostgresConfiguration.begin_transaction
        assert not queue_sqlite_writers(POSTGRESQL)
        assert AsyncPostgresConfiguration.begin_transaction is stock
        assert begin_mode(tmp_path / "db", with_for_update=False) == "DEFERRED"


class TestTheEngine:
    def test_still_takes_its_observer_from_where_the_worker_leaves_it_out(self) -> None:
        """Fails when Prefect changes it; then look whether runs still open a WebSocket each."""
        assert "observe_flow_run_suspension(" in inspect.getsource(prefect.flow_engine)
        taken = inspect.signature(prefect.flow_engine.observe_flow_run_suspension)  # type: ignore[attr-defined]
        assert list(taken.parameters) == ["flow_run_id", "suspension_request", "polling_interval"]


@pytest.mark.prefect
class TestTheDeskServer:
    def test_tells_nobody_and_praises_nothing(self, server: PrefectServer) -> None:
        settings = server.call("GET", "/admin/settings")["server"]
        assert settings["analytics_enabled"] is False
        assert settings["ui"]["v2_enabled"] is False
        assert settings["ui"]["show_promotional_content"] is False

    def test_keeps_events_for_days_and_heartbeats_for_hours(self, server: PrefectServer) -> None:
        settings = server.call("GET", "/admin/settings")["server"]
        assert settings["events"]["retention_period"] in (172800, "P2D", 172800.0)
        kept = settings["services"]["db_vacuum"]["event_retention_overrides"]
        assert kept["prefect.flow-run.heartbeat"] in (7200, "PT2H", 7200.0)

    @pytest.mark.parametrize("end", ["COMPLETED", "FAILED", "CRASHED", "CANCELLED"])
    def test_lets_nobody_claim_a_run_that_has_ended(self, server: PrefectServer, end: str) -> None:
        """Another worker's claim that waited in line meanwhile; it may be scheduled again."""
        pool = f"late-{end.lower()}"
        server.create_pool(pool)
        deployment = server.deploy("desk_flows.py:asynchronous", pool=pool, cwd=FLOWS)
        run = server.create_run(deployment)

        def told(state: str) -> str:
            path = f"/flow_runs/{run}/set_state"
            return str(server.call("POST", path, {"state": {"type": state}})["status"])

        assert [told(state) for state in ("PENDING", "RUNNING", end)] == ["ACCEPT"] * 3
        assert told("PENDING") == "ABORT"
        assert [told(state) for state in ("SCHEDULED", "PENDING")] == ["ACCEPT"] * 2

    def test_schedules_the_runs_of_a_deployment_within_30_seconds(
        self, server: PrefectServer
    ) -> None:
        server.create_pool("calendar")
        deployment = server.deploy(
            "desk_flows.py:asynchronous",
            pool="calendar",
            cwd=FLOWS,
            schedule={"cron": "30 8 * * 1-5", "timezone": "Asia/Shanghai"},
        )
        server.wait_for_runs(deployment, 1, "Scheduled", seconds=30)

    def test_accepts_twenty_resumes_at_one_instant(
        self, server: PrefectServer, case_run: str, note: Note
    ) -> None:
        runs = [server.create_run(case_run) for _ in range(20)]
        for run in runs:
            server.wait_for_form(run, "ask-0")

        def resume(run: str) -> tuple[int, str]:
            answer = server.http.post(f"/flow_runs/{run}/resume", json={"run_input": {"act": "x"}})
            return answer.status_code, answer.json().get("status", "")

        begun = time.monotonic()
        with ThreadPoolExecutor(len(runs)) as officers:
            told = list(officers.map(resume, runs))
        note(f"20 resumes at one instant: {time.monotonic() - begun:.2f} s, {sorted(set(told))}")

        assert told == [(201, "ACCEPT")] * 20
        for run in runs:
            server.wait_for_form(run, "ask-1")
