"""Land, forest and estimate belong to the start: no permit and no gate opens around them."""

from datetime import date
from functools import cache
from pathlib import Path

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as some

from models.act_requests import Via
from models.campaign import CampaignFolder
from models.case_entries import Concluded
from models.catalogue import Catalogue
from models.ledger import Draft
from models.milestone import Registered
from models.project import (
    EnvironmentalClass,
    InvestmentRoute,
    LandSupply,
    Project,
    ProjectTraits,
    ProjectType,
    SoilPlan,
)
from rules.acting.consequences import waits_for
from rules.fold.file import add
from rules.in_force.connected import loose_ends
from rules.in_force.gates import START_CONSTRUCTION, first_missing
from rules.in_force.regulations import Regulations
from store.intake.campaign_folder import read_campaign_folder
from tests.world import at

FOLDER = Path(__file__).parents[3] / "campaigns" / "hundred-day-2020"
GOVERNMENT = ("gov_building", "gov_municipal", "gov_transport", "gov_water")
LAND = ("L05", "L06", "L07", "L08", "L09", "L10", "L11")
ESTIMATE = "G03"
PERMITS = ("S05", "T01", "W01")
FLAGS = [name for name, field in ProjectTraits.model_fields.items() if field.annotation is bool]


@cache
def folder() -> CampaignFolder:
    return read_campaign_folder(FOLDER)


@some.composite
def projects(draw: some.DrawFn) -> tuple[ProjectType, ProjectTraits, date]:
    """Any type with any traits that a project of it can have, on a day of any year."""
    kind = draw(some.sampled_from(ProjectType))
    supply = draw(some.sampled_from(LandSupply))
    routes = [InvestmentRoute.VERIFICATION, InvestmentRoute.FILING]
    if kind.value in GOVERNMENT:
        routes = [InvestmentRoute.APPROVAL]
    traits = {name: draw(some.booleans()) for name in FLAGS}
    if supply is LandSupply.OWNED:
        traits["expropriation"] = False
    traits["farmland"] |= traits["expropriation"] or traits["forest_land"]
    route = draw(some.sampled_from(routes))
    if supply is LandSupply.ALLOCATED and route is not InvestmentRoute.FILING:
        traits["new_construction_land"] = True
    told = ProjectTraits(
        route=route,
        land_supply=supply,
        environmental_class=draw(some.sampled_from(EnvironmentalClass)),
        soil_plan=draw(some.sampled_from(SoilPlan)),
        **traits,
    )
    day = draw(some.sampled_from([date(2020, 6, 1), date(2021, 10, 8), date(2026, 6, 1)]))
    return kind, told, day


def like(base: Project, kind: ProjectType, traits: ProjectTraits) -> Project:
    return base.model_copy(
        update={
            "type": kind,
            "traits": traits,
            "concluded_before": {},
            "confirmed_before": (),
        }
    )


@given(projects())
@settings(max_examples=300, deadline=None)
def test_every_procedure_before_the_start_is_an_ancestor_of_it_or_named_with_a_reason(
    drawn: tuple[ProjectType, ProjectTraits, date],
) -> None:
    kind, traits, day = drawn
    regulations = Regulations(folder().campaign)
    plan, _ = regulations.plan(like(folder().projects[0], kind, traits), on=day)
    applicable = {one.procedure for one in plan}
    graph = nx.DiGraph()
    graph.add_nodes_from([*applicable, "START"])
    for one in plan:
        sources = [*one.prerequisites, *one.tolerable, *(code for g in one.any_of for code in g)]
        graph.add_edges_from((source, one.procedure) for source in sources)
    gate = regulations.gates[START_CONSTRUCTION]
    wanted = applicable & {*gate.all_of, *gate.applicable_of}
    graph.add_edges_from((code, "START") for code in wanted)

    reached = nx.ancestors(graph, "START")

    loose = {code for code in applicable - reached if code[0] not in "UY"}
    assert loose <= set(gate.not_asked), sorted(loose - set(gate.not_asked))
    assert all(len(reason) > 10 for reason in gate.not_asked.values())
    assert applicable & {*LAND, ESTIMATE} <= reached
    assert nx.is_directed_acyclic_graph(graph)


@given(projects())
@settings(max_examples=150, deadline=None)
def test_no_permit_and_no_gate_opens_while_land_forest_or_estimate_is_open(
    drawn: tuple[ProjectType, ProjectTraits, date],
) -> None:
    """建筑法8(一)、森林法37、政府投资条例9和11: everything else is done, and still it is shut."""
    kind, traits, day = drawn
    regulations = Regulations(folder().campaign)
    project = like(folder().projects[0], kind, traits)
    plan, not_required = regulations.plan(project, on=day)
    entry = Registered(project=project, catalogue_version="", plan=plan, not_required=not_required)
    applicable = [one.procedure for one in plan]
    permits = [code for code in PERMITS if code in applicable]
    gate = regulations.gates[START_CONSTRUCTION]
    for shut in (code for code in (*LAND, ESTIMATE) if code in applicable):
        file = add(None, Draft(entry, at(day), day, "registrar", Via.CONSOLE), 1)
        # Not what waits for the one that is open either: the law lets nobody conclude that.
        behind = nx.DiGraph(
            (source, one.procedure)
            for one in plan
            for source in (
                *(*one.prerequisites, *one.tolerable),
                *(group[0] for group in one.any_of if len(group) == 1),
            )
        )
        held = {shut, *(nx.descendants(behind, shut) if shut in behind else ())}
        for version, code in enumerate((c for c in applicable if c not in held), start=2):
            done = Draft(Concluded(procedure=code), at(day), day, "officer", Via.CONSOLE)
            file = add(file, done, version)

        assert all(waits_for(file, permit) for permit in permits), shut
        assert first_missing(file, gate) is not None
        assert any(not file.concluded(c) for c in (*gate.all_of, *gate.applicable_of)), shut


class TestALooseEnd:
    def test_in_the_campaign_there_is_none(self) -> None:
        assert loose_ends(folder().campaign.catalogue) == {}

    def test_is_told_with_the_projects_in_which_it_hangs(self) -> None:
        catalogue = folder().campaign.catalogue
        start, *others = catalogue.gates
        asked = tuple(code for code in start.applicable_of if code != "P05")
        holed = catalogue.model_copy(
            update={"gates": (start.model_copy(update={"applicable_of": asked}), *others)}
        )

        assert set(loose_ends(Catalogue.model_validate(holed.model_dump()))) == {"P05"}

    def test_that_other_procedures_hide_is_told_too(self) -> None:
        """招标投标法47: below the threshold (施工许可管理办法2) no permit waits for the report."""
        catalogue = folder().campaign.catalogue
        start, *others = catalogue.gates
        reasons = {code: why for code, why in start.not_asked.items() if code != "S03"}
        holed = catalogue.model_copy(
            update={"gates": (start.model_copy(update={"not_asked": reasons}), *others)}
        )

        assert set(loose_ends(Catalogue.model_validate(holed.model_dump()))) == {"S03"}

    def test_is_the_conversion_of_land_where_nothing_waits_for_it(self) -> None:
        """建筑法8(一), 森林法37: as it was, the permit asked for no land."""
        catalogue = folder().campaign.catalogue
        start, *others = catalogue.gates
        land = {"L08", "L09", "L10", "L11", "G03"}
        asked = tuple(code for code in start.applicable_of if code not in land)
        procedures = tuple(
            one.model_copy(
                update={
                    "prerequisites": tuple(code for code in one.prerequisites if code not in land)
                }
            )
            if one.code in ("S05", "T01", "W01", "S01")
            else one
            for one in catalogue.procedures
        )
        holed = catalogue.model_copy(
            update={
                "procedures": procedures,
                "gates": (start.model_copy(update={"applicable_of": asked}), *others),
            }
        )

        loose = set(loose_ends(Catalogue.model_validate(holed.model_dump())))

        assert {"L06", "L07", "L08", "L10"} <= loose
