"""重点任务第3条: what can start does start: sponsor, service officer, task force, start rate."""

from pathlib import Path

from tests.portal.conftest import PROJECT, Cli
from tests.stories.clauses.doors import DISPATCH, add, later, measure, move, to, warnings

KINDS = (("包保领导", "leader-01"), ("首席服务官", "cso-01"), ("专班", "unit-park"))


def test_every_project_has_sponsor_service_officer_and_task_force_with_duties(
    office_cli: Cli, home: Path
) -> None:
    """Three duties until Friday 5 June: two are done in time, one is warned of from the 6th."""
    for kind, holder in KINDS:
        duty = {"duty": f"{kind}进现场", "project": PROJECT, "due_on": "2020-06-05"}
        add(office_cli, "duties", DISPATCH, **duty, kind=kind, holder=holder)
    for number, by in ((1, "leader-01"), (3, "unit-park-liaison")):
        done = move(
            *(office_cli, "duties", number, by, *to("done", "现场记录")), done_on="2020-06-01"
        )
        assert done["state_name"] == "已办", done
    later(home, 4)
    in_time = warnings(office_cli, "duties")
    later(home, 5)

    assert in_time == []
    assert warnings(office_cli, "duties") == ["到期未办"]
    found = measure(office_cli, "duties", "按期办理率")
    assert (found["part"], found["whole"], found["lines"]) == (2, 3, [2])


def test_the_start_rate_names_who_has_not_started(office_cli: Cli) -> None:
    """省百大、市重点 industrial projects: 100 % by 30 June; the gap adds up to its projects."""
    told = office_cli("targets", "provincial-city-industrial", "start_rate", "--json").json()

    short = [one for one in told["shares"] if not one["there"]]
    assert (told["target"]["members"], told["target"]["missing"]) == (9, "9")
    assert sum(int(one["short"]) for one in short) == len({one["project"] for one in short}) == 9
    assert all(one["post"] and one["reason"] and one["next_step"] for one in short)
    assert {one["project"] for one in told["months"]} == {one["project"] for one in short}
