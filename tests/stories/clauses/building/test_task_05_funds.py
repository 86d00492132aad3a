"""重点任务第5条: the backlog to 80 %, this year's money to 60 %, nothing that lies."""

from pathlib import Path
from typing import Any

from tests.portal.conftest import PROJECT, Cli
from tests.stories.clauses.doors import FINANCE, add, later, measure, move, shown, warnings


class TestFunds:
    """重点任务第5条."""

    def batch(self, cli: Cli, **more: object) -> Any:
        values = {
            "batch": "哈财指〔2020〕1号",
            "project": PROJECT,
            "kind": "专项债",
            "issued_on": "2020-04-15",
            "issued": 100_000_000,
            "holder": "unit-park",
            **more,
        }
        return add(cli, "funds", FINANCE, **values)

    def test_sixty_per_cent_of_this_years_bonds_are_to_be_paid(self, office_cli: Cli) -> None:
        self.batch(office_cli)
        paid = {"arrived": 90_000_000, "allocated": 80_000_000, "paid": 45_000_000}
        move(office_cli, "funds", 1, FINANCE, **paid)

        rate = measure(office_cli, "funds", "今年专项债、一般债支付率")
        layers = {one["name"]: one["amount"] for one in shown(office_cli, "funds")["layers"]}

        assert (rate["rate"], rate["met"], rate["missing"], rate["lines"]) == (
            0.45,
            False,
            15_000_000,
            [1],
        )
        assert layers["下达未到位"] + layers["到位未拨付"] + layers["拨付未支付"] == 55_000_000
        assert measure(office_cli, "funds", "到位率")["rate"] == 0.8

    def test_the_backlog_counts_eighty_per_cent_of_the_contract_price(
        self, office_cli: Cli
    ) -> None:
        old = {"kind": "中央预算内", "issued_on": "2018-09-01", "contract": 50_000_000}
        self.batch(office_cli, **old, paid_by_contract=40_000_000)

        assert measure(office_cli, "funds", "中央预算内滞留资金")["met"] is True

    def test_money_that_lies_is_warned_of_until_it_is_paid(
        self, office_cli: Cli, home: Path
    ) -> None:
        self.batch(office_cli)
        later(home, 12)
        before = warnings(office_cli, "funds")
        later(home, 43)
        whole = dict.fromkeys(("arrived", "allocated", "paid"), 100_000_000)
        overdue = warnings(office_cli, "funds")
        move(office_cli, "funds", 1, FINANCE, **whole)

        assert before == []
        assert overdue == ["下达满90日仍有资金未支付"]
        assert warnings(office_cli, "funds") == []

    def test_no_more_is_paid_than_was_allocated(self, office_cli: Cli) -> None:
        self.batch(office_cli)

        assert move(office_cli, "funds", 1, FINANCE, paid=5)["refused"] == "book_more_than_whole"
