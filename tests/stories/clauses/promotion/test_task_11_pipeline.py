"""重点任务第11条: reserve projects are made ready to apply, 80 % by 31 August."""

from tests.portal.conftest import Cli
from tests.stories.clauses.doors import add, measure, move, to


def test_the_reform_bureau_says_which_reserve_project_is_ready(office_cli: Cli) -> None:
    """重点任务第11—12条."""
    plan = {
        "field": "基础设施",
        "application": "专项债九大领域",
        "total": 90,
        "due_on": "2020-08-31",
    }
    reform = "unit-development-reform-liaison"
    for name in "甲乙":
        add(office_cli, "pipeline", reform, name=name, **plan, year_1=30, holder="unit-water")
        move(office_cli, "pipeline", 1 if name == "甲" else 2, reform, *to("reserved"))
    move(office_cli, "pipeline", 1, reform, *to("preparing"), lacks="环评")
    by_the_unit = move(
        office_cli, "pipeline", 1, "unit-water-liaison", *to("ready", "表"), library_code="2020-1"
    )
    move(office_cli, "pipeline", 1, reform, *to("ready", "申报表"), library_code="2020-1")

    ready = measure(office_cli, "pipeline", "达到申报标准率")

    assert by_the_unit["refused"] == "not_entitled"
    assert (ready["rate"], ready["met"], ready["missing"], ready["lines"]) == (0.5, False, 1, [2])
