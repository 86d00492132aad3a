"""重点任务第15条: the “4+4” layout, with projects placed."""

from tests.portal.conftest import PROJECT, Cli
from tests.stories.clauses.doors import add, measure, move, shown, to

PARK = "unit-park-liaison"


def test_a_project_is_placed_with_its_agreement_and_the_area_stays(office_cli: Cli) -> None:
    """One of two places is taken: half, and 5,000 of 8,000 square metres."""
    for place, group, area in (("A1", "第一组“4”", 5000), ("B2", "第二组“4”", 3000)):
        add(
            *(office_cli, "park-layout", PARK),
            place=place,
            group=group,
            industry="待定",
            area=area,
            holder="unit-park",
        )
    nobody = move(office_cli, "park-layout", 1, PARK, *to("placed", "落位协议"))
    move(office_cli, "park-layout", 1, PARK, *to("placed", "落位协议"), project=PROJECT)

    found = measure(office_cli, "park-layout", "落位率")
    areas = {
        one["state"]: one["amounts"]["area"] for one in shown(office_cli, "park-layout")["states"]
    }

    assert (nobody["refused"], nobody["field"]) == ("book_field_missing", "project")
    assert (found["part"], found["whole"], found["lines"]) == (1, 2, [2])
    assert areas == {"free": 3000, "placed": 5000, "withdrawn": 0}
    assert move(office_cli, "park-layout", 1, PARK, area=1)["refused"] == "book_field_fixed"
