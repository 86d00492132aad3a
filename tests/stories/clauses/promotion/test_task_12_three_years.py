"""重点任务第12条: a rolling plan of three years, and the national library's code."""

from tests.portal.conftest import Cli
from tests.stories.clauses.doors import add, measure, move, shown, to

REFORM = "unit-development-reform-liaison"


def test_three_years_are_planned_within_the_total_and_the_code_is_asked_for(
    office_cli: Cli,
) -> None:
    """Of 900 million, 300 in the first year; ready only with the library's code."""
    plan = {
        "name": "城区供水管网改造",
        "field": "基础设施",
        "application": "中央预算内36个专项",
        "total": 900,
        "due_on": "2020-08-31",
        "holder": "unit-water",
    }
    add(office_cli, "pipeline", REFORM, **plan, year_1=300, year_2=400, year_3=200)
    too_much = move(office_cli, "pipeline", 1, REFORM, year_2=901)
    move(office_cli, "pipeline", 1, REFORM, *to("reserved"))
    move(office_cli, "pipeline", 1, REFORM, *to("preparing"), lacks="可研批复")
    no_code = move(office_cli, "pipeline", 1, REFORM, *to("ready", "申报表"))
    ready = move(office_cli, "pipeline", 1, REFORM, *to("ready", "申报表"), library_code="2020-9")

    first = measure(office_cli, "pipeline", "三年滚动计划第一年占总投资")
    sums = next(one for one in shown(office_cli, "pipeline")["states"] if one["state"] == "ready")

    assert too_much["refused"] == "book_more_than_whole"
    assert (no_code["refused"], no_code["field"]) == ("book_field_missing", "library_code")
    assert ready["state_name"] == "达到申报标准"
    assert (first["part"], first["whole"]) == (300, 900)
    assert sums["amounts"] == {"total": 900, "year_1": 300, "year_2": 400, "year_3": 200}
