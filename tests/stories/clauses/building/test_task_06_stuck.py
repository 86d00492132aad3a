"""重点任务第6条: stock projects are diagnosed and solved one by one."""

from tests.portal.conftest import Cli
from tests.stories.clauses.doors import DISPATCH, add, measure, move, to


def test_each_stuck_project_has_a_diagnosis_and_a_next_step(office_cli: Cli) -> None:
    """重点任务第6条."""
    stuck = {
        "name": "某停产项目",
        "cause": "要素",
        "due_on": "2020-06-30",
        "holder": "unit-industry",
    }
    add(office_cli, "stuck", DISPATCH, **stuck)

    bare = move(office_cli, "stuck", 1, "unit-industry-liaison", *to("diagnosed"))
    diagnosis = {"diagnosis": "缺热源", "next_step": "协调供热"}
    move(office_cli, "stuck", 1, "unit-industry-liaison", *to("diagnosed"), **diagnosis)

    assert bare["refused"] == "book_field_missing"
    assert measure(office_cli, "stuck", "会诊率")["rate"] == 1.0
