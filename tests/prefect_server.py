"""A real Prefect server and real workers for tests, one ``with`` each.

    with running_server(tmp_path) as server, running_worker(server, "office", cwd=ROOT):
        deployment = server.deploy("flows/approval.py:approve", pool="office", cwd=ROOT)
        run = server.create_run(deployment, code="2020-230112-39-03-000001")
        server.wait_for_form(run, "ask-0")
        assert server.resume(run, act="refresh")["status"] == "ACCEPT"

Each server has its own home (SQLite database and log, nothing of the user's profile), a
free loopback port and its own process, ended by its pid. Nothing here sleeps for a
guessed time: every wait is a condition with a deadline.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx

START_SECONDS = 180  # a deadline, not a wait: loading Prefect takes as long as it takes
STOP_SECONDS = 30
LOOK_SECONDS = 0.1  # between two looks at a condition: each costs a server some milliseconds
ERROR_LINE = re.compile(r"\b(ERROR|CRITICAL)\b|^Traceback ", re.MULTILINE)

DESK_SERVER = (sys.executable, "-m", "runner.desk_server")
STOCK_SERVER = (sys.executable, "-m", "prefect", "server", "start")
WARM_WORKER = (sys.executable, "-m", "runner.warm_worker")

T = TypeVar("T")


def wait_until(
    condition: Callable[[], T | None], what: str, seconds: float = 30, look: float = LOOK_SECONDS
) -> T:
    """Return the condition's first true value, or raise ``TimeoutError`` naming ``what``.

    Look rarely (``look``) where many are waited for: each look costs the server something, and
    on a busy machine it takes long; looking takes a quarter of the waiting at most.
    """
    began = time.monotonic()
    while (looked := time.monotonic()) < began + seconds:
        if value := condition():
            return value
        time.sleep(max(look, 3 * (time.monotonic() - looked)))
    raise TimeoutError(f"Not within {seconds} s: {what}")


@dataclass(frozen=True)
class Program:
    """A child process with a log of its own."""

    process: subprocess.Popen[bytes]
    log_path: Path
    started: float = field(default_factory=time.monotonic)

    @property
    def log(self) -> str:
        """Return everything the program has written."""
        return self.log_path.read_text(encoding="utf-8", errors="replace")

    def errors(self) -> list[str]:
        """Return the lines of the log that report an error."""
        return [line for line in self.log.splitlines() if ERROR_LINE.search(line)]

    def uptime(self) -> float:
        """Return the seconds since the program was started."""
        return time.monotonic() - self.started

    def alive(self) -> bool:
        """Tell that the program still runs; raise with its last words when it has died."""
        if self.process.poll() is not None:
            raise RuntimeError(f"Ended with {self.process.returncode}:\n{self.log[-4000:]}")
        return True

    def stop(self, seconds: float = STOP_SECONDS) -> int:
        """End the program by SIGTERM and return its exit code; kill it when that fails."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


@dataclass(frozen=True)
class PrefectServer(Program):
    """A running server: where it is, and the few calls that tests make of it."""

    api_url: str = ""
    env: dict[str, str] = field(default_factory=dict)
    """Environment for child processes that shall talk to this server."""
    home: Path = Path()
    http: httpx.Client = field(default_factory=httpx.Client)
    """Raw client: no retries, no exceptions for a refusal."""

    def call(self, method: str, path: str, json: Any = None) -> Any:
        """Return the answer's body; ask a busy server (503) again, as Prefect's client does."""

        def answer() -> httpx.Response | None:
            response = self.http.request(method, path, json=json)
            return None if response.status_code == httpx.codes.SERVICE_UNAVAILABLE else response

        response = wait_until(answer, f"{method} {path} accepted", 60, look=0.25)
        if response.is_error:
            raise httpx.HTTPStatusError(response.text, request=response.request, response=response)
        return response.json() if response.content else None

    def create_pool(self, name: str) -> None:
        """Create a pool for warm workers; a worker creates its own."""
        self.call("POST", "/work_pools/", {"name": name, "type": "green-channel-warm"})

    def deploy(
        self,
        entrypoint: str,
        *,
        pool: str,
        cwd: Path,
        name: str = "test",
        schedule: dict[str, Any] | None = None,
    ) -> str:
        """Deploy ``file.py:flow`` of the directory ``cwd`` and return the deployment's id."""
        flow = self.call("POST", "/flows/", {"name": entrypoint.rsplit(":", 1)[1]})
        deployment = self.call(
            "POST",
            "/deployments/",
            {
                "name": name,
                "flow_id": flow["id"],
                "entrypoint": entrypoint,
                "path": str(cwd),
                "work_pool_name": pool,
                "schedules": [{"schedule": schedule, "active": True}] if schedule else [],
            },
        )
        return str(deployment["id"])

    def create_run(self, deployment: str, **parameters: Any) -> str:
        """Schedule a run for now and return its id."""
        path = f"/deployments/{deployment}/create_flow_run"
        return str(self.call("POST", path, {"parameters": parameters})["id"])

    def runs(self, deployment: str) -> list[dict[str, Any]]:
        """Return all runs of a deployment."""
        only = {"deployments": {"id": {"any_": [deployment]}}}
        found: list[dict[str, Any]] = self.call("POST", "/flow_runs/filter", only)
        return found

    def wait_for_runs(self, deployment: str, count: int, state: str, seconds: float = 60) -> None:
        """Wait until so many runs of a deployment are in a state."""

        these = {"deployments": {"id": {"any_": [deployment]}}}
        these |= {"flow_runs": {"state": {"name": {"any_": [state]}}}}

        def reached() -> bool:
            return bool(self.call("POST", "/flow_runs/count", these) >= count)

        wait_until(reached, f"{count} runs {state}", seconds, look=0.25)

    def state(self, run: str) -> str:
        """Return the name of a run's state, such as ``Suspended``."""
        return str(self.call("GET", f"/flow_runs/{run}")["state"]["name"])

    def wait_for_state(self, run: str, *names: str, seconds: float = 30) -> str:
        """Wait until a run's state has one of these names."""

        def reached() -> str | None:
            return state if (state := self.state(run)) in names else None

        return wait_until(reached, f"run {run} {' or '.join(names)}", seconds)

    def has_form(self, run: str, key: str) -> bool:
        """Tell whether a run waits with this form.

        Prefect stores the form just after it has set the state, and refuses a resume in
        between; so the form is what to wait for, not the state.
        """
        form = self.http.get(f"/flow_runs/{run}/input/suspended-{key}-schema")
        return form.is_success and self.state(run) == "Suspended"

    def wait_for_form(self, run: str, key: str, seconds: float = 30) -> None:
        """Wait until a run can be answered under this suspend key."""
        wait_until(lambda: self.has_form(run, key), f"run {run} asks {key}", seconds)

    def resume(self, run: str, **answer: Any) -> dict[str, Any]:
        """Answer a suspended run; the body's ``status`` says whether it was accepted.

        Prefect accepts an empty answer to a form full of defaults but stores none, so a
        flow that counts its stored answers needs at least one field in each.
        """
        path = f"/flow_runs/{run}/resume"
        told: dict[str, Any] = self.call("POST", path, {"run_input": answer})
        return told

    def logs(self, run: str) -> str:
        """Return what a run has logged."""
        only = {"logs": {"flow_run_id": {"any_": [run]}}, "sort": "TIMESTAMP_ASC"}
        return "\n".join(line["message"] for line in self.call("POST", "/logs/filter", only))


@contextmanager
def running_server(
    home: Path,
    *,
    port: int | None = None,
    ui: bool = False,
    command: Sequence[str] = DESK_SERVER,
    extra_env: dict[str, str] | None = None,
) -> Iterator[PrefectServer]:
    """Run a server on a database below ``home``; the same home and port bring it back later."""
    home.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    api_url = f"http://127.0.0.1:{port}/api"
    env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    env |= {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": api_url,
        "PREFECT_SERVER_UI_ENABLED": str(ui),
        "PREFECT_SERVER_LOG_RETRYABLE_ERRORS": "true",  # a locked database is an error here
        "DO_NOT_TRACK": "1",
        "NO_PROXY": "127.0.0.1",
        **(extra_env or {}),
    }
    arguments = [*command, "--host", "127.0.0.1", "--port", str(port)]
    with (
        _program(arguments, env, home, home / "server.log") as (process, log_path),
        httpx.Client(base_url=api_url, timeout=90, trust_env=False) as http,
    ):
        server = PrefectServer(process, log_path, api_url=api_url, env=env, home=home, http=http)
        wait_until(lambda: server.alive() and _healthy(http), "server healthy", START_SECONDS)
        yield server


@contextmanager
def running_worker(
    server: PrefectServer,
    pool: str,
    *,
    cwd: Path,
    name: str = "",
    threads: int | None = None,
    poll_seconds: float | None = None,
    command: Sequence[str] = WARM_WORKER,
) -> Iterator[Program]:
    """Run a warm worker for a pool, which it creates; it starts in the directory ``cwd``."""
    arguments = [*command, "--pool", pool, "--name", name or pool]
    arguments += ["--threads", str(threads)] if threads else []
    arguments += ["--poll-seconds", str(poll_seconds)] if poll_seconds else []
    log = server.home / f"worker-{name or pool}.log"
    with _program(arguments, server.env, cwd, log) as (process, log_path):
        worker = Program(process, log_path)

        def known() -> bool:
            worker.alive()
            found = server.http.post(f"/work_pools/{pool}/workers/filter", json={})
            return found.is_success and (name or pool) in [one["name"] for one in found.json()]

        wait_until(known, f"worker of {pool} known to the server", START_SECONDS)
        yield worker


@contextmanager
def _program(
    arguments: Sequence[str], env: dict[str, str], cwd: Path, log_path: Path
) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    with (
        log_path.open("ab") as log,
        subprocess.Popen(arguments, env=env, cwd=cwd, stdout=log, stderr=log) as process,
    ):
        try:
            yield process, log_path
        finally:
            Program(process, log_path).stop()


def _healthy(http: httpx.Client) -> bool:
    try:
        return http.get("/health").is_success
    except httpx.TransportError:
        return False


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
