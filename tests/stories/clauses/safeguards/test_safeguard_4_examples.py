"""保障措施第4条: exemplary cases, with consent."""

from tests.portal.conftest import PROJECT, Cli
from tests.stories.clauses.doors import DISPATCH, add, measure, move, to


def test_an_exemplary_case_is_published_with_consent_alone(office_cli: Cli) -> None:
    """保障措施第4条."""
    case = {"title": "拿地即开工", "text": "四证同发", "holder": "unit-park", "project": PROJECT}
    add(office_cli, "examples", "unit-park-liaison", **case)
    early = move(office_cli, "examples", 1, DISPATCH, *to("published", "报道"))
    agreed = to("agreed", "同意书")
    move(office_cli, "examples", 1, "unit-park-liaison", *agreed, consent="2020-06-01同意书")
    move(office_cli, "examples", 1, DISPATCH, *to("published", "报道"))

    assert early["refused"] == "book_state"
    assert measure(office_cli, "examples", "宣传个数")["part"] == 1
