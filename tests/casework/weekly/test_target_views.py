"""A measure of a target as it is shown: rounded, and never up to what is asked."""

from decimal import Decimal

import pytest

from casework.weekly.targets.standing import view_of
from models.target import TargetMeasure
from reports.pages.campaign_report import target_row
from tests.rules.weekly.targets.test_rollup import aim, known, rolled
from tests.rules.weekly.test_five_rates import funded, reported


@pytest.mark.parametrize(
    ("invested", "actual", "gap", "said"),
    [
        (600, "0.6", "0", ("60.0%", "0.0%", "已达到")),
        (601, "0.601", "-0.001", ("60.1%", "0.0%", "已达到")),
        (Decimal("599.99"), "0.5999", "0.0001", ("59.99%", "0.01%", "未达到")),
        (599, "0.599", "0.001", ("59.9%", "0.1%", "未达到")),
        (333, "0.333", "0.267", ("33.3%", "26.7%", "未达到")),
    ],
)
def test_what_falls_short_by_a_hair_falls_short(
    invested: int | Decimal, actual: str, gap: str, said: tuple[str, str, str]
) -> None:
    file = reported(funded(), year=Decimal(invested))
    (line,) = rolled(aim(investment_rate=0.6), known(file)).values()
    assert line.measure is TargetMeasure.INVESTMENT_RATE

    view = view_of(line, {})

    assert (view.actual, view.gap) == (Decimal(actual), Decimal(gap))
    row = target_row(view)
    assert (row[4], row[5], row[7]) == said
