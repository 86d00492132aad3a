"""A clock that was set back: nothing is dated before what the ledger holds, at any door."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from casework.office.clock import OfficeClock
from tests.portal.conftest import MORNING, Cli, head
from tests.portal.daily.test_acting import NEW_PROJECT

LATER = MORNING + timedelta(days=9)


def set_clock(home: Path, to: datetime) -> None:
    OfficeClock(home, rehearsal=True).set(to)


@pytest.fixture
def set_back(home: Path, office_cli: Cli) -> Cli:
    """The office has worked on 10 June; then its clock says 1 June again."""
    set_clock(home, LATER)
    assert office_cli("week", "open", "--by=dispatch-01", "--week=2020-24").code == 0
    set_clock(home, MORNING)
    return office_cli


def test_no_project_is_registered(set_back: Cli, tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_text(NEW_PROJECT, encoding="utf-8")
    before = head(set_back)

    answer = set_back("register", str(tmp_path / "new.yaml"), "--by=dispatch-01", "--json")

    assert answer.code == 1
    assert answer.json()["refused"] == "before_last_entry"
    assert "2020-06-10" in answer.err
    assert "时钟可能被回拨" in answer.err
    assert head(set_back) == before


def test_no_week_is_opened(set_back: Cli) -> None:
    before = head(set_back)

    answer = set_back("week", "open", "--by=dispatch-01", "--week=2020-23")

    assert answer.code == 1
    assert "不得倒填日期" in answer.err
    assert head(set_back) == before


def test_the_watch_keeps_no_round_and_goes_on_once_the_clock_is_right(
    set_back: Cli, home: Path, tmp_path: Path
) -> None:
    kept = set_back("watch", "--json")

    assert kept.code == 0
    assert (kept.json()["rounds"], kept.json()["lights"]) == (0, 0)

    set_clock(home, LATER)
    (tmp_path / "new.yaml").write_text(NEW_PROJECT, encoding="utf-8")
    assert set_back("register", str(tmp_path / "new.yaml"), "--by=dispatch-01").code == 0
