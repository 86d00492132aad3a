"""A department's to-do list."""

from datetime import date

import pytest

from models.case import Light
from reports.pages.to_do_table import front_page, to_do_page, to_do_rows
from tests.reports.hostile import HOSTILE, NAMES
from tests.reports.views import june, to_do


def test_the_most_urgent_comes_first() -> None:
    rows = to_do_rows(
        [
            to_do(procedure="S01", light=Light.GREEN, due_on=june(22)),
            to_do(procedure="S02", light=Light.YELLOW, due_on=june(24)),
            to_do(procedure="S03", light=Light.BLACK, due_on=june(10), remaining_days=-7),
            to_do(procedure="S04", light=Light.GREEN, due_on=None, remaining_days=None),
            to_do(procedure="S05", light=Light.YELLOW, due_on=june(19), remaining_days=0),
        ]
    )
    assert [row["事项"][:3] for row in rows] == ["S03", "S05", "S02", "S01", "S04"]
    assert [row["剩余"] for row in rows] == ["超期7天", "今日到期", "3天", "3天", "—"]


def test_a_row_is_written_in_chinese() -> None:
    assert to_do_rows([to_do(due_on=date(2020, 6, 24))]) == [
        {
            "序号": "1",
            "应办事项": "审查并作出决定",
            "灯": "绿",
            "项目": "冷链物流园一期",
            "项目代码": "2020-230112-39-03-000001",
            "事项": "S05 建筑工程施工许可证核发",
            "状态": "审查中",
            "到期": "2020-06-24",
            "剩余": "3天",
        }
    ]


def test_nothing_to_do_is_an_empty_table() -> None:
    assert to_do_rows([]) == []


@pytest.mark.parametrize("said", HOSTILE, ids=NAMES)
def test_user_text_is_defused(said: str) -> None:
    row = to_do_rows([to_do(project_name=said)])[0]
    assert not set("<>[]|`@\n") & set(row["项目"])


def test_a_page_leads_with_what_to_do_and_links_each_project_to_its_run() -> None:
    page = to_do_page(
        "住建局", to_do_rows([to_do()]), {"2020-230112-39-03-000001": "0f0f-run"}
    ).splitlines()

    assert page[0] == "# 住建局待办（1件）"
    assert page[2].startswith("| 序号 | 应办事项 |")
    assert "[2020-230112-39-03-000001](/runs/flow-run/0f0f-run)" in page[4]


def test_the_front_page_leads_to_every_list_project_and_run() -> None:
    page = front_page(
        [("housing", "住建局", 3)], [("2020-1", "甲厂"), ("2020-2", "乙厂")], {"2020-1": "run-1"}
    )

    assert "| [住建局](/artifacts/key/to-do-housing) | 3 |" in page
    assert (
        "| 甲厂 | [项目页](/artifacts/key/case-2020-1) | [2020-1](/runs/flow-run/run-1) |" in page
    )
    assert "| 乙厂 | [项目页](/artifacts/key/case-2020-2) | 2020-2 |" in page
