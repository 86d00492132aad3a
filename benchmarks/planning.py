"""Plans a second: 10,000 projects of 30 procedures, beside a plain loop and networkx.

    python benchmarks/planning.py [--projects 10000] [--rounds 3] [--json]

All sides plan the same networks in the same run, interleaved. The plain loop knows
working days by number, prerequisites and nothing else: the least that two passes can
cost in this language. Ours counts both units, groups, tolerable prerequisites, notice
periods, days in the calendar and (second figure) every date, float and critical chain.
networkx builds its graph per project and takes the longest path, on a tenth of them.
The consequence of an act is the network of a project before and after it, with a
forward and a backward pass each.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import networkx

from models.act import Via
from models.catalogue import Unit
from models.ledger import Draft
from models.milestone import Registered
from models.project import Project
from rules.days.working_days import WorkingDays
from rules.fold.file import add
from rules.in_force.regulations import Regulations
from rules.plan.backschedule import backschedule, backward, forward
from rules.plan.network import Network, Step, network_of
from store.intake.campaign_folder import read_campaign_folder

ROOT = Path(__file__).parents[1]
ON = date(2020, 5, 21)
PINNED = date(2020, 8, 31)
REGISTERED_AT = datetime.fromisoformat("2020-05-21T09:00:00+08:00")


def built(dice: random.Random, procedures: int) -> Network:
    """Return a random network: two prerequisites a procedure, a fifth tolerable, some notices."""
    steps = []
    for number in range(procedures):
        before = tuple(dice.sample(range(number), min(number, dice.randrange(3))))
        tolerable = before[:1] if dice.random() < 0.2 else ()
        steps.append(
            Step(
                procedure=f"A{number:02}",
                department="planning",
                finished_on=None,
                running=False,
                ready_on=ON,
                after=before[len(tolerable) :],
                any_of=(),
                decided_after=tolerable,
                length=dice.randrange(1, 21),
                unit=Unit.CALENDAR_DAY if dice.random() < 0.1 else Unit.WORKDAY,
            )
        )
    position = {one.procedure: number for number, one in enumerate(steps)}
    return Network(tuple(steps), position, (procedures - 1, procedures - 2), ON, PINNED, on=ON)


def plain_loop(_: list[Network], days: WorkingDays) -> None:
    """Plan with nothing but prerequisites and working days by number."""
    start, goal = days.index(ON), days.index(PINNED)
    for network, lengths, before in PLAIN:
        number = len(lengths)
        starts, ends = [start] * number, [start] * number
        for one in range(number):
            begins = start
            for other in before[one]:
                if ends[other] > begins:
                    begins = ends[other]
            starts[one] = begins
            ends[one] = begins + lengths[one]
        late = [goal] * number
        for one in range(number - 1, -1, -1):
            begins = late[one] - lengths[one]
            for other in before[one]:
                if begins < late[other]:
                    late[other] = begins
        assert max(ends[one] for one in network.wanted) >= start


PLAIN: list[tuple[Network, list[int], list[tuple[int, ...]]]] = []


def two_passes(networks: list[Network], days: WorkingDays) -> None:
    """Pass forward and backward."""
    for network in networks:
        backward(network, days, start_on=PINNED, passed=forward(network, days))


def whole_plans(networks: list[Network], days: WorkingDays) -> None:
    """Return every date, float and the critical chain."""
    for network in networks:
        backschedule(network, on=ON, days=days)


def by_networkx(networks: list[Network], _: WorkingDays) -> None:
    """Build a graph per project and take its longest path, on a tenth of the projects."""
    for network in networks[: len(networks) // 10]:
        graph = networkx.DiGraph()
        for number, step in enumerate(network.steps):
            graph.add_edge("start", number, weight=step.length)
            for before in (*step.after, *step.decided_after):
                graph.add_edge(before, number, weight=step.length)
        networkx.dag_longest_path_length(graph)


def consequence(regulations: Regulations, projects: tuple[Project, ...]) -> float:
    """Return the median seconds of one consequence on the campaign's projects."""
    seconds = []
    for project in projects:
        plan, not_required = regulations.plan(project, on=ON)
        payload = Registered(
            project=project, catalogue_version="x", plan=plan, not_required=not_required
        )
        file = add(None, Draft(payload, REGISTERED_AT, ON, "registrar", Via.IMPORT), 1)
        procedures = regulations.procedures(project, on=ON)
        began = time.perf_counter()
        for day in (ON, ON + timedelta(days=1)):
            network = network_of(file, procedures, on=day, regulations=regulations)
            passed = forward(network, regulations.days)
            backward(network, regulations.days, start_on=PINNED, passed=passed)
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def timed(
    work: Callable[[list[Network], WorkingDays], None], networks: list[Network], days: WorkingDays
) -> float:
    """Return the seconds that some work takes."""
    began = time.perf_counter()
    work(networks, days)
    return time.perf_counter() - began


def main() -> None:
    """Run the rounds and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--projects", type=int, default=10_000)
    parser.add_argument("--procedures", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = read_campaign_folder(ROOT / "campaigns" / "hundred-day-2020")
    regulations = Regulations(folder.campaign)
    days, dice = regulations.days, random.Random(2020)
    networks = [built(dice, options.procedures) for _ in range(options.projects)]
    PLAIN.extend(
        (
            network,
            [step.length for step in network.steps],
            [(*step.after, *step.decided_after) for step in network.steps],
        )
        for network in networks
    )
    sides = {
        "plain_loop": plain_loop,
        "two_passes": two_passes,
        "whole_plans": whole_plans,
        "networkx_tenth": by_networkx,
    }
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(options.rounds):
        for name, work in sides.items():
            seconds[name].append(timed(work, networks, days))
    ratios = [
        ours / plain
        for ours, plain in zip(seconds["two_passes"], seconds["plain_loop"], strict=True)
    ]
    figures = {
        "projects": options.projects,
        "procedures": options.procedures,
        **{f"{name}_s": round(statistics.median(one), 3) for name, one in seconds.items()},
        "two_passes_of_plain_loop": round(statistics.median(ratios), 2),
        "ratio_min": round(min(ratios), 2),
        "ratio_max": round(max(ratios), 2),
        "consequence_ms": round(consequence(regulations, folder.projects) * 1000, 3),
        "networkx": networkx.__version__,
        "rounds": options.rounds,
    }
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:>26}  {value}")


if __name__ == "__main__":
    main()
