"""保障措施第3条: praise and blame are signed by the supervision office."""

from tests.portal.conftest import Cli
from tests.stories.clauses.doors import DISPATCH, add, measure, move, to


def test_praise_and_blame_are_drafts_until_the_supervision_office_approves(
    office_cli: Cli,
) -> None:
    """保障措施第3条."""
    flag = {"matter": "开工率居首", "kind": "红旗", "unit": "unit-park", "basis": "开复工率100%"}
    add(office_cli, "awards", DISPATCH, **flag)
    approve = to("approved", "区政府批示")
    alone = move(office_cli, "awards", 1, DISPATCH, *approve, draft="拟予表扬")
    approved = move(office_cli, "awards", 1, "supervision-01", *approve, draft="拟予表扬")

    assert alone["refused"] == "not_entitled"
    assert approved["state_name"] == "已批准"
    assert measure(office_cli, "awards", "批准率")["rate"] == 1.0
