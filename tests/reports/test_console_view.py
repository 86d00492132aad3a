"""A project on the command line."""

import io

import pytest
from rich.console import Console

from models.project_views import ProjectView
from reports.console.console_view import print_project
from tests.reports.hostile import HOSTILE, NAMES
from tests.reports.text.test_markdown import filled_with
from tests.reports.views import case, head, june, midway, project_view, start


def printed(view: ProjectView, width: int = 120, *, colour: bool = False) -> str:
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="truecolor" if colour else None,
    )
    print_project(view, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_says_the_conclusion_and_everything_open() -> None:
    said = printed(midway())
    assert "预计7月6日开工，比锁定日期晚3个工作日，受制于G02 建设工程规划许可证核发" in said
    for words in (
        "S01 施工图设计文件审查",
        "超期5个工作日",
        "日照分析报告",
        "建设资金已经落实",
        "※",
    ):
        assert words in said


def test_writes_the_light_as_a_letter_where_there_is_no_colour() -> None:
    assert set("绿黄红黑蓝灰") <= set(printed(midway()))


def test_colours_the_light() -> None:
    assert "\x1b[1;" in printed(midway(), colour=True)


@pytest.mark.parametrize("width", [40, 70, 80, 120, 200])
def test_never_runs_over_the_width(width: int) -> None:
    console = Console(width=width)
    for line in printed(midway(), width).splitlines():
        assert console.measure(line).maximum <= width


def test_shows_a_hostile_name_literally() -> None:
    name = "[red]冷链[/red] [link=http://evil.example]看[/link] [/]"
    assert name in printed(project_view(case(), project=head(name=name)))


@pytest.mark.parametrize("said", HOSTILE, ids=NAMES)
def test_sends_no_control_of_the_terminal(said: str) -> None:
    shown = printed(filled_with(said))
    assert not any(ord(one) < 32 for one in shown if one != "\n")
    assert "\u202e" not in shown


def test_of_a_started_project_lists_no_condition_any_more() -> None:
    assert "尚缺的开工条件" not in printed(project_view(start=start(started_on=june(18))))
