"""保障措施第1条: leaders sponsor projects; duties are due and done."""

from pathlib import Path

from tests.portal.conftest import PROJECT, Cli
from tests.stories.clauses.doors import DISPATCH, add, later, measure, move, to


def test_a_leader_and_a_service_officer_have_duties_due_and_done(
    office_cli: Cli, home: Path
) -> None:
    """重点任务第3条、保障措施第1条."""
    duty = {"duty": "进现场一次", "project": PROJECT, "due_on": "2020-06-05"}
    add(office_cli, "duties", DISPATCH, **duty, kind="首席服务官", holder="cso-01")
    add(office_cli, "duties", DISPATCH, **duty, kind="包保领导", holder="leader-01")
    done = to("done", "现场照片")
    move(office_cli, "duties", 1, "cso-01", *done, done_on="2020-06-01", found="缺水")
    another = move(office_cli, "duties", 2, "cso-01", *done, done_on="2020-06-01")
    later(home, 7)
    mine = office_cli("books", "list", "--owner", "leader-01", "--json").json()["lines"]
    finished = office_cli("books", "list", "--owner", "cso-01", "--json").json()["lines"]

    assert another["refused"] == "not_entitled"
    assert [(one["book"], one["warnings"][0]["name"]) for one in mine] == [("duties", "到期未办")]
    assert finished == []
    assert measure(office_cli, "duties", "按期办理率")["rate"] == 0.5
