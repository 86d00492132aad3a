"""The folder of the 100-day campaign is whole, and says what the work plan says."""

import re
from collections import Counter
from datetime import date
from pathlib import Path
from timeit import repeat

import pytest
import yaml

from models.campaign import CampaignFolder
from models.case import Case, CaseState
from models.catalogue import Bound, RequirementLevel
from models.people import Role
from models.project import Project, ProjectStanding, ProjectTier, ProjectType
from rules.clocks.expiry import expires_on
from rules.in_force.regulations import Regulations
from store.intake.campaign_folder import read_campaign_folder

FOLDER = Path(__file__).parents[2] / "campaigns" / "hundred-day-2020"
FIRST_DAY = date(2020, 5, 21)


@pytest.fixture(scope="module")
def folder() -> CampaignFolder:
    return read_campaign_folder(FOLDER)


@pytest.fixture(scope="module")
def regulations(folder: CampaignFolder) -> Regulations:
    return Regulations(folder.campaign)


def outstanding(project: Project, regulations: Regulations) -> set[str]:
    """Return what still has to be concluded before the start, utilities and acceptance aside."""
    planned, _ = regulations.plan(project, on=FIRST_DAY)
    return {
        step.procedure
        for step in planned
        if step.procedure not in project.concluded_before and step.procedure[0] not in "UY"
    }


class TestTheFolder:
    def test_is_read_in_a_few_times_what_its_yaml_takes(self) -> None:
        """In one run on one machine; seconds vary from machine to machine."""

        def parsed() -> list[object]:
            texts = (path.read_bytes() for path in FOLDER.glob("*.yaml"))
            return [yaml.load(text, yaml.CSafeLoader) for text in texts]

        ours = min(repeat(lambda: read_campaign_folder(FOLDER), repeat=3, number=1))
        assert ours < 5 * min(repeat(parsed, repeat=3, number=1))

    def test_knows_its_campaign(self, folder: CampaignFolder) -> None:
        campaign = folder.campaign
        assert (campaign.key, campaign.district) == ("hundred-day-2020", "230112")
        assert campaign.document == "哈阿政办发〔2020〕12号"
        assert (campaign.first_day, campaign.last_day) == (FIRST_DAY, date(2020, 8, 31))

    def test_has_a_digest_of_each_of_its_seven_files(self, folder: CampaignFolder) -> None:
        assert set(folder.digests) == {path.name for path in FOLDER.glob("*.yaml")}
        assert all(len(digest) == 64 for digest in folder.digests.values())


class TestTheCatalogue:
    def test_has_fifty_procedures_with_a_basis_each(self, folder: CampaignFolder) -> None:
        procedures = folder.campaign.catalogue.procedures
        assert len(procedures) == 50
        assert all(one.legal_basis and one.documents for one in procedures)

    def test_calls_a_placeholder_a_placeholder(self, folder: CampaignFolder) -> None:
        procedures = folder.campaign.catalogue.procedures
        assert {one.code for one in procedures if not one.promised.assumed} == {"L04", "P06"}
        assert all(one.statutory.source for one in procedures)

    def test_gives_make_up_days_to_deferrable_documents_only(self, folder: CampaignFolder) -> None:
        for procedure in folder.campaign.catalogue.procedures:
            for document in procedure.documents:
                deferrable = document.level is RequirementLevel.DEFERRABLE
                assert (document.makeup_days is not None) == deferrable, document.code

    def test_keeps_notice_periods_as_floors(self, folder: CampaignFolder) -> None:
        floors = {
            one.code
            for one in folder.campaign.catalogue.procedures
            if one.promised.bound is Bound.MIN
        }
        assert floors == {"L06", "L07", "L10"}

    @pytest.mark.parametrize(
        ("code", "field", "on", "expected"),
        [
            pytest.param("P06", "promised", date(2020, 6, 1), 0, id="soil forms by commitment"),
            pytest.param("P06", "promised", date(2023, 6, 1), 0, id="soil forms on the spot now"),
            pytest.param("P05", "statutory", date(2020, 6, 1), 20, id="the old soil rule"),
            pytest.param("P05", "statutory", date(2023, 6, 1), 10, id="the new soil rule"),
            pytest.param("S06", "statutory", date(2020, 6, 1), 20, id="the old lightning rule"),
            pytest.param("S06", "statutory", date(2021, 1, 1), 10, id="the new lightning rule"),
            pytest.param("L06", "statutory", date(2020, 6, 1), None, id="no floor before 2021-09"),
            pytest.param("L06", "statutory", date(2021, 9, 1), 10, id="ten days since 2021-09"),
            pytest.param("S02", "statutory", date(2020, 5, 29), 20, id="fire review before June"),
            pytest.param("S02", "statutory", date(2020, 6, 1), 15, id="fire review since June"),
            pytest.param("U05", "statutory", date(2020, 6, 1), 20, id="the old drainage rule"),
        ],
    )
    def test_follows_the_law_of_the_day(
        self,
        folder: CampaignFolder,
        regulations: Regulations,
        code: str,
        field: str,
        on: date,
        expected: int | None,
    ) -> None:
        procedure = regulations.procedures(folder.projects[0], on=on)[code]
        assert getattr(procedure, field).value == expected

    @pytest.mark.parametrize("kind", ["legal_basis", "limits", "extension", "documents", "stops"])
    def test_of_2020_cites_no_law_of_a_later_year(
        self, folder: CampaignFolder, regulations: Regulations, kind: str
    ) -> None:
        """Nothing of June 2020 stands on an article of 2021 or 2023 (依据的时点)."""
        later = re.compile(r"20(2[1-9]|3\d)|令53号|令37号|令56号")
        for project in folder.projects:
            for code, one in regulations.procedures(project, on=date(2020, 6, 1)).items():
                cited = {
                    "legal_basis": [one.legal_basis],
                    "limits": [one.statutory.source, one.promised.source],
                    "extension": [one.extension.source] if one.extension else [],
                    "documents": [document.source for document in one.documents],
                    "stops": [stop.source for stop in one.special_procedures],
                }[kind]
                for words in cited:
                    # That a later rule is not in force yet may be said.
                    assert "施行前" in words or not later.search(words), (code, words)

    @pytest.mark.parametrize(
        ("code", "on", "basis"),
        [
            pytest.param("L06", date(2020, 6, 1), "土地管理法（2019修正）第45—47条", id="then"),
            pytest.param("L06", date(2021, 9, 1), "土地管理法第45—47条；实施条例第26条", id="now"),
            pytest.param("P05", date(2020, 6, 1), "水利部令第5号（2017年修正）", id="soil then"),
            pytest.param(
                "P05", date(2023, 2, 28), "水利部令第5号（2017年修正）", id="soil the last day"
            ),
            pytest.param("P05", date(2023, 3, 1), "水利部令53号", id="soil now"),
        ],
    )
    def test_dates_its_bases_like_its_limits(
        self,
        folder: CampaignFolder,
        regulations: Regulations,
        code: str,
        on: date,
        basis: str,
    ) -> None:
        assert basis in regulations.procedures(folder.projects[0], on=on)[code].legal_basis

    def test_asks_of_a_project_only_the_papers_that_it_owes(
        self, folder: CampaignFolder, regulations: Regulations
    ) -> None:
        by_name = {one.name: one for one in folder.projects}
        road = by_name["松峰山旅游公路工程"]
        of_the_road = regulations.procedures(road, on=FIRST_DAY)
        factory = folder.projects[0]
        of_the_factory = regulations.procedures(factory, on=FIRST_DAY)

        # 人防审核意见: a road has no basement; 土地出让金缴纳凭证: only granted land is paid for.
        assert of_the_road["G02"].document("G02-4") is None
        assert of_the_road["L11"].document("L11-4") is None
        assert of_the_factory["L11"].document("L11-4") is not None
        # 踏勘意见 is made by the authority; nobody owes it.
        for procedures in (of_the_road, of_the_factory):
            names = [document.name for one in procedures.values() for document in one.documents]
            assert "踏勘意见" not in names

    def test_licenses_no_road_and_no_water_works_like_a_house(
        self, folder: CampaignFolder, regulations: Regulations
    ) -> None:
        """施工许可管理办法2: 房屋建筑和市政基础设施工程; roads 公路法25."""
        for project in folder.projects:
            plan, _ = regulations.plan(project, on=FIRST_DAY)
            needed = {step.procedure for step in plan}
            match project.type:
                case ProjectType.GOV_TRANSPORT:
                    assert "T01" in needed
                    assert not needed & {"S05", "W01", "U01", "G04"}
                case ProjectType.GOV_WATER:
                    assert "W01" in needed
                    assert not needed & {"S05", "T01", "U01", "G04"}
                case _:
                    assert "S05" in needed
                    assert not needed & {"T01", "W01"}

    def test_supplies_own_land_no_second_time(
        self, folder: CampaignFolder, regulations: Regulations
    ) -> None:
        own = [one for one in folder.projects if one.land.supply == "owned"]
        assert own
        for project in own:
            plan, _ = regulations.plan(project, on=FIRST_DAY)
            assert not {step.procedure for step in plan} & {"L10", "L11", "L12"}, project.name

    def test_holds_no_auction_for_allocated_land(
        self, folder: CampaignFolder, regulations: Regulations
    ) -> None:
        """国土资源部令39号 is about granted land: allocation has no notice of 20 days."""
        hospital = next(one for one in folder.projects if one.land.supply == "allocated")
        allocation = regulations.procedures(hospital, on=FIRST_DAY)["L10"]
        assert allocation.statutory.bound is Bound.NONE
        assert not allocation.special_procedures

    @pytest.mark.parametrize("kind", ProjectType)
    def test_converts_farmland_and_expropriates_for_every_type(
        self, folder: CampaignFolder, regulations: Regulations, kind: ProjectType
    ) -> None:
        """土地管理法44—47 know no type of project: a small shop on a field converts it too."""
        some = folder.projects[0]
        traits = some.traits.model_copy(
            update={"farmland": True, "expropriation": True, "forest_land": True}
        )
        project = some.model_copy(update={"type": kind, "traits": traits})

        plan, _ = regulations.plan(project, on=FIRST_DAY)

        assert {"L06", "L07", "L08", "L09", "L10"} <= {step.procedure for step in plan}

    def test_reviews_the_fire_safety_of_every_special_work_and_files_the_others(
        self, folder: CampaignFolder, regulations: Regulations
    ) -> None:
        """消防法11—13: never neither, also for a tunnel of the town or a small shop."""
        some = folder.projects[0]
        for kind in set(ProjectType) - {ProjectType.GOV_TRANSPORT, ProjectType.GOV_WATER}:
            for special, wanted in ((True, {"S02", "Y02"}), (False, {"Y03"})):
                traits = some.traits.model_copy(update={"special_fire_works": special})
                project = some.model_copy(update={"type": kind, "traits": traits})
                plan, _ = regulations.plan(project, on=FIRST_DAY)
                assert {step.procedure for step in plan} & {"S02", "Y02", "Y03"} == wanted, kind

    def test_opens_no_production_of_a_road_before_its_planning_is_verified(
        self, folder: CampaignFolder, regulations: Regulations
    ) -> None:
        """城乡规划法45, 公路法33: a road has no Y05, and is verified and accepted all the same."""
        gate = regulations.gates["start_production"]
        road = next(one for one in folder.projects if one.type is ProjectType.GOV_TRANSPORT)
        plan, _ = regulations.plan(road, on=FIRST_DAY)

        assert "Y05" not in {step.procedure for step in plan}
        assert "Y01" in gate.applicable_of
        asked = {one.code for one in gate.confirmations}
        assert asked == {
            "soil_facilities_accepted",
            "environment_facilities_accepted",
            "lightning_protection_accepted",
            "pollution_permit_held",
            "civil_defence_accepted",
            "sector_works_accepted",
            "archives_handed_over",
            "communications_ready",
        }

    def test_asks_the_mineral_law_of_2024_about_minerals(
        self, folder: CampaignFolder, regulations: Regulations
    ) -> None:
        """P13 is the minerals, P12 the slopes: only P13 changes on 1 July 2025."""
        then, now = (
            regulations.procedures(folder.projects[0], on=day)
            for day in (date(2025, 6, 30), date(2025, 7, 1))
        )
        assert "矿产资源法（2009修正）第33条" in then["P13"].legal_basis
        assert "矿产资源法（2024修订）" in now["P13"].legal_basis
        assert then["P12"] == now["P12"]

    def test_turns_the_order_round_for_allocated_land(
        self, folder: CampaignFolder, regulations: Regulations
    ) -> None:
        hospital = next(one for one in folder.projects if one.land.supply == "allocated")
        procedures = regulations.procedures(hospital, on=FIRST_DAY)
        assert "L11" in procedures["L10"].prerequisites
        assert "L10" not in procedures["L11"].prerequisites
        assert "L05" in procedures["L02"].prerequisites
        assert procedures["L11"].prerequisites == ("L05",)
        # What is looked into before the feasibility study is the same on any land.
        assert procedures["L02"].tolerable_prerequisites == ("P11", "P12", "P13", "P14")


class TestTheRules:
    def test_know_all_thirteen_ways_of_deferral(self, folder: CampaignFolder) -> None:
        rulebook = folder.campaign.rulebook
        assert len(rulebook.profiles) == 13
        assert rulebook.profile == "acheng_default"
        assert rulebook.deferral.assumed
        assert all(profile.source for profile in rulebook.profiles.values())

    def test_ask_the_conditions_of_deferral_in_their_order(self, folder: CampaignFolder) -> None:
        assert [rule.code for rule in folder.campaign.rulebook.eligibility] == [
            "main_complete",
            "only_listed",
            "voluntary",
            "credit_ok",
            "not_excluded",
            "item_allowed",
            "not_instant_or_uplevel",
        ]

    def test_know_what_runs_on_after_a_decision(
        self, folder: CampaignFolder, regulations: Regulations
    ) -> None:
        clock = folder.campaign.rulebook.clock
        terms = {code: term for term in clock.certificate_expiry for code in term.procedures}
        known = {one.code for one in folder.campaign.catalogue.procedures}
        assert set(terms) == {"S05", "P01", "P02", "L03", "P05", "P06"}
        assert {*terms, *(stop.procedure for stop in clock.long_stops)} <= known
        assert all(one.source for one in (*clock.certificate_expiry, *clock.long_stops))
        permit = Case("S05", CaseState.APPROVED, concluded_on=date(2020, 11, 30))
        expiry = expires_on(permit, on=date(2020, 12, 1), regulations=regulations)
        assert expiry is not None
        assert (expiry.due_on, expiry.term.source) == (date(2021, 2, 28), "建筑法第9条")

    def test_carry_every_target_with_its_clause(self, folder: CampaignFolder) -> None:
        targets = {target.code: target for target in folder.campaign.targets}
        assert len(targets) == 10
        assert all(target.clause for target in targets.values())
        assert targets["district-key"].start_rate == 0.7
        assert targets["district-key"].by == date(2020, 7, 31)
        assert targets["signed"].otherwise == "不列入招商成果"
        assert targets["government"].best_effort

    def test_let_an_ordinance_begin_on_one_day_everywhere(
        self, real_folder: CampaignFolder
    ) -> None:
        """水利部令第53号: the old limit ends where the new term of the certificate begins."""
        campaign = real_folder.campaign
        (old,) = [
            one for one in campaign.catalogue.statute_variants if one.code == "before_2023_soil"
        ]
        (term,) = [
            one for one in campaign.rulebook.clock.certificate_expiry if "P05" in one.procedures
        ]

        assert old.before == term.since == date(2023, 3, 1)


class TestThePeople:
    def test_are_offices_not_persons(self, folder: CampaignFolder) -> None:
        campaign = folder.campaign
        roles = Counter(account.role for account in campaign.accounts)
        assert roles[Role.OFFICER] == 2 * len(campaign.departments) == 36
        assert roles[Role.DEPARTMENT_HEAD] == len(campaign.departments)
        assert roles[Role.UNIT_LIAISON] == len(campaign.units) == 33
        assert roles[Role.CHIEF_SERVICE_OFFICER] == 8
        assert roles[Role.LEADER] == 6

    def test_bear_the_names_that_the_plan_gives_them(self, folder: CampaignFolder) -> None:
        """Bureaux, service centre, streets and towns as 哈阿政办发〔2020〕12号 names them."""
        names = {unit.code: unit.name for unit in folder.campaign.units}
        assert names["unit-industry"] == "区工业信息科技局"
        assert names["unit-promotion"] == "区企业和投资服务局"
        assert names["unit-finance"] == "区财政局"
        assert names["unit-service-centre"] == "区政务服务中心"
        assert sum(name.endswith("街道办事处") for name in names.values()) == 15
        assert sum(name.endswith("镇人民政府") for name in names.values()) == 4
        ladder = folder.campaign.rulebook.escalation
        assert ladder is not None
        assert ladder.rung("interview").issuer == "“百日攻坚”行动专班"

    def test_lead_the_targets_of_their_clauses(self, folder: CampaignFolder) -> None:
        """重点任务第5条: 区财政局牵头."""
        leads = {target.code: target.lead for target in folder.campaign.targets}
        for clause_five in ("bonds", "central-budget-backlog", "funds-this-year"):
            assert leads[clause_five] == ("unit-finance",)
        assert leads["signed"] == ("unit-promotion",)
        assert leads["reserve"] == ("unit-development-reform",)

    def test_sit_in_pairs_at_every_counter(self, folder: CampaignFolder) -> None:
        """两人以上经手: no department where who accepts would have to decide."""
        campaign = folder.campaign
        for department in campaign.departments:
            assert len(campaign.accounts_of(Role.OFFICER, department.code)) >= 2
            assert campaign.accounts_of(Role.DEPARTMENT_HEAD, department.code)


class TestTheProjects:
    def test_are_sixty_of_all_eight_types(self, folder: CampaignFolder) -> None:
        types = Counter(project.type for project in folder.projects)
        assert len(folder.projects) == 60
        assert set(types) == set(ProjectType)
        assert len(types) == 8

    def test_have_36_district_key_projects_among_them(self, folder: CampaignFolder) -> None:
        tiers = Counter(project.tier for project in folder.projects)
        assert tiers[ProjectTier.DISTRICT_KEY] == 36

    def test_begin_with_the_cold_chain_park(self, folder: CampaignFolder) -> None:
        first = folder.projects[0]
        assert (first.code, first.name) == ("2020-230112-39-03-000001", "阿城区冷链物流园项目")

    def test_have_between_38_and_45_that_have_not_started(self, folder: CampaignFolder) -> None:
        waiting = [project for project in folder.projects if project.started_on is None]
        assert 38 <= len(waiting) <= 45
        for one in folder.projects:
            if one.started_on:
                assert {"S05", "T01", "W01"} & set(one.concluded_before), one.name

    def test_leave_each_new_start_twelve_procedures_or_more(
        self, folder: CampaignFolder, regulations: Regulations
    ) -> None:
        for project in folder.projects:
            if project.standing is ProjectStanding.NEW_START:
                # Roads and water works have one bureau of their own for what four papers of the
                # housing bureau are elsewhere (S01, S03, S04, S05).
                own = project.type in (ProjectType.GOV_TRANSPORT, ProjectType.GOV_WATER)
                least = 9 if own else 12
                assert least <= len(outstanding(project, regulations)) <= 35, project.name

    def test_leave_each_new_start_several_documents_to_defer(
        self, folder: CampaignFolder, regulations: Regulations
    ) -> None:
        for project in folder.projects:
            if project.standing is not ProjectStanding.NEW_START:
                continue
            procedures = regulations.procedures(project, on=FIRST_DAY)
            deferrable = [
                document.code
                for code in outstanding(project, regulations)
                for document in procedures[code].documents
                if document.level is RequirementLevel.DEFERRABLE
            ]
            assert len(deferrable) >= 5, project.name

    def test_are_pinned_to_working_days_of_the_campaign(
        self, folder: CampaignFolder, regulations: Regulations
    ) -> None:
        pinned = [project.pinned_start for project in folder.projects if project.pinned_start]
        assert all(date(2020, 6, 1) <= day <= date(2020, 8, 31) for day in pinned)
        assert all(regulations.days.is_working_day(day) for day in pinned)
        assert {day.month for day in pinned} == {6, 7, 8}

    def test_concluded_their_procedures_on_working_days_before_the_campaign(
        self, folder: CampaignFolder, regulations: Regulations
    ) -> None:
        days = [day for project in folder.projects for day in project.concluded_before.values()]
        assert max(days) < FIRST_DAY
        assert all(regulations.days.is_working_day(day) for day in days)

    def test_plan_this_year_s_money_month_by_month(self, folder: CampaignFolder) -> None:
        for project in folder.projects:
            plan = project.investment
            assert sum(plan.monthly.values()) == plan.this_year, project.name
            assert sum(fund.amount for fund in project.funds) in (0, plan.total), project.name
