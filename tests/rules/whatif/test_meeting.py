"""A meeting settles first what is worth most a minute; its figures are those of the plan."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest

from models.meeting import MeetingRules
from rules.plan.network import Network, network_of
from rules.plan.passes import forward
from rules.whatif.meeting import Item, agenda, items_of, relevant, settled, within
from tests.rules.random_projects import ON, Drawn, drawn
from tests.world import DAYS

RULES = MeetingRules(minutes=60, minutes_each=10, settled_workdays=1, assumed=True)
PROJECTS = 8


def network(one: Drawn, pinned: date = ON) -> Network:
    file = replace(one.file, pinned_start=pinned)
    return network_of(file, one.procedures, on=ON, regulations=one.regulations)


def campaign(seed: int) -> dict[str, Network]:
    """Projects with a pinned date each, some of them out of reach."""
    random = Random(seed)
    return {
        f"p{number}": network(drawn(random), ON + timedelta(days=random.randint(0, 30)))
        for number in range(PROJECTS)
    }


def start(some: Network) -> date:
    return date.fromordinal(forward(some, DAYS).start_on)


def late(some: Network) -> int:
    assert some.pinned_on is not None
    return max(DAYS.index(start(some)) - DAYS.index(some.pinned_on), 0)


def saved(projects: dict[str, Network], chosen: list[tuple[str, str]]) -> int:
    """Working days that settling some procedures brings the starts nearer, read off anew."""
    total = 0
    for code, some in projects.items():
        places = [some.position[procedure] for project, procedure in chosen if project == code]
        total += late(some) - late(settled(some, places, RULES))
    return total


def ours(projects: dict[str, Network]) -> list[Item]:
    items = [item for code, some in projects.items() for item in items_of(code, some, RULES, DAYS)]
    order = agenda(items)
    fit = within(order, RULES.minutes)
    return [one for place, one in enumerate(order) if place in fit]


def candidates(projects: dict[str, Network]) -> list[tuple[str, str, date, bool]]:
    """Everything that could be on the agenda: project, procedure, when it ends, how late it is."""
    found = []
    for code, some in projects.items():
        ends = forward(some, DAYS).finish
        done = [step.finished_on is not None for step in some.steps]
        for place, step in enumerate(some.steps):
            ready = all(done[one] for one in step.after)
            ready = ready and all(any(done[one] for one in group) for group in step.any_of)
            if late(some) and not done[place] and not step.paused and (step.running or ready):
                due = date.fromordinal(ends[place])
                found.append((code, step.procedure, due, late(some) > 5))
    return found


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_it_saves_at_least_as_many_days_as_by_due_date_or_by_colour(first: int) -> None:
    places = RULES.minutes // RULES.minutes_each
    totals = {"ours": 0, "due": 0, "colour": 0}
    for seed in range(first, first + 50):
        projects = campaign(seed)
        chosen = [(one.project, code) for one in ours(projects) for code in one.procedures]
        listed = candidates(projects)
        by_due = sorted(listed, key=lambda one: (one[2], one[0], one[1]))[:places]
        by_colour = sorted(listed, key=lambda one: (not one[3], one[0], one[1]))[:places]
        got = saved(projects, chosen)
        plain = saved(projects, [one[:2] for one in by_due])
        red = saved(projects, [one[:2] for one in by_colour])
        assert len(chosen) <= places
        assert got >= plain, seed
        assert got >= red, seed
        totals = {
            "ours": totals["ours"] + got,
            "due": totals["due"] + plain,
            "colour": totals["colour"] + red,
        }

    assert totals["ours"] > max(totals["due"], totals["colour"]) > 0


@pytest.mark.parametrize("seed", range(30))
def test_its_figures_are_those_of_the_plan(seed: int) -> None:
    projects = campaign(seed)
    for code, some in projects.items():
        before, done = late(some), []
        for item in items_of(code, some, RULES, DAYS):
            done += item.procedures
            now = settled(some, [some.position[one] for one in done], RULES)
            assert item.days == before - late(now) > 0
            assert item.starts_on == start(now)
            before = late(now)


@pytest.mark.parametrize("seed", range(20))
def test_a_projects_first_item_is_the_best_of_all_subsets(seed: int) -> None:
    for code, some in campaign(seed).items():
        items = list(items_of(code, some, RULES, DAYS))
        open_ = relevant(some, RULES, DAYS)
        best = max(
            (
                (late(some) - late(settled(some, few, RULES))) / len(few)
                for size in range(1, len(open_) + 1)
                for few in combinations(open_, size)
            ),
            default=0,
        )
        assert (items[0].worth * RULES.minutes_each if items else 0) == pytest.approx(best)
        worths = [one.worth for one in items]
        assert worths == sorted(worths, reverse=True)


def test_what_a_superior_level_decides_is_not_on_it() -> None:
    for seed in range(20):
        for code, some in campaign(seed).items():
            for item in items_of(code, some, RULES, DAYS):
                barred = set(item.procedures)
                again = list(items_of(code, some, RULES, DAYS, beyond=barred))
                assert not barred & {one for it in again for one in it.procedures}


def test_a_start_that_is_in_time_or_pinned_to_no_day_is_not_on_it() -> None:
    some = network(drawn(Random(1)), date(2021, 6, 1))
    assert list(items_of("p", some, RULES, DAYS)) == []
    assert list(items_of("p", replace(some, pinned_on=None), RULES, DAYS)) == []


def test_a_later_item_does_not_overtake_an_earlier_one_of_its_project() -> None:
    def item(project: str, minutes: int, days: int) -> Item:
        return Item(project, ("A01",), minutes, days, ON)

    order = agenda([item("a", 40, 40), item("a", 10, 5), item("b", 30, 20)])

    assert [one.project for one in order] == ["a", "b", "a"]
    equal = [item("a", 10, 10), item("b", 10, 10), item("c", 10, 20)]
    assert [one.project for one in agenda(equal, first={"b"})] == ["c", "b", "a"]
    assert within(order, 30) == {1}
    assert within(order, 70) == {0, 1}
    assert within(order, 80) == {0, 1, 2}
