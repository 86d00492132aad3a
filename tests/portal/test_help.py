"""Help that an officer can read, and that is there at once."""

import re
import subprocess
import sys

import pytest

from models.codes import PROJECT_CODE
from portal.commands import LIST
from tests.portal.conftest import Cli

COMMANDS = [
    *(("up",), ("down",), ("status",), ("load",), ("register",), ("act",), ("show",), ("to-do",)),
    *(
        ("inbox",),
        ("accounts",),
        ("days", "due"),
        ("days", "list"),
        ("days", "load"),
        ("watch",),
        ("verify",),
    ),
    *(("rebuild",), ("rehearse",), ("week", "open"), ("week", "close"), ("week", "status")),
    *((("week", step)) for step in ("chase", "publish", "ask", "report")),
    *(("rescue",), ("whatif",), ("bulletin",)),
]
ENGLISH = ("Usage", "Commands", "Parameters", "Arguments", "required", "default", "Display")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_with_an_example(cli: Cli, command: tuple[str, ...]) -> None:
    answer = cli(*command, "--help")

    assert answer.code == 0
    assert "用法：greenchannel" in answer.out
    assert f"例：\n  greenchannel {' '.join(command)}" in answer.out
    assert not [word for word in ENGLISH if word in answer.out]
    assert not [word for word in ('缺省 ""', "缺省 ()") if word in answer.out]


def test_no_example_leaves_anything_out_or_names_a_project_that_is_not_there(
    office_cli: Cli,
) -> None:
    told = LIST.read_text(encoding="utf-8")
    examples = re.findall(r"^  greenchannel .*(?:\\\n.*)*", told, re.MULTILINE)
    known = {one["code"] for one in office_cli("projects", "--json").json()["projects"]}

    assert len(examples) > 100
    assert [one for one in examples if "…" in one] == []
    assert {*re.findall(PROJECT_CODE, told)} <= known


def test_what_an_example_puts_into_a_book_is_taken(office_cli: Cli) -> None:
    told = LIST.read_text(encoding="utf-8").replace("\\\n", "")
    examples = re.findall(r"^  greenchannel (books add .*)", told, re.MULTILINE)

    assert len(examples) == 2
    for example in examples:
        answer = office_cli(*example.split())
        assert answer.code == 0, answer.err


@pytest.mark.parametrize(
    ("name", "other"), [("meeting", "agenda"), ("people list", "account list")]
)
def test_a_command_of_two_names_answers_to_both(office_cli: Cli, name: str, other: str) -> None:
    told, again = (office_cli(*words.split(), "--json") for words in (name, other))

    assert told.code == 0
    assert told.json() == again.json()
    first, second = name.split()[0], other.split()[0]
    assert f"{first}、{second} 是同一个命令" in office_cli(second, "--help").out
    assert f"{first} ({second})" in office_cli("--help").out


@pytest.mark.parametrize("tokens", [(), ("--help",), ("days",), ("week", "--help")])
def test_groups_list_their_commands(cli: Cli, tokens: tuple[str, ...]) -> None:
    answer = cli(*tokens)

    assert answer.code == 0
    assert "用法：" in answer.out


def test_the_version_is_told(cli: Cli) -> None:
    assert cli("--version").out.strip() == "0.1.0"


def test_help_needs_nothing_that_is_slow_to_import() -> None:
    slow = "{'prefect', 'sqlalchemy', 'pydantic', 'httpx', 'apprise', 'alembic'}"
    code = f"import sys, portal.console; sys.exit(str({slow} & set(sys.modules) or '') or None)"

    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    "room",
    [
        "portal.commands.daily.reading",
        "portal.commands.dispatch.day_count",
        "portal.premises",
        "casework.reading.case.views",
    ],
)
def test_whoever_only_reads_lists_loads_nothing_that_sends_or_draws(room: str) -> None:
    unneeded = (
        "{'prefect', 'apprise', 'requests', 'urllib3', 'alembic', 'numpy', 'pydantic_settings',"
        " 'sqlalchemy.orm', 'sqlalchemy.dialects.postgresql', 'casework.desk'}"
    )
    code = f"import sys, {room}; sys.exit(str({unneeded} & set(sys.modules) or '') or None)"

    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert answer.returncode == 0, answer.stderr


def test_whoever_only_reads_lists_builds_no_form_that_is_not_read() -> None:
    code = """
import sys, portal.commands.daily.reading
from models.vocabulary import Value
def below(form):
    for one in form.__subclasses__():
        yield one
        yield from below(one)
built = {one.__name__ for one in below(Value) if one.__pydantic_complete__}
built -= {"ReviewForm", "BeingHeardRules", "TargetMembers"}  # what a rulebook holds unasked
sys.exit(str(built) if built else None)
"""

    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert answer.returncode == 0, answer.stderr


def test_a_reader_who_has_seen_enough_ends_it_quietly() -> None:
    shell = f"{sys.executable} -m portal.console act --help | head -n 1"

    answer = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)

    assert answer.stdout.startswith("用法：greenchannel act")
    assert answer.stderr == ""
