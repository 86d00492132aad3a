"""重点任务第8条: a target and assessment system of promotion, with online signings."""

from pathlib import Path

from tests.portal.conftest import Cli
from tests.stories.clauses.doors import add, later, measure, move, to, warnings

PROMOTION = "unit-promotion-liaison"


def test_online_signings_are_set_counted_and_warned_of_while_any_is_missing(
    office_cli: Cli, home: Path
) -> None:
    """Ten until 30 June: four by then leave six, and the warning of 1 July ends with the tenth."""
    task = {"matter": "网上集中签约", "kind": "网上签约", "wanted": 10, "due_on": "2020-06-30"}
    add(office_cli, "promotion-tasks", PROMOTION, **task, holder="unit-promotion")
    move(office_cli, "promotion-tasks", 1, PROMOTION, *to("doing"), done=4)
    gap = measure(office_cli, "promotion-tasks", "完成率")
    too_many = move(office_cli, "promotion-tasks", 1, PROMOTION, done=11)
    later(home, 30)
    late = warnings(office_cli, "promotion-tasks")
    move(office_cli, "promotion-tasks", 1, PROMOTION, done=10)

    assert (gap["part"], gap["whole"], gap["missing"], gap["met"]) == (4, 10, 6, False)
    assert too_many["refused"] == "book_more_than_whole"
    assert late == ["到期未完成"]
    assert warnings(office_cli, "promotion-tasks") == []
    assert measure(office_cli, "promotion-tasks", "完成率")["met"] is True
