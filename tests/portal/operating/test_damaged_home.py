"""A data directory that is damaged, somebody else's or read-only: a sentence, never a traceback."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.portal.conftest import PROJECT, Cli, use

NOBODY = 65534
READING = (
    ("show", PROJECT),
    ("status",),
    ("inbox",),
    ("watch",),
    ("down",),
)
CONTENTS = {
    "nothing": b"",
    "half": b'{"office": "2020-06-01T09:',
    "a list": b"[1, 2]",
    "a number": b"5",
    "numbers inside": b'{"office": 1, "machine": 2, "prefect": 5, "timer": [], "worker": 1}',
    "no zone": b'{"office": "2020-06-01T09:00:00", "machine": "2020-06-01T09:00:00", '
    b'"prefect": "2020-06-01T09:00:00", "worker": {"count": 1, "last": "0001-01-01T00:00:00"}}',
    "far away": b'{"office": "9999-12-31T23:59:59Z", "machine": "0001-01-01T00:00:00Z", '
    b'"timer": "0001-01-01T00:00:00+14:00", "pid": 99999999999999, "began": 1}',
    "out of measure": b'{"office": "2020-06-01T09:00:00Z", "machine": "2020-06-01T09:00:00Z", '
    b'"speed": 1e308, "pid": -1, "began": ""}',
    "no text": b"\xff\xfe\x00",
}
FILES = (
    *("clock.json", "watch-marks.json", "inbox.jsonl", "prefect.password"),
    *("run/restarts.json", "run/worker.pid", "run/deployed"),
)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_passed_over_or_named(office_cli: Cli, home: Path, name: str) -> None:
    path = home / name
    path.parent.mkdir(exist_ok=True)

    for what, content in {**CONTENTS, "a folder": None}.items():
        path.unlink(missing_ok=True)
        if content is None:
            path.mkdir()
        else:
            path.write_bytes(content)
        answers = {tokens: office_cli(*tokens) for tokens in READING}
        for tokens, answer in answers.items():
            assert answer.code in (0, 3), (what, tokens, answer.err)
            assert "Traceback" not in answer.err
            assert answer.code == 0 or answer.err.strip() or answer.out.strip()


@pytest.mark.parametrize("content", ["nothing", "half", "no zone", "far away", "no text"])
def test_a_damaged_clock_is_not_guessed(office_cli: Cli, home: Path, content: str) -> None:
    (home / "clock.json").write_bytes(CONTENTS[content])

    for tokens in (("show", PROJECT), ("inbox",), ("week", "open", "--by=dispatch-01")):
        answer = office_cli(*tokens)

        assert (answer.code, answer.out) == (3, "")
        assert "clock.json 已损坏" in answer.err
        assert "备份" in answer.err


def test_damaged_marks_of_the_watch_are_renewed_by_the_next_one(
    office_cli: Cli, home: Path
) -> None:
    (home / "watch-marks.json").write_bytes(CONTENTS["no zone"])

    assert office_cli("watch").code == 0
    assert "定时器" in office_cli("status").out


def test_a_key_that_is_a_directory_is_named(office_cli: Cli, home: Path) -> None:
    (home / "audit.key").unlink()
    (home / "audit.key").mkdir()

    for tokens in (("show", PROJECT), ("up",), ("week", "open", "--by=dispatch-01")):
        answer = office_cli(*tokens)

        assert (answer.code, answer.out) == (3, "")
        assert "audit.key 是目录" in answer.err
    assert not (home / "run" / "server.pid").exists()


def test_a_home_that_is_a_file_is_named(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").write_text("")

    for tokens in (("up",), ("down",), ("load", str(tmp_path)), ("rebuild",)):
        answer = cli(*tokens)

        assert answer.code in (0, 2, 3), tokens
        assert "Traceback" not in answer.err
    assert f"无法读写 {tmp_path / 'home'}：已有同名文件" in cli("up").err


@pytest.fixture
def shared(loaded_home: Path) -> Iterator[Path]:
    """A copy of the data directory in a place that everybody may enter."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        copy = Path(folder) / "home"
        shutil.copytree(loaded_home, copy)
        os.chmod(copy, 0o755)
        yield copy


@contextmanager
def as_nobody() -> Iterator[None]:
    """Be a user who owns nothing, for what is done meanwhile."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


class TestTheCopyOfAnotherUser:
    def test_is_not_read_and_the_way_out_is_said(
        self, cli: Cli, shared: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        use(monkeypatch, shared)
        os.chmod(shared / "audit.key", 0o600)
        for tokens in READING:  # what is imported late, is imported by its owner
            cli(*tokens)
        with as_nobody():
            for tokens in (("show", PROJECT), ("verify",), ("act", PROJECT, "P05", "submit")):
                answer = cli(*tokens, *(("--by=unit-park-liaison",) if tokens[0] == "act" else ()))

                assert (answer.code, answer.out) == (3, "")
                assert "无权读取签章密钥" in answer.err

    def test_is_not_started(self, cli: Cli, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        use(monkeypatch, shared)
        cli("down")
        os.chmod(shared, 0o700)
        with as_nobody():
            answers = [cli("up"), cli("down"), cli("status")]

        assert {answer.code for answer in answers} <= {0, 3}
        assert answers[0].code == 3
        assert "没有权限" in answers[0].err
        assert "建立数据目录的用户" in answers[0].err

    def test_that_may_be_read_but_not_written_is_not_started(
        self, cli: Cli, shared: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        use(monkeypatch, shared)
        cli("down")
        os.chmod(shared / "audit.key", 0o644)
        with as_nobody():
            up, shown = cli("up"), cli("show", PROJECT)

        assert (up.code, up.out) == (3, "")
        assert "没有权限" in up.err
        assert shown.code in (0, 3)
        assert not (shared / "run" / "server.pid").exists()
