"""The wheel beside strangers: nothing of ours at the top of site-packages, and everything runs."""

import json
import os
import shutil
import site
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.build.test_layout import ROOMS, ROOT
from tests.conftest import CAMPAIGN_DIR
from tests.prefect_server import free_port

PROJECTS = 2
FOREIGN = "FOREIGN = 'a distribution of others that is called as one of our rooms is'\n"
FOREIGN_PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "rules-foreign"
version = "1"
[tool.hatch.build.targets.wheel]
packages = ["rules"]
"""


def build(project: Path, kind: str, into: Path) -> Path:
    """Build one wheel or sdist; return it."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into)]
    subprocess.run(command, cwd=project, check=True, capture_output=True, timeout=120)
    (built,) = into.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return built


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an sdist, and the wheel that was built from it alone."""
    folder = tmp_path_factory.mktemp("built")
    with tarfile.open(build(ROOT, "sdist", folder)) as sdist:
        sdist.extractall(folder / "unpacked", filter="data")
    (unpacked,) = (folder / "unpacked").iterdir()
    build(unpacked, "wheel", folder)
    return folder


@pytest.fixture(scope="module")
def in_wheel(built: Path) -> set[str]:
    (wheel,) = built.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


class TestTheWheel:
    def test_has_one_name_of_ours_at_the_top(self, in_wheel: set[str]) -> None:
        tops = {name.partition("/")[0] for name in in_wheel}

        assert {top for top in tops if not top.endswith(".dist-info")} == {"greenchannel"}

    def test_holds_every_file_of_every_room(self, in_wheel: set[str]) -> None:
        kept = {
            path.relative_to(ROOT).as_posix()
            for folder in ({*ROOMS, "campaigns", "deployments"} - {"greenchannel"})
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert "store/migrations/env.py" in kept

        missing = {name for name in kept if f"greenchannel/rooms/{name}" not in in_wheel}

        assert missing == set()
        assert "greenchannel/rooms/prefect.yaml" in in_wheel

    def test_leaves_tests_and_papers_out(self, in_wheel: set[str]) -> None:
        assert not [name for name in in_wheel if "/tests/" in name or "/docs/" in name]


def test_an_sdist_holds_nothing_of_a_working_directory(built: Path) -> None:
    (unpacked,) = (built / "unpacked").iterdir()
    tops = {path.name for path in unpacked.iterdir()}

    assert {"tests", "docs", "prefect.yaml", "README.zh-CN.md", *ROOMS} <= tops
    assert not {".venv", ".greenchannel", ".git", "dist"} & tops


@dataclass(frozen=True)
class Elsewhere:
    """A fresh environment with the wheel and a stranger called ``rules``; an empty folder."""

    python: Path
    folder: Path
    env: dict[str, str]

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )

    def greenchannel(self, *tokens: str) -> subprocess.CompletedProcess[str]:
        return self.run(self.python.with_name("greenchannel"), *tokens)


@pytest.fixture(scope="module")
def elsewhere(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    base = tmp_path_factory.mktemp("elsewhere")
    stranger = base / "stranger"
    (stranger / "rules").mkdir(parents=True)
    (stranger / "rules" / "__init__.py").write_text(FOREIGN)
    (stranger / "rules" / "seal.py").write_text(FOREIGN)
    (stranger / "pyproject.toml").write_text(FOREIGN_PROJECT)
    subprocess.run([sys.executable, "-m", "venv", base / "env"], check=True, timeout=120)
    python = base / "env" / "bin" / "python"
    wheels = [build(stranger, "wheel", base), *built.glob("*.whl")]
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", *wheels],
        check=True,
        timeout=120,
    )
    (packages,) = (base / "env" / "lib").glob("python*/site-packages")
    # What we depend on, and nothing of ours: a .pth file of that folder is not read.
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    empty = base / "empty"
    empty.mkdir()
    campaign = base / "campaign"
    shutil.copytree(CAMPAIGN_DIR, campaign)
    projects = campaign / "projects.yaml"
    text = projects.read_text(encoding="utf-8").split("\n  - code:")
    projects.write_text("\n  - code:".join(text[: PROJECTS + 1]) + "\n", encoding="utf-8")
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PREFECT", "GREENCHANNEL", "PYTHON"))
    }
    env |= {
        "GREENCHANNEL_PREFECT_PORT": str(free_port()),
        "GREENCHANNEL_PORTAL_PORT": str(free_port()),
        "GREENCHANNEL_CAMPAIGN": str(campaign),
        "GREENCHANNEL_HOME": str(base / "home"),
    }
    return Elsewhere(python, empty, env)


class TestBesideAStranger:
    def test_each_finds_its_own(self, elsewhere: Elsewhere) -> None:
        theirs = elsewhere.run(elsewhere.python, "-c", "import rules; print(rules.FOREIGN)")
        code = "from greenchannel.house import enter; enter(); import rules.seal as s; print(s)"
        ours = elsewhere.run(elsewhere.python, "-c", code)

        assert theirs.stdout == f"{FOREIGN.split(chr(39))[1]}\n"
        assert "greenchannel/rooms/rules/seal.py" in ours.stdout

    def test_whoever_has_the_stranger_already_is_told(self, elsewhere: Elsewhere) -> None:
        code = "import rules, sys; from greenchannel.start import main; main()"

        refused = elsewhere.run(elsewhere.python, "-c", code)

        assert refused.returncode == 3
        assert "同名模块冲突" in refused.stderr
        assert "Traceback" not in refused.stderr

    def test_a_stranger_on_the_path_of_the_environment_comes_second(
        self, elsewhere: Elsewhere
    ) -> None:
        away = elsewhere.python.parents[2] / "stranger"
        crowded = Elsewhere(
            elsewhere.python, elsewhere.folder, {**elsewhere.env, "PYTHONPATH": str(away)}
        )

        listed = crowded.greenchannel("days", "due", "--from", "2020-06-01", "--days", "5")

        assert (listed.returncode, listed.stderr) == (0, "")

    def test_a_campaign_comes_with_the_wheel(self, elsewhere: Elsewhere) -> None:
        code = (
            "from greenchannel.house import enter; enter(); "
            "from portal.premises import campaign_folder; "
            "from casework.office.settings import Settings; "
            "print(campaign_folder(Settings(campaign='campaigns/hundred-day-2020')).is_dir())"
        )

        assert elsewhere.run(elsewhere.python, "-c", code).stdout == "True\n"

    def test_prefect_finds_the_type_of_worker(self, elsewhere: Elsewhere) -> None:
        code = (
            "from prefect.workers.base import BaseWorker; "
            "print(BaseWorker.get_worker_class_from_type('green-channel-warm').__module__)"
        )

        told = elsewhere.run(elsewhere.python, "-c", code)

        assert told.stdout.splitlines()[-1:] == ["runner.worker"], told.stderr


@pytest.fixture
def running(elsewhere: Elsewhere) -> Iterator[Elsewhere]:
    try:
        yield elsewhere
    finally:
        elsewhere.greenchannel("down")


@pytest.mark.prefect
@pytest.mark.timeout(300)
def test_everything_starts_from_an_empty_folder_and_stops(running: Elsewhere) -> None:
    up = running.greenchannel("up")
    assert up.returncode == 0, up.stderr
    status = running.greenchannel("status", "--json")
    assert status.returncode == 0, status.stdout
    assert json.loads(status.stdout)["worker"]["online"]

    to_do = running.greenchannel("to-do", "housing", "--json")
    verified = running.greenchannel("verify", "--json")

    assert json.loads(to_do.stdout)["as_of"] == "2020-06-19", to_do.stderr
    assert json.loads(verified.stdout)["ok"] is True
    down = running.greenchannel("down")
    assert "已停止：看护、门户、执行器、运行台" in down.stdout
    assert list(running.folder.iterdir()) == []
