"""The two doors through which the story is told: the Prefect UI's forms, the command line."""

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from casework.desk import Stamp
from casework.intake.loading import load
from casework.office import Office
from casework.office.clock import OfficeClock
from casework.office.settings import Settings, open_office
from casework.reading.case.views import show
from models.act_fields import ActFields
from models.act_requests import Act, Via
from models.project_views import ProjectView
from models.register_form import RegisterForm
from portal.console import run
from store import ledger
from store.intake.campaign_folder import read_campaign_folder
from tests.prefect_server import (
    PrefectServer,
    Program,
    free_port,
    running_server,
    running_worker,
    wait_until,
)

ROOT = Path(__file__).parents[2]
CAMPAIGN = ROOT / "campaigns" / "hundred-day-2020"


@dataclass
class House:
    """A green channel of its own: home, settings, office, clock."""

    home: Path
    office: Office
    clock: OfficeClock

    @classmethod
    def founded(cls, home: Path) -> "House":
        """Found a house with the campaign's people and rules, without its projects."""
        settings = Settings(home=home, clock="rehearsal")
        office = open_office(settings)
        clock = OfficeClock(home, rehearsal=True)
        folder = read_campaign_folder(CAMPAIGN).model_copy(update={"projects": ()})
        began = datetime.fromisoformat("2020-05-21T08:00:00+08:00")
        load(office, folder, stamp=Stamp("registrar", Via.CONSOLE, began))
        clock.set(began, speed=0)
        return cls(home, office, clock)

    @property
    def today(self) -> date:
        """Return the office's day."""
        return Stamp("", Via.SYSTEM, self.clock.now()).on

    def view(self, project: str) -> ProjectView:
        """Return a project as it stands."""
        return show(self.office, project=project, timeline=True, today=self.today)

    def history(self, project: str) -> list[tuple[Any, ...]]:
        """Return what the ledger says of a project, without the door it came through."""
        with self.office.store.reading() as connection:
            return [
                (one.version, one.payload.model_dump(mode="json"), one.at, one.on, one.by)
                for one in ledger.read(connection, project)
            ]

    def environment(self) -> dict[str, str]:
        """Return what a child process needs to work in this house."""
        return {"GREENCHANNEL_HOME": str(self.home), "GREENCHANNEL_CLOCK": "rehearsal"}


@dataclass
class Door:
    """A door of a house."""

    house: House

    def at(self, when: datetime) -> None:
        """Set the office clock; it stands still between two steps of the story."""
        self.house.clock.set(when, speed=0)

    def view(self, project: str) -> ProjectView:
        """Return the project as it stands."""
        return self.house.view(project)


@dataclass
class FormDoor(Door):
    """Acts by resuming case runs with their form, on a real server with the warm runner."""

    server: PrefectServer
    worker: Program

    def register(self, form: RegisterForm) -> None:
        """Register through the `register` deployment; its case run starts by itself."""
        self.run("register", form=form.model_dump(mode="json"))
        self.open_form(form.code)

    def sweep(self) -> None:
        """Run the `watch` deployment."""
        self.run("watch")

    def do(self, project: str, procedure: str, act: Act, officer: str, **fields: Any) -> str:
        """Resume the project's case run with a filled-in form; return the refusal on the next.

        With the start gate passed the case run is over: the start is told by the `act` deployment.
        """
        if act is Act.REPORT_START:
            about = {"project": project, "procedure": "开工条件", "officer": officer}
            self.run("act", form=about | {"act": act.label} | fields)
            return ""
        run, asked, schema = self.open_form(project)
        answer = {
            "procedure": chosen(schema, "procedure", procedure),
            "act": act.label,
            "officer": officer,
        }
        if answer["act"] not in choices(schema, "act"):
            return f"表单上没有此动作:不能{answer['act']}"
        self.resume(run, answer | fields)
        return self.refusal_after(project, run, asked)

    def resume(self, run: str, answer: dict[str, Any]) -> None:
        """Hand a form in; the server must take it."""
        body = {"run_input": answer}
        result = self.server.call("POST", f"/flow_runs/{run}/resume", body)
        assert result["status"] == "ACCEPT", result

    def refusal_after(self, project: str, run: str, asked: int) -> str:
        """Wait until the answer has been handled; return the refusal that the next form shows."""

        def handled() -> str | None:
            state = self.state(run)
            if state["type"] == "COMPLETED":
                return " "
            present = self.form_of(run, state)
            return present[2] if present and present[0] > asked else None

        text = wait_until(handled, f"answer {asked} of {project} handled", 60)
        return refusal_in(text)

    def case_run(self, project: str) -> str:
        """Return the id of the project's living case run."""

        def living() -> str | None:
            runs = self.server.call(
                "POST",
                "/flow_runs/filter",
                {
                    "flow_runs": {
                        "tags": {"all_": [f"project:{project}"]},
                        "state": {"type": {"not_any_": ["COMPLETED", "CANCELLED"]}},
                    },
                    "sort": "START_TIME_DESC",
                },
            )
            return str(runs[0]["id"]) if runs else None

        return wait_until(living, f"case run of {project}", 60)

    def open_form(self, project: str) -> tuple[str, int, dict[str, Any]]:
        """Wait for the project's form; return its run, number and schema.

        A run may hand over to its successor meanwhile: it is looked up at every look.
        """

        def found() -> tuple[str, int, dict[str, Any]] | None:
            run = self.case_run(project)
            form = self.suspended_form(run)
            return (run, form[0], form[1]) if form else None

        return wait_until(found, f"form of {project}", 60)

    def suspended_form(self, run: str) -> tuple[int, dict[str, Any], str] | None:
        """Return the form when the run is suspended with it."""
        return self.form_of(run, self.state(run))

    def state(self, run: str) -> dict[str, Any]:
        """Return a run's state; raise with the worker's last words when it has failed."""
        state: dict[str, Any] = self.server.call("GET", f"/flow_runs/{run}")["state"]
        if state["type"] in ("FAILED", "CRASHED"):
            raise AssertionError(f"{state['name']}: {state['message']}\n{self.last_words()}")
        return state

    def last_words(self) -> str:
        """Return the end of the worker's log."""
        return self.worker.log[-4000:]

    def form_of(self, run: str, state: dict[str, Any]) -> tuple[int, dict[str, Any], str] | None:
        """Return number, schema and text of the form that a state waits with.

        Prefect stores the form just after it has set the state: until then there is none.
        """
        if state["type"] != "PAUSED":
            return None
        key = state["state_details"]["pause_key"]
        form = self.server.http.get(f"/flow_runs/{run}/input/suspended-{key}-schema")
        if not form.is_success:
            return None
        schema = form.json()
        return int(key.split("-")[1]), schema, schema["properties"]["procedure"]["description"]

    def run(self, deployment: str, **parameters: Any) -> dict[str, Any]:
        """Run a deployment to its end."""
        found = self.server.call("GET", f"/deployments/name/{deployment}/{deployment}")
        run = self.server.create_run(found["id"], **parameters)
        ends = ("Completed", "Refused", "Failed", "Crashed", "Forbidden")
        name = self.server.wait_for_state(run, *ends, seconds=120)
        state: dict[str, Any] = self.server.call("GET", f"/flow_runs/{run}")["state"]
        assert name == "Completed", f"{deployment}: {state['message']}\n{self.last_words()}"
        return state


def refusal_in(form_text: str) -> str:
    """Return the refusal that stands on top of a form, or nothing."""
    for line in form_text.splitlines():
        if "未予办理" in line:
            return line.replace("\\", "")
    return ""


def choices(schema: dict[str, Any], field_name: str) -> list[str]:
    reference = schema["properties"][field_name]
    ref = reference.get("$ref") or reference["allOf"][0]["$ref"]
    return list(schema["definitions"][ref.split("/")[-1]]["enum"])


def chosen(schema: dict[str, Any], field_name: str, code: str) -> str:
    for choice in choices(schema, field_name):
        if choice.split(" ", 1)[0] == code or (
            code == "start_construction" and choice.startswith("开工条件")
        ):
            return choice
    raise AssertionError(f"{code} is not on the form: {choices(schema, field_name)}")


@dataclass
class ConsoleDoor(Door):
    """Acts with the command line alone; Prefect does not run."""

    def register(self, form: RegisterForm) -> None:
        """Register from a file."""
        path = self.house.home / f"{form.code}.json"
        path.write_text(json.dumps([form.project().model_dump(mode="json")]), encoding="utf-8")
        code, _, error = self.command("register", str(path), "--by", form.officer)
        assert code == 0, error

    def sweep(self) -> None:
        """Run the watch without Prefect."""
        code, _, error = self.command("watch")
        assert code == 0, error

    def do(self, project: str, procedure: str, act: Act, officer: str, **fields: Any) -> str:
        """Do one act; return the sentence on standard error, or nothing."""
        request = ActFields(**fields).request(act)
        data = request.model_dump(mode="json", exclude={"act"}, exclude_defaults=True)
        code, _, error = self.command(
            "act", project, procedure, act.value, "--by", officer, "--data", json.dumps(data)
        )
        assert code in (0, 1), (code, error)
        return error if code == 1 else ""

    def command(self, *words: str) -> tuple[int, str, str]:
        """Run one command line as a shell would; return exit code, output and errors."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name, value in self.house.environment().items():
                patch.setenv(name, value)
            patch.setenv("GREENCHANNEL_PREFECT_PORT", str(free_port()))
            patch.delenv("PREFECT_API_URL", raising=False)
            code = run(words)
        return code, out.getvalue(), err.getvalue()


def deploy(home: Path) -> None:
    """Make a Prefect home in which everything is deployed that `prefect.yaml` says."""
    still = {"PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false"}
    with running_server(home, extra_env=still) as server:
        server.create_pool("office")
        subprocess.run(
            [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"],
            env=server.env,
            cwd=ROOT,
            check=True,
            capture_output=True,
            timeout=120,
        )


@contextmanager
def forms_open(
    house: House,
    home: Path,
    deployed: Path,
    *,
    ui: bool = False,
    scheduled: bool = False,
    **settings: str,
) -> Iterator[FormDoor]:
    """Open the Prefect door of a house: server and warm runner of its own.

    A new ``home`` begins as a copy of the ``deployed`` one; the same again brings the same server
    back, with all it knew. Unless ``scheduled`` nothing runs but what the story runs: a watch of
    the real clock's would come in between wherever the story happens to be, and put it into a
    ledger that is to be compared.
    """
    if not home.exists():
        shutil.copytree(deployed, home)
    still = {} if scheduled else {"PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false"}
    with (
        running_server(home, ui=ui, extra_env=house.environment() | still | settings) as server,
        running_worker(server, "office", cwd=ROOT) as worker,
    ):
        yield FormDoor(house, server, worker)
