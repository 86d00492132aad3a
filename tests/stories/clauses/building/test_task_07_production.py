"""重点任务第7条: water, power, gas and heat are followed to the connection."""

from pathlib import Path

from tests.portal.conftest import PROJECT, Cli
from tests.stories.clauses.doors import DISPATCH, add, later, measure, move, to, warnings


def test_water_power_gas_and_heat_are_followed_to_the_connection(
    office_cli: Cli, home: Path
) -> None:
    """重点任务第7条."""
    wanted = {"matter": "10千伏接入", "project": PROJECT, "kind": "电", "due_on": "2020-06-10"}
    add(office_cli, "utilities", DISPATCH, **wanted, holder="power")
    move(office_cli, "utilities", 1, "power-01", *to("asked"), asked_on="2020-06-01")
    move(office_cli, "utilities", 1, "power-01", *to("answered"), answered_on="2020-06-01")
    later(home, 11)
    late = warnings(office_cli, "utilities")
    move(office_cli, "utilities", 1, "power-01", *to("connected", "送电单"))

    assert "到期未接入" in late
    assert warnings(office_cli, "utilities") == []
    assert measure(office_cli, "utilities", "按期接入率")["rate"] == 0
