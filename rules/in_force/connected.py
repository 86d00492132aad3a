"""Whether everything before the start leads to the start (事项衔接): no procedure hangs loose.

A procedure that nothing waits for can be planned around, and licensed around: the land of a
school was not expropriated and its permit was granted (建筑法 8(一)). So each procedure of
the time before a gate is asked for by it, or stands before one that is, or the catalogue
says by name why not.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Any

from models.catalogue import Catalogue, Gate, Procedure
from models.milestone import PlannedProcedure
from models.project import (
    EnvironmentalClass,
    InvestmentRoute,
    LandSupply,
    Project,
    ProjectTraits,
    ProjectType,
    SoilPlan,
)
from rules.in_force.applicability import plan, variants_in_force, why_not_required, with_variants
from rules.in_force.coherence import GOVERNMENT
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.identity import TheVery

COMPLETION = 4
"""The national number of the stage of completion: what belongs to it comes after the start."""


def unconnected(
    planned: Iterable[PlannedProcedure], gates: Iterable[Gate], completion: frozenset[str]
) -> tuple[str, ...]:
    """Return what applies, belongs before the start and leads nowhere, in catalogue order.

    ``completion`` names the stages that come after the start. What another gate asks for
    itself (水、电、气、热) belongs to that gate.
    """
    by_code = {one.procedure: one for one in planned}
    start = next((gate for gate in gates if gate.code == START_CONSTRUCTION), None)
    if start is None:
        return ()
    later = {
        code for gate in gates if gate is not start for code in (*gate.all_of, *gate.applicable_of)
    }
    reached: set[str] = set()
    ahead = [code for code in (*start.all_of, *start.applicable_of) if code in by_code]
    while ahead:
        code = ahead.pop()
        if code not in reached and code in by_code:
            reached.add(code)
            ahead.extend(before(by_code[code]))
    return tuple(
        code
        for code, one in by_code.items()
        if code not in reached
        and code not in later
        and code not in start.not_asked
        and one.stage not in completion
    )


def before(planned: PlannedProcedure) -> Iterator[str]:
    """Yield everything that a procedure waits for, to be accepted or to be decided."""
    yield from planned.prerequisites
    for group in planned.any_of:
        yield from group
    yield from planned.tolerable


def completion_stages(catalogue: Catalogue) -> frozenset[str]:
    """Return the stages that come after the start of construction."""
    return frozenset(one.code for one in catalogue.stages if one.std_code == COMPLETION)


def loose_ends(catalogue: Catalogue) -> Mapping[str, str]:
    """Return each procedure that leads nowhere in some project, and in which, in words.

    Looked at are every type, way of supply and route, in three kinds of projects: with
    every other trait, with none, and for each procedure with no trait but those that ask
    for it, where least is there to lead on. The law is that of the day of the review.
    """
    completion = completion_stages(catalogue)
    found: dict[str, str] = {}
    for kind, supply, route in product(ProjectType, LandSupply, InvestmentRoute):
        if (kind in GOVERNMENT) != (route is InvestmentRoute.APPROVAL):
            continue
        words = f"{kind.value}、{supply.value}、{route.value}"
        for present in (True, False):
            project = imagined(kind, supply, route, present=present)
            planned, _ = plan(_laid(catalogue, project), project)
            for code in unconnected(planned, catalogue.gates, completion):
                found.setdefault(code, words)
        for code in _alone(catalogue, imagined(kind, supply, route, present=False)):
            found.setdefault(code, words)
    return found


def _laid(catalogue: Catalogue, project: Project) -> Mapping[str, Procedure]:
    variants = variants_in_force(catalogue, project, on=catalogue.reviewed)
    return with_variants(catalogue, variants)


def _alone(catalogue: Catalogue, bare: Project) -> Iterator[str]:
    """Yield what leads nowhere in a project of the kind that has only the traits it asks for."""
    gates, completion = catalogue.gates, completion_stages(catalogue)
    start = next((gate for gate in gates if gate.code == START_CONSTRUCTION), None)
    if start is None:
        return
    goal = {*start.all_of, *start.applicable_of}
    aside = {code for gate in gates for code in (*gate.all_of, *gate.applicable_of)} - goal
    for code, procedure in _laid(catalogue, bare).items():
        project = _asking_for(procedure, bare)
        if project is None or {code} & {*goal, *aside, *start.not_asked}:
            continue
        laid = _laid(catalogue, project)
        if laid[code].stage not in completion and not _leads(code, goal, laid, project):
            yield code


def _leads(
    code: str,
    goal: Collection[str],
    laid: Mapping[str, Procedure],
    project: Project,
) -> bool:
    """Tell whether a procedure stands before one of the goal, over what the project needs."""
    ahead, seen, followers = [code], {code}, _followers(TheVery(laid))
    while ahead:
        known = ahead.pop()
        if known in goal:
            return True
        for one in followers.get(known, ()):
            if one not in seen and why_not_required(laid[one], project) is None:
                seen.add(one)
                ahead.append(one)
    return False


@lru_cache(maxsize=128)
def _followers(laid: TheVery[Mapping[str, Procedure]]) -> Mapping[str, Sequence[str]]:
    """Return what waits for each procedure."""
    found: dict[str, list[str]] = {}
    for code, one in laid.itself.items():
        groups = (member for group in one.prerequisites_any_of for member in group)
        for earlier in (*one.prerequisites, *groups, *one.tolerable_prerequisites):
            found.setdefault(earlier, []).append(code)
    return found


def _asking_for(procedure: Procedure, bare: Project) -> Project | None:
    """Return a project with just the traits that ask for a procedure; ``None`` = not this kind."""
    told = bare.traits.model_dump()
    for condition in procedure.conditions:
        if told[condition.trait] in condition.among:
            continue
        if condition.trait in ("land_supply", "route"):
            return None
        told[condition.trait] = condition.among[0]
    # 征收或占用林地的涉及农用地，见 rules.coherence.
    told["farmland"] |= told["expropriation"] or told["forest_land"]
    project = bare.model_copy(update={"traits": ProjectTraits.model_validate(told)})
    return project if why_not_required(procedure, project) is None else None


def imagined(
    kind: ProjectType, supply: LandSupply, route: InvestmentRoute, *, present: bool
) -> Project:
    """Return a project of nothing but a type and traits: all of them, or none."""
    flags = {
        name: present
        for name, field in ProjectTraits.model_fields.items()
        if field.annotation is bool
    }
    traits = ProjectTraits(
        route=route,
        land_supply=supply,
        environmental_class=EnvironmentalClass.REPORT,
        soil_plan=SoilPlan.REPORT,
        **(flags | {"area_evaluated": not present, "below_permit_threshold": not present}),
    )
    told: dict[str, Any] = {"type": kind, "traits": traits}
    return Project.model_construct(**told)
