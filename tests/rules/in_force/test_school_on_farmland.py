"""A government school on allocated farmland: no permit, plan or rescue around its land.

With expropriation and forest: 建筑法8(一), 森林法37, 土地管理法44—48, 城乡规划法37,
政府投资条例9和11. An audit found its permit granted with L07, L08 and L10 not open, and
60 days of slack on land that nobody had expropriated.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from models.case import CaseFile, CaseState
from models.case_entries import Concluded
from models.project import (
    EnvironmentalClass,
    InvestmentRoute,
    LandPlan,
    LandSupply,
    Project,
    ProjectTraits,
    ProjectType,
)
from rules.acceptance.circumstances import Circumstances
from rules.acting.consequences import PrerequisiteOpen, waits_for
from rules.acting.decision import prerequisites_are_concluded
from rules.in_force.gates import START_CONSTRUCTION, first_missing
from rules.in_force.regulations import Regulations
from rules.plan.backschedule import Schedule, backschedule
from rules.plan.network import network_of
from rules.whatif.rescue import rescue
from store.intake.campaign_folder import read_campaign_folder
from tests.world import after, project, registered, request, settled, with_case

FOLDER = Path(__file__).parents[3] / "campaigns" / "hundred-day-2020"
MONDAY = date(2020, 6, 1)
PINNED = date(2020, 8, 31)
CHAIN = ("L06", "L07", "L08", "L10")
LAND = (*CHAIN, "L09", "L11")


@cache
def regulations() -> Regulations:
    return Regulations(read_campaign_folder(FOLDER).campaign)


def school() -> Project:
    return project(
        name="实验小学",
        type=ProjectType.GOV_BUILDING,
        pinned_start=PINNED,
        traits=ProjectTraits(
            route=InvestmentRoute.APPROVAL,
            land_supply=LandSupply.ALLOCATED,
            environmental_class=EnvironmentalClass.FORM,
            new_construction_land=True,
            expropriation=True,
            farmland=True,
            forest_land=True,
            preliminary_design=True,
            tender_required=True,
        ),
        land=LandPlan(supply=LandSupply.ALLOCATED, area_hectares=Decimal("3.2"), status="待征收"),
    )


@cache
def file_of_the_school() -> CaseFile:
    rules = regulations()
    return settled(registered(school(), rules, MONDAY), MONDAY, rules)


def all_but(*left: str) -> CaseFile:
    """The school's file with everything concluded except what is named."""
    file, rules = file_of_the_school(), regulations()
    done = [code for code in file.plan if code not in left and not code.startswith("Y")]
    return settled(
        after(file, *((MONDAY, Concluded(procedure=code)) for code in done)), MONDAY, rules
    )


def schedule() -> Schedule:
    file, rules = file_of_the_school(), regulations()
    procedures = rules.procedures(file.project, on=MONDAY)
    network = network_of(file, procedures, on=MONDAY, regulations=rules)
    return backschedule(network, on=MONDAY, days=rules.days)


class TestTheOrderOfItsLand:
    def test_is_permit_for_use_first_and_allocation_after_the_conversion(self) -> None:
        """城乡规划法37: permit before land; 土地管理法44: converted before it is supplied."""
        plan = file_of_the_school().plan
        assert plan["L11"].prerequisites == ("L05",)
        assert plan["L11"].any_of == (("L02",),)
        assert plan["L10"].prerequisites == ("L08", "L11")
        assert plan["L08"].prerequisites == ("L07", "L09")
        assert plan["L07"].prerequisites == ("L06",)
        assert {"L08", "L09", "L10", "G03"} <= set(plan["S05"].prerequisites)


class TestItsPermit:
    @pytest.mark.parametrize("open_still", [("L07", "L08", "L10"), ("L08", "L10"), ("L10",)])
    def test_is_neither_open_nor_granted_while_the_land_is_open(
        self, open_still: tuple[str, ...]
    ) -> None:
        rules, file = regulations(), all_but(*open_still, "S05")
        case = file.cases["S05"]
        taken_in = replace(case, state=CaseState.ACCEPTED, submitted_on=MONDAY, accepted_on=MONDAY)

        refused = prerequisites_are_concluded(
            Circumstances(
                file=with_case(file, taken_in),
                about=(taken_in, rules.procedures(file.project, on=MONDAY)["S05"]),
                request=request("decide"),
                by=rules.campaign.accounts[0],
                on=MONDAY,
                regulations=rules,
                open_breaches=(),
            )
        )

        assert case.state is CaseState.NOT_OPEN
        assert set(waits_for(file, "S05")) == set(open_still) & {"L08", "L10"}
        assert isinstance(refused, PrerequisiteOpen)
        assert first_missing(file, rules.gates[START_CONSTRUCTION]) is not None
        assert START_CONSTRUCTION not in file.passed

    def test_waits_for_the_estimate_as_well(self) -> None:
        """政府投资条例9、11: the preliminary design with its estimate is approved first."""
        file = all_but("G03", "S01", "S05")
        assert "G03" in waits_for(file, "S05")

    def test_opens_when_the_last_of_the_land_is_there(self) -> None:
        assert all_but("S05").cases["S05"].state is CaseState.OPEN


class TestItsPlan:
    def test_has_the_land_on_its_critical_chain(self) -> None:
        plan = schedule()
        assert plan.critical[-1] == "S05"
        assert [code for code in plan.critical if code in CHAIN] == list(CHAIN)

    def test_gives_the_land_no_days_that_the_start_does_not_have(self) -> None:
        """It was 60: nothing waited for the conversion."""
        plan = schedule()
        spare = plan.float_days - plan.slip_days
        for code in CHAIN:
            assert plan.cases[code].total_float == spare, code
        assert spare < 60

    def test_starts_no_sooner_than_notice_and_conversion_allow(self) -> None:
        """土地管理法47: thirty days of notice, whatever else is hastened."""
        plan = schedule()
        notice = plan.cases["L07"]
        assert (notice.early_finish - notice.early_start).days >= 30
        assert plan.cases["L08"].early_start >= notice.early_finish
        assert plan.start_on > plan.cases["L10"].early_finish > plan.cases["L08"].early_finish


class TestItsRescue:
    def test_proves_that_the_land_is_in_the_way(self) -> None:
        """No paper that may be put off helps: the proof names the chain of the land."""
        file, rules = file_of_the_school(), regulations()

        found = rescue(
            file,
            rules.procedures(file.project, on=MONDAY),
            goal=date(2020, 7, 1),
            on=MONDAY,
            regulations=rules,
        )

        assert not found.reachable
        assert found.exact
        links = [link.procedure for link in found.blocking_chain]
        assert [code for code in links if code in CHAIN] == list(CHAIN)
        assert next(one for one in found.blocking_chain if one.procedure == "L07").notice_period
