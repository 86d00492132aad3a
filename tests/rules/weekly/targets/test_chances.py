"""How surely a target is reached: counts by every way there is, sums by the normal law."""

from decimal import Decimal
from itertools import product
from math import prod
from random import Random

import pytest

from rules.weekly.targets.chances import at_least, beyond, pace


def counted(chances: list[float], needed: int) -> float:
    """The chance that so many get there, way by way."""
    return sum(
        prod(chance if gets else 1 - chance for chance, gets in zip(chances, way, strict=True))
        for way in product((True, False), repeat=len(chances))
        if sum(way) >= needed
    )


@pytest.mark.parametrize("seed", range(60))
def test_a_count_has_the_chance_of_all_its_ways(seed: int) -> None:
    luck = Random(seed)
    chances = [luck.choice([0.0, 1.0, luck.random()]) for _ in range(luck.randint(0, 9))]
    for needed in range(-1, len(chances) + 2):
        assert at_least(chances, needed) == pytest.approx(counted(chances, needed))


def test_a_sum_is_even_odds_at_its_mean_and_sure_without_spread() -> None:
    assert beyond(100, 100, 20) == pytest.approx(0.5)
    assert beyond(100, 120, 20) == pytest.approx(0.8413, abs=1e-4)
    assert (beyond(100, 100, 0), beyond(100, 99, 0)) == (1.0, 0.0)


def test_what_lies_farther_ahead_is_less_sure() -> None:
    weekly = pace([Decimal(one) for one in (80, 120, 100)])
    ahead = [weekly.ahead(weeks) for weeks in (1, 4, 16)]

    assert [mean for mean, _ in ahead] == [100, 400, 1600]
    assert [spread for _, spread in ahead] == sorted(spread for _, spread in ahead)
    assert pace([Decimal(50)]).ahead(1)[1] > 50
    assert pace([]).ahead(4) == (0.0, 0.0)
