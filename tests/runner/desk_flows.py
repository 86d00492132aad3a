"""Small flows for the tests of the runner; the first has the shape of the real case run."""

import sys
import time
from pathlib import Path

from prefect import flow, get_client, get_run_logger
from prefect.flow_runs import suspend_flow_run
from prefect.runtime import flow_run
from pydantic import BaseModel


class Answer(BaseModel):
    """What the officer may answer."""

    act: str = "refresh"


def _answers(run: str) -> list[str]:
    """Read the keys of the answers this run has stored so far."""
    with get_client(sync_client=True) as client:
        stored = client.request(
            "POST",
            "/flow_runs/{id}/input/filter",
            path_params={"id": run},
            json={"prefix": "suspended-ask-", "limit": 200},
        ).json()
    return sorted(row["key"] for row in stored if row["key"].endswith("-response"))


def _note(journal: str, line: str) -> None:
    """Add a line to the journal, by which tests count executions."""
    if journal:
        with Path(journal).open("a") as book:
            book.write(line + "\n")


def _wait_for(file: str) -> None:
    deadline = time.monotonic() + 30
    while not Path(file).exists():
        if time.monotonic() > deadline:
            raise TimeoutError(file)
        time.sleep(0.02)


@flow
def case_run(journal: str = "", leave_after: str = "") -> None:
    """Read what was answered, then ask again; linger until the file ``leave_after`` exists."""
    run = str(flow_run.id)
    answers = _answers(run)
    _note(journal, f"ask-{len(answers)}")
    try:
        suspend_flow_run(wait_for_input=Answer, key=f"ask-{len(answers)}", timeout=None)
    finally:
        if leave_after:
            _wait_for(leave_after)
    raise RuntimeError("A form that was asked before came back without an answer")


@flow
async def asynchronous(journal: str = "") -> None:
    """End at once."""
    get_run_logger().info("awaited")
    _note(journal, "asynchronous")


@flow
def patient(journal: str, go_on: str) -> None:
    """Work until the file ``go_on`` exists."""
    _note(journal, "begun")
    _wait_for(go_on)


@flow
def failing() -> None:
    """Fail as a defect would."""
    raise LookupError("no such permit")


@flow
def leaving() -> None:
    """Try to take the whole process along."""
    sys.exit(7)


@flow
def demanding(code: str) -> None:
    """Ask for a parameter."""


@flow
def forbidden() -> None:
    """Stand in no prefect.yaml: no worker may run it."""
