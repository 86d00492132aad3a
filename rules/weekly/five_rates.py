"""The five rates (五率) of a set of projects, week by week, each with both its figures.

开复工率、投资完成率、资金到位率、国家资金使用率、收尾项目投产率 (Harbin's 2020 campaign, see
`acheng_targets_2020.five_rates` of the reference data). A rate of nothing is not zero: it
is not there. Pure functions of the case files and a day; what was reported later does not
count.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.case import CaseFile
from models.labelled import Labelled
from models.progress import ProgressReport, WorkStatus
from models.project import Fund, FundKind, ProjectStanding

STATE_FUNDS = frozenset({FundKind.SPECIAL_BOND, FundKind.GENERAL_BOND, FundKind.CENTRAL_BUDGET})
"""国家资金: bonds and the central budget."""

UNDER_WAY = frozenset(
    {WorkStatus.STARTED, WorkStatus.RESUMED, WorkStatus.COMPLETED, WorkStatus.IN_PRODUCTION}
)
TO_START = frozenset({ProjectStanding.NEW_START, ProjectStanding.RESUMED, ProjectStanding.SIGNED})
"""Projects that a start-and-resumption rate asks about; finishing ones are long under way."""


class RateName(Labelled):
    """One of the five rates (五率)."""

    START = "start", "开复工率"
    INVESTMENT = "investment", "投资完成率"
    ARRIVED = "arrived", "资金到位率"
    STATE_PAID = "state_paid", "国家资金使用率"
    PRODUCTION = "production", "收尾项目投产率"


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with both its figures: yuan, or projects (比率)."""

    done: Decimal
    of: Decimal

    @property
    def share(self) -> Decimal | None:
        """Return the share of one; ``None`` where there is nothing to divide by."""
        return self.done / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Figures:
    """What one project adds to the rates as of a day (项目数据)."""

    under_way: bool
    in_production: bool
    asked_to_start: bool
    finishing: bool
    invested: Decimal
    planned: Decimal
    arrived: Decimal
    funded: Decimal
    state_paid: Decimal
    state_funded: Decimal


def report_upto(file: CaseFile, week: str) -> ProgressReport | None:
    """Return the newest report of a week or an earlier one."""
    newest = max((one for one in file.progress.reports if one <= week), default=None)
    return file.progress.reports[newest].report if newest is not None else None


def figures(file: CaseFile, *, week: str, on: date) -> Figures:
    """Return what a project adds to the rates, by its reports up to a week and the ledger."""
    project, report = file.project, report_upto(file, week)
    started = file.started_on is not None and file.started_on <= on
    status = report.status if report is not None else None
    if project.standing is ProjectStanding.RESUMED and report is None:
        started = False  # it was started long ago; whether it was resumed nobody has said
    paid = report.funds_paid if report is not None else sum(_paid(project.funds), Decimal(0))
    arrived = report.funds_arrived if report is not None else _sum(project.funds, "arrived")
    return Figures(
        under_way=status in UNDER_WAY if status is not None else started,
        in_production=status is WorkStatus.IN_PRODUCTION,
        asked_to_start=project.standing in TO_START,
        finishing=project.standing is ProjectStanding.FINISHING,
        invested=report.invested_year if report is not None else Decimal(0),
        planned=project.investment.this_year,
        arrived=arrived,
        funded=_sum(project.funds, "amount"),
        state_paid=_first_in(project.funds, paid, lambda fund: fund.kind in STATE_FUNDS),
        state_funded=_sum((one for one in project.funds if one.kind in STATE_FUNDS), "amount"),
    )


def five_rates(known: Sequence[Figures]) -> dict[RateName, Rate]:
    """Return the five rates of some projects."""

    def share(done: Iterable[Decimal | bool], of: Iterable[Decimal | bool]) -> Rate:
        return Rate(sum(map(Decimal, done), Decimal(0)), sum(map(Decimal, of), Decimal(0)))

    starting = [one for one in known if one.asked_to_start]
    finishing = [one for one in known if one.finishing]
    return {
        RateName.START: share((one.under_way for one in starting), (True for _ in starting)),
        RateName.INVESTMENT: share((one.invested for one in known), (one.planned for one in known)),
        RateName.ARRIVED: share((one.arrived for one in known), (one.funded for one in known)),
        RateName.STATE_PAID: share(
            (one.state_paid for one in known), (one.state_funded for one in known)
        ),
        RateName.PRODUCTION: share(
            (one.in_production for one in finishing), (True for _ in finishing)
        ),
    }


def _first_in(funds: Sequence[Fund], paid: Decimal, counts: Callable[[Fund], bool]) -> Decimal:
    """Return how much of what was paid came out of some funds: the oldest is paid out first.

    A report gives one sum for all sources; that older money goes first is assumed
    (滞留资金先用). State money goes before a project's own of the same day.
    """
    left, taken = paid, Decimal(0)
    order = sorted(funds, key=lambda one: (one.issued_on or date.max, one.kind not in STATE_FUNDS))
    for fund in order:
        used = min(left, fund.amount)
        left -= used
        if counts(fund):
            taken += used
    return taken


def _paid(funds: Iterable[Fund]) -> Iterable[Decimal]:
    return (one.paid for one in funds)


def _sum(funds: Iterable[Fund], field: str) -> Decimal:
    return sum((getattr(one, field) for one in funds), Decimal(0))
