"""Whatever is typed: an answer or a sentence, one of five exit codes, never a traceback."""

import io
import os
import random
from pathlib import Path

import pytest

from tests.portal.conftest import Cli
from tests.portal.hostile import argument_lists, commands, lay_out

LISTS = 3500
TRIED = LISTS if os.environ.get("GREENCHANNEL_TEST_HOSTILE") == "all" else LISTS // 6
"""One in six by default; ``all`` tries each."""
PARTS = 10


def sample(files: tuple[str, ...]) -> list[list[str]]:
    """The lists that are tried, the same every time."""
    return random.Random(LISTS).sample([*argument_lists(LISTS, files)], TRIED)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_argument_list_ends_in_a_traceback(
    office_cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    files = lay_out(folder)
    monkeypatch.chdir(folder)
    monkeypatch.setattr("sys.stdin", io.StringIO())  # nobody types a password or a token

    for tokens in sample(files)[part::PARTS]:
        answer = office_cli(*tokens)

        told = [token[:80] for token in tokens]
        assert answer.code in range(4), told  # 4 is for a broken ledger, and it is whole
        assert answer.code == 0 or answer.err.strip() or answer.out.strip(), told
        assert "Traceback" not in answer.err, told
    assert office_cli("verify").code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"work", "home"}


def test_the_lists_reach_every_command() -> None:
    known = {path for path, _ in commands()}

    drawn = sample(("empty.yaml",))

    reached = {tuple(tokens[:1]) for tokens in drawn} | {tuple(tokens[:2]) for tokens in drawn}
    assert known <= reached
    assert len({tuple(tokens) for tokens in drawn}) > len(drawn) * 0.8


@pytest.mark.parametrize(
    ("tokens", "said"),
    [
        pytest.param(("acknowledge", "\udcff", "--by=x"), "无法识别的字符", id="half a character"),
        pytest.param(("register", "a.csv", "--by=x\x00"), "无法识别的字符", id="a zero byte"),
        pytest.param(("register", "a\x00.csv", "--by=x"), "文件名不能含零字节", id="in a name"),
        pytest.param(("notices", "--most=99999999999"), "数字过大", id="more than anybody has"),
        pytest.param(("whatif", "/dev/zero"), "文件无法读取", id="a file without an end"),
        pytest.param(("whatif", "pipe.yaml"), "文件无法读取", id="a pipe that nobody fills"),
        pytest.param(("load", "a" * 300), "没有这个专项行动目录", id="a name no file can have"),
        pytest.param(("register", "--template=folder.xlsx"), "不是普通文件", id="onto a folder"),
        pytest.param(("register", "--template=no/x.xlsx"), "没有这个目录", id="into nothing"),
    ],
)
def test_what_cannot_be_meant_is_said_in_words(
    office_cli: Cli,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tokens: tuple[str, ...],
    said: str,
) -> None:
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)

    answer = office_cli(*tokens)

    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_a_page_never_takes_the_place_of_a_device_or_a_link(
    office_cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.xlsx")
    Path("link.xlsx").symlink_to("real.xlsx")

    pipe = office_cli("register", "--template=pipe.xlsx")
    link = office_cli("register", "--template=link.xlsx")

    assert pipe.code == 2
    assert Path("pipe.xlsx").is_fifo()
    assert link.code == 0
    assert Path("link.xlsx").is_symlink()
    assert Path("real.xlsx").is_file()
    assert not list(tmp_path.glob(".*.part"))
