"""重点任务第4条: targets are split by month and project, with a post that answers."""

from tests.portal.conftest import PROJECT, Cli
from tests.stories.clauses.doors import add, measure


def test_tasks_are_split_by_month_with_a_post_that_answers(office_cli: Cli) -> None:
    """重点任务第4条、保障措施第2—3条."""
    task = {"task": "完成桩基", "unit": "unit-park", "project": PROJECT, "month": "2020-06"}
    more = {"planned": 100, "done": 60, "due_on": "2020-06-30", "holder": "unit-park-head"}
    add(office_cli, "task-plans", "unit-park-liaison", **task, **more)

    assert measure(office_cli, "task-plans", "投资完成率")["rate"] == 0.6
