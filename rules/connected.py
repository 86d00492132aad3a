"""Whether everything before the start leads to the start (事项衔接): no procedure hangs loose.

A procedure that nothing waits for can be planned around, and licensed around: the land of a
school was not expropriated and its permit was granted (建筑法 8(一)). So each procedure of
the time before a gate is asked for by it, or stands before one that is, or the catalogue
says by name why not.
"""

from collections.abc import Iterable, Iterator, Mapping
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
from rules.applicability import plan, variants_in_force, with_variants
from rules.coherence import GOVERNMENT
from rules.gates import START_CONSTRUCTION

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

    Looked at are every type, way of supply and route, with every other trait present and
    with none: the day is the first one, on which all variants without a date hold.
    """
    completion = completion_stages(catalogue)
    found: dict[str, str] = {}
    for kind, supply, route, present in product(
        ProjectType, LandSupply, InvestmentRoute, (True, False)
    ):
        if (kind in GOVERNMENT) != (route is InvestmentRoute.APPROVAL):
            continue
        project = imagined(kind, supply, route, present=present)
        variants = variants_in_force(catalogue, project, on=catalogue.reviewed)
        procedures: Mapping[str, Procedure] = with_variants(catalogue, variants)
        planned, _ = plan(procedures, project)
        for code in unconnected(planned, catalogue.gates, completion):
            found.setdefault(code, f"{kind.value}、{supply.value}、{route.value}")
    return found


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
