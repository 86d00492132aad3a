"""What the system fills in before anybody is asked: last week, the ledger, the forecast."""

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from models.case import CaseFile
from models.doubt import Origin
from models.progress import (
    Bottleneck,
    LandStatus,
    Progress,
    ProgressReport,
    ProgressReported,
    ReportedProblem,
    WorkStatus,
)
from models.project import Fund, FundKind, ProjectStanding
from rules.weekly.checks import check_report
from rules.weekly.prefilling import Prefilled, prefill
from tests.world import REGULATIONS, june, opened, progress_report, project, running, with_case

WEEK = "2020-W25"
ON = june(15)


def filled(file: CaseFile, week: str = WEEK) -> Prefilled:
    return prefill(file, week=week, regulations=REGULATIONS, on=ON)


def with_reports(file: CaseFile, **reports: ProgressReport) -> CaseFile:
    sent = {week: ProgressReported(week=week, report=one) for week, one in reports.items()}
    return replace(file, progress=Progress(MappingProxyType(sent)))


class TestTheFirstReport:
    def test_has_every_field_with_its_origin(self) -> None:
        found = filled(opened())
        assert set(found.origins) == set(ProgressReport.model_fields)

    def test_knows_the_money_of_the_project_list(self) -> None:
        funds = (
            Fund(kind=FundKind.OWN, amount=Decimal(500), arrived=Decimal(300), paid=Decimal(100)),
            Fund(kind=FundKind.BANK_LOAN, amount=Decimal(500), arrived=Decimal(50)),
        )
        found = filled(opened(project(funds=funds)))
        assert (found.report.funds_arrived, found.report.funds_paid) == (350, 100)
        assert found.origins["funds_arrived"] is Origin.PLAN
        assert found.origins["invested_total"] is Origin.BLANK

    def test_knows_the_land_and_that_nothing_has_started(self) -> None:
        report = filled(opened()).report
        assert report.land_status is LandStatus.SUPPLIED_NOT_DELIVERED
        assert (report.status, report.started_on) == (WorkStatus.NOT_STARTED, None)

    def test_names_what_is_open_on_the_way_to_the_start_with_its_forecast_end(self) -> None:
        # A01 runs since 1 June with 10 working days; B01 waits; B02 and E01 are open.
        file = with_case(opened(), running())
        found = filled(file)
        assert found.report.bottlenecks == (
            Bottleneck(procedure="A01", expected_on=june(15)),
            Bottleneck(procedure="B02", expected_on=june(22)),
            Bottleneck(procedure="E01", expected_on=june(24)),
        )
        assert found.origins["bottlenecks"] is Origin.FORECAST

    def test_contradicts_nothing(self) -> None:
        report = filled(opened()).report
        assert check_report(report, week=WEEK, file=opened(), regulations=REGULATIONS, on=ON) == ()


class TestTheNextReport:
    LAST = progress_report(
        invested_week=Decimal(5),
        invested_year=Decimal(20),
        invested_total=Decimal(30),
        physical_work="基础",
        next_week="主体",
        last_problems="已办",
        explanation="雨天",
        problems=(ReportedProblem(text="缺电", needs="增容", office="town"),),
        filled_by="张",
    )

    def test_carries_over_what_stays_and_asks_anew_what_does_not(self) -> None:
        report = filled(with_reports(opened(), **{"2020-W24": self.LAST})).report
        assert (report.invested_week, report.invested_year, report.invested_total) == (0, 20, 30)
        assert (report.physical_work, report.filled_by) == ("基础", "张")
        assert report.problems == self.LAST.problems
        assert (report.next_week, report.last_problems, report.explanation) == ("", "", "")

    def test_begins_the_year_from_nothing(self) -> None:
        report = filled(with_reports(opened(), **{"2019-W52": self.LAST})).report
        assert (report.invested_year, report.invested_total) == (0, 30)

    def test_keeps_the_units_own_day_while_it_lies_ahead(self) -> None:
        file = with_case(opened(), running())
        said = (
            Bottleneck(procedure="A01", sticking_point="专家未到", expected_on=june(30)),
            Bottleneck(procedure="E01", sticking_point="监测", expected_on=june(12)),
        )
        last = progress_report(bottlenecks=said)
        found = filled(with_reports(file, **{"2020-W24": last})).report.bottlenecks
        by_code = {one.procedure: one for one in found}
        assert by_code["A01"] == said[0]
        assert by_code["E01"] == said[1].model_copy(update={"expected_on": june(24)})

    def test_of_a_week_that_was_reported_is_that_report(self) -> None:
        found = filled(with_reports(opened(), **{WEEK: self.LAST}))
        assert found.report == self.LAST
        assert set(found.origins.values()) == {Origin.THIS_WEEK}


class TestTheLedger:
    def test_knows_the_start_better_than_last_week(self) -> None:
        file = replace(
            with_reports(opened(), **{"2020-W24": progress_report()}), started_on=june(10)
        )
        found = filled(file)
        assert (found.report.status, found.report.started_on) == (WorkStatus.STARTED, june(10))
        assert found.report.land_status is LandStatus.IN_USE
        assert found.report.bottlenecks == ()
        assert found.origins["status"] is found.origins["started_on"] is Origin.LEDGER

    def test_calls_a_resumed_project_resumed(self) -> None:
        given = project(standing=ProjectStanding.RESUMED, started_on=june(1))
        assert filled(opened(given)).report.status is WorkStatus.RESUMED

    def test_knows_that_the_land_was_confirmed(self) -> None:
        file = replace(opened(), confirmed={"start_construction.land_delivered": june(5)})
        found = filled(file)
        assert found.report.land_status is LandStatus.CLEARED_DELIVERED
        assert found.origins["land_status"] is Origin.LEDGER
