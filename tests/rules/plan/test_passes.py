"""The passes: the longest path, its mirror, and what a longer procedure may do to them."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from random import Random

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from models.catalogue import Unit
from models.days import DayKind, DayTable, SpecialDay
from rules.days.working_days import OutsideCalendar, WorkingDays, working_days
from rules.plan.backschedule import backschedule
from rules.plan.network import Network, Step
from rules.plan.passes import FREE, backward, forward
from tests.world import CALENDAR_DAY, DAYS, FIRST_DAY, WORKDAY, july, june

ONE_DAY = timedelta(days=1)


def step(code: str, length: int = 0, *after: int, **changes: object) -> Step:
    fields: dict[str, object] = {
        "procedure": code,
        "department": "planning",
        "finished_on": None,
        "running": False,
        "ready_on": FIRST_DAY,
        "after": after,
        "any_of": (),
        "decided_after": (),
        "length": length,
        "unit": WORKDAY,
    }
    return Step(**{**fields, **changes})  # type: ignore[arg-type]


def network(*steps: Step, wanted: tuple[int, ...] = (), **changes: object) -> Network:
    fields: dict[str, object] = {
        "steps": steps,
        "position": {one.procedure: number for number, one in enumerate(steps)},
        "wanted": wanted or (len(steps) - 1,),
        "not_before": FIRST_DAY,
        "pinned_on": None,
        "on": FIRST_DAY,
    }
    return Network(**{**fields, **changes})  # type: ignore[arg-type]


def day(ordinal: int) -> date:
    return date.fromordinal(ordinal)


class TestForward:
    def test_what_may_run_side_by_side_does(self) -> None:
        seen = forward(network(step("A", 5), step("B", 3), step("C", 2, 0, 1)), DAYS)

        assert [day(one) for one in seen.finish] == [june(8), june(4), june(10)]

    def test_a_tolerable_prerequisite_holds_up_the_decision_only(self) -> None:
        seen = forward(network(step("A", 10), step("B", 3, decided_after=(0,))), DAYS)

        assert (day(seen.start[1]), day(seen.finish[1])) == (june(1), june(15))

    def test_of_a_group_the_first_one_is_waited_for(self) -> None:
        built = network(step("A", 10), step("B", 3), step("C", 1, any_of=((0, 1),)))

        assert day(forward(built, DAYS).finish[2]) == june(5)

    def test_calendar_days_roll_over_days_off(self) -> None:
        # Twenty-five days after 1 June is Friday the 26th, a holiday; Sunday the 28th is worked.
        seen = forward(network(step("H", 25, unit=CALENDAR_DAY)), DAYS)

        assert day(seen.start_on) == june(28)

    def test_a_running_clock_keeps_its_day_whatever_day_it_is_seen_from(self) -> None:
        running = step("A", 4, running=True, counting=True, started_on=FIRST_DAY, ready_on=june(2))

        seen = forward(network(running), DAYS, on=june(4).toordinal())

        assert (day(seen.start[0]), day(seen.finish[0])) == (FIRST_DAY, june(8))
        assert day(forward(network(running), DAYS, on=june(10).toordinal()).finish[0]) == june(10)

    def test_the_land_and_the_fact_of_the_start_come_before_the_papers(self) -> None:
        built = network(step("A", 5), not_before=july(18))

        assert day(forward(built, DAYS).start_on) == july(20)
        started = replace(built, happened_on=june(3))
        assert day(forward(started, DAYS).start_on) == june(3)

    def test_what_lies_behind_the_calendar_is_refused(self) -> None:
        late = date(2100, 12, 20)
        built = network(step("A", 30, ready_on=late), on=late, not_before=late)

        with pytest.raises(OutsideCalendar):
            forward(built, DAYS)


class TestBackward:
    def test_tells_by_when_each_must_begin(self) -> None:
        built = network(step("A", 5), step("B", 3), step("C", 2, 0, 1))
        late = backward(built, DAYS, start_on=june(15), passed=forward(built, DAYS))

        assert [day(one) for one in late.finish] == [june(11), june(11), june(15)]
        assert [day(one) for one in late.start] == [june(4), june(8), june(11)]

    def test_before_the_calendar_is_refused(self) -> None:
        built = network(step("A", 30))

        with pytest.raises(OutsideCalendar):
            backward(built, DAYS, start_on=date(2000, 1, 10), passed=forward(built, DAYS))


@cache
def calendar(seed: int) -> WorkingDays:
    """A calendar of 2020 with random holidays and make-up weekends."""
    dice = Random(seed)
    special = {
        FIRST_DAY + shift * ONE_DAY: SpecialDay(kind=dice.choice(list(DayKind)), name="某节")
        for shift in dice.sample(range(150), dice.randrange(40))
    }
    return working_days(
        DayTable(version=f"random-{seed}", first_year=2020, last_year=2020, days=special)
    )


calendars = some.integers(0, 30).map(calendar)


@some.composite
def networks(draw: some.DrawFn, *, any_of: bool = True, plain: bool = False) -> Network:
    """Up to twelve steps of every kind; ``plain`` = working days and prerequisites only."""
    count = draw(some.integers(1, 12))
    steps: list[Step] = []
    for number in range(count):
        sets = groups = some.just(())
        if number:
            before = some.sampled_from(range(number))
            sets = some.sets(before, max_size=3).map(lambda one: tuple(sorted(one)))
            some_of = some.sets(before, min_size=1, max_size=3).map(lambda one: tuple(sorted(one)))
            groups = some.lists(some_of, max_size=1).map(tuple)
        steps.append(
            step(
                f"A{number:02}",
                draw(some.integers(0, 25)),
                *draw(sets),
                any_of=draw(groups) if any_of and not plain else (),
                decided_after=() if plain else draw(sets),
                unit=WORKDAY if plain else draw(some.sampled_from(list(Unit))),
                ready_on=FIRST_DAY if plain else FIRST_DAY + draw(some.integers(0, 20)) * ONE_DAY,
                not_decided_before=None
                if plain
                else draw(
                    some.none()
                    | some.integers(0, 40).map(lambda shift: FIRST_DAY + shift * ONE_DAY)
                ),
            )
        )
    wanted = draw(some.sets(some.sampled_from(range(count)), min_size=1, max_size=3))
    return network(*steps, wanted=tuple(sorted(wanted)))


class TestTheCriticalPath:
    @settings(max_examples=1000, deadline=None)
    @given(built=networks(plain=True), days=calendars)
    def test_equals_the_longest_path_of_networkx(self, built: Network, days: WorkingDays) -> None:
        graph = networkx.DiGraph()
        for number, one in enumerate(built.steps):
            graph.add_edge("start", number, weight=one.length)
            for before in one.after:
                graph.add_edge(before, number, weight=one.length)
            if number in built.wanted:
                graph.add_edge(number, "gate", weight=0)
        longest = networkx.dag_longest_path_length(
            graph.subgraph(networkx.ancestors(graph, "gate") | {"gate"})
        )

        seen = backschedule(built, on=FIRST_DAY, days=days)

        expected = days.next_working_day(FIRST_DAY)
        if longest:
            expected = days.day_at(days.index(FIRST_DAY) + longest)
        assert seen.start_on == expected
        chain = [built.position[code] for code in seen.critical]
        assert sum(built.steps[one].length for one in chain) == longest
        assert all(networkx.has_path(graph, a, b) for a, b in pairwise(chain))


class TestTheMirror:
    @settings(max_examples=250, deadline=None)
    @given(built=networks(any_of=False), days=calendars, shift=some.integers(0, 60), at=some.data())
    def test_a_late_beginning_keeps_the_day_and_a_day_later_breaks_it(
        self, built: Network, days: WorkingDays, shift: int, at: some.DataObject
    ) -> None:
        passed = forward(built, days)
        goal = days.next_working_day(day(passed.start_on) + shift * ONE_DAY)
        late = backward(built, days, start_on=goal, passed=passed)
        bound = [number for number, end in enumerate(late.finish) if end != FREE]
        chosen = at.draw(some.sampled_from(bound))

        def starting(begins: int) -> date:
            moved = built.steps[chosen]._replace(ready_on=day(begins))
            return day(forward(built.with_steps({chosen: moved}), days).start_on)

        assert late.start[chosen] >= passed.start[chosen]
        assert starting(late.start[chosen]) <= goal
        assert starting(late.start[chosen] + 1) > goal

    @settings(max_examples=250, deadline=None)
    @given(built=networks(), days=calendars, shift=some.integers(0, 60))
    def test_everything_at_its_latest_still_keeps_the_day(
        self, built: Network, days: WorkingDays, shift: int
    ) -> None:
        passed = forward(built, days)
        goal = days.next_working_day(day(passed.start_on) + shift * ONE_DAY)
        late = backward(built, days, start_on=goal, passed=passed)
        moved = {
            number: built.steps[number]._replace(ready_on=day(begins))
            for number, begins in enumerate(late.start)
            if begins != FREE
        }

        assert day(forward(built.with_steps(moved), days).start_on) <= goal


class TestFloats:
    @settings(max_examples=250, deadline=None)
    @given(built=networks(), days=calendars, longer=some.integers(1, 20), at=some.data())
    def test_a_project_never_gains_when_a_procedure_grows(
        self, built: Network, days: WorkingDays, longer: int, at: some.DataObject
    ) -> None:
        pinned = replace(built, pinned_on=july(10))
        chosen = at.draw(some.sampled_from(range(len(built.steps))))
        grown = built.steps[chosen]._replace(length=built.steps[chosen].length + longer)

        before = backschedule(pinned, on=FIRST_DAY, days=days)
        after = backschedule(pinned.with_steps({chosen: grown}), on=FIRST_DAY, days=days)

        spare = before.float_days - before.slip_days
        assert after.float_days - after.slip_days <= spare
        assert after.start_on >= before.start_on

    @settings(max_examples=200, deadline=None)
    @given(built=networks(), days=calendars)
    def test_a_critical_procedure_has_none_against_the_forecast(
        self, built: Network, days: WorkingDays
    ) -> None:
        seen = backschedule(built, on=FIRST_DAY, days=days)

        for one in seen.cases.values():
            if one.free_float is not None:
                assert one.free_float >= 0
            if one.total_float is not None and one.free_float is not None:
                assert one.total_float >= one.free_float
        ends = [seen.cases[code].early_finish for code in seen.critical]
        assert ends == sorted(ends)
        assert not ends or days.next_working_day(ends[-1]) == seen.start_on
