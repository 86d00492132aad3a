"""Money stands in ten thousands, as offices write it; nothing is rounded."""

import pytest

from models.amount_words import amount_in_words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (71_200_000, "元", "7,120万元"),
        (10_000, "元", "1万元"),
        (9_999, "元", "9,999元"),
        (12_345_678, "元", "1,234.5678万元"),
        (100_000_000, "元", "10,000万元"),
        (0, "元", "0元"),
        (52_000, "平方米", "52,000平方米"),
        (12, "次", "12次"),
    ],
)
def test_an_amount_in_words(value: int, unit: str, words: str) -> None:
    assert amount_in_words(value, unit) == words
