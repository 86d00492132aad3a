"""A watch that a person keeps once by hand is no timer that falls silent afterwards."""

import io
from pathlib import Path

import pytest

from tests.portal.conftest import Cli


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("keyboard", "marked"),
    [
        pytest.param(Terminal(), False, id="somebody sits there"),
        pytest.param(io.StringIO(), True, id="a timer"),
        pytest.param(None, True, id="a timer without input"),
    ],
)
def test_only_a_timer_leaves_its_mark(
    office_cli: Cli,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    keyboard: io.StringIO | None,
    marked: bool,
) -> None:
    monkeypatch.setattr("sys.stdin", keyboard)

    assert office_cli("watch").code == 0

    assert (home / "watch-marks.json").exists() is marked
