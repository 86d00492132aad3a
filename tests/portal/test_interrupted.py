"""Whoever stops a command, closes what it writes to or has no room left: a sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from greenchannel import start

ENTERED = [sys.executable, "-c", "from greenchannel.start import main; main()"]


def test_ctrl_c_ends_a_command_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("portal.console.main", stopped)

    with pytest.raises(SystemExit) as ended:
        start.main()

    assert ended.value.code == 130
    told = capsys.readouterr()
    assert told.out == ""
    assert "已中断：已记入台账的不受影响" in told.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_an_answer_for_which_there_is_no_room_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        answer = subprocess.run(
            [*ENTERED, "--help"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    assert (answer.returncode, answer.stderr) == (3, "无法写出：磁盘空间不足\n")


@pytest.mark.parametrize("closed", ["1", "2"])
def test_a_closed_output_is_no_failure(closed: str) -> None:
    shell = f'exec {closed}>&-; exec "$@"'

    answer = subprocess.run(
        ["bash", "-c", shell, "-", *ENTERED, "--version"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (answer.returncode, answer.stderr) == (0, "")
