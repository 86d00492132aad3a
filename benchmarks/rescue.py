"""Rescue sets and consequences in one run: how long a door waits for each.

    python benchmarks/rescue.py [--projects 200] [--rounds 5] [--json]

Projects of 32 procedures under the seed campaign's rules, random prerequisites, with 12
late papers that may be deferred. Each is asked for a goal that needs a set, and for one
out of reach. A consequence is one act on one case: two passes, the entry added in memory.
Rounds are interleaved; figures are medians over projects of the best round, and the worst.
"""

import argparse
import json
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any

from models.act_requests import Accept, Via
from models.case import Case, CaseFile, CaseState
from models.catalogue import DeferralMode, Procedure, RequirementLevel
from models.ledger import Draft
from models.milestone import PlannedProcedure, Registered
from models.people import Role
from models.project import Project
from rules.acceptance.circumstances import Circumstances
from rules.acting.records import every_document
from rules.fold.file import add
from rules.in_force.regulations import Regulations
from rules.plan.network import network_of
from rules.plan.passes import forward
from rules.whatif.effect import effect_of, worth_of_papers
from rules.whatif.rescue import Rescue, rescue
from store.intake.campaign_folder import read_campaign_folder

FOLDER = Path(__file__).parents[1] / "campaigns" / "hundred-day-2020"
ON = date(2020, 5, 21)
STEPS, LATE = 32, 12
GOAL_RESCUE_MS, GOAL_EFFECT_MS = 150, 5


class Drawn:
    """A random project of 32 procedures with 12 late papers."""

    def __init__(self, random: Random, base: CaseFile, regulations: Regulations) -> None:
        known = regulations.procedures(base.project, on=ON)
        codes = random.sample(sorted(known), STEPS)
        self.procedures: dict[str, Procedure] = dict(known)
        plan, cases = {}, {}
        for place, code in enumerate(codes):
            before = codes[max(0, place - 6) : place]
            plan[code] = PlannedProcedure(
                procedure=code,
                stage="S1",
                department=known[code].department,
                prerequisites=tuple(one for one in before if random.random() < 0.3),
                any_of=(tuple(before[:2]),) if len(before) > 3 and random.random() < 0.1 else (),
                tolerable=tuple(one for one in before[:1] if random.random() < 0.1),
            )
            cases[code] = Case(code)
        late = random.sample(self._deferrable(codes), LATE)
        for code, document in late:
            expected = {**cases[code].expected}
            expected[document] = ON + timedelta(days=random.randint(8, 60))
            cases[code] = replace(cases[code], expected=MappingProxyType(expected))
        self.codes, self.regulations = codes, _gated(regulations, codes)
        self.file = replace(
            base, plan=MappingProxyType(plan), cases=MappingProxyType(cases), pinned_start=None
        )

    def _deferrable(self, codes: list[str]) -> list[tuple[str, str]]:
        """Make every procedure fit for deferral, so that all twelve papers are candidates."""
        found = []
        for code in codes:
            one = self.procedures[code]
            documents = tuple(
                paper.model_copy(update={"makeup_days": None}) for paper in one.documents
            )
            self.procedures[code] = one.model_copy(
                update={
                    "deferral_mode": DeferralMode.ACCEPT_ONLY,
                    "safety_or_environment": False,
                    "fire_or_hazard": False,
                    "decided_by_superior": False,
                    "promised": one.promised.model_copy(update={"value": one.promised.value or 3}),
                    "documents": documents,
                }
            )
            found += [
                (code, paper.code)
                for paper in documents
                if paper.level is RequirementLevel.DEFERRABLE
            ]
        return found

    def rescued(self, goal: date) -> Rescue:
        """Ask for a goal."""
        return rescue(self.file, self.procedures, goal=goal, on=ON, regulations=self.regulations)


def _gated(regulations: Regulations, codes: list[str]) -> Regulations:
    """Return the regulations with a start gate that asks for all of them."""
    catalogue = regulations.campaign.catalogue
    gates = tuple(
        gate.model_copy(update={"all_of": tuple(codes), "applicable_of": ()})
        for gate in catalogue.gates
    )
    campaign = regulations.campaign.model_copy(
        update={"catalogue": catalogue.model_copy(update={"gates": gates})}
    )
    return Regulations(campaign, regulations.day_table)


def timed(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return (time.perf_counter() - began) * 1000


def acceptance(drawn: Drawn) -> Circumstances:
    """An application that is accepted today."""
    code = drawn.codes[0]
    case = Case(
        code,
        CaseState.SUBMITTED,
        submitted_on=ON,
        documents=frozenset(every_document(drawn.procedures[code])),
    )
    file = replace(drawn.file, cases=MappingProxyType({**drawn.file.cases, code: case}))
    officers = (one for one in drawn.regulations.campaign.accounts if one.role is Role.OFFICER)
    return Circumstances(
        file=file,
        about=(case, drawn.procedures[code]),
        request=Accept(),
        by=next(officers),
        on=ON,
        regulations=drawn.regulations,
    )


def measured(projects: int, rounds: int) -> dict[str, Any]:
    folder = read_campaign_folder(FOLDER)
    regulations = Regulations(folder.campaign)
    base = _base(folder.projects[0], regulations)
    drawn = [Drawn(Random(seed), base, regulations) for seed in range(projects)]
    reachable = [one.rescued(ON).start_on for one in drawn]
    answers = [one.rescued(goal) for one, goal in zip(drawn, reachable, strict=True)]
    kinds: dict[str, list[Callable[[], object]]] = {
        "rescue_reachable": [
            lambda one=one, goal=goal: one.rescued(goal)
            for one, goal in zip(drawn, reachable, strict=True)
        ],
        "rescue_out_of_reach": [lambda one=one: one.rescued(ON) for one in drawn],
        "consequence": [partial(effect_of, acceptance(one)) for one in drawn],
        "worth_of_papers": [
            lambda one=one: worth_of_papers(
                one.file, one.procedures, on=ON, regulations=one.regulations
            )
            for one in drawn
        ],
        "one_pass": [lambda one=one: _pass(one) for one in drawn],
    }
    times = {name: [list[float]() for _ in drawn] for name in kinds}
    for _ in range(rounds):
        for name, asked in kinds.items():
            for place, what in enumerate(asked):
                times[name][place].append(timed(what))
    best = {name: [min(one) for one in told] for name, told in times.items()}
    return {
        "python": platform.python_version(),
        "projects": projects,
        "procedures": STEPS,
        "candidates": statistics.median(len(one.candidates) for one in answers),
        "set_size": {
            "median": statistics.median(len(one.set) for one in answers),
            "largest": max(len(one.set) for one in answers),
        },
        "sets_tried_largest": max(one.tried for one in answers),
        "milliseconds": {
            name: {"median": round(statistics.median(told), 3), "worst": round(max(told), 3)}
            for name, told in best.items()
        },
        "goals": {
            "rescue_median_ms": GOAL_RESCUE_MS,
            "consequence_ms": GOAL_EFFECT_MS,
        },
    }


def _pass(one: Drawn) -> object:
    network = network_of(one.file, one.procedures, on=ON, regulations=one.regulations)
    return forward(network, one.regulations.days)


def _base(project: Project, regulations: Regulations) -> CaseFile:
    plan, not_required = regulations.plan(project, on=ON)
    registered = Registered(
        project=project, catalogue_version="benchmark", plan=plan, not_required=not_required
    )
    at = datetime(2020, 5, 21, tzinfo=UTC)
    return add(None, Draft(registered, at, ON, "registrar", Via.IMPORT), 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--projects", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    told = measured(given.projects, given.rounds)
    if given.json:
        print(json.dumps(told, indent=2))
        return
    print(
        f"{told['projects']} projects of {told['procedures']} procedures, Python {told['python']}"
    )
    print(f"candidates {told['candidates']}, set {told['set_size']}")
    for name, figures in told["milliseconds"].items():
        print(f"{name:22} median {figures['median']:8.3f} ms   worst {figures['worst']:8.3f} ms")
    print(f"goals: rescue median {GOAL_RESCUE_MS} ms, one consequence {GOAL_EFFECT_MS} ms")


if __name__ == "__main__":
    main()
