"""The league table is fair: chance is not merit, hard projects are no fault, figures stay raw."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pytest

from models.league import Flag, LeagueMeasure, LeagueRules
from rules.weekly.five_rates import Rate
from rules.weekly.league import Counted, Place, league

RULES = LeagueRules(
    weights={
        LeagueMeasure.START: 25,
        LeagueMeasure.INVESTMENT: 30,
        LeagueMeasure.PRODUCTION: 10,
        LeagueMeasure.APPROVALS: 15,
        LeagueMeasure.ISSUES: 10,
        LeagueMeasure.REPORTS: 10,
    },
    draws=300,
)


def drawn(
    rates: Sequence[float], sizes: Sequence[int], luck: np.random.Generator, kind: str = "one"
) -> list[Counted]:
    """Projects of units whose true rates are known: each figure drawn from its unit's rate."""
    found = []
    for place, (rate, size) in enumerate(zip(rates, sizes, strict=True)):
        for _ in range(size):
            kept = [Rate(Decimal(int(luck.binomial(8, rate))), Decimal(8)) for _ in range(3)]
            invested = Decimal(int(luck.beta(4 * rate, 4 * (1 - rate)) * 100))
            figures = {
                LeagueMeasure.START: Rate(Decimal(int(luck.random() < rate)), Decimal(1)),
                LeagueMeasure.INVESTMENT: Rate(invested, Decimal(100)),
                LeagueMeasure.APPROVALS: kept[0],
                LeagueMeasure.ISSUES: kept[1],
                LeagueMeasure.REPORTS: kept[2],
            }
            found.append(Counted(f"unit-{place}", kind, figures))
    return found


def started(unit: str, kind: str, begun: int, of: int) -> list[Counted]:
    """Projects of which so many have started."""
    return [
        Counted(unit, kind, {LeagueMeasure.START: Rate(Decimal(number < begun), Decimal(1))})
        for number in range(of)
    ]


def by_unit(places: Sequence[Place]) -> dict[str, Place]:
    return {one.unit: one for one in places}


PAIRS = 1000
"""Pairs of units of one true rate; two that can be told apart would be a mistake."""


@pytest.mark.parametrize("size", [3, 5, 10])
def test_two_units_of_one_true_rate_are_not_told_apart(size: int) -> None:
    """Of a thousand pairs no more than the share that the rules allow chance."""
    luck = np.random.default_rng(size)
    apart = flags = 0
    for _ in range(PAIRS):
        places = league(drawn([0.6, 0.6], [size, size], luck), RULES)
        apart += len({one.fair.band for one in places if one.fair}) > 1
        flags += sum(one.fair is not None and one.fair.flag is not None for one in places)

    assert apart <= PAIRS * (1 - RULES.confidence), f"{apart} of {PAIRS} pairs"
    assert flags <= PAIRS * (1 - RULES.confidence)


@pytest.mark.parametrize("units", [4, 8])
def test_bands_hold_the_true_place_as_often_as_the_rules_say(units: int) -> None:
    """A band is the places of its units: the true place of most of them lies in it, or beside."""
    luck = np.random.default_rng(units)
    held = asked = 0
    for _ in range(60):
        rates, sizes = luck.uniform(0.3, 0.9, units), luck.integers(3, 15, units)
        true = 1 + (-rates).argsort().argsort()
        places = [one for one in league(drawn([*rates], [*sizes], luck), RULES) if one.fair]
        for one in places:
            assert one.fair is not None
            place = int(true[int(one.unit.removeprefix("unit-"))])
            held += one.fair.rank_from <= place <= one.fair.rank_to
            asked += 1

    assert asked == 60 * units
    assert held / asked >= RULES.confidence - 0.05, f"{held} of {asked} places"


def test_the_places_given_hold_the_true_place() -> None:
    luck = np.random.default_rng(7)
    held = asked = narrow = 0
    for _ in range(40):
        rates, sizes = luck.uniform(0.3, 0.9, 8), luck.integers(3, 15, 8)
        true = 1 + (-rates).argsort().argsort()
        for one in league(drawn([*rates], [*sizes], luck), RULES):
            assert one.fair is not None
            place = true[int(one.unit.removeprefix("unit-"))]
            held += one.fair.rank_from <= place <= one.fair.rank_to
            narrow += one.fair.rank_to - one.fair.rank_from <= 4
            asked += 1

    assert held / asked >= 0.9
    assert narrow / asked >= 0.5, "an interval that says nothing holds everything"


def test_a_unit_that_is_plainly_better_is_told_so() -> None:
    luck = np.random.default_rng(3)
    places = by_unit(league(drawn([0.95, 0.5, 0.5, 0.5, 0.5, 0.1], [20] * 6, luck), RULES))

    assert [places[f"unit-{n}"].fair.flag for n in (0, 5)] == [Flag.RED, Flag.BLACK]  # type: ignore[union-attr]
    assert {places[f"unit-{n}"].fair.flag for n in (1, 2, 3, 4)} == {None}  # type: ignore[union-attr]


def test_a_flag_never_stands_in_a_band_beside_a_unit_without_one() -> None:
    """Whoever cannot be told apart is not praised or blamed alone."""
    luck = np.random.default_rng(11)
    flagged = withheld = 0
    for _ in range(60):
        rates, sizes = luck.uniform(0.2, 0.95, 7), luck.integers(3, 25, 7)
        bands: dict[int, set[Flag | None]] = {}
        for one in league(drawn([*rates], [*sizes], luck), RULES):
            assert one.fair is not None
            bands.setdefault(one.fair.band, set()).add(one.fair.flag)
            flagged += one.fair.flag is not None
            out = one.fair.rank_to <= 7 / 3 or one.fair.rank_from > 7 - 7 / 3
            withheld += out and one.fair.flag is None
        assert all(len(flags) == 1 for flags in bands.values())

    assert flagged > 20
    assert withheld > 3


def test_where_nobody_has_done_anything_nobody_is_flagged() -> None:
    """On the first day every place is the first."""
    counted = [one for unit in "abcdef" for one in started(unit, "one", 0, 5)]

    assert {one.fair.flag for one in league(counted, RULES) if one.fair} == {None}


def test_hard_projects_are_no_fault() -> None:
    hard, easy = "highway new", "building resumed"
    counted = [
        *started("steady", hard, 9, 20),
        *started("others-1", hard, 2, 20),
        *started("lucky", easy, 14, 20),
        *started("others-2", easy, 19, 20),
    ]
    places = by_unit(league(counted, RULES))

    assert places["lucky"].score > places["steady"].score
    assert (places["lucky"].raw_rank, places["steady"].raw_rank) == (2, 3)
    steady, lucky = places["steady"].fair, places["lucky"].fair
    assert steady is not None
    assert lucky is not None
    assert steady.score > lucky.score


def test_figures_are_the_plain_sums_and_missing_ones_give_their_weight_away() -> None:
    counted = [
        Counted("a", "one", {LeagueMeasure.INVESTMENT: Rate(Decimal(30), Decimal(100))}),
        Counted("a", "one", {LeagueMeasure.INVESTMENT: Rate(Decimal(60), Decimal(200))}),
        Counted("a", "one", {LeagueMeasure.START: Rate(Decimal(1), Decimal(1))}),
    ]
    (place,) = league(counted, RULES)

    assert place.rates[LeagueMeasure.INVESTMENT] == Rate(Decimal(90), Decimal(300))
    assert place.score == pytest.approx(100 * (25 * 1 + 30 * 0.3) / 55)


def test_too_few_projects_are_shown_and_not_ranked() -> None:
    counted = [*started("two", "one", 2, 2), *started("five", "one", 1, 5)]
    places = by_unit(league(counted, RULES))

    assert places["two"].fair is None
    assert places["two"].raw_rank is None
    assert places["five"].fair is not None
    assert places["five"].raw_rank == 1, "who is not ranked takes nobody's place"


def test_the_same_figures_give_the_same_table() -> None:
    counted = drawn([0.4, 0.6, 0.8], [5, 6, 7], np.random.default_rng(1))

    assert league(counted, RULES) == league([*counted], RULES)


def test_units_of_equal_figures_share_their_raw_rank() -> None:
    """Two of three that started each, whoever comes first by name: 并列第2, then 4."""
    projects = [
        *started("unit-z", "one", 3, 3),
        *started("unit-b", "one", 2, 3),
        *started("unit-a", "one", 4, 6),
        *started("unit-c", "one", 1, 3),
    ]

    ranks = {unit: place.raw_rank for unit, place in by_unit(league(projects, RULES)).items()}

    assert ranks == {"unit-z": 1, "unit-a": 2, "unit-b": 2, "unit-c": 4}
