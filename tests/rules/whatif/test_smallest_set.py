"""The smallest set that reaches a goal is the one that trying every set would find."""

from collections.abc import Callable, Sequence
from itertools import combinations
from random import Random

import pytest

from rules.whatif.smallest_set import smallest_set


def lengths_question(random: Random, candidates: int) -> Callable[[int], bool]:
    """Chains with removable links: the longest chain must be short enough."""
    chains = [
        (random.randint(0, 12), [one for one in range(candidates) if random.random() < 0.4])
        for _ in range(random.randint(1, 8))
    ]
    saves = [random.randint(1, 6) for _ in range(candidates)]
    goal = random.randint(2, 20)

    def reaches(mask: int) -> bool:
        return all(
            fixed + sum(saves[one] for one in links if not mask >> one & 1) <= goal
            for fixed, links in chains
        )

    return reaches


def every_set(weights: Sequence[int], reaches: Callable[[int], bool]) -> tuple[int, ...] | None:
    for size in range(len(weights) + 1):
        able = [
            chosen
            for chosen in combinations(range(len(weights)), size)
            if reaches(sum(1 << one for one in chosen))
        ]
        if able:
            return min(able, key=lambda one: (sum(weights[place] for place in one), one))
    return None


@pytest.mark.parametrize("seed", range(400))
def test_equals_trying_every_set(seed: int) -> None:
    random = Random(seed)
    weights = [random.randint(0, 3) for _ in range(random.randint(0, 10))]
    reaches = lengths_question(random, len(weights))
    found = smallest_set(weights, reaches)
    assert found.exact
    assert found.chosen == every_set(weights, reaches)


@pytest.mark.parametrize("seed", range(100))
def test_every_smaller_set_leaves_a_group_untouched_that_the_goal_needs(seed: int) -> None:
    random = Random(seed)
    weights = [random.randint(0, 3) for _ in range(random.randint(1, 10))]
    reaches = lengths_question(random, len(weights))
    found = smallest_set(weights, reaches)
    everything = (1 << len(weights)) - 1
    for group in found.groups:
        assert not reaches(everything & ~sum(1 << one for one in group))
    for size in range(len(found.chosen or ())):
        for smaller in combinations(range(len(weights)), size):
            assert any(not set(smaller) & set(group) for group in found.groups)


def test_forty_candidates_are_searched_exactly_with_few_questions() -> None:
    asked = []

    def reaches(mask: int) -> bool:
        asked.append(mask)
        return all(mask >> (8 * group) & 0xFF for group in range(5))

    found = smallest_set([1] * 40, reaches)
    assert found.exact
    assert found.chosen == (0, 8, 16, 24, 32)
    assert found.tried == len(asked) < 300
    assert [(one.size, one.sets) for one in found.sizes] == [
        (0, 1),
        (1, 40),
        (2, 780),
        (3, 9_880),
        (4, 91_390),
    ]


def test_a_search_that_is_cut_short_says_that_it_is_not_exact_and_still_reaches_the_goal() -> None:
    def reaches(mask: int) -> bool:
        return mask.bit_count() >= 8

    found = smallest_set([1] * 16, reaches, most_questions=40)
    assert not found.exact
    assert found.chosen is not None
    assert len(found.chosen) == 8


def test_nothing_is_chosen_where_nothing_is_needed() -> None:
    found = smallest_set([1, 1], lambda mask: True)
    assert (found.chosen, found.groups, found.sizes) == ((), (), ())


def test_none_is_found_where_all_together_miss_the_goal() -> None:
    found = smallest_set([1, 1], lambda mask: False)
    assert found.chosen is None
    assert found.exact
    assert found.tried == 1
