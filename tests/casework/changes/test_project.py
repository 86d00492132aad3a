"""A project that changes after its registration: what stays, what comes, what is asked first."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from casework.changes.project import (
    CaseInHand,
    NotByAmending,
    NothingAmended,
    amend,
    beside_the_table,
)
from casework.desk import Recorded
from casework.intake.loading import load
from casework.intake.registering import register
from casework.office import Office
from casework.office.integrity import dump, rebuild, verify
from models.campaign import CampaignFolder
from models.case import CaseFile, CaseState
from models.catalogue import Condition
from models.milestone import ProjectAmended
from models.project import Fund, FundKind, InvestmentPlan, Project, ProjectStanding, ProjectTraits
from models.project_sheet import ProjectTemplate
from models.refusal import BadInput
from reports.workbooks.project_template import project_template
from rules.in_force.authority import NotEntitled
from store import ledger
from store.intake.project_files import names_of, read_project_workbook
from store.workbook.workbook_file import WorkbookReader
from tests.casework.changes.test_calendar import accept, rows
from tests.world import (
    DISPATCHER,
    HELPER,
    LIAISON,
    OFFICER,
    OTHER_LIAISON,
    PLANNING,
    PROCEDURES,
    PROJECT,
    campaign,
    do,
    folder,
    june,
    procedure,
    project,
    stamp,
)

RELICS = procedure(
    "R01", "文物保护审批", PLANNING, 8, conditions=(Condition(trait="relics_area", among=(True,)),)
)
ON_FARMLAND = procedure(
    "T01", "农用地转用", PLANNING, 8, conditions=(Condition(trait="farmland", among=(True,)),)
)


MINUTES = "区政府专题会议纪要〔2020〕7号"


def with_traits(**traits: bool) -> ProjectTraits:
    return project().traits.model_copy(update=traits)


@pytest.fixture
def office(empty_office: Office) -> Office:
    """A project on farmland, of which A01 and T01 are open; relics are not known of yet."""
    catalogue = campaign().catalogue.model_copy(
        update={"procedures": (*PROCEDURES, RELICS, ON_FARMLAND)}
    )
    given = folder(project(traits=with_traits(farmland=True)))
    there = given.campaign.model_copy(update={"catalogue": catalogue})
    load(empty_office, given.model_copy(update={"campaign": there}), stamp=stamp())
    return empty_office


def file_of(office: Office) -> CaseFile:
    with office.store.reading() as connection:
        return office.file(connection, PROJECT)[0]


def told(office: Office) -> set[str]:
    """Who is told of the change."""
    with office.store.reading() as connection:
        found = connection.execute(
            text(
                "select d.recipient from notices n join deliveries d"
                " on d.notice_key = n.key where n.ground = 'project_amended'"
            )
        ).all()
    return {one.recipient for one in found}


def timeline(office: Office) -> str:
    with office.store.reading() as connection:
        payload = ledger.read(connection, PROJECT)[-1].payload
    assert isinstance(payload, ProjectAmended)
    return "；".join((*payload.changes, payload.reason))


def become(
    office: Office, day: int = 3, by: str = DISPATCHER, reason: str = MINUTES, **changes: object
) -> Recorded:
    """The project changes; what is not named stays as it is."""
    now = file_of(office).project
    wanted: Mapping[str, Any] = {field: getattr(now, field) for field in Project.model_fields}
    changed = Project(**{**wanted, **changes})
    when = stamp(june(day), by=by)
    return amend(office, PROJECT, lambda _: changed, reason=reason, stamp=when)


class TestACaseThatWasTakenIn:
    def test_keeps_the_limits_it_was_accepted_under(self, office: Office) -> None:
        accept(office, "A01", june(1))
        before = rows(office, "cases")["A01"]

        become(office, investment=InvestmentPlan(total=Decimal(9_000_000), this_year=Decimal(1)))

        after = rows(office, "cases")["A01"]
        assert after["promised_due"] == before["promised_due"] == "2020-06-15"
        assert file_of(office).project.investment.total == 9_000_000

    def test_that_would_not_be_needed_has_to_be_withdrawn_first(self, office: Office) -> None:
        do(office, "submit", "T01", on=june(1), by=LIAISON)
        do(office, "accept", "T01", on=june(1), by=OFFICER)

        with pytest.raises(CaseInHand, match=r"T01 农用地转用正在办理.*撤回"):
            become(office, traits=with_traits(farmland=False))

        do(office, "withdraw", "T01", on=june(3), by=LIAISON)
        become(office, traits=with_traits(farmland=False))
        assert "T01" not in file_of(office).cases
        assert file_of(office).not_required["T01"] == "不符合适用情形"

    def test_and_granted_stands(self, office: Office) -> None:
        do(office, "submit", "T01", on=june(1), by=LIAISON)
        do(office, "accept", "T01", on=june(1), by=OFFICER)
        do(office, "decide", "T01", on=june(2), by="planning-02")

        become(office, traits=with_traits(farmland=False))

        assert file_of(office).cases["T01"].state is CaseState.APPROVED


class TestWhatTheProjectNeeds:
    def test_comes_and_opens_with_the_change(self, office: Office) -> None:
        recorded = become(office, traits=with_traits(farmland=True, relics_area=True))

        assert [entry.payload.kind for entry in recorded.entries] == [
            "project_amended",
            "procedure_opened",
        ]
        assert rows(office, "cases")["R01"]["state"] == "open"

    def test_goes_where_nobody_has_applied_yet(self, office: Office) -> None:
        become(office, traits=with_traits(farmland=False))

        assert "T01" not in rows(office, "cases")
        assert "T01" not in file_of(office).plan

    def test_is_the_same_in_rows_rebuilt_from_the_ledger(self, office: Office) -> None:
        become(office, unit="town", name="冷链物流二期", traits=with_traits(relics_area=True))
        become(office, day=4, traits=with_traits(relics_area=False))
        written = dump(office)

        rebuild(office)

        assert dump(office) == written
        assert verify(office).ok


class TestWhoIsTold:
    def test_both_units_and_the_departments_with_a_case_read_what_changed(
        self, office: Office
    ) -> None:
        become(office, unit="town")

        readers = told(office)
        assert {LIAISON, OTHER_LIAISON, HELPER, OFFICER, DISPATCHER} <= readers
        last = timeline(office)
        assert "责任单位：开发区→玉泉街道；区政府专题会议纪要〔2020〕7号" in last


class TestAChangeIsRefused:
    def test_to_the_unit_that_is_measured_by_it(self, office: Office) -> None:
        with pytest.raises(NotEntitled, match="调度指挥中心"):
            become(office, by=LIAISON, name="冷链物流二期")

    def test_where_nothing_changes(self, office: Office) -> None:
        with pytest.raises(NothingAmended):
            become(office)

    def test_for_the_pinned_start_which_has_an_act_of_its_own(self, office: Office) -> None:
        with pytest.raises(NotByAmending, match=r"计划开工日期.*锁定开工时间节点"):
            become(office, pinned_start=june(30))

    def test_for_facts_that_contradict_each_other(self, office: Office) -> None:
        with pytest.raises(BadInput, match="年度计划投资超过总投资"):
            become(office, investment=InvestmentPlan(total=Decimal(1), this_year=Decimal(2)))

    def test_without_a_reason(self, office: Office) -> None:
        with pytest.raises(BadInput, match="理由"):
            become(office, name="二期项目", reason=" ")


def test_who_is_put_back_into_the_reserve_gives_the_pinned_start_up(office: Office) -> None:
    do(office, "pin_start", "start_construction", on=june(2), by=DISPATCHER, start_on="2020-06-30")

    become(office, standing=ProjectStanding.RESERVE)

    assert file_of(office).pinned_start is None


def test_loading_the_folder_again_changes_a_changed_project_no_more(office: Office) -> None:
    become(office, name="冷链物流二期")
    registered = project(traits=with_traits(farmland=True))

    again = register(office, [registered], stamp=stamp(june(3), by=DISPATCHER))

    assert again.unchanged == (PROJECT,)
    assert file_of(office).project.name == "冷链物流二期"


def test_the_table_of_what_is_registered_comes_back_as_the_very_projects(
    real_folder: CampaignFolder,
) -> None:
    """Who changes a cell changes that alone, also of what no table has a column for."""
    known = {one.code: one for one in real_folder.projects}
    told = ProjectTemplate("测试", (), (), (), (), ())
    content = project_template(told, real_folder.projects)

    with WorkbookReader() as reader:
        book = reader.read_content("变更.xlsx", content)
        read = read_project_workbook(book, names=names_of(real_folder.campaign), confirming="")

    assert [beside_the_table(known[one.code], one) for one in read] == [*known.values()]
    assert any(one.investment.monthly for one in read) is False


def test_a_fund_whose_sum_changes_begins_anew_and_the_others_stay() -> None:
    bond = Fund(kind=FundKind.SPECIAL_BOND, amount=Decimal(100), arrived=Decimal(60))
    loan = Fund(kind=FundKind.BANK_LOAN, amount=Decimal(50), paid=Decimal(0))
    before = project(funds=(bond, loan))
    table = project(funds=(Fund(kind=FundKind.SPECIAL_BOND, amount=Decimal(100)),))

    assert beside_the_table(before, table).funds == (bond,)
