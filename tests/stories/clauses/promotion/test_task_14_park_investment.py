"""重点任务第14条: the parks are built; 500 million in the steel park by 31 August."""

from tests.portal.conftest import Cli
from tests.stories.clauses.doors import add, measure, move

PARK = "unit-park-liaison"


def test_the_steel_park_is_counted_alone_against_five_hundred_million(office_cli: Cli) -> None:
    """300 million in the steel park and 90 elsewhere: 200 are missing, the 90 do not count."""
    for name, park, planned, invested in (
        ("园区道路", "钢铁产业园", 600_000_000, 300_000_000),
        ("标准厂房", "其他园区", 100_000_000, 90_000_000),
    ):
        add(
            *(office_cli, "park-investment", PARK),
            name=name,
            park=park,
            kind="基础设施",
            planned=planned,
            invested=invested,
            due_on="2020-08-31",
            holder="unit-park",
        )
    gap = measure(office_cli, "park-investment", "钢铁产业园完成投资")
    both = measure(office_cli, "park-investment", "园区投资完成率")
    move(office_cli, "park-investment", 1, PARK, invested=500_000_000)

    assert (gap["part"], gap["missing"], gap["met"]) == (300_000_000, 200_000_000, False)
    assert (both["part"], both["whole"]) == (390_000_000, 700_000_000)
    assert measure(office_cli, "park-investment", "钢铁产业园完成投资")["met"] is True
