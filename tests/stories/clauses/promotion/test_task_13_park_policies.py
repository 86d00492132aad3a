"""重点任务第13条: park policies, who got what, and what is still owed to them."""

from pathlib import Path

from tests.portal.conftest import Cli
from tests.stories.clauses.doors import add, later, measure, move, shown, to, warnings

PARK = "unit-park-liaison"


def test_what_was_granted_is_followed_until_it_is_paid(office_cli: Cli, home: Path) -> None:
    """200 granted, 50 paid: a quarter; the rest is warned of the day after 31 August."""
    policy = {"policy": "厂房租金补贴", "beneficiary": "某企业", "granted": 200}
    add(
        *(office_cli, "park-policies", PARK),
        **policy,
        due_on="2020-08-31",
        holder="unit-park",
    )
    move(office_cli, "park-policies", 1, PARK, *to("paying"), paid=50)
    quarter = measure(office_cli, "park-policies", "兑现率")
    layers = {one["name"]: one["amount"] for one in shown(office_cli, "park-policies")["layers"]}
    later(home, 91)
    in_time = warnings(office_cli, "park-policies")
    later(home, 92)
    late = warnings(office_cli, "park-policies")
    move(office_cli, "park-policies", 1, PARK, *to("done", "银行回单"), paid=200)

    assert (quarter["rate"], quarter["lines"]) == (0.25, [1])
    assert layers == {"核定金额未兑现金额": 150, "兑现金额": 50}
    assert (in_time, late) == ([], ["到期未兑现"])
    assert measure(office_cli, "park-policies", "兑现率")["rate"] == 1.0
    assert warnings(office_cli, "park-policies") == []
