"""The watch against a real server: whatever stands still goes on, whatever was missed is told once.

States are forced through the API and made old in Prefect's own database, which is where
their age stands; nobody waits for budgets of minutes.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from casework.office.settings import Settings
from casework.watching.watch_marks import WatchDoor, kept_at
from models.act_requests import Act
from models.notice import Ground
from portal.prefect_client import PrefectClient
from portal.service.automations import apply_automations, read_automations
from portal.service.layout import HEARTBEAT_SECONDS
from store import ledger
from tasks.case.answering import REFRESH
from tasks.case.showing import VERSION_TAG
from tests.prefect_server import wait_until
from tests.stories.doors import FormDoor, House, forms_open
from tests.stories.script import SCHOOL

pytestmark = [pytest.mark.prefect, pytest.mark.timeout(300)]

SOON = timedelta(hours=1)
HEARTBEAT = {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS)}
SUBMISSION = {
    "project": SCHOOL.code,
    "procedure": "L01",
    "act": Act.SUBMIT.label,
    "officer": "unit-education-liaison",
}
DONE = ("Completed", "Cancelled", "Crashed", "Failed")


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, deployed: Path) -> Iterator[FormDoor]:
    """One project whose case run waits with its form."""
    home = tmp_path_factory.mktemp("watch")
    with forms_open(House.founded(home / "house"), home / "prefect", deployed) as opened:
        opened.register(SCHOOL)
        yield opened


class TestACaseRun:
    @pytest.mark.parametrize(
        ("state", "age"),
        [
            pytest.param("PENDING", timedelta(minutes=2), id="claimed by a server that died"),
            pytest.param("RUNNING", timedelta(minutes=6), id="run by a worker that died"),
            pytest.param("SCHEDULED", timedelta(minutes=11), id="due and never fetched"),
            pytest.param("CRASHED", timedelta(0), id="crashed"),
        ],
    )
    def test_that_stands_still_is_set_going_by_the_next_watch(
        self, door: FormDoor, state: str, age: timedelta
    ) -> None:
        """A claimed one may be taken back by the worker first, which looks every few seconds."""
        run, asked, _ = door.open_form(SCHOOL.code)
        before = door.view(SCHOOL.code).version
        stand_still(door, run, state, age)
        count = read(door, run)["run_count"]

        said = door.run("watch")["message"]

        assert state == "PENDING" or "重新驱动 1 个" in said
        wait_until(lambda: asking(door, run) > asked, "asks again", 30)
        assert read(door, run)["run_count"] == count + 1
        assert door.case_run(SCHOOL.code) == run
        assert door.view(SCHOOL.code).version == before
        again = asking(door, run)
        door.resume(run, {"act": REFRESH, "officer": ""})
        assert not door.refusal_after(SCHOOL.code, run, again)

    def test_within_its_time_is_left_alone(self, door: FormDoor) -> None:
        run, asked, _ = door.open_form(SCHOOL.code)
        stand_still(door, run, "PENDING", timedelta(seconds=30))

        assert "重新驱动 0 个" in door.run("watch")["message"]
        assert door.server.state(run) == "Pending"

        stand_still(door, run, "PENDING", timedelta(minutes=2))
        door.run("watch")
        wait_until(lambda: asking(door, run) > asked, "asks again", 30)

    def test_that_somebody_cancelled_has_a_successor(self, door: FormDoor) -> None:
        run, _, _ = door.open_form(SCHOOL.code)
        door.server.call(
            "POST", f"/flow_runs/{run}/set_state", {"state": {"type": "CANCELLED"}, "force": True}
        )

        assert "启动运行 1 个" in door.run("watch")["message"]

        assert door.open_form(SCHOOL.code)[0] != run

    def test_that_suspended_without_its_form_is_set_going_once_there_is_news(
        self, door: FormDoor
    ) -> None:
        run, asked, _ = door.open_form(SCHOOL.code)
        with database(door) as prefect:  # killed between the state and the form
            prefect.execute(
                "delete from flow_run_input where flow_run_id = ? and key = ?",
                (run, f"suspended-ask-{asked}-schema"),
            )
        tags = [one for one in read(door, run)["tags"] if not one.startswith(VERSION_TAG)]
        door.server.call("PATCH", f"/flow_runs/{run}", {"tags": tags})

        assert "重新驱动 1 个" in door.run("watch")["message"]

        wait_until(lambda: asking(door, run) > asked, "asks again", 30)


class TestAnotherRun:
    def test_that_recurs_is_ended_so_that_its_successor_may_run(self, door: FormDoor) -> None:
        run = later(door, "brief")
        stand_still(door, run, "RUNNING", timedelta(minutes=6))

        said = door.run("watch")["message"]

        assert "结束停滞运行 1 个" in said
        assert door.server.state(run) == "Crashed"

    def test_that_somebody_asked_for_is_done_once(self, door: FormDoor) -> None:
        run = later(door, "act", form=SUBMISSION)
        stand_still(door, run, "CRASHED", timedelta(0))

        door.run("watch")
        door.server.wait_for_state(run, "Completed")
        stand_still(door, run, "RUNNING", timedelta(minutes=6))  # it died after the record
        door.run("watch")
        door.server.wait_for_state(run, "Completed")

        assert "未重复办理" in door.server.call("GET", f"/flow_runs/{run}")["state"]["message"]
        kinds = Counter(line.kind for line in door.view(SCHOOL.code).timeline)
        assert kinds["submitted"] == 1

    def test_that_is_lost_again_and_again_is_left_to_be_looked_at(self, door: FormDoor) -> None:
        run = later(door, "act", form=SUBMISSION)
        stand_still(door, run, "CRASHED", timedelta(0))
        with database(door) as prefect:
            prefect.execute("update flow_run set run_count = 3 where id = ?", (run,))

        assert "重新驱动 0 个" in door.run("watch")["message"]
        assert door.server.state(run) == "Crashed"


class TestAWatchThatDies:
    """With its worker and with the server, while it holds the one place there is for a watch."""

    def test_makes_room_and_what_was_missed_is_told_once(
        self, tmp_path: Path, deployed: Path
    ) -> None:
        house = House.founded(tmp_path / "house")
        with forms_open(house, tmp_path / "prefect", deployed, scheduled=True, **HEARTBEAT) as door:
            door.register(SCHOOL)
            door.do(SCHOOL.code, "L01", Act.SUBMIT, "unit-education-liaison")
            door.do(SCHOOL.code, "L01", Act.ACCEPT, "development-reform-01")
            hold_silence(door, seconds=10)
            planned = wait_until(lambda: scheduled(door), "watches are planned", 90)
            door.at(house.clock.now() + timedelta(days=21))
            shut = sqlite3.connect(house.home / "greenchannel.sqlite", isolation_level=None)
            shut.execute("BEGIN IMMEDIATE")  # the watch stands right before what it records
            dead = door.server.create_run(deployment(door, "watch"))
            wait_until(lambda: heard(door, dead), "its heartbeat is heard", 30)
            leases = tmp_path / "prefect" / "concurrency_leases"
            given = [one for one in leases.glob("*.json") if one.stem != "expirations"]
            door.server.process.kill()
            door.server.process.wait()
            door.worker.process.kill()
            door.worker.process.wait()
            shut.execute("ROLLBACK")
            shut.close()
            assert len(given) == 1, "its place outlives the server"
            assert not told(house)
            make_late(door, planned)

        with forms_open(house, tmp_path / "prefect", deployed, **HEARTBEAT) as door:
            door.server.wait_for_state(dead, "Crashed", seconds=60)
            wait_until(lambda: ended(door, planned), "the missed watches have ended", 90, look=0.5)
            watched(door)
            after = watched(door)

        assert "到期事项 0 条" in after
        assert told(house)[Ground.OVERDUE, "L01"] == 1
        assert max(told(house).values()) == 1
        assert kept_at(Settings(home=house.home), WatchDoor.PREFECT) is not None


def test_automations_are_applied_once_and_again_when_the_file_says_otherwise(
    door: FormDoor,
) -> None:
    with PrefectClient(door.server.api_url) as prefect:
        first = apply_automations(prefect)
        (held,) = prefect.automations(first[0])
        assert apply_automations(prefect) == []
        assert [one["id"] for one in prefect.automations(first[0])] == [held["id"]]

        prefect.call("PATCH", f"/automations/{held['id']}", {"enabled": False})

        assert apply_automations(prefect) == first
        (fresh,) = prefect.automations(first[0])
        assert fresh["enabled"] is True


def asking(door: FormDoor, run: str) -> int:
    """Return the number of the form with which a run waits, or -1."""
    form = door.suspended_form(run)
    return form[0] if form else -1


def read(door: FormDoor, run: str) -> dict[str, Any]:
    found: dict[str, Any] = door.server.call("GET", f"/flow_runs/{run}")
    return found


def deployment(door: FormDoor, name: str) -> str:
    return str(door.server.call("GET", f"/deployments/name/{name}/{name}")["id"])


def watched(door: FormDoor) -> str:
    """Run the watch to its end and return what it says; a scheduled one may be in its place."""

    def said() -> str | None:
        run = door.server.create_run(deployment(door, "watch"))
        if door.server.wait_for_state(run, *DONE) == "Cancelled":
            return None
        state = read(door, run)["state"]
        assert state["name"] == "Completed", f"{state['message']}\n{door.last_words()}"
        return str(state["message"])

    return wait_until(said, "a watch of our own", 60, look=0.5)


def later(door: FormDoor, name: str, **parameters: Any) -> str:
    """Create a run that no worker fetches yet."""
    due_at = (datetime.now(UTC) + SOON).isoformat()
    state = {"type": "SCHEDULED", "state_details": {"scheduled_time": due_at}}
    path = f"/deployments/{deployment(door, name)}/create_flow_run"
    body = {"parameters": parameters, "state": state}
    return str(door.server.call("POST", path, body)["id"])


def stand_still(door: FormDoor, run: str, state: str, age: timedelta) -> None:
    """Force a run into a state and make that state old; nobody is told of it."""
    ahead = {"scheduled_time": (datetime.now(UTC) + SOON).isoformat()}
    told = {"type": state, "state_details": ahead if state == "SCHEDULED" else {}}
    forced = door.server.call("POST", f"/flow_runs/{run}/set_state", {"state": told, "force": True})
    assert forced["status"] == "ACCEPT", forced
    since = datetime.now(UTC) - age
    with database(door) as prefect:
        of_run = "id = (select state_id from flow_run where id = ?)"
        prefect.execute(
            f"update flow_run_state set timestamp = ? where {of_run}", (stored(since), run)
        )
        if state == "SCHEDULED":
            prefect.execute(
                "update flow_run set next_scheduled_start_time = null where id = ?", (run,)
            )
            due(prefect, run, since)


def due(prefect: sqlite3.Connection, run: str, at: datetime) -> None:
    prefect.execute(
        "update flow_run_state set state_details = json_set(state_details, '$.scheduled_time', ?)"
        " where id = (select state_id from flow_run where id = ?)",
        (at.isoformat(), run),
    )


def make_late(door: FormDoor, runs: list[str]) -> None:
    """Let scheduled runs have fallen due while nobody was there."""
    with database(door) as prefect:
        for number, run in enumerate(runs, start=1):
            at = datetime.now(UTC) - number * timedelta(minutes=5)
            due(prefect, run, at)
            prefect.execute(
                "update flow_run set next_scheduled_start_time = ?, expected_start_time = ?"
                " where id = ?",
                (stored(at), stored(at), run),
            )


@contextmanager
def database(door: FormDoor) -> Iterator[sqlite3.Connection]:
    """Write in Prefect's own database, as no one but a test may."""
    with closing(sqlite3.connect(door.server.home / "prefect.db", timeout=30)) as prefect, prefect:
        yield prefect


def stored(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def scheduled(door: FormDoor) -> list[str]:
    """Return the watches that the server has planned, once there are several."""
    runs = door.server.runs(deployment(door, "watch"))
    ids = [run["id"] for run in runs if run["auto_scheduled"]]
    return ids if len(ids) > 5 else []


def ended(door: FormDoor, runs: list[str]) -> bool:
    """Tell whether none of these runs is on its way any more; a finished one may be tidied."""
    found = door.server.runs(deployment(door, "watch"))
    return all(run["state"]["name"] in DONE for run in found if run["id"] in runs)


def hold_silence(door: FormDoor, *, seconds: int) -> None:
    """Apply our automation with less patience than it has in the office."""
    (silent,) = read_automations()
    short = silent | {"trigger": silent["trigger"] | {"within": seconds}}
    door.server.call("POST", "/automations/", short)


def heard(door: FormDoor, run: str) -> bool:
    """Tell whether the automation has begun to wait for a run's next heartbeat."""
    with database(door) as prefect:
        query = "select bucketing_key from automation_bucket"
        return any(run in str(key) for (key,) in prefect.execute(query))


def told(house: House) -> Counter[tuple[Ground, str]]:
    with house.office.store.reading() as connection:
        return Counter(
            (one.payload.ground, one.payload.procedure)
            for one in ledger.read(connection, SCHOOL.code)
            if one.payload.kind == "reminded"
        )
