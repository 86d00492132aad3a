"""The suite itself: what shares a server is played by one worker."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ALONE = "mark." + "alone"


@pytest.mark.xdist_group("kept together")
@pytest.mark.skipif(
    "PYTEST_XDIST_WORKER" not in os.environ, reason="one process alone needs no groups"
)
def test_groups_reach_the_workers(request: pytest.FixtureRequest) -> None:
    """pytest 9.2 lost them without a word: each worker then started each server anew."""
    assert request.node.nodeid.endswith("@kept together")


def test_what_runs_alone_lies_where_it_is_looked_for() -> None:
    """To collect eleven thousand tests for the sake of three costs as much as the three."""
    [line] = [one for one in (ROOT / "Makefile").read_text().splitlines() if "-m alone" in one]
    rooms = line.partition("-m alone")[2].split()

    marked = [one for one in ROOT.glob("tests/**/test_*.py") if ALONE in one.read_text()]

    assert len(marked) > 1
    assert {"/".join(one.relative_to(ROOT).parts[:2]) for one in marked} == set(rooms)


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Make something in a folder that holds our Makefile."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", *words], cwd=folder, env=env, capture_output=True, text=True, check=False
    )


def test_cleaning_builds_no_environment_first(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)

    cleaned = make(tmp_path, "clean")

    assert cleaned.returncode == 0, cleaned.stderr
    assert "pip" not in cleaned.stdout


def test_a_hook_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("requirements-dev.txt", "pyproject.toml", ".venv/.ready"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    hook = tmp_path / ".git" / "hooks" / "pre-commit"

    assert make(tmp_path, "hooks").returncode == 0
    assert make(tmp_path, "hooks").returncode == 0
    assert "make hooks" in hook.read_text()
    hook.write_text("#!/bin/sh\n# own\n")
    refused = make(tmp_path, "hooks")

    assert refused.returncode != 0
    assert "未覆盖" in refused.stderr
    assert hook.read_text() == "#!/bin/sh\n# own\n"
