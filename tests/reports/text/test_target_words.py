"""A target in words: what is less than what is asked never reads as if it were that."""

from decimal import Decimal

import pytest

from models.campaign_views import TargetView
from reports.pages.campaign_report import amount, target_row
from reports.pages.target_page import headline
from reports.text.target_words import reason_in_words

ASKED = Decimal("0.6")


def investment(actual: str) -> TargetView:
    share = Decimal(actual)
    return TargetView(
        target="funds",
        group="专项债",
        measure="investment_rate",
        measure_name="投资完成率",
        unit="share",
        asked=ASKED,
        actual=share,
        gap=ASKED - share,
        forecast=share,
        by=None,
        members=1,
        best_effort=False,
        reached=share >= ASKED,
        clause="",
    )


@pytest.mark.parametrize(
    ("actual", "said", "gap", "reached"),
    [
        ("0.5", "50.0%", "10.0%", "未达到"),
        ("0.59996", "59.996%", "0.004%", "未达到"),
        ("0.5996", "59.96%", "0.04%", "未达到"),
        ("0.6", "60.0%", "0.0%", "已达到"),
        ("0.6004", "60.04%", "0.0%", "已达到"),
        ("0.65", "65.0%", "0.0%", "已达到"),
    ],
)
def test_a_share_close_to_what_is_asked_tells_itself_apart(
    actual: str, said: str, gap: str, reached: str
) -> None:
    row = target_row(investment(actual))

    assert (row[2], row[4], row[5], row[7]) == ("60.0%", said, gap, reached)
    assert f"实际{said}" in next(headline(investment(actual)))


def test_a_sum_close_to_what_is_asked_tells_itself_apart() -> None:
    """The steel park: 500 million are asked, three thousand yuan are missing."""
    asked, done = Decimal(500_000_000), Decimal(499_997_000)

    assert amount(done, "yuan", apart_from=asked) == "49,999.7万元"
    assert amount(asked, "yuan", apart_from=asked) == "50,000万元"


def test_what_is_missing_is_never_nothing() -> None:
    assert reason_in_words((), Decimal(3000), money=True) == "差0.3万元"
    assert reason_in_words((), Decimal(30_000_000), money=True) == "差3,000万元"
