"""Earned value of a project (投资进度): planned, earned and spent, week by week.

完成投资 is what the works that were done are worth, as they are reported by their physical
progress: it is the value earned (已完成工程量). It stands beside 序时计划, what should have been
done by then, and 已支付, what was spent. The year's plan is compared with the year's works, what
was paid since the start with all works since the start: reports give no other sums.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from models.case import CaseFile
from models.progress import ProgressReport
from rules.clocks.round_days import monday_of
from rules.standing.planned_progress import planned_share
from rules.weekly.five_rates import report_upto

ZERO = Decimal(0)
SUNDAY = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Earned:
    """Planned, earned and spent of a project or of several, in yuan (投资进度)."""

    year: Decimal
    """年度计划."""
    planned: Decimal
    """序时计划: of the year, by the day."""
    earned: Decimal
    """完成投资 of the year."""
    total: Decimal
    """总投资."""
    earned_total: Decimal
    """完成投资 since the start."""
    spent: Decimal
    """已支付 since the start."""

    def __add__(self, other: "Earned") -> "Earned":
        """Return what two have together."""
        return Earned(
            self.year + other.year,
            self.planned + other.planned,
            self.earned + other.earned,
            self.total + other.total,
            self.earned_total + other.earned_total,
            self.spent + other.spent,
        )

    @property
    def ahead(self) -> Decimal:
        """Return by how much works are ahead of the plan (进度偏差); below zero = behind."""
        return self.earned - self.planned

    @property
    def pace(self) -> Decimal | None:
        """Return earned of planned (进度执行率); ``None`` = nothing is planned yet."""
        return self.earned / self.planned if self.planned > 0 else None

    @property
    def unpaid(self) -> Decimal:
        """Return what of the works is not paid (应付未付); below zero = paid ahead of works."""
        return self.earned_total - self.spent

    @property
    def paid(self) -> Decimal | None:
        """Return spent of earned (支付率, 按完成投资); ``None`` = nothing is earned yet."""
        return self.spent / self.earned_total if self.earned_total > 0 else None

    @property
    def year_end(self) -> Decimal:
        """Return what the year will earn at the pace so far, no more than its plan."""
        pace = self.pace
        return min(self.year * pace, max(self.year, self.earned)) if pace is not None else ZERO


NOTHING_EARNED = Earned(ZERO, ZERO, ZERO, ZERO, ZERO, ZERO)


def earned(file: CaseFile, *, week: str, on: date) -> Earned:
    """Return a project's planned, earned and spent as of a day, by its reports up to a week."""
    return _earned(file, report_upto(file, week), on)


def weekly(file: CaseFile, *, week: str) -> tuple[tuple[str, Earned], ...]:
    """Return planned, earned and spent at the end of each week that was reported."""
    return tuple(
        (one, _earned(file, file.progress.reports[one].report, monday_of(one) + SUNDAY))
        for one in sorted(file.progress.reports)
        if one <= week
    )


def together(some: Iterable[Earned]) -> Earned:
    """Return what several projects have together."""
    return sum(some, NOTHING_EARNED)


def _earned(file: CaseFile, report: ProgressReport | None, on: date) -> Earned:
    plan = file.project.investment
    share = planned_share(file, on) or ZERO
    return Earned(
        year=plan.this_year,
        planned=share * plan.this_year,
        earned=report.invested_year if report is not None else ZERO,
        total=plan.total,
        earned_total=report.invested_total if report is not None else ZERO,
        spent=report.funds_paid
        if report is not None
        else sum((one.paid for one in file.project.funds), ZERO),
    )
