"""The five rates of a set of projects, each with both its figures."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from models.case import CaseFile
from models.progress import LandStatus, Progress, ProgressReport, ProgressReported, WorkStatus
from models.project import Fund, FundKind, InvestmentPlan, ProjectStanding
from rules.weekly.five_rates import RateName, figures, five_rates
from tests.world import opened, project

WEEK, FRIDAY = "2020-W25", date(2020, 6, 19)


def reported(
    file: CaseFile,
    *,
    week: str = WEEK,
    status: WorkStatus = WorkStatus.STARTED,
    year: int | Decimal = 0,
    arrived: int = 0,
    paid: int = 0,
) -> CaseFile:
    report = ProgressReported(
        week=week,
        report=ProgressReport(
            invested_week=Decimal(0),
            invested_year=Decimal(year),
            invested_total=Decimal(year),
            physical_work="基础施工",
            status=status,
            land_status=LandStatus.IN_USE,
            funds_arrived=Decimal(arrived),
            funds_paid=Decimal(paid),
            filled_by="联络员",
        ),
    )
    return replace(file, progress=Progress({**file.progress.reports, week: report}))


def funded(*funds: Fund, standing: ProjectStanding = ProjectStanding.NEW_START) -> CaseFile:
    plan = InvestmentPlan(total=Decimal(5000), this_year=Decimal(1000))
    return opened(project(funds=funds, standing=standing, investment=plan))


def share(name: RateName, *files: CaseFile) -> tuple[Decimal, Decimal]:
    rate = five_rates([figures(file, week=WEEK, on=FRIDAY) for file in files])[name]
    return rate.done, rate.of


class TestTheStartRate:
    def test_counts_what_should_start_and_what_is_under_way(self) -> None:
        started = reported(funded())
        waiting = reported(funded(), status=WorkStatus.NOT_STARTED)
        stopped = reported(funded(), status=WorkStatus.SUSPENDED)
        reserve = reported(funded(standing=ProjectStanding.RESERVE))

        assert share(RateName.START, started, waiting, stopped, reserve) == (1, 3)

    def test_takes_the_ledgers_word_where_nobody_has_reported(self) -> None:
        begun = replace(funded(), started_on=date(2020, 6, 18))
        later = replace(funded(), started_on=date(2020, 6, 22))

        assert share(RateName.START, begun, later) == (1, 2)


class TestTheInvestmentRate:
    def test_is_this_years_money_over_this_years_plan(self) -> None:
        assert share(RateName.INVESTMENT, reported(funded(), year=250), funded()) == (250, 2000)

    def test_does_not_know_what_was_reported_later(self) -> None:
        file = reported(reported(funded(), year=250), week="2020-W26", year=900)

        assert share(RateName.INVESTMENT, file) == (250, 1000)

    def test_of_nothing_is_not_there(self) -> None:
        rates = five_rates([])

        assert all(rate.share is None for rate in rates.values())


class TestStateMoney:
    OLD = Fund(kind=FundKind.CENTRAL_BUDGET, amount=Decimal(100), issued_on=date(2018, 5, 1))
    BOND = Fund(kind=FundKind.SPECIAL_BOND, amount=Decimal(300), issued_on=date(2020, 3, 27))
    OWN = Fund(kind=FundKind.OWN, amount=Decimal(600))

    def test_is_paid_out_oldest_first(self) -> None:
        file = reported(funded(self.OWN, self.BOND, self.OLD), arrived=700, paid=250)

        assert share(RateName.STATE_PAID, file) == (250, 400)
        assert share(RateName.ARRIVED, file) == (700, 1000)

    def test_leaves_a_projects_own_money_out(self) -> None:
        file = reported(funded(self.OWN, self.BOND), paid=500)

        assert share(RateName.STATE_PAID, file) == (300, 300)


def test_production_counts_finishing_projects_alone() -> None:
    done = reported(funded(standing=ProjectStanding.FINISHING), status=WorkStatus.IN_PRODUCTION)
    nearly = reported(funded(standing=ProjectStanding.FINISHING), status=WorkStatus.COMPLETED)

    assert share(RateName.PRODUCTION, done, nearly, reported(funded())) == (1, 2)
