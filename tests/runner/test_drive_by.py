"""A stranger's page in an officer's browser reads nothing, starts nothing, runs nothing.

The attack that worked: read every run, record an act as somebody else, and run a shell
command in the worker through a deployment with pull steps, without any password.
"""

import base64
import http.server
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.browser.portal import HAS_CHROMIUM, launched
from tests.once import copied
from tests.prefect_server import PrefectServer, Program, running_server, running_worker, wait_until
from tests.runner.conftest import FLOWS, POOL, migrate

PASSWORD = "office:a-password-of-this-test"

pytestmark = pytest.mark.prefect


@dataclass(frozen=True)
class Office:
    """A guarded server with a worker, and one run that somebody would like to read."""

    server: PrefectServer
    worker: Program
    port: int


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = copied(tmp_path_factory, "prefect-migrated", migrate)
    password = {"PREFECT_SERVER_API_AUTH_STRING": PASSWORD, "PREFECT_API_AUTH_STRING": PASSWORD}
    with running_server(home, ui=True, extra_env=password) as server:
        port = int(server.api_url.split(":")[2].split("/")[0])
        name, _, word = PASSWORD.partition(":")
        server.http.auth = httpx.BasicAuth(name, word)
        with running_worker(server, POOL, cwd=FLOWS) as worker:
            yield Office(server, worker, port)


@pytest.fixture(scope="module")
def deployment(office: Office) -> str:
    return office.server.deploy("desk_flows.py:asynchronous", pool=POOL, cwd=FLOWS)


@pytest.fixture
def raw(office: Office) -> Iterator[httpx.Client]:
    """A program without the password."""
    with httpx.Client(base_url=office.server.api_url, trust_env=False, timeout=30) as client:
        yield client


def authorization() -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(PASSWORD.encode()).decode()}"}


class TestRawRequests:
    def test_without_the_password_read_and_start_nothing(
        self, raw: httpx.Client, deployment: str
    ) -> None:
        asked = [
            raw.post("/flow_runs/filter", json={}),
            raw.post(f"/deployments/{deployment}/create_flow_run", json={}),
            raw.post("/deployments/", json={"name": "x"}),
            raw.get("/admin/settings"),
        ]
        assert [answer.status_code for answer in asked] == [401] * 4

    def test_with_the_password_are_answered(self, raw: httpx.Client) -> None:
        assert raw.post("/flow_runs/filter", json={}, headers=authorization()).status_code == 200

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            pytest.param({"Origin": "https://evil.example"}, 403, id="a foreign origin"),
            pytest.param({"Origin": "null"}, 403, id="a sandboxed page"),
            pytest.param({"Origin": "http://127.0.0.1:9"}, 403, id="another port of this machine"),
            pytest.param({"Sec-Fetch-Site": "cross-site"}, 403, id="a foreign site's image"),
            pytest.param({"Sec-Fetch-Site": "same-site"}, 403, id="a page on another port"),
            pytest.param({"Host": "evil.example"}, 421, id="a name that was bound anew"),
            pytest.param({"Host": "evil.example:4200"}, 421, id="the same with a port"),
            pytest.param({"Host": ""}, 421, id="no name"),
        ],
    )
    def test_from_elsewhere_are_refused_even_with_the_password(
        self, raw: httpx.Client, headers: dict[str, str], status: int
    ) -> None:
        answer = raw.post("/flow_runs/filter", json={}, headers=headers | authorization())
        assert answer.status_code == status
        assert not [name for name in answer.headers if name.startswith("access-control")]

    def test_a_preflight_of_a_foreign_page_allows_nothing(self, raw: httpx.Client) -> None:
        asking = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        answer = raw.options("/flow_runs/filter", headers=asking)
        assert answer.status_code == 403
        assert not [name for name in answer.headers if name.startswith("access-control")]

    def test_a_socket_of_a_foreign_page_is_not_opened(self, office: Office) -> None:
        assert "403" in self.opening(office.port, "Origin: https://evil.example\r\n")
        assert "101" in self.opening(office.port, f"Origin: http://127.0.0.1:{office.port}\r\n")

    def opening(self, port: int, more: str) -> str:
        """Return the first line of the answer to a WebSocket's handshake."""
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            line.sendall(
                (
                    f"GET /api/events/out HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{more}"
                    "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    "Sec-WebSocket-Protocol: prefect\r\nSec-WebSocket-Version: 13\r\n\r\n"
                ).encode()
            )
            return line.recv(200).decode().splitlines()[0]

    def test_every_answer_says_what_a_page_may_do(self, office: Office, raw: httpx.Client) -> None:
        page = httpx.get(f"http://127.0.0.1:{office.port}/runs", trust_env=False, timeout=30)
        for answer in (page, raw.post("/flow_runs/filter", json={})):
            assert "connect-src 'self'" in answer.headers["content-security-policy"]
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]

    def test_there_is_no_second_ui(self, office: Office) -> None:
        address = f"http://127.0.0.1:{office.port}/ui-settings"
        told = httpx.get(address, trust_env=False, timeout=30).json()
        assert told["available_uis"] == ["v1"]
        assert told["v2_base_url"] is None
        assert told["auth"] == "BASIC"


PAGE = """<!doctype html><title>harmless</title><img src="{api}/admin/version"><script>
const body = text => ({{method: "POST", body: JSON.stringify(text),
  headers: {{"Content-Type": "application/json", "Authorization": "{password}"}}}});
const plain = text => ({{method: "POST", mode: "no-cors", body: JSON.stringify(text),
  headers: {{"Content-Type": "text/plain"}}}});
async function attempt(path, options) {{
  try {{ const answer = await fetch("{api}" + path, options);
        return answer.type + " " + (await answer.text()).length; }}
  catch (refused) {{ return "refused"; }}
}}
(async () => {{ window.got = [
  await attempt("/flow_runs/filter", body({{}})),
  await attempt("/flow_runs/filter", plain({{}})),
  await attempt("/deployments/{deployment}/create_flow_run", body({{}})),
  await attempt("/deployments/{deployment}/create_flow_run", plain({{}})),
  await attempt("/deployments/", body({{name: "evil"}})),
]; }})();
</script>"""


@pytest.mark.browser
@HAS_CHROMIUM
@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "rebound.example"])
def test_a_foreign_page_in_a_real_browser_gets_nothing(
    office: Office, deployment: str, name: str
) -> None:
    """By the server's address from another port, and by a name that was bound to it anew."""
    api = f"http://{name}:{office.port}/api"
    text = PAGE.format(
        api=api, deployment=deployment, password=authorization()["Authorization"]
    ).encode()

    class Stranger(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: Any) -> None:
            return

    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as stranger,
        launched("--host-resolver-rules=MAP *.example 127.0.0.1") as browser,
    ):
        threading.Thread(target=stranger.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://evil.example:{stranger.server_port}/")
        page.wait_for_function("window.got", timeout=30_000)
        got = page.evaluate("window.got")
        stranger.shutdown()

    assert got == ["refused"] * 5
    assert office.server.runs(deployment) == []
    assert [one["name"] for one in office.server.call("POST", "/deployments/filter", {})] == [
        "test"
    ]


class TestWhoeverHasThePassword:
    """The worker runs the entrypoints of its prefect.yaml and nothing beside them."""

    @pytest.mark.parametrize(
        ("more", "told"),
        [
            pytest.param(
                {"pull_steps": [{"prefect.deployments.steps.run_shell_script": {"script": "SH"}}]},
                "拉取步骤",
                id="a command among the pull steps",
            ),
            pytest.param(
                {
                    "pull_steps": [
                        {"prefect.deployments.steps.set_working_directory": {"directory": "/"}}
                    ]
                },
                "拉取步骤",
                id="another directory",
            ),
            pytest.param({"entrypoint": "desk_flows.py:forbidden"}, "入口", id="another flow"),
            pytest.param({"entrypoint": "os.system"}, "入口", id="a module"),
            pytest.param({"entrypoint": "../runner/desk_flows.py:case_run"}, "入口", id="a detour"),
            pytest.param({"path": "ELSEWHERE"}, "别处", id="a directory of the stranger's"),
            pytest.param({"job_variables": {"env": {"LD_PRELOAD": "x"}}}, "变量", id="environment"),
            pytest.param({"job_variables": {"command": "SH"}}, "变量", id="a command"),
        ],
    )
    def test_cannot_make_it_run_anything_else(
        self, office: Office, tmp_path: Path, more: dict[str, Any], told: str
    ) -> None:
        touched = tmp_path / "touched"
        (tmp_path / "desk_flows.py").write_text(
            f"import pathlib\npathlib.Path({str(touched)!r}).touch()\n"
            "from prefect import flow\n@flow\ndef asynchronous(): ...\n"
        )
        given = json.loads(
            json.dumps(more).replace("SH", f"touch {touched}").replace("ELSEWHERE", str(tmp_path))
        )
        server = office.server
        flow = server.call("POST", "/flows/", {"name": "evil"})
        body = {
            "name": f"evil-{tmp_path.name}",
            "flow_id": flow["id"],
            "entrypoint": "desk_flows.py:asynchronous",
            "path": str(FLOWS),
            "work_pool_name": POOL,
            "enforce_parameter_schema": False,
        }
        run = server.create_run(server.call("POST", "/deployments/", body | given)["id"])

        assert server.wait_for_state(run, "Forbidden", "Completed", "Failed", "Crashed") == (
            "Forbidden"
        )
        state = server.call("GET", f"/flow_runs/{run}")["state"]
        assert state["type"] == "FAILED"
        assert told in state["message"]
        wait_until(lambda: told in office.worker.log, "the worker's log says so")
        assert not touched.exists()
        assert office.worker.alive()

    def test_cannot_give_a_run_variables(self, office: Office, deployment: str) -> None:
        path = f"/deployments/{deployment}/create_flow_run"
        given = {"job_variables": {"env": {"PYTHONPATH": "/"}}}
        run = office.server.call("POST", path, given)["id"]
        assert office.server.wait_for_state(run, "Forbidden", "Completed", "Crashed") == "Forbidden"

    def test_is_served_what_the_project_declares(self, office: Office, deployment: str) -> None:
        steps = [
            {"prefect.deployments.steps.set_working_directory": {"directory": str(FLOWS)}},
        ]
        office.server.call("PATCH", f"/deployments/{deployment}", {"pull_steps": steps})
        run = office.server.create_run(deployment)
        assert office.server.wait_for_state(run, "Completed", "Forbidden", "Crashed") == "Completed"
