"""Forecasts are corrected by where earlier starts fell, those still awaited among them."""

from datetime import date, timedelta

import numpy as np
import pytest

from models.earlier_timings import FARTHEST
from models.timing import Known
from rules.chance.levels import Fell, Levels, corrected, fell, given, learnt
from rules.chance.simulation import Drawn
from rules.days.working_days import WorkingDays
from tests.world import DAYS

TODAY = date(2020, 6, 19)
EVEN = given(tuple(float(one) for one in np.linspace(-0.6, 0.6, 99)), 99)


def drawn(first: int, last: int) -> Drawn:
    """Starts spread evenly over working days from today."""
    places = np.linspace(DAYS.index(TODAY) + first, DAYS.index(TODAY) + last, 1000)
    start = np.array([DAYS.day_at(int(one)).toordinal() for one in places])
    return Drawn(start, start)


def quantiles(some: Drawn, days: WorkingDays = DAYS) -> tuple[int, int, int]:
    found = np.quantile(some.start, (0.1, 0.5, 0.9), method="inverted_cdf")
    p10, p50, p90 = (days.index(date.fromordinal(int(one))) for one in found)
    return p10, p50, p90


def test_starts_that_came_early_bring_the_middle_forward() -> None:
    early = learnt([Fell(f"p{n}", -0.3) for n in range(90)], EVEN, strength=1)
    before, after = (
        quantiles(drawn(10, 60)),
        quantiles(corrected(drawn(10, 60), early, on=TODAY, days=DAYS)),
    )

    assert after[1] < before[1]
    assert after[2] - after[0] < before[2] - before[0]


def test_starts_that_fell_outside_widen_the_interval() -> None:
    scattered = [Fell(f"p{n}", distance) for n, distance in enumerate([-1.5, 1.5] * 45)]
    wide = learnt(scattered, EVEN, strength=1)
    before, after = (
        quantiles(drawn(60, 100)),
        quantiles(corrected(drawn(60, 100), wide, on=TODAY, days=DAYS)),
    )

    assert after[0] < before[0]
    assert after[2] > before[2]


def test_who_has_not_started_is_heard_as_at_least() -> None:
    ended = [Fell(f"e{n}", -0.4) for n in range(10)]
    awaited = [Fell(f"w{n}", 0.2, Known.AT_LEAST) for n in range(30)]
    only_ended = learnt(ended, EVEN, strength=5)
    with_awaited = learnt([*ended, *awaited], EVEN, strength=5)

    assert only_ended.at(np.array([0.5]))[0] == pytest.approx(-0.4)
    assert with_awaited.at(np.array([0.5]))[0] > 0.2


def test_nothing_seen_leaves_what_was_known() -> None:
    assert learnt([], EVEN, strength=30) is EVEN


def test_a_prior_that_counts_much_moves_little() -> None:
    early = [Fell(f"p{n}", -0.5) for n in range(10)]
    weak, strong = learnt(early, EVEN, strength=1), learnt(early, EVEN, strength=1000)
    middle = np.array([0.5])

    assert abs(strong.at(middle)[0]) < 0.05 < abs(weak.at(middle)[0])


def test_no_start_is_told_before_today_nor_on_a_closed_day() -> None:
    sunday = date(2020, 6, 21)
    early = Levels(np.array([-3.0]), np.array([1.0]), 1)
    shaped = corrected(drawn(3, 30), early, on=sunday, days=DAYS)

    assert {date.fromordinal(int(one)) for one in shaped.start} == {date(2020, 6, 22)}


def test_where_a_start_fell_is_measured_in_widths_of_its_interval() -> None:
    some = drawn(10, 60)
    p10, p50, p90 = quantiles(some)
    came = DAYS.day_at(p90)
    later = came + timedelta(days=30)

    assert fell(some, came, "p", on=later, days=DAYS) == Fell("p", (p90 - p50) / (p90 - p10))
    waiting = fell(some, None, "p", on=TODAY, days=DAYS)
    assert waiting.known is Known.AT_LEAST
    assert waiting.distance < 0
    assert fell(some, date(2024, 6, 3), "p", on=date(2025, 6, 3), days=DAYS).distance == FARTHEST


def test_a_start_after_the_morning_is_not_known_that_morning() -> None:
    started = TODAY + timedelta(days=40)
    assert fell(drawn(10, 60), started, "p", on=TODAY, days=DAYS).known is Known.AT_LEAST


def test_over_many_projects_four_in_five_lie_inside_once_levels_are_learnt() -> None:
    luck = np.random.default_rng(5)

    def world(count: int) -> list[tuple[Drawn, int]]:
        """Forecasts that are too narrow and come too late, and where the starts fell."""
        found = []
        for _ in range(count):
            first = int(luck.integers(40, 80))
            true = first + 15 + luck.normal(-8, 14)
            found.append((drawn(first, first + 30), DAYS.index(TODAY) + round(true)))
        return found

    def came(place: int) -> date:
        return DAYS.day_at(place)

    taught = [
        fell(some, came(place), f"t{n}", on=date(2021, 6, 1), days=DAYS)
        for n, (some, place) in enumerate(world(300))
    ]
    levels = learnt(taught, EVEN, strength=10)
    raw = kept = 0
    tested = world(300)
    for some, place in tested:
        p10, _, p90 = quantiles(some)
        raw += p10 <= place <= p90
        p10, _, p90 = quantiles(corrected(some, levels, on=TODAY, days=DAYS))
        kept += p10 <= place <= p90

    assert raw / len(tested) < 0.68
    assert 0.74 <= kept / len(tested) <= 0.86
