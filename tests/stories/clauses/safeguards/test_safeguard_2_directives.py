"""保障措施第2条: what a meeting decides comes back done."""

from pathlib import Path

from tests.portal.conftest import PROJECT, Cli
from tests.stories.clauses.doors import DISPATCH, add, later, measure, move, to


def test_a_decision_of_the_meeting_comes_back_done(office_cli: Cli, home: Path) -> None:
    """保障措施第2条: 会办、交办、反馈、销号."""
    decision = {"decision": "水务局三日内答复接入点", "met_on": "2020-06-01", "level": "区级"}
    terms = {"minutes": "会议纪要〔2020〕3号", "due_on": "2020-06-05", "holder": "unit-water"}
    add(office_cli, "directives", DISPATCH, **decision, **terms, project=PROJECT)
    later(home, 1)
    answer = to("answered", "答复函")
    move(office_cli, "directives", 1, "unit-water-liaison", *answer, feedback="已答复")
    own = move(office_cli, "directives", 1, "unit-water-liaison", *to("closed", "核实"))
    closed = move(office_cli, "directives", 1, DISPATCH, *to("closed", "现场核实单"))

    assert own["refused"] == "not_entitled"
    assert closed["state_name"] == "已销号"
    assert measure(office_cli, "directives", "按期反馈率")["rate"] == 1.0
