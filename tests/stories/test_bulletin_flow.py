"""The monthly bulletin on a real Prefect: drafted when due, its page published as it changes."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from portal.console import run
from tests.prefect_server import PrefectServer, running_server, running_worker
from tests.stories.doors import ROOT, House

pytestmark = [pytest.mark.prefect, pytest.mark.timeout(180)]

KEY = "bulletin-2020-06"


def test_the_flow_drafts_once_and_publishes_what_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House.founded(tmp_path / "house")
    for name, value in house.environment().items():
        monkeypatch.setenv(name, value)
    with (
        running_server(tmp_path / "prefect", extra_env=house.environment()) as server,
        running_worker(server, "office", cwd=ROOT, poll_seconds=0.25),
    ):
        flow = server.deploy("flows/monthly.py:publish_bulletin", pool="office", cwd=ROOT)

        def said_at(instant: str) -> tuple[str, str]:
            house.clock.set(datetime.fromisoformat(f"{instant}:00+08:00"), speed=0)
            made = server.create_run(flow)
            server.wait_for_state(made, "Completed", "NothingDue", "Failed", "Crashed", seconds=60)
            state = server.call("GET", f"/flow_runs/{made}")["state"]
            return state["name"], state["message"]

        drafted = "拟制 2020-05 督办通报，公布 2020-05 督办通报（待签发）"
        assert said_at("2020-06-05T08:45") == ("Completed", drafted)
        assert said_at("2020-07-03T08:45")[0] == "NothingDue"
        drafted = "拟制 2020-06 督办通报，公布 2020-06 督办通报（待签发）"
        assert said_at("2020-07-06T08:45") == ("Completed", drafted)
        assert said_at("2020-07-06T09:00")[0] == "NothingDue"
        assert run(["bulletin", "2020-06", "--sign", "--by", "supervision-01"]) == 0
        signed = "公布 2020-06 督办通报（已签发）"
        assert said_at("2020-07-07T08:45") == ("Completed", signed)

        pages = published(server)
        assert [one["description"] for one in pages] == [
            "2020年6月督办通报（待签发）",
            "2020年6月督办通报（已签发）",
        ]
        assert "【已签发】区政府督办室，2020-07-06，督办室01" in pages[-1]["data"]


def published(server: PrefectServer) -> list[dict[str, Any]]:
    """Return what was published of June's bulletin, oldest first."""
    only = {"artifacts": {"key": {"any_": [KEY]}}}
    found: list[dict[str, Any]] = server.call("POST", "/artifacts/filter", only)
    return sorted(found, key=lambda one: str(one["created"]))
