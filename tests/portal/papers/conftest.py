"""The command line over the campaign as played to Friday 19 June 2020."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.portal.conftest import Cli, use
from tests.rehearsed import rehearsed_home


@pytest.fixture(scope="session")
def friday_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with every light in it, to be read and not written."""
    return rehearsed_home(tmp_path_factory, until=date(2020, 6, 19))


@pytest.fixture
def played_cli(friday_home: Path, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command line over this test's own copy of that campaign."""
    use(monkeypatch, shutil.copytree(friday_home, tmp_path / "friday"))
    return cli
