"""A registration that is refused in Prefect says why, and is tried again with what was typed."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.stories.doors import FormDoor, House, forms_open
from tests.stories.script import SCHOOL

pytestmark = [pytest.mark.prefect, pytest.mark.timeout(300)]
REASON = (
    "未登记：表单“总投资（万元）”：总投资为 86000000 万元，疑单位不是万元；"
    "请核对单位，确属实情的，勾选“数量级已核对无误”再登记"
)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FormDoor]:
    """A house without any project, and its forms."""
    home = tmp_path_factory.mktemp("registering")
    with forms_open(House.founded(home / "house"), home / "prefect") as opened:
        yield opened


def registered(door: FormDoor, deployment: str, form: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Hand a form in; return the run and the state in which it ends."""
    run = door.server.create_run(deployment, form=form)
    door.server.wait_for_state(run, "Completed", "Refused", "Failed", "Crashed", seconds=120)
    return run, door.server.call("GET", f"/flow_runs/{run}")["state"]


def test_a_number_out_of_proportion_is_asked_back_and_may_be_confirmed(door: FormDoor) -> None:
    deployment = door.server.call("GET", "/deployments/name/register/register")["id"]
    typed = SCHOOL.model_dump(mode="json") | {"total_wan": "86000000"}

    run, state = registered(door, deployment, typed)

    assert (state["type"], state["name"], state["message"]) == ("FAILED", "Refused", REASON)
    (told,) = door.server.call("POST", "/artifacts/filter", {"flow_runs": {"id": {"any_": [run]}}})
    assert told["key"] == "register-refused"
    assert "总投资为 86000000 万元" in told["data"]
    assert f"(/runs/flow-run/{run})" in told["data"]
    assert f"(/deployments/deployment/{deployment}/run)" in told["data"]

    again = door.server.call("GET", f"/flow_runs/{run}")["parameters"]["form"]
    assert again == typed
    _, ended = registered(door, deployment, again | {"proportion_checked": True})

    assert ended["type"] == "COMPLETED", ended
    assert door.view(SCHOOL.code).project.name == SCHOOL.name
