"""Everything started and stopped from the command line, with a real server and worker."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import CAMPAIGN_DIR
from tests.prefect_server import ERROR_LINE, free_port, wait_until

pytestmark = [pytest.mark.prefect, pytest.mark.timeout(300)]

PROJECTS = 3


@dataclass(frozen=True)
class Desk:
    """A data directory of its own, reached as a person reaches it: by commands."""

    home: Path
    port: int
    campaign: Path
    portal: int = field(default_factory=free_port)

    def run(self, *tokens: str, **more: str) -> subprocess.CompletedProcess[str]:
        env = {name: value for name, value in os.environ.items() if "PREFECT" not in name}
        env |= {
            "GREENCHANNEL_HOME": str(self.home),
            "GREENCHANNEL_PREFECT_PORT": str(self.port),
            "GREENCHANNEL_CAMPAIGN": str(self.campaign),
            "GREENCHANNEL_PORTAL_PORT": str(self.portal),
            **more,
        }
        # Started from elsewhere: the project is found by where its files lie.
        return subprocess.run(
            [sys.executable, "-m", "portal.console", *tokens],
            env=env,
            cwd=self.home.parent,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )

    def status(self) -> Any:
        return json.loads(self.run("status", "--json").stdout)

    def password(self) -> httpx.BasicAuth:
        """The password that the first `up` made."""
        name, _, word = (self.home / "prefect.password").read_text().strip().partition(":")
        return httpx.BasicAuth(name, word)

    def runs(self) -> list[dict[str, Any]]:
        """The case runs, as Prefect lists them."""
        answer = httpx.post(
            f"http://127.0.0.1:{self.port}/api/flow_runs/filter",
            json={"flows": {"name": {"any_": ["approve"]}}},
            auth=self.password(),
            timeout=30,
            trust_env=False,
        )
        found: list[dict[str, Any]] = answer.raise_for_status().json()
        return found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Everything running on a campaign of three projects."""
    folder = tmp_path_factory.mktemp("up")
    campaign = folder / "campaign"
    campaign.mkdir()
    for path in CAMPAIGN_DIR.iterdir():
        text = path.read_text(encoding="utf-8")
        if path.name == "projects.yaml":
            text = "\n  - code:".join(text.split("\n  - code:")[: PROJECTS + 1]) + "\n"
        (campaign / path.name).write_text(text, encoding="utf-8")
    desk = Desk(folder / "home", free_port(), campaign)
    try:
        up = desk.run("up")
        assert up.returncode == 0, up.stderr
        assert f"http://127.0.0.1:{desk.port}" in up.stdout
        assert "greenchannel down" in up.stdout
        first = next(line for line in up.stdout.splitlines() if "http://" in line)
        assert first.strip() == f"门户：http://127.0.0.1:{desk.portal}"
        yield desk
    finally:
        desk.run("down")


def test_every_active_project_waits_with_its_form(desk: Desk) -> None:
    runs = desk.runs()

    assert 0 < len(runs) <= PROJECTS
    assert {run["state"]["name"] for run in runs} == {"Suspended"}
    assert all("week:2020年第25周" in run["tags"] for run in runs)


def test_every_part_is_well(desk: Desk) -> None:
    status = desk.run("status", "--json")

    assert status.returncode == 0, status.stdout
    told = json.loads(status.stdout)
    assert told["ok"] is True
    assert (desk.home / "prefect" / "ui" / "v1" / "index.html").is_file()
    assert told["clock"]["now"].startswith("2020-06-19T17:")
    assert told["notices"]["dead_letters"] == 0


def test_a_schedule_that_somebody_turned_off_is_told(desk: Desk) -> None:
    """Nobody would notice that the digest of the morning comes no more."""
    api = f"http://127.0.0.1:{desk.port}/api/deployments"
    with httpx.Client(auth=desk.password(), timeout=30, trust_env=False) as prefect:
        one = prefect.get(f"{api}/name/brief/brief").raise_for_status().json()
        (schedule,) = one["schedules"]
        address = f"{api}/{one['id']}/schedules/{schedule['id']}"
        prefect.patch(address, json={"active": False}).raise_for_status()
        off = desk.status()
        prefect.patch(address, json={"active": True}).raise_for_status()
    on = desk.status()

    assert (off["ok"], off["prefect"]["ok"], off["prefect"]["turned_off"]) == (
        False,
        False,
        ["brief"],
    )
    assert "部署 brief 已在运行台停用" in off["prefect"]["said"]
    assert (on["prefect"]["ok"], on["prefect"]["turned_off"]) == (True, [])


def test_up_again_changes_nothing(desk: Desk) -> None:
    before = desk.status()

    again = desk.run("up")

    assert again.returncode == 0, again.stderr
    after = desk.status()
    assert after["prefect"]["pid"] == before["prefect"]["pid"]
    assert after["worker"]["pid"] == before["worker"]["pid"]
    assert after["portal"]["pid"] == before["portal"]["pid"]
    assert after["database"]["entries"] == before["database"]["entries"]


def test_an_act_at_the_command_line_shows_in_the_case_run(desk: Desk) -> None:
    data = '{"start_on": "2020-07-20", "reason": "演练改期"}'
    code = next(tag[8:] for tag in desk.runs()[0]["tags"] if tag.startswith("project:"))

    act = desk.run(
        *("act", code, "start_construction", "pin_start", "--by", "dispatch-01"),
        *("--data", data, "--json"),
    )

    assert act.returncode == 0, act.stderr
    version = json.loads(act.stdout)["version"]

    def shown() -> bool:
        return any(
            {f"project:{code}", f"version:{version}"} <= set(run["tags"])
            and run["state"]["name"] == "Suspended"
            for run in desk.runs()
        )

    wait_until(shown, "the act shown by the case run", 20, look=0.25)


def test_a_demonstration_officer_signs_in_with_what_up_has_printed(desk: Desk) -> None:
    printed = desk.run("up").stdout
    password = (desk.home / "demonstration.password").read_text(encoding="utf-8").strip()
    assert f"口令均为 {password}（仅供演示" in printed
    assert (desk.home / "demonstration.password").stat().st_mode & 0o777 == 0o600

    pages = f"http://127.0.0.1:{desk.portal}"
    with httpx.Client(base_url=pages, trust_env=False, headers={"origin": pages}) as browser:
        form = {"account": "housing-01", "password": password}
        assert browser.post("/login", data=form).headers["location"] == "/"
        assert "住建局·窗口01" in browser.get("/").text


def test_a_killed_portal_is_started_again(desk: Desk) -> None:
    before = desk.status()["portal"]
    os.kill(before["pid"], signal.SIGKILL)

    wait_until(lambda: desk.status()["portal"]["pid"] not in (None, before["pid"]), "portal", 20)
    wait_until(lambda: desk.status()["portal"]["ok"], "the pages answer", 120)
    assert "已自动重启" in desk.status()["portal"]["said"]


def test_a_killed_worker_is_started_again_within_ten_seconds_and_status_says_so(
    desk: Desk,
) -> None:
    before = desk.status()
    os.kill(before["worker"]["pid"], signal.SIGKILL)
    pid_file = desk.home / "run" / "worker.pid"

    wait_until(
        lambda: json.loads(pid_file.read_text())["pid"] != before["worker"]["pid"],
        "the worker started again",
        10,
    )

    wait_until(lambda: desk.status()["worker"]["online"], "the worker heard of", 60, look=1)
    after = desk.status()
    assert after["worker"]["restarts"] == before["worker"]["restarts"] + 1
    assert "已自动重启" in after["worker"]["said"]


def test_a_worker_that_nobody_looks_after_is_missed_and_started_by_up(desk: Desk) -> None:
    before = desk.status()
    for name in ("supervisor", "worker"):
        os.kill(before[name]["pid"], signal.SIGKILL)

    missed = desk.run("status", "--json")
    up = desk.run("up")

    assert missed.returncode == 3
    told = json.loads(missed.stdout)
    assert (told["worker"]["ok"], told["supervisor"]["ok"]) == (False, False)
    assert up.returncode == 0, up.stderr
    after = desk.status()
    assert after["worker"]["pid"] not in (None, before["worker"]["pid"])
    assert after["supervisor"]["pid"] not in (None, before["supervisor"]["pid"])


def test_a_port_that_somebody_else_holds_is_named(desk: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "home", desk.port, desk.campaign)

    refused = other.run("up")

    assert refused.returncode == 3
    assert f"端口 {desk.port} 已被其他程序占用" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_other_settings_than_those_of_what_runs_are_named(desk: Desk) -> None:
    """Nothing would heed them: the running portal keeps its port, and `up` waited for another."""
    before = desk.status()
    elsewhere = {"GREENCHANNEL_PORTAL_PORT": str(free_port()), "GREENCHANNEL_STUCK_SECONDS": "77"}

    refused = desk.run("up", **elsewhere)

    assert refused.returncode == 3
    assert "GREENCHANNEL_PORTAL_PORT、GREENCHANNEL_STUCK_SECONDS" in refused.stderr
    assert "GREENCHANNEL_PORTAL_PORT" in desk.run("status", **elsewhere).stdout
    assert desk.status()["portal"]["pid"] == before["portal"]["pid"]
    assert str(desk.portal) not in (desk.home / "run" / "settings.json").read_text()


def test_prefect_of_another_installation_is_not_ours(desk: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "home", desk.port, desk.campaign).status()["prefect"]

    assert not other["ok"]
    assert "不接受所持口令" in other["said"]


def test_an_up_that_fails_leaves_nothing_running(desk: Desk, tmp_path: Path) -> None:
    campaign = tmp_path / "campaign"
    campaign.mkdir()
    for path in desk.campaign.iterdir():
        (campaign / path.name).write_bytes(path.read_bytes())
    (campaign / "rules.yaml").write_text("nonsense: true\n", encoding="utf-8")
    other = Desk(tmp_path / "home", free_port(), campaign)

    refused = other.run("up")

    assert refused.returncode == 2
    assert "rules.yaml" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert [path.name for path in (other.home / "run").glob("*.pid")] == []


def test_a_pid_that_was_given_away_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as stranger:
        (tmp_path / "home" / "run").mkdir(parents=True)
        known = json.dumps({"pid": stranger.pid, "began": "1"})
        (tmp_path / "home" / "run" / "worker.pid").write_text(known)

        down = Desk(tmp_path / "home", free_port(), desk.campaign).run("down")

        assert down.returncode == 0
        assert "没有在运行的服务" in down.stdout
        assert stranger.poll() is None
        stranger.kill()


def test_down_ends_everything_and_up_brings_it_back(desk: Desk) -> None:
    entries = desk.status()["database"]["entries"]

    down = desk.run("down")

    assert down.returncode == 0
    assert "已停止：看护、门户、执行器、运行台" in down.stdout
    stopped = desk.run("status")
    assert stopped.returncode == 3
    assert "已自动重启" not in stopped.stdout
    for log in ("server.log", "worker.log", "portal.log", "deploy.log"):
        text = (desk.home / "logs" / log).read_text(encoding="utf-8", errors="replace")
        assert not ERROR_LINE.search(text), log
    assert desk.run("up").returncode == 0
    told = desk.status()
    assert told["ok"] is True
    assert told["database"]["entries"] == entries
    assert told["prefect"]["url"].endswith(str(desk.port))
