"""1,000 draws of the start of 300 projects in one run, beside a plain loop: what arrays buy.

    python benchmarks/forecast.py [--projects 300] [--draws 1000] [--rounds 3] [--sample 4] [--json]

The projects are those of the seed campaign whose start is pinned, taken round and round,
on the campaign's first morning: nearly everything is still to come. What cases take is
learnt from made-up timings of every procedure. Timed are:

* ours: network, draws of every phase, and the forward passes of all draws at once,
* the passes alone, their draws given,
* the same passes over the same draws as a plain Python loop, on a sample of projects. It
  must give the same days, or the benchmark stops.

Rounds are interleaved; figures are medians over the rounds, in seconds of one core for all
projects (processor time: neighbours on the machine do not count).
"""

import argparse
import json
import platform
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import numpy as np

from models.act_requests import Via
from models.case import CaseFile
from models.catalogue import Procedure
from models.ledger import Draft
from models.milestone import Registered
from models.project import Project
from models.timing import Phase
from rules.acting.consequences import consequences
from rules.chance.durations import Durations, Observation, Pace, learn
from rules.chance.prospects import prospect
from rules.chance.simulation import AS_PROMISED, Ints, Prospect, luck_of, simulate
from rules.chance.timings import usual_days
from rules.days.working_days import WorkingDays
from rules.fold.file import add
from rules.in_force.regulations import Regulations
from rules.plan.network import Network, network_of
from store.intake.campaign_folder import read_campaign_folder

FOLDER = Path(__file__).parents[1] / "campaigns" / "hundred-day-2020"
GOAL_SECONDS = 3.0
PACE = Pace(0.0, 0.14)


@dataclass(frozen=True)
class Task:
    """One project to forecast, with its draws for the passes alone."""

    file: CaseFile
    network: Network
    prospect: Prospect


def opened_files(
    regulations: Regulations, projects: Sequence[Project], on: date
) -> Iterator[CaseFile]:
    """Yield the registered projects whose start is pinned, with what may be applied for opened."""
    at = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
    for project in projects:
        plan, not_required = regulations.plan(project, on=on)
        entry = Registered(
            project=project, catalogue_version="", plan=plan, not_required=not_required
        )
        file = add(None, Draft(entry, at, on, "registrar", Via.CONSOLE), 1)
        for version, payload in enumerate(consequences(file, regulations), start=2):
            file = add(file, Draft(payload, at, on, "system", Via.SYSTEM), version)
        if file.pinned_start is not None and file.started_on is None:
            yield file


def made_up(procedures: Sequence[Procedure]) -> Durations:
    """Learn from timings around the promise, of every procedure and phase."""
    random = Random(4)
    observations = []
    for procedure in procedures:
        for phase in Phase:
            limit = usual_days(procedure) if phase in (Phase.DECIDE, Phase.DECIDE_OWED) else 0
            for number in range(20):
                days = random.randint(0, 2 + round(limit * 1.2))
                if phase is Phase.HOLD:
                    days %= 2
                of = (procedure.code, procedure.department)
                observations.append(Observation(*of, phase, days, limit, project=str(number)))
    return learn(observations)


def plain_pass(network: Network, prospect: Prospect, days: WorkingDays, draw: int) -> date:
    """One forward pass of one draw, as one would write it."""

    def of(values: Ints | int) -> int:
        return values if isinstance(values, int) else int(values[draw])

    def add_days(start: date, length: int) -> date:
        return start if length == 0 else days.day_at(days.index(start) + length)

    ends: list[date] = []
    opens: list[date] = []
    for step in network.steps:
        if step.finished_on is not None:
            ends.append(step.finished_on)
            opens.append(step.finished_on)
            continue
        span = prospect.spans.get(step.procedure, AS_PROMISED)
        undone = [one for one in step.after if network.steps[one].finished_on is None]
        before = [ends[one] for one in undone]
        for group in step.any_of:
            if not any(network.steps[one].finished_on for one in group):
                before.append(min(ends[one] for one in group))
        pending = [one for one in step.decided_after if network.steps[one].finished_on is None]
        ready = max([step.ready_on, *([] if step.running else before)])
        opens.append(ready)
        begins = ready if step.running else add_days(ready, of(span.wait))
        habit = span.looks_ahead
        if pending and habit is not None and not step.running:
            last = max(ends[one] for one in pending)
            if last > ready:
                after = add_days(max(ready, last), of(habit.after))
                ahead = add_days(max([ready, *(opens[one] for one in pending)]), of(habit.ahead))
                begins = after if habit.held[draw] else min(ahead, after)
        floor = span.floor
        if span.take is None:
            end = days.add(begins, step.length, step.unit).due_on
            floor = step.not_decided_before
        else:
            end = add_days(begins, of(span.take))
            if step.least and not step.running:
                end = max(end, days.add(begins, step.least, step.unit).due_on)
        holding = [ends[one] for one in pending] + (before if step.running else [])
        if holding:
            end = max(end, add_days(max(holding), of(span.settle)))
        ends.append(max(end, floor or end, network.on))
    if prospect.passed_on is not None:
        gate = prospect.passed_on
    else:
        gate = max([network.on, network.not_before, *(ends[one] for one in network.wanted)])
        for day, late in prospect.conditions:
            gate = max(gate, add_days(day, of(late)))
        gate = days.next_working_day(gate)
    start = days.next_working_day(add_days(gate, of(prospect.start)))
    return max(start, days.next_working_day(network.on))


def timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--projects", type=int, default=300)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sample", type=int, default=4)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    folder = read_campaign_folder(FOLDER)
    regulations, on = Regulations(folder.campaign), folder.campaign.first_day
    days = regulations.days
    known = list(opened_files(regulations, folder.projects, on))
    files = [known[number % len(known)] for number in range(asked.projects)]
    durations = made_up(folder.campaign.catalogue.procedures)

    def prepared(file: CaseFile) -> Task:
        procedures = regulations.procedures(file.project, on=on)
        network = network_of(file, procedures, on=on, regulations=regulations)
        ahead = prospect(
            *(file, network, procedures, durations),
            on=on,
            regulations=regulations,
            luck=luck_of(file.project.code, file.version),
            draws=asked.draws,
            pace=PACE,
        )
        return Task(file, network, ahead)

    def ours() -> None:
        for file in files:
            task = prepared(file)
            simulate(task.network, task.prospect, days=days, draws=asked.draws)

    tasks = [prepared(file) for file in files]
    sample = tasks[: asked.sample]

    def passes() -> None:
        for task in tasks:
            simulate(task.network, task.prospect, days=days, draws=asked.draws)

    def plain() -> None:
        for task in sample:
            for draw in range(asked.draws):
                plain_pass(task.network, task.prospect, days, draw)

    for task in sample:
        drawn = simulate(task.network, task.prospect, days=days, draws=asked.draws).start
        one_by_one = [
            plain_pass(task.network, task.prospect, days, draw).toordinal()
            for draw in range(asked.draws)
        ]
        if drawn.tolist() != one_by_one:
            raise SystemExit("the plain loop gives other days")
    rounds = [(timed(ours), timed(passes), timed(plain)) for _ in range(asked.rounds)]
    whole, alone, loop = (statistics.median(each) for each in zip(*rounds, strict=True))
    loop *= asked.projects / asked.sample
    steps = statistics.mean(
        sum(one.finished_on is None for one in task.network.steps) for task in tasks
    )
    told = {
        "projects": asked.projects,
        "draws": asked.draws,
        "steps_per_project": round(steps, 1),
        "ours_s": round(whole, 3),
        "ours_spread_s": [
            round(min(one[0] for one in rounds), 3),
            round(max(one[0] for one in rounds), 3),
        ],
        "passes_alone_s": round(alone, 3),
        "plain_loop_s": round(loop, 1),
        "plain_loop_to_passes": round(loop / alone, 1),
        "goal_s": GOAL_SECONDS,
        "met": whole < GOAL_SECONDS,
        "python": platform.python_version(),
        "numpy": np.__version__,
    }
    if asked.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for name, value in told.items():
        print(f"{name:22} {value}")


if __name__ == "__main__":
    main()
