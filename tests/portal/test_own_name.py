"""What ``up`` says is to be typed calls this installation, not another in the path."""

import sys
from pathlib import Path

import pytest

from portal.service import starting


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation in ``.venv`` below the folder in which a person stands."""
    ours = tmp_path / ".venv" / "bin"
    _installed(ours)
    monkeypatch.setattr(sys, "executable", str(ours / "python"))
    monkeypatch.chdir(tmp_path)
    return ours


def _installed(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "greenchannel").touch(mode=0o755)


def test_another_installation_in_the_path_is_not_called(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _installed(tmp_path / "other")
    monkeypatch.setenv("PATH", str(tmp_path / "other"))

    assert starting._program() == ".venv/bin/greenchannel"


def test_ones_own_in_the_path_is_called_by_its_name(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(here))

    assert starting._program() == "greenchannel"
