"""Planned progress and the rates of a weekly report (序时进度、各项比率), always recomputed.

Piecewise by the monthly plan of the project; without one, even by days from its start
to the end of the year (`lights_project.planned_progress` of the reference data, assumed).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.case import CaseFile
from models.progress import ProgressReport
from rules.clocks.clock import ONE_DAY


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of a project as reported (各项比率), as shares of one."""

    planned: Decimal | None
    """序时进度: what of this year's plan should be done by then."""
    invested: Decimal | None
    """投资完成率 of this year's plan."""
    arrived: Decimal | None
    """资金到位率 of the total investment."""
    paid: Decimal | None
    """支付率 of what has arrived."""

    @property
    def gap_points(self) -> Decimal | None:
        """Return by how many points investment lags the plan (偏差百分点); negative = ahead."""
        if self.planned is None or self.invested is None:
            return None
        return (self.planned - self.invested) * 100


def planned_share(file: CaseFile, on: date) -> Decimal | None:
    """Return what share of this year's investment is planned by the end of a day."""
    plan = file.project.investment
    if plan.this_year <= 0:
        return None
    months = {month: yuan for month, yuan in plan.monthly.items() if month[:4] == str(on.year)}
    if not months:
        return _linear(file, on)
    present = f"{on.year}-{on.month:02d}"
    done = sum((yuan for month, yuan in months.items() if month < present), Decimal(0))
    length = monthrange(on.year, on.month)[1]
    done += months.get(present, Decimal(0)) * on.day / length
    return min(done / plan.this_year, Decimal(1))


def rates(file: CaseFile, report: ProgressReport, *, on: date) -> Rates:
    """Recompute the rates of a report as of a day."""
    plan = file.project.investment
    return Rates(
        planned=planned_share(file, on),
        invested=_share(report.invested_year, plan.this_year),
        arrived=_share(report.funds_arrived, plan.total),
        paid=_share(report.funds_paid, report.funds_arrived),
    )


def _linear(file: CaseFile, on: date) -> Decimal:
    begins = date(on.year, 1, 1)
    start = file.started_on or file.pinned_start
    if start is not None:
        begins = max(begins, start)
    length = (date(on.year, 12, 31) - begins + ONE_DAY).days
    passed = (on - begins + ONE_DAY).days
    if length <= 0:
        return Decimal(0)
    return min(max(Decimal(passed) / length, Decimal(0)), Decimal(1))


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    return part / whole if whole > 0 else None
