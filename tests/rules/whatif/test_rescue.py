"""The rescue set is the one that trying every subset would find, and it is lawful."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest

from rules.acceptance.deferrable import History
from rules.whatif.rescue import Rescue, rescue
from tests.rules.random_projects import ON, Drawn, candidates, drawn, only, smallest, start


def asked(world: Drawn, luck: Random, history: History | None = None) -> Rescue:
    """Ask for a goal near the best start there is: mostly within reach, and then a hard one."""
    best, now = start(world, candidates(world)), start(world, ())
    shift = -luck.randint(1, 3)
    if luck.random() < 0.75:
        shift = round((now - best).days * luck.random() ** 3)
    goal = best + timedelta(days=shift)
    return rescue(
        world.file,
        world.procedures,
        goal=goal,
        on=ON,
        regulations=world.regulations,
        breaches=world.breaches,
        history=history,
    )


@pytest.mark.parametrize("seed", range(500))
def test_equals_trying_every_subset(seed: int) -> None:
    random = Random(seed)
    world = drawn(random)
    history = History(lapses_of={code: random.randint(0, 2) for code in world.procedures})
    found = asked(world, random, history)
    able = candidates(world)
    assert len(able) <= 12
    assert {one.key for one in found.candidates} == set(able)
    assert found.start_now == start(world, ())
    best = smallest(world, found.goal)
    assert found.reachable is bool(best)
    assert found.exact
    if not best:
        assert found.start_on == start(world, able) > found.goal
        _holds(world, found)
        return
    chosen = frozenset(one.late.key for one in found.set)
    assert chosen in best
    assert found.start_on == start(world, chosen) <= found.goal
    weights = {one.key: one.risk.weight for one in found.late if one.risk}
    assert sum(weights[key] for key in chosen) == min(
        sum(weights[key] for key in other) for other in best
    )
    for one in found.set:
        later = start(world, chosen - {one.late.key})
        assert one.saves_days == world.regulations.days.between(found.start_on, later)
        assert one.saves_days > 0


def _holds(world: Drawn, found: Rescue) -> None:
    """A chain alone, everything on it deferred that may be, already misses the goal."""
    chain = [link.procedure for link in found.blocking_chain]
    if found.ready_on is not None:
        assert found.goal < found.ready_on
        return
    assert chain
    for before, code in pairwise(chain):
        planned = world.file.plan[code]
        assert before in (
            *planned.prerequisites,
            *planned.tolerable,
            *(one for group in planned.any_of for one in group),
        )
    assert start(only(world, chain), candidates(world)) > found.goal
    for link in found.blocking_chain:
        for late in link.waits_for:
            assert late.forbidden is not None
            assert late.key not in candidates(world)


def test_enough_of_the_random_projects_are_worth_asking_about() -> None:
    answers = [asked(drawn(Random(seed)), Random(seed)) for seed in range(500)]
    sets = [len(one.set) for one in answers if one.reachable]
    assert sum(not one.reachable for one in answers) >= 50
    assert sum(size >= 1 for size in sets) >= 150
    assert sum(size >= 2 for size in sets) >= 50


@pytest.mark.parametrize("seed", range(0, 500, 5))
def test_the_certificate_proves_that_every_smaller_set_fails(seed: int) -> None:
    random = Random(seed)
    world = drawn(random)
    found = asked(world, random)
    if not found.reachable:
        assert found.groups == ()
        return
    able = set(candidates(world))
    for group in found.groups:
        assert start(world, able - {one.key for one in group}) > found.goal
    chosen = {one.late.key for one in found.set}
    assert all(chosen & {one.key for one in group} for group in found.groups)
    assert [one.size for one in found.sizes] == list(range(len(found.set)))
    assert sum(one.tried for one in found.sizes) <= found.tried


def test_a_goal_that_is_kept_anyway_needs_nothing() -> None:
    world = drawn(Random(7))
    found = rescue(
        world.file,
        world.procedures,
        goal=start(world, ()),
        on=ON,
        regulations=world.regulations,
    )
    assert found.reachable
    assert found.set == ()


def test_what_has_begun_already_is_a_fact() -> None:
    world = drawn(Random(7))
    began = ON - timedelta(days=3)
    found = rescue(
        replace(world.file, started_on=began),
        world.procedures,
        goal=began - timedelta(days=1),
        on=ON,
        regulations=world.regulations,
    )
    assert not found.reachable
    assert found.blocking_chain == ()
    assert found.ready_on == began
