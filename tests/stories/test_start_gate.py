"""Two projects go from registration to the passed start gate, through every door alike."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from casework.office.integrity import verify
from models.act_requests import Act
from models.case import CaseState
from tests.prefect_server import wait_until
from tests.stories.doors import ConsoleDoor, FormDoor, House, chosen, forms_open
from tests.stories.script import FACTORY, SCHOOL, tell_both

pytestmark = pytest.mark.prefect


@pytest.fixture(scope="module")
def told_by_forms(tmp_path_factory: pytest.TempPathFactory, deployed: Path) -> Any:
    """The story told through the Prefect UI's forms."""
    home = tmp_path_factory.mktemp("forms")
    house = House.founded(home / "house")
    with forms_open(house, home / "prefect", deployed) as door:
        tell_both(door)
        yield house, door


@pytest.mark.timeout(1800)  # a hundred runs: minutes on a busy machine
class TestTheStoryThroughForms:
    def test_ends_with_both_start_gates_passed(self, told_by_forms: tuple[House, FormDoor]) -> None:
        house, _ = told_by_forms

        school, factory = house.view(SCHOOL.code), house.view(FACTORY.code)

        assert school.start.passed_on is not None
        assert school.start.passed_on.isoformat() == "2020-07-08"
        assert factory.start.passed_on is not None
        assert factory.start.passed_on.isoformat() == "2020-06-19"
        assert not school.start.missing
        assert verify(house.office).ok

    def test_keeps_the_lapsed_promise_on_the_record(
        self, told_by_forms: tuple[House, FormDoor]
    ) -> None:
        house, _ = told_by_forms

        kinds = [
            line.kind
            for line in house.view(SCHOOL.code).timeline
            if line.procedure.startswith("S01")
        ]

        assert kinds == [
            "procedure_opened",
            "submitted",
            "conditionally_accepted",
            *["reminded"] * kinds.count("reminded"),
            "promise_lapsed",
            "returned",
            "submitted",
            "accepted",
            "concluded",
        ]

    def test_ends_every_case_run_completed(self, told_by_forms: tuple[House, FormDoor]) -> None:
        _, door = told_by_forms

        runs = door.server.call(
            "POST", "/flow_runs/filter", {"flows": {"name": {"any_": ["approve"]}}}
        )

        assert {run["state"]["type"] for run in runs} == {"COMPLETED"}

    def test_leaves_the_same_ledger_as_the_command_line(
        self, told_by_forms: tuple[House, FormDoor], told_by_console: House
    ) -> None:
        house, _ = told_by_forms

        for project in (SCHOOL.code, FACTORY.code):
            assert house.history(project) == told_by_console.history(project)


@pytest.mark.timeout(300)
def test_case_runs_are_rebuilt_on_an_empty_prefect(
    tmp_path: Path, deployed: Path, told_by_console: House
) -> None:
    door = ConsoleDoor(told_by_console)
    again = SCHOOL.model_copy(
        update={"code": "2020-230112-83-01-009003", "name": "阿城区河西实验学校"}
    )
    door.register(again)

    with forms_open(told_by_console, tmp_path / "prefect", deployed) as forms:
        forms.sweep()
        run, _, schema = forms.open_form(again.code)

        shown = forms.server.call("GET", f"/flow_runs/{run}")

    assert shown["name"].startswith(f"{again.code} 阿城区河西实验学校 · 2020年第")
    assert "procedure" in schema["properties"]


@pytest.mark.timeout(300)
class TestAKilledRunner:
    """kill -9 between “resume accepted” and “act recorded”: the act is applied exactly once."""

    def test_loses_and_doubles_nothing(self, tmp_path: Path, deployed: Path) -> None:
        house = House.founded(tmp_path / "house")
        with forms_open(house, tmp_path / "prefect", deployed) as door:
            door.register(SCHOOL)
            door.do(SCHOOL.code, "L01", Act.SUBMIT, "unit-education-liaison")
            run, asked, schema = door.open_form(SCHOOL.code)
            before = house.view(SCHOOL.code).version

            # The ledger is held shut, so that the act stands right before being recorded.
            shut = sqlite3.connect(house.home / "greenchannel.sqlite", isolation_level=None)
            shut.execute("BEGIN IMMEDIATE")
            procedure = chosen(schema, "procedure", "L01")
            door.resume(
                run,
                {"procedure": procedure, "act": "受理", "officer": "development-reform-01"},
            )
            wait_until(lambda: _acting(door, run), "the act begins", 30)
            door.worker.process.kill()
            door.worker.process.wait()
            shut.execute("ROLLBACK")
            shut.close()
            assert house.view(SCHOOL.code).version == before
            assert door.server.call("GET", f"/flow_runs/{run}")["state"]["type"] == "RUNNING"

        with forms_open(
            house, tmp_path / "prefect", deployed, GREENCHANNEL_STUCK_SECONDS="2"
        ) as door:
            door.run("watch")
            refusal = door.refusal_after(SCHOOL.code, run, asked)
            door.run("watch")

        accepted = [one for one in house.view(SCHOOL.code).timeline if one.kind == "accepted"]
        states = {one.procedure: one.state for one in house.view(SCHOOL.code).cases}
        assert refusal == ""
        assert [one.procedure[:3] for one in accepted] == ["L01"]
        assert states["L01"] is CaseState.ACCEPTED


def _acting(door: FormDoor, run: str) -> bool:
    """Tell whether the act's task run has begun; for a moment it has no state at all."""
    tasks = door.server.call("POST", "/task_runs/filter", {"flow_runs": {"id": {"any_": [run]}}})
    return any(
        one["name"].startswith("L01 · 受理") and one["state_type"] == "RUNNING" for one in tasks
    )
