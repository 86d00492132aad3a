"""An outline tells the same start as the network, whatever has become of a project's cases."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from rules.plan.forecast import forecast_start
from rules.plan.network import network_of
from rules.plan.outline import outline_of
from rules.plan.passes import forward
from rules.plan.slipping import slips_on
from tests.rules.random_projects import ON, Drawn, drawn

SEEDS = range(80)
AHEAD = 45


def worlds() -> list[Drawn]:
    return [drawn(Random(seed)) for seed in SEEDS]


class TestAnOutline:
    def test_leads_to_the_start_that_the_network_leads_to(self) -> None:
        states: Counter[str] = Counter()
        for world in worlds():
            file, procedures, law = world.file, world.procedures, world.regulations
            states.update(case.state.value for case in file.cases.values())
            network = network_of(file, procedures, on=ON, regulations=law)
            outline = outline_of(file, procedures, on=ON, regulations=law)
            for shift in range(AHEAD):
                on = ON.toordinal() + shift
                outlined = forward(outline, law.days, on=on).start_on
                assert outlined == forward(network, law.days, on=on).start_on

        assert len(states) >= 3


@pytest.mark.parametrize("slack", [0, 3, 20, 60])
def test_the_day_of_the_slip_is_the_first_on_which_the_forecast_is_too_late(slack: int) -> None:
    for world in worlds():
        procedures, law = world.procedures, world.regulations
        first = forecast_start(world.file, procedures, on=ON, regulations=law).start_on
        file = replace(world.file, pinned_start=first + timedelta(days=slack))
        walked = ON
        while not forecast_start(file, procedures, on=walked, regulations=law).slipped:
            walked += timedelta(days=1)

        assert slips_on(file, procedures, since=ON, regulations=law) == walked
