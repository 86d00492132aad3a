"""On a real server: a registration that is refused, and what is kept of runs and pages."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from prefect import flow
from prefect.settings import PREFECT_API_URL, temporary_settings

from portal.prefect_client import PrefectClient
from store import ledger
from tasks.pages import KEPT_VERSIONS, publish_page, publish_table
from tasks.tidying import KEPT_DAYS, tidy_runs
from tests.stories.doors import FormDoor, House, forms_open
from tests.stories.script import SCHOOL

pytestmark = [pytest.mark.prefect, pytest.mark.timeout(300)]

NAMED = "[点此](http://evil.example) <b>`物流园`</b>（绿灯）"
"""A description in which a name stands as somebody typed it."""


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, deployed: Path) -> Iterator[FormDoor]:
    home = tmp_path_factory.mktemp("kept")
    with forms_open(House.founded(home / "house"), home / "prefect", deployed) as opened:
        yield opened


def test_a_refused_registration_ends_failed_with_its_reason_a_page_and_a_form_to_try_again(
    door: FormDoor,
) -> None:
    typed = SCHOOL.model_dump(mode="json")
    deployment = door.server.call("GET", "/deployments/name/register/register")["id"]
    wrong = door.server.create_run(deployment, form=typed | {"officer": "supervision-01"})
    door.server.wait_for_state(wrong, "Refused", "Completed", "Crashed", seconds=120)

    run = door.server.call("GET", f"/flow_runs/{wrong}")

    assert (run["state"]["type"], run["state"]["name"]) == ("FAILED", "Refused")
    reason = run["state"]["message"].removeprefix("未登记：")
    assert "登记" in reason
    (page,) = versions(door, "register-refused")
    assert page["flow_run_id"] == wrong
    assert reason.splitlines()[0][:12] in page["data"].replace("\\", "")
    assert f"(/runs/flow-run/{wrong})" in page["data"]
    assert f"(/deployments/deployment/{deployment}/run)" in page["data"]
    with door.house.office.store.reading() as connection:
        assert SCHOOL.code not in ledger.streams(connection)

    again = run["parameters"]["form"] | {"officer": SCHOOL.officer}  # "Copy to new run"
    assert door.run("register", form=again)["message"].startswith("已登记")
    assert door.view(SCHOOL.code).project.name == SCHOOL.name


def test_a_page_that_was_replaced_is_taken_away(door: FormDoor) -> None:
    @flow(name="publishing", persist_result=False)
    def publishing() -> None:
        for number in range(KEPT_VERSIONS + 3):
            publish_page("kept-page", f"第{number}版", NAMED)
            publish_table("kept-table", [{"版": number}], NAMED)

    with temporary_settings({PREFECT_API_URL: door.server.api_url}):
        publishing()

    assert [one["data"] for one in versions(door, "kept-page")] == ["第5版", "第4版", "第3版"]
    assert len(versions(door, "kept-table")) == KEPT_VERSIONS
    latest = door.server.call("GET", "/artifacts/kept-page/latest")
    assert latest["data"] == "第5版"
    for page in (*versions(door, "kept-page"), *versions(door, "kept-table")):
        assert not set("[]<>`") & set(page["description"]), "the UI renders it as Markdown"
        assert "//" not in page["description"]
    with PrefectClient(door.server.api_url) as prefect:
        runs, pages = prefect.kept()
    assert pages == len(door.server.call("POST", "/artifacts/filter", {"limit": 200}))
    assert runs > 0


def test_runs_that_ended_long_ago_go_and_their_pages_stay(door: FormDoor) -> None:
    for _ in range(2):
        door.run("watch")
    deployment = door.server.call("GET", "/deployments/name/watch/watch")["id"]
    watches = sorted(door.server.runs(deployment), key=lambda run: str(run["start_time"]))
    gone, kept = (str(run["id"]) for run in watches)
    (page,) = versions(door, "front-page")
    assert page["flow_run_id"] == gone
    ended(door, gone, days=KEPT_DAYS + 1)
    ended(door, kept, days=KEPT_DAYS - 1)

    with temporary_settings({PREFECT_API_URL: door.server.api_url}):
        assert tidy_runs.fn() == 1

    assert door.server.http.get(f"/flow_runs/{gone}").status_code == 404
    assert door.server.http.get(f"/flow_runs/{kept}").is_success
    assert versions(door, "front-page") == [page]


def versions(door: FormDoor, key: str) -> list[dict[str, Any]]:
    """Return what is kept of a page, newest first."""
    only = {"artifacts": {"key": {"any_": [key]}}, "sort": "CREATED_DESC"}
    found: list[dict[str, Any]] = door.server.call("POST", "/artifacts/filter", only)
    return found


def ended(door: FormDoor, run: str, *, days: int) -> None:
    """Let a run have ended so many days ago, in Prefect's own database."""
    at = datetime.now(UTC) - timedelta(days=days)
    with closing(sqlite3.connect(door.server.home / "prefect.db", timeout=30)) as prefect, prefect:
        prefect.execute(
            "update flow_run set end_time = ? where id = ?",
            (at.strftime("%Y-%m-%d %H:%M:%S.%f"), run),
        )
