"""The draws: one forward pass each, the same for everybody, right four times in five."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import numpy as np

from models.timing import Phase
from rules.chance.durations import Observation, learn
from rules.chance.prospects import prospect
from rules.chance.simulation import (
    Ints,
    LooksAhead,
    Prospect,
    Span,
    confidence_of,
    luck_of,
    simulate,
)
from rules.plan.network import Network, network_of
from rules.plan.passes import forward
from tests.rules.plan.test_passes import network, step
from tests.rules.random_projects import drawn
from tests.world import CALENDAR_DAY, DAYS, FIRST_DAY, PROJECT, REGULATIONS, june, opened

DRAWS = 25


def full(value: int) -> Ints:
    return np.full(DRAWS, value)


def start(seen: Network, ahead: Prospect | None = None) -> set[date]:
    result = simulate(seen, ahead or Prospect({}), days=DAYS, draws=DRAWS)
    return {date.fromordinal(one) for one in result.start.tolist()}


class TestWithPromisedLengths:
    def test_every_draw_is_the_forward_pass_of_the_back_schedule(self) -> None:
        for seed in range(150):
            one = drawn(Random(seed))
            for shift in (0, 5, 27):
                on = FIRST_DAY + timedelta(days=shift)
                seen = network_of(one.file, one.procedures, on=on, regulations=one.regulations)
                expected = date.fromordinal(forward(seen, one.regulations.days).start_on)
                assert start(seen) == {expected}, seed

    def test_is_what_is_forecast_until_the_ledger_has_told_anything(self) -> None:
        file = opened()
        procedures = REGULATIONS.procedures(file.project, on=FIRST_DAY)
        seen = network_of(file, procedures, on=FIRST_DAY, regulations=REGULATIONS)
        ahead = prospect(
            *(file, seen, procedures, learn([])),
            on=FIRST_DAY,
            regulations=REGULATIONS,
            luck=luck_of(PROJECT, 1),
            draws=DRAWS,
        )
        assert start(seen, ahead) == {date.fromordinal(forward(seen, DAYS).start_on)}


class TestADraw:
    def test_waits_takes_and_starts_in_working_days(self) -> None:
        ahead = Prospect({"A": Span(wait=full(3), take=full(5))}, start=full(2))
        # Monday 1 June: applied for on the 4th, decided on the 11th, begun on the 15th.
        assert start(network(step("A", 1)), ahead) == {june(15)}

    def test_may_end_before_its_promised_day_but_not_before_the_law_lets_it(self) -> None:
        short = {"A": Span(take=full(2))}
        assert start(network(step("A", 10)), Prospect(short)) == {june(3)}
        notice = step("A", 10, least=10, unit=CALENDAR_DAY)
        assert start(network(notice), Prospect(short)) == {june(11)}
        until = {"A": Span(take=full(2), floor=june(9))}
        assert start(network(step("A", 10, running=True)), Prospect(until)) == {june(9)}

    def test_waits_for_the_conclusion_where_the_applicant_does(self) -> None:
        before = {"A": Span(take=full(10))}
        for held, expected in ((True, june(19)), (False, june(16))):
            habit = LooksAhead(np.full(DRAWS, held), ahead=full(1), after=full(1))
            own = Span(take=full(3), settle=full(1), looks_ahead=habit)
            seen = network(step("A", 10), step("B", 3, decided_after=(0,)))
            assert start(seen, Prospect({**before, "B": own})) == {expected}

    def test_waits_for_conditions_and_never_lies_in_the_past(self) -> None:
        later = Prospect({}, conditions=[(june(15), full(2))])
        assert start(network(step("A", 1)), later) == {june(17)}
        passed = Prospect({}, passed_on=june(2), start=full(1))
        assert start(network(step("A", 30), on=june(10)), passed) == {june(10)}

    def test_of_a_project_that_has_begun_is_the_fact(self) -> None:
        begun = network(step("A", 30), happened_on=june(3))
        assert start(begun) == {june(3)}


def test_many_draws_at_once_are_as_many_slow_ones() -> None:
    random, luck = Random(11), np.random.default_rng(11)
    for _ in range(60):
        count = random.randint(2, 9)
        steps = [
            step(
                f"A{number}",
                random.randint(0, 9),
                *sorted(random.sample(range(number), k=min(number, random.randint(0, 2)))),
            )
            for number in range(count)
        ]
        if count > 3:
            steps[3] = steps[3]._replace(after=(0,), decided_after=(1, 2))
        seen = network(*steps, wanted=(count - 1, count - 2))
        spans = {
            one.procedure: Span(
                luck.integers(0, 6, DRAWS),
                luck.integers(0, 12, DRAWS),
                luck.integers(0, 3, DRAWS),
                looks_ahead=LooksAhead(
                    luck.random(DRAWS) < 0.5,
                    luck.integers(0, 6, DRAWS),
                    luck.integers(0, 6, DRAWS),
                ),
            )
            for one in steps
        }
        ahead = Prospect(spans, start=luck.integers(0, 4, DRAWS))
        quick = simulate(seen, ahead, days=DAYS, draws=DRAWS).start.tolist()
        assert quick == [_slowly(seen, ahead, draw).toordinal() for draw in range(DRAWS)]


def _slowly(seen: Network, ahead: Prospect, draw: int) -> date:
    """One draw, day by day, on working-day numbers alone: it shares no code with the passes."""

    def after(day: date, working: int) -> date:
        while working:
            day += timedelta(days=1)
            working -= DAYS.is_working_day(day)
        return day

    ends: list[date] = []
    opens: list[date] = []
    for one in seen.steps:
        span = ahead.spans[one.procedure]
        habit = span.looks_ahead
        assert habit is not None
        assert span.take is not None
        opens.append(max([FIRST_DAY, *(ends[before] for before in one.after)]))
        taken_in = after(opens[-1], int(span.wait[draw]))  # type: ignore[index]
        last = max((ends[before] for before in one.decided_after), default=FIRST_DAY)
        if last > opens[-1]:
            waited = after(last, int(habit.after[draw]))
            could = max([opens[-1], *(opens[before] for before in one.decided_after)])
            early = min(after(could, int(habit.ahead[draw])), waited)
            taken_in = waited if habit.held[draw] else early
        end = after(taken_in, int(span.take[draw]))
        if one.decided_after:
            end = max(end, after(last, int(span.settle[draw])))  # type: ignore[index]
        ends.append(end)
    gate = max(ends[one] for one in seen.wanted)
    day = after(gate, int(ahead.start[draw]))  # type: ignore[index]
    while not DAYS.is_working_day(day):
        day += timedelta(days=1)
    return day


class TestConfidence:
    def test_is_the_same_for_the_same_version_and_another_for_the_next(self) -> None:
        first, again, later = (luck_of(PROJECT, version).random(5) for version in (7, 7, 8))
        assert first.tolist() == again.tolist()
        assert first.tolist() != later.tolist()

    def test_reads_its_dates_and_its_chance_off_the_draws(self) -> None:
        ordinals = np.array([june(day).toordinal() for day in range(1, 11)])
        ahead = replace(simulate(network(step("A")), Prospect({}), days=DAYS, draws=1))
        sure = confidence_of(replace(ahead, start=ordinals[::-1].copy()), pinned_on=june(7))
        assert (sure.p10, sure.p50, sure.p80, sure.p90) == (june(1), june(5), june(8), june(9))
        assert sure.on_time == 0.7
        assert sure.words == "有 80% 把握在 2020-06-08 前开工；按期开工的可能性 70%"

    def test_without_a_pinned_date_gives_no_chance(self) -> None:
        ahead = simulate(network(step("A", 5)), Prospect({}), days=DAYS, draws=DRAWS)
        sure = confidence_of(ahead, pinned_on=None)
        assert sure.on_time is None
        assert sure.words == "有 80% 把握在 2020-06-08 前开工"


CHAIN: tuple[tuple[str, tuple[int, ...]], ...] = (("A01", ()), ("B01", (0,)), ("C01", (1,)))


def made_up(random: Random) -> tuple[int, int]:
    """Applied for after 0 to 4 days, decided in 2 to 12 where 5 were promised, by chance."""
    return random.randint(0, 4), random.randint(2, 12)


def test_four_starts_in_five_of_made_up_projects_lie_in_the_interval() -> None:
    random, told = Random(1), []
    for _ in range(400):
        for code, _before in CHAIN:
            apply, decide = made_up(random)
            told.append(Observation(code, "planning", Phase.APPLY, apply))
            told.append(Observation(code, "planning", Phase.DECIDE, decide, 5))
    durations, luck = learn(told), np.random.default_rng(2)
    seen = network(*(step(code, 5, *before) for code, before in CHAIN))
    inside = kept = 0
    for _ in range(400):
        spans = {
            code: Span(
                luck.choice(durations.table(Phase.APPLY, code, "planning"), 500),
                luck.choice(durations.table(Phase.DECIDE, code, "planning", 5), 500),
            )
            for code, _before in CHAIN
        }
        sure = confidence_of(simulate(seen, Prospect(spans), days=DAYS, draws=500), pinned_on=None)
        came = DAYS.day_at(DAYS.index(FIRST_DAY) + sum(sum(made_up(random)) for _ in CHAIN))
        inside += sure.p10 <= came <= sure.p90
        kept += came <= date.fromordinal(forward(seen, DAYS).start_on)
    assert 0.77 <= inside / 400 <= 0.87
    assert kept / 400 < 0.2  # three times five days, as promised
