"""Names and reasons that are no act's are read as every other word, before anything is written."""

import pytest

from portal.web.filled import Filled, Objection
from tests.portal.conftest import Cli

deceiving = pytest.mark.parametrize(
    "typed", ["名\u202e称", "名\x1b[31m称", "名\n称", "\u3164\u3164", "称", ""]
)


@deceiving
@pytest.mark.parametrize(
    "command",
    [
        ("people", "add", "zhang.san", "--name"),
        ("token", "issue", "water-01", "--name"),
        ("key", "rotate", "--by", "operator-01", "--reason"),
        ("anchor", "--after-restore"),
    ],
    ids=" ".join,
)
def test_on_the_command_line(cli: Cli, command: tuple[str, ...], typed: str) -> None:
    told = cli(*command, typed)

    assert told.code == 2
    assert f"参数 {command[-1]}：" in told.err


@deceiving
def test_in_a_form(typed: str) -> None:
    with pytest.raises(Objection):
        Filled({"name": (typed,)}).line("name", "姓名")


def test_what_is_plain_is_taken_without_what_nobody_sees() -> None:
    assert Filled({"name": (" 综合\u200b窗口 ",)}).line("name", "姓名") == "综合窗口"
