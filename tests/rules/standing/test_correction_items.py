"""Each thing to be corrected has its own day, state and light (行政许可法 32(1)(四))."""

from datetime import date

import pytest

from models.act_requests import CorrectionItem
from models.case import Light
from models.case_entries import Corrected, CorrectionRequested, Submitted
from rules.standing.correction_items import correction_items
from tests.world import DAYS, after, june, opened

ITEMS = (
    CorrectionItem(document="A01-2", what="盖章不清", due_on=june(5)),
    CorrectionItem(document="A01-3", what="缺附图", due_on=june(6)),
    CorrectionItem(document="A01-1", what="漏填"),
)
"""Friday, Saturday (so Monday the 8th), and the day of the notice."""


@pytest.fixture
def asked() -> object:
    return after(
        opened(),
        (june(1), Submitted(procedure="A01", documents=())),
        (june(2), CorrectionRequested(procedure="A01", items=ITEMS, due_on=june(12))),
    )


def standing(file: object, on: date) -> list[tuple[int, str, Light, date | None]]:
    return [
        (one.number, one.state_name, one.light, one.due_on)
        for one in correction_items(file.cases["A01"], on=on, days=DAYS)  # type: ignore[attr-defined]
    ]


def test_stands_by_its_own_day_and_that_of_the_notice_where_it_names_none(asked: object) -> None:
    assert standing(asked, june(8)) == [
        (1, "逾期未补正", Light.YELLOW, june(5)),
        (2, "待补正", Light.GREEN, june(8)),
        (3, "待补正", Light.GREEN, june(12)),
    ]
    assert standing(asked, june(15))[2] == (3, "逾期未补正", Light.YELLOW, june(12))


def test_what_came_in_is_done_and_the_day_of_the_notice_stays_for_the_rest(asked: object) -> None:
    """When the first two are in, the third is not due by a day that was theirs."""
    first = (june(5), Corrected(procedure="A01", documents=("A01-2", "A01-3")))
    file = after(asked, first)  # type: ignore[arg-type]

    assert standing(file, june(9)) == [
        (1, "已补正", Light.GREEN, june(5)),
        (2, "已补正", Light.GREEN, june(8)),
        (3, "待补正", Light.GREEN, june(12)),
    ]
    assert file.cases["A01"].correction_due_on == june(12)


def test_nothing_is_left_when_the_last_came_in(asked: object) -> None:
    last = (june(5), Corrected(procedure="A01", documents=("A01-1", "A01-2", "A01-3")))
    file = after(asked, last)  # type: ignore[arg-type]

    assert standing(file, june(9)) == []
    assert file.cases["A01"].received_on == june(5)
