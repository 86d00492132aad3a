"""The folder of the 100-day campaign is whole, and says what the work plan says."""

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
from rules.expiry import expires_on
from rules.regulations import Regulations
from store.campaign_folder import read_campaign_folder

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
    def test_has_45_procedures_with_a_basis_each(self, folder: CampaignFolder) -> None:
        procedures = folder.campaign.catalogue.procedures
        assert len(procedures) == 45
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
            pytest.param("P06", "promised", date(2020, 6, 1), 5, id="no commitment for soil forms"),
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

    def test_turns_the_order_round_for_allocated_land(
        self, folder: CampaignFolder, regulations: Regulations
    ) -> None:
        hospital = next(one for one in folder.projects if one.land.supply == "allocated")
        procedures = regulations.procedures(hospital, on=FIRST_DAY)
        assert "L11" in procedures["L10"].prerequisites
        assert "L10" not in procedures["L11"].prerequisites
        assert "L05" in procedures["L02"].prerequisites


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


class TestThePeople:
    def test_are_offices_not_persons(self, folder: CampaignFolder) -> None:
        campaign = folder.campaign
        roles = Counter(account.role for account in campaign.accounts)
        assert roles[Role.OFFICER] == 2 * len(campaign.departments) == 34
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
    def test_are_sixty_of_all_six_types(self, folder: CampaignFolder) -> None:
        types = Counter(project.type for project in folder.projects)
        assert len(folder.projects) == 60
        assert set(types) == set(ProjectType)
        assert min(types.values()) >= 4

    def test_have_36_district_key_projects_among_them(self, folder: CampaignFolder) -> None:
        tiers = Counter(project.tier for project in folder.projects)
        assert tiers[ProjectTier.DISTRICT_KEY] == 36

    def test_begin_with_the_cold_chain_park(self, folder: CampaignFolder) -> None:
        first = folder.projects[0]
        assert (first.code, first.name) == ("2020-230112-39-03-000001", "阿城区冷链物流园项目")

    def test_have_between_38_and_45_that_have_not_started(self, folder: CampaignFolder) -> None:
        waiting = [project for project in folder.projects if project.started_on is None]
        assert 38 <= len(waiting) <= 45
        assert all("S05" in one.concluded_before for one in folder.projects if one.started_on)

    def test_leave_each_new_start_twelve_procedures_or_more(
        self, folder: CampaignFolder, regulations: Regulations
    ) -> None:
        for project in folder.projects:
            if project.standing is ProjectStanding.NEW_START:
                assert 12 <= len(outstanding(project, regulations)) <= 35, project.name

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
