"""重点任务第9条: promotion through third parties, chambers and associations."""

from tests.portal.conftest import Cli
from tests.stories.clauses.doors import add, measure, move, shown, to

PROMOTION = "unit-promotion-liaison"


def test_contacts_with_third_parties_and_chambers_add_up_beside_each_other(
    office_cli: Cli,
) -> None:
    """Three of four with third parties, five of six with chambers: eight of ten, both short."""
    for kind, wanted, done in (("第三方招商", 4, 3), ("商会协会对接", 6, 5)):
        task = {"matter": f"{kind}任务", "kind": kind, "wanted": wanted, "due_on": "2020-08-31"}
        number = add(*(office_cli, "promotion-tasks", PROMOTION), **task, holder="unit-promotion")[
            "number"
        ]
        move(office_cli, "promotion-tasks", number, PROMOTION, *to("doing"), done=done)

    found = measure(office_cli, "promotion-tasks", "完成率")
    view = shown(office_cli, "promotion-tasks")

    assert (found["part"], found["whole"], found["rate"], found["lines"]) == (8, 10, 0.8, [1, 2])
    assert [one["values"]["kind"] for one in view["lines"]] == ["第三方招商", "商会协会对接"]
    doing = next(one for one in view["states"] if one["state"] == "doing")
    assert (doing["lines"], doing["amounts"]) == (2, {"wanted": 10, "done": 8})
