"""The few things doors ask of Prefect (运行台接口), over its REST API.

Plain HTTP: importing Prefect's own client takes longer than most commands run.
"""

import os
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

import httpx

from casework.office.settings import Settings
from portal.door_password import password_of
from portal.edge import Unreachable

REFRESH = "仅刷新"
"""The answer to a case run's form that changes nothing and makes it look again."""
FORBIDDEN = "Forbidden"
"""Name of the state of a run that the warm worker refused (``runner/project.py``)."""
WAKE_SECONDS = 1.0
CALL_SECONDS = 20.0
PAGE = 200


def local_api(port: int) -> str:
    """Return the API address of the server that this machine runs."""
    return f"http://127.0.0.1:{port}/api"


def api_url(port: int) -> str:
    """Return where Prefect is: where Prefect itself is told so, else on this machine."""
    return os.environ.get("PREFECT_API_URL") or local_api(port)


class PrefectClient:
    """A connection to a Prefect server; what it does not answer is :class:`Unreachable`."""

    def __init__(self, url: str, password: str = "", *, seconds: float = CALL_SECONDS) -> None:
        self.url = url
        name, _, word = password.partition(":")
        self._http = httpx.Client(
            base_url=url,
            timeout=seconds,
            trust_env=False,  # a proxy is no way to a loopback address
            verify=url.startswith("https:"),  # reading the authorities takes longer than the call
            auth=(name, word) if password else None,
        )

    def __enter__(self) -> Self:
        """Use it in a ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self._http.close()

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Return the answer to one call."""
        try:
            response = self._http.request(method, path, json=body)
            response.raise_for_status()
            return response.json() if response.content else None
        except httpx.HTTPStatusError as refusal:
            status = refusal.response.status_code
            if status == httpx.codes.UNAUTHORIZED:
                raise Unreachable(
                    f"运行台（Prefect）不接受所持口令，{self.url} 可能属于另一处安装"
                ) from refusal
            raise Unreachable(
                f"运行台（Prefect）未接受 {method} {path}：HTTP {status}"
            ) from refusal
        except (httpx.TransportError, ValueError) as failure:
            raise Unreachable(f"运行台（Prefect）无应答：{self.url}") from failure

    def healthy(self) -> bool:
        """Tell whether the server answers."""
        try:
            return self.call("GET", "/health") is True
        except Unreachable:
            return False

    def make_pool(self, name: str, kind: str) -> None:
        """Create a work pool, unless it is there."""
        pools = self.call("POST", "/work_pools/filter", {"work_pools": {"name": {"any_": [name]}}})
        if not pools:
            self.call("POST", "/work_pools/", {"name": name, "type": kind})

    def workers(self, pool: str, *, since: datetime | None = None) -> list[str]:
        """Return the names of a pool's workers that have been heard of lately, or since then."""
        found = self.call("POST", f"/work_pools/{pool}/workers/filter", {})
        return [
            worker["name"]
            for worker in found
            if worker.get("status") == "ONLINE"
            and (since is None or datetime.fromisoformat(worker["last_heartbeat_time"]) > since)
        ]

    def deployments(self) -> set[str]:
        """Return every deployment as ``flow/deployment``."""
        flows = {flow["id"]: flow["name"] for flow in self.call("POST", "/flows/filter", {})}
        found = self.call("POST", "/deployments/filter", {})
        return {f"{flows.get(one['flow_id'])}/{one['name']}" for one in found}

    def turned_off(self) -> list[str]:
        """Return the deployments that somebody paused, or a schedule of theirs."""
        found = self.call("POST", "/deployments/filter", {})
        return sorted(
            one["name"]
            for one in found
            if one["paused"] or not all(each["active"] for each in one["schedules"])
        )

    def automations(self, name: str) -> list[dict[str, Any]]:
        """Return the automations of a name; Prefect allows several."""
        only = {"automations": {"name": {"any_": [name]}}}
        found: list[dict[str, Any]] = self.call("POST", "/automations/filter", only)
        return found

    def forbidden(self, *, since: datetime) -> int:
        """Count the runs that the worker has refused since an instant: none of ours."""
        only = {
            "state": {"name": {"any_": [FORBIDDEN]}},
            "expected_start_time": {"after_": since.isoformat()},
        }
        return int(self.call("POST", "/flow_runs/count", {"flow_runs": only}))

    def kept(self) -> tuple[int, int]:
        """Return how many runs and how many versions of pages are kept."""
        runs = self.call("POST", "/flow_runs/count", {})
        return int(runs), int(self.call("POST", "/artifacts/count", {}))

    def start(self, deployment: str) -> str:
        """Start a run of a deployment now and return its id."""
        identity = self.call("GET", f"/deployments/name/{deployment}")["id"]
        run = self.call("POST", f"/deployments/{identity}/create_flow_run", {})
        return str(run["id"])

    def state(self, run: str) -> tuple[str, str]:
        """Return the type and the message of a run's state."""
        state = self.call("GET", f"/flow_runs/{run}").get("state") or {}
        return str(state.get("type", "")), str(state.get("message") or "")

    def waiting(self, tags: Iterable[str]) -> list[dict[str, Any]]:
        """Return the case runs with any of these tags that wait for an answer."""
        found: list[dict[str, Any]] = []
        only = {"tags": {"any_": list(tags)}, "state": {"type": {"any_": ["PAUSED"]}}}
        flows = {"name": {"any_": ["approve"]}}
        while True:
            page = self.call(
                "POST",
                "/flow_runs/filter",
                {"flow_runs": only, "flows": flows, "limit": PAGE, "offset": len(found)},
            )
            found.extend(page)
            if len(page) < PAGE:
                return found

    def resume(self, run: str) -> bool:
        """Make a waiting run look again; tell whether that was accepted."""
        answer = self.call(
            "POST",
            f"/flow_runs/{run}/resume",
            {"run_input": {"act": REFRESH, "officer": ""}},
        )
        return bool(answer["status"] == "ACCEPT")


def wake(*projects: str, settings: Settings) -> str:
    """Wake the case runs of projects, best effort, and say in a line how it went."""
    try:
        url = api_url(settings.prefect_port)
        with PrefectClient(url, password_of(settings), seconds=WAKE_SECONDS) as prefect:
            runs = prefect.waiting(f"project:{project}" for project in projects)
            woken = sum(prefect.resume(run["id"]) for run in runs)
    except Unreachable as away:
        return f"{away.message}；下次巡查时自动刷新"
    if woken:
        return f"已刷新项目运行 {woken} 个"
    which = "该项目" if len(projects) == 1 else "这些项目"
    return f"{which}没有等待中的运行，下次巡查时自动刷新"
