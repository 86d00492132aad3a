"""The README's blocks are typed into a shell as they stand, and answer what they say."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.stories.doors import House

ROOT = Path(__file__).parents[2]
ENGLISH, CHINESE = (
    (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")
)
FENCE = re.compile(r"^```\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TOLD = ("The first ten minutes", "Explaining a date")
TOLD_IN_CHINESE = ("最初十分钟", "说清一个日期")
REST = "…"
"""In a line: something else every time. As the last line: more follows."""


def blocks(text: str, headings: tuple[str, ...]) -> list[str]:
    """The fenced blocks below some headings, up to the next heading of any depth."""
    found: list[str] = []
    for heading in headings:
        part = text.partition(f"\n## {heading}\n")[2]
        found += FENCE.findall(re.split(r"^##+ ", part, maxsplit=1, flags=re.MULTILINE)[0])
    return found


def steps(block: str) -> Iterator[tuple[str, list[str]]]:
    """What is typed, and the lines that it is said to answer."""
    if not block.startswith("$ "):
        yield block, []
        return
    for step in block.removeprefix("$ ").split("\n$ "):
        command, *expected = step.rstrip("\n").split("\n")
        yield command, expected


def answers(expected: list[str], said: list[str]) -> bool:
    """Whether what was said is what the block shows, line by line."""
    if expected[-1:] == [REST]:
        expected, said = expected[:-1], said[: len(expected) - 1]
    return len(expected) == len(said) and all(
        re.fullmatch(".+".join(map(re.escape, line.split(REST))), told)
        for line, told in zip(expected, said, strict=True)
    )


def test_both_languages_show_the_same_blocks() -> None:
    english, chinese = blocks(ENGLISH, TOLD), blocks(CHINESE, TOLD_IN_CHINESE)

    assert english == chinese
    assert len(english) >= 6


def test_the_blocks_come_true_line_by_line(tmp_path: Path) -> None:
    house = House.founded(tmp_path / "house")
    house.clock.set(datetime.fromisoformat("2020-06-19T17:30:00+08:00"), speed=0)
    house.office.store.close()
    there = tmp_path / "green-channel"
    there.mkdir()
    for name in ("verifier", "docs", "campaigns"):
        (there / name).symlink_to(ROOT / name)
    (there / ".venv").symlink_to(sys.prefix)
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("PREFECT_")},
        **house.environment(),
        "GREENCHANNEL_PREFECT_PORT": "1",  # nobody listens there
        "LC_ALL": "C.UTF-8",
    }
    environment.pop("GREENCHANNEL_DATABASE_URL", None)
    typed = ":"
    refusals = 0

    for block in blocks(ENGLISH, TOLD):
        for command, expected in steps(block):
            if command.startswith("export "):
                typed = command
                continue
            done = subprocess.run(
                ["bash", "-c", f"{typed}\n{command}"],
                cwd=there, env=environment, capture_output=True, text=True, check=False,
                timeout=120,
            )  # fmt: skip
            said = (done.stdout + done.stderr).splitlines()
            assert done.returncode in (0, 1), (command, said)
            assert (done.returncode == 1) == bool(done.stderr), (command, said)
            refusals += done.returncode
            if expected:
                assert answers(expected, said), (command, said)

    assert refusals == 3
    shown = subprocess.run(
        ["bash", "-c", f"{typed}\ngreenchannel show $P"],
        cwd=there, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    (first, *_) = shown.stdout.splitlines()
    assert f"`show` now begins with {first}" in ENGLISH
    assert f"“{first}”" in CHINESE


@pytest.mark.parametrize(
    ("expected", "said", "fits"),
    [
        (["a"], ["a"], True),
        (["a"], ["a", "b"], False),
        (["a", REST], ["a", "b", "c"], True),
        ([f"a {REST} c"], ["a b c"], True),
        (["a."], ["ab"], False),
        (["a", "b"], ["a"], False),
    ],
)
def test_lines_are_compared_whole(expected: list[str], said: list[str], fits: bool) -> None:
    assert answers(expected, said) is fits
