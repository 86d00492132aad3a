"""The command that waits for a signature does one thing when it is pasted, whatever was typed."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from models.act_requests import REQUESTS, Decline
from tasks.case.signing import signing_command

PROJECT = "2020-230112-39-03-000001"
RECORDER = """#!/usr/bin/env python3
import json, pathlib, sys
pathlib.Path(__file__).with_name("got.jsonl").open("a").write(json.dumps(sys.argv[1:]) + "\\n")
"""
HOSTILE = [
    "同意'; touch CANARY; echo '",
    "同意' $(touch CANARY) `touch CANARY` \" && touch CANARY #",
    "第一行\ntouch CANARY\n",
    "第一行\r\ntouch CANARY\r",
    "!! !$ ~ * ? {a,b} \\ \\' \\\\ %PATH% $HOME",
    "\x1b[2J\x1b]0;title\x07\x9b31m\x00\x7f\x03\x04",
    "看\u202e反\u2066了\u200b隐",
    "--by=supervision-01 --key=x",
    "𝒳 emoji 🚧 '",
    "\u2028touch CANARY\u2029",
]
SHELLS = [shell for shell in ("bash", "dash", "zsh") if shutil.which(shell)]


def pasted(command: str, folder: Path, shell: list[str]) -> list[list[str]]:
    """Type a command into an interactive shell; return what the program was called with."""
    program = folder / "greenchannel"
    program.write_text(RECORDER)
    program.chmod(0o755)
    subprocess.run(
        shell,
        input=f"{command}\nexit\n".encode(),
        env={"PATH": f"{folder}:{os.environ['PATH']}", "HOME": str(folder), "LANG": "C.UTF-8"},
        cwd=folder,
        capture_output=True,
        timeout=30,
        check=False,
    )
    got = folder / "got.jsonl"
    return [json.loads(line) for line in got.read_text().splitlines()] if got.exists() else []


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("text", HOSTILE)
def test_an_opinion_stays_one_argument(text: str, shell: str, tmp_path: Path) -> None:
    request = Decline.model_construct(reason=text)  # no door lets all of these in
    command = signing_command(PROJECT, "S05", request, "housing-01", "run:ask-0")

    calls = pasted(command, tmp_path, [shell, "-i"])

    assert not (tmp_path / "CANARY").exists()
    assert len(calls) == 1
    (words,) = calls
    assert [words[0], *words[-4:]] == ["act", "--", PROJECT, "S05", "decline"]
    assert words[1] == "--by=housing-01"
    assert words[3] == "--key=run:ask-0"
    assert len(words) == 8
    told = json.loads(words[2].removeprefix("--data="))
    assert told == request.model_dump(mode="json", exclude={"act"}, exclude_defaults=True)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_code_stays_one_argument(text: str, tmp_path: Path) -> None:
    request = REQUESTS.validate_python({"act": "accept"})
    command = signing_command(text, text, request, text, text)

    calls = pasted(command, tmp_path, ["bash", "--noprofile", "--norc", "-i"])

    assert not (tmp_path / "CANARY").exists()
    assert len(calls) == 1
    assert calls[0][0] == "act"
    assert calls[0][4] == "--"
    assert len(calls[0]) == 8


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_it_is_invisible(text: str) -> None:
    request = Decline.model_construct(reason=text)  # no door lets all of these in
    command = signing_command(PROJECT, text, request, text, None)

    assert command.isprintable()
    assert "\u202e" not in command
