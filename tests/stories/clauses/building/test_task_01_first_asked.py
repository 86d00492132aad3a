"""重点任务第1条（绿色通道）首问负责: whoever is asked first answers, or hands over to who can."""

from pathlib import Path
from typing import Any

from tests.portal.conftest import PROJECT, Cli
from tests.stories.clauses.doors import DISPATCH, add, later, measure, move, shown, to, warnings

WATER, POWER = "water-01", "power-01"
QUESTION = {
    "matter": "红线外给水接入点由谁出资",
    "project": PROJECT,
    "asked_by": "冷链物流园项目部",
    "asked_on": "2020-06-01",
}


def asked(cli: Cli, by: str = WATER, first: str = "water", **more: object) -> Any:
    return add(cli, "first-asked", by, **{**QUESTION, "first": first, **more})


def brief(cli: Cli, day: str) -> dict[str, str]:
    told = cli("brief", "--on", day, "--json").json()["digests"]
    return {one["account"]: one["body"] for one in told}


class TestWhoWasAskedFirst:
    def test_answers_for_it_until_it_is_handed_over_to_who_can(self, office_cli: Cli) -> None:
        assert asked(office_cli)["owner"] == "water"
        silent = move(office_cli, "first-asked", 1, WATER, holder="power")
        bare = move(
            *(office_cli, "first-asked", 1, WATER, *to("handed_over", "移交单1号")),
            reason="属供电范围",
        )
        handed = move(
            *(office_cli, "first-asked", 1, WATER, *to("handed_over", "移交单1号")),
            holder="power",
            reason="属供电范围",
        )
        no_more = move(office_cli, "first-asked", 1, WATER, *to("answered"), answer="由企业出资")
        done = move(office_cli, "first-asked", 1, POWER, *to("answered"), answer="由供电公司出资")

        assert silent["refused"] == "book_field_fixed"
        assert (bare["refused"], bare["field"]) == ("book_field_missing", "holder")
        assert handed["owner"] == "power"
        assert handed["values"]["first"] == "water"
        assert no_more["refused"] == "not_entitled"
        assert (done["state_name"], done["finished"]) == ("已答复", True)
        assert measure(office_cli, "first-asked", "答复率")["rate"] == 1.0

    def test_writes_it_down_for_itself_alone(self, office_cli: Cli) -> None:
        for_another = asked(office_cli, by=WATER, first="power")

        assert for_another["refused"] == "not_entitled"
        assert asked(office_cli, by=DISPATCH, first="power")["owner"] == "power"

    def test_reads_it_every_morning_and_others_once_it_is_late(
        self, office_cli: Cli, home: Path
    ) -> None:
        """Asked on Monday 1 June: two working days to hand over, five (to the 8th) to answer."""
        asked(office_cli)
        what = "首问负责清单第1号：红线外给水接入点由谁出资"

        told, last, late = (brief(office_cli, f"2020-06-{day:02}") for day in (2, 8, 9))
        later(home, 3)
        soon = warnings(office_cli, "first-asked")
        later(home, 8)
        then = warnings(office_cli, "first-asked")

        assert what in told[WATER]
        assert "6月8日前（含当日）办理，还剩4个工作日" in told[WATER]
        assert "今日到期" in last[WATER]
        assert what not in last.get(DISPATCH, "")
        assert what in late[DISPATCH]
        assert what in late["leader-01"], "the leader who sponsors the project"
        assert soon == ["首问后2个工作日未移交也未答复"]
        assert then == ["首问后5个工作日未答复", "首问后2个工作日未移交也未答复"]

    def test_is_not_reminded_of_what_is_answered(self, office_cli: Cli) -> None:
        asked(office_cli)
        move(office_cli, "first-asked", 1, WATER, *to("answered"), answer="由水务局出资")

        assert "首问负责" not in "".join(brief(office_cli, "2020-06-09").values())
        assert shown(office_cli, "first-asked")["lines"][0]["warnings"] == []
