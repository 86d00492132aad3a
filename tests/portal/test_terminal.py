"""What somebody typed comes back to the terminal spelt out, by whichever command."""

import io
import json
import re

import pytest
from rich.table import Table
from rich.text import Text

from portal.edge import say, say_json, spelt_out
from portal.terminal import Console
from tests.portal.conftest import LIAISON, Cli

HOSTILE = "前\x1b[2J\x1b]0;标题\x07\x9b31m\r覆盖\u202e反转\u2066\x00\x7f后"
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
PROJECT = "2020-230112-39-03-000001"


def test_controls_are_spelt_out_and_lines_stay() -> None:
    assert spelt_out("甲\n乙\t丙\x1b[31m\u202e") == "甲\n乙\t丙\\u001b[31m\\u202e"


def test_a_line_and_a_json_answer_hold_nothing_raw(capsys: pytest.CaptureFixture[str]) -> None:
    say(HOSTILE)
    line = capsys.readouterr().out.rstrip("\n")
    assert not RAW.search(line)

    say_json({"意见": HOSTILE})
    told = capsys.readouterr().out
    assert not RAW.search(told.replace("\n", ""))
    assert json.loads(told) == {"意见": HOSTILE}


def test_a_table_holds_no_escape_but_those_of_its_own_colours() -> None:
    table = Table("列")
    table.add_row(Text(HOSTILE, "bold red"))
    written = io.StringIO()

    Console(file=written, force_terminal=True, width=200).print(table)

    own_taken_out = re.sub(r"\x1b\[[0-9;]*m", "", written.getvalue())
    assert "\\u001b[2J" in own_taken_out
    assert not RAW.search(own_taken_out.replace("\n", ""))


@pytest.mark.parametrize(
    "tokens",
    [
        pytest.param((HOSTILE,), id="a command"),
        pytest.param(("show", HOSTILE), id="a project"),
        pytest.param(("to-do", HOSTILE), id="an office"),
        pytest.param(("act", PROJECT, HOSTILE, "submit", "--by", LIAISON), id="a procedure"),
        pytest.param(("act", PROJECT, "P05", HOSTILE, "--by", LIAISON), id="an act"),
        pytest.param(("act", PROJECT, "P05", "submit", "--by", HOSTILE), id="an account"),
        pytest.param(
            ("act", PROJECT, "P05", "submit", "--by", LIAISON, "--data", HOSTILE), id="data"
        ),
        pytest.param(("register", HOSTILE, "--by", LIAISON), id="a file"),
        pytest.param(("show", PROJECT, f"--{HOSTILE}"), id="an option"),
    ],
)
def test_an_argument_that_is_refused_comes_back_spelt_out(
    office_cli: Cli, tokens: tuple[str, ...]
) -> None:
    for words in (tokens, (*tokens, "--json")):
        told = office_cli(*words)
        assert told.code != 0
        assert not RAW.search((told.out + told.err).replace("\n", "")), told
