"""Lists: a table on a wide screen, records on a narrow one, fields in a pipe; codes stay whole."""

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from portal.terminal import screen
from reports.console.listing import Listing, wrapped

CODE, DAY, SHARE = "2020-230112-39-03-000001", "2020-06-19", "97.5%"


def listing() -> Listing:
    found = Listing("项目", "事项", "到期", "比率", title="待办 2 件")
    for name in ("阿城区冷链物流园项目", "很长的名字" * 12):
        found.add_row(f"{name}{CODE}", f"P05 水土保持方案审批{name}", DAY, SHARE)
    return found


def printed(width: int) -> list[str]:
    output = io.StringIO()
    Console(file=output, width=width).print(listing())
    return output.getvalue().splitlines()


@pytest.mark.parametrize("width", [40, 60, 80, 100, 119, 120, 140, 160, 240])
def test_no_line_is_too_long_and_no_code_day_or_share_is_broken(width: int) -> None:
    lines = printed(width)

    assert all(cell_len(line) <= width for line in lines)
    for piece in (CODE, DAY, SHARE):
        assert sum(line.count(piece) for line in lines) == 2


def test_below_120_columns_a_row_is_a_record() -> None:
    assert printed(119)[1].startswith("1. 项目：阿城区冷链物流园项目")
    assert "   到期：2020-06-19" in printed(119)
    assert re.fullmatch(r"项目 +事项 +到期 +比率", printed(120)[1])


def test_in_a_pipe_a_row_is_a_line_of_fields(capsys: pytest.CaptureFixture[str]) -> None:
    screen().print(listing())

    title, head, *rows = capsys.readouterr().out.splitlines()
    assert title == "待办 2 件"
    assert head.split("\t") == ["项目", "事项", "到期", "比率"]
    assert [row.split("\t")[2:] for row in rows] == [[DAY, SHARE]] * 2


def test_a_piece_longer_than_the_line_stands_alone() -> None:
    assert wrapped(f"编号{CODE}止", 10) == ["编号", CODE, "止"]
