"""A data directory with the real campaign, loaded on Monday 1 June 2020, copied for each test."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from casework.office.clock import OfficeClock
from portal.console import run
from tests.conftest import CAMPAIGN_DIR
from tests.prefect_server import free_port

PROJECT = "2020-230112-39-03-000001"
"""冷链物流园: its soil-conservation case P05 is open; P05-1 is principal, P05-3 deferrable."""
DATABASE = "greenchannel.sqlite"
LIAISON, WATER_OFFICER = "unit-park-liaison", "water-01"
MORNING = datetime(2020, 6, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


OF_OTHERS = tuple(f"GREENCHANNEL_{name}" for name in ("DATABASE_URL", "CAMPAIGN", "TOKEN"))


@dataclass(frozen=True)
class Answer:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Cli = Callable[..., Answer]


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command line in this process, over an empty data directory; Prefect is away."""
    use(monkeypatch, tmp_path / "home")
    return _runner(capsys)


def use(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Point this process at a data directory, in rehearsal, far from any Prefect."""
    monkeypatch.setenv("GREENCHANNEL_HOME", str(home))
    monkeypatch.setenv("GREENCHANNEL_CLOCK", "rehearsal")
    monkeypatch.setenv("GREENCHANNEL_PREFECT_PORT", str(free_port()))
    monkeypatch.setenv("GREENCHANNEL_TOKEN_FILE", str(home.with_name("token")))
    monkeypatch.setenv("COLUMNS", "160")
    for name in ("PREFECT_API_URL", *OF_OTHERS):
        monkeypatch.delenv(name, raising=False)


def _runner(capsys: pytest.CaptureFixture[str]) -> Cli:
    def answer(*tokens: str) -> Answer:
        capsys.readouterr()
        code = run(tokens)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return answer


@pytest.fixture(scope="session")
def loaded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the campaign in it, to be copied."""
    home = tmp_path_factory.mktemp("loaded") / "home"
    OfficeClock(home, rehearsal=True).set(MORNING)
    with pytest.MonkeyPatch.context() as monkeypatch:
        use(monkeypatch, home)
        assert run(["load", str(CAMPAIGN_DIR)]) == 0
    return home


@pytest.fixture
def home(loaded_home: Path, tmp_path: Path) -> Path:
    """This test's own copy of the loaded data directory."""
    copy = tmp_path / "home"
    shutil.copytree(loaded_home, copy)
    return copy


@pytest.fixture
def office_cli(home: Path, cli: Cli) -> Cli:
    """The command line over the loaded campaign."""
    return cli


def head(_: Cli) -> str:
    """A digest of every entry of the ledger: the same before and after when nothing was written."""
    with closing(sqlite3.connect(Path(os.environ["GREENCHANNEL_HOME"]) / DATABASE)) as database:
        entries = database.execute("select * from entries order by seq").fetchall()
    return sha256(repr(entries).encode()).hexdigest()
