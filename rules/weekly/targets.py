"""How far each target of the campaign is reached, and where it is heading (目标完成情况)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from models.case import CaseFile
from models.project import Fund
from models.target import Maturity, Target
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.standing.late_cases import decided_late
from rules.weekly.five_rates import Rate, RateName, figures, five_rates, report_upto

TREND_WEEKS = 4
"""Weeks whose mean pace carries an amount forward."""


class Measure(StrEnum):
    """What of a target is measured (指标)."""

    START_RATE = "start_rate"
    INVESTMENT_RATE = "investment_rate"
    PRODUCTION_RATE = "production_rate"
    READY_RATE = "ready_rate"
    PROCEDURES_RATE = "procedures_rate"
    LEAST_STARTS = "least_starts"
    AMOUNT = "amount"
    GROWTH = "growth"


MEASURES: dict[Measure, str] = {
    Measure.START_RATE: "开复工率",
    Measure.INVESTMENT_RATE: "投资完成率",
    Measure.PRODUCTION_RATE: "投产率",
    Measure.READY_RATE: "达到申报标准比例",
    Measure.PROCEDURES_RATE: "前期手续办结率",
    Measure.LEAST_STARTS: "年内开工个数",
    Measure.AMOUNT: "完成投资",
    Measure.GROWTH: "到位资金增幅",
}


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One measure of one target: asked, reached, missing, expected (目标完成情况)."""

    target: Target
    measure: Measure
    asked: Decimal
    by: date | None
    members: int
    actual: Decimal | None
    """``None`` = the plan gives no base to measure it against, or nobody is counted."""
    forecast: Decimal | None
    """Where it will be on its day if things go on as they do."""
    decided_late: int = 0
    """Of the decisions that it counts, so many came after their limit (超期办结)."""

    @property
    def gap(self) -> Decimal | None:
        """Return what is missing; zero or less = reached."""
        return self.asked - self.actual if self.actual is not None else None

    @property
    def name(self) -> str:
        """Return what is measured, in words: of the year, or of the whole project."""
        whole = self.measure is Measure.INVESTMENT_RATE and self.target.of_total
        return f"项目{MEASURES[self.measure]}" if whole else MEASURES[self.measure]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known of the projects beside their files (预测)."""

    starts: Mapping[str, date]
    """Project → forecast start, of those not started."""


def target_lines(
    targets: Sequence[Target],
    files: Sequence[CaseFile],
    *,
    week: str,
    on: date,
    outlook: Outlook,
    maturity: Maturity | None,
    regulations: Regulations,
) -> tuple[TargetLine, ...]:
    """Return every measure of every target as of a day, in the order of the plan."""
    return tuple(
        line
        for target in targets
        for line in _lines(
            target,
            [file for file in files if counts(target, file)],
            week=week,
            on=on,
            outlook=outlook,
            maturity=maturity,
            regulations=regulations,
        )
    )


def counts(target: Target, file: CaseFile) -> bool:
    """Tell whether a target counts a project."""
    asked, project = target.members, file.project
    return (
        (not asked.tiers or project.tier in asked.tiers)
        and (not asked.types or project.type in asked.types)
        and (not asked.standings or project.standing in asked.standings)
        and project.standing not in asked.except_standings
        and (not asked.funds or any(fund_counts(target, fund) for fund in project.funds))
        and (not asked.projects or project.code in asked.projects)
    )


def fund_counts(target: Target, fund: Fund) -> bool:
    """Tell whether a target counts a source of money."""
    asked, issued = target.members, fund.issued_on
    if fund.kind not in asked.funds:
        return False
    if asked.issued_from is not None and (issued is None or issued < asked.issued_from):
        return False
    return asked.issued_until is None or (issued is not None and issued <= asked.issued_until)


def ready(file: CaseFile, maturity: Maturity) -> bool:
    """Tell whether a reserve project is ready to apply (达到申报标准)."""
    return points(file, maturity) >= maturity.ready_at


def points(file: CaseFile, maturity: Maturity) -> int:
    """Return a reserve project's points of maturity."""
    return sum(
        item.points
        for item in maturity.items
        if item.coded
        or (item.funds and file.project.funds)
        or (item.procedures and all(file.concluded(code) for code in item.procedures))
    )


def _lines(
    target: Target,
    files: Sequence[CaseFile],
    *,
    week: str,
    on: date,
    outlook: Outlook,
    maturity: Maturity | None,
    regulations: Regulations,
) -> Iterator[TargetLine]:
    def line(
        measure: Measure,
        asked: float,
        by: date | None,
        actual: Decimal | None,
        forecast: Decimal | None,
    ) -> TargetLine:
        wanted = Decimal(str(asked))
        return TargetLine(target, measure, wanted, by, len(files), actual, forecast)

    known = [figures(file, week=week, on=on) for file in files]
    rates = five_rates(known)
    start_by = target.start_by or target.by
    if target.procedures_by is not None:
        done = _share(files, lambda file: _procedures_done(file, regulations))
        expected = _share(
            files,
            lambda file: (
                _procedures_done(file, regulations)
                or outlook.starts.get(file.project.code, date.max) <= (target.procedures_by or on)
            ),
        )
        told = line(Measure.PROCEDURES_RATE, 1.0, target.procedures_by, done, expected)
        late = sum(decided_late(file, on=on, regulations=regulations) for file in files)
        yield replace(told, decided_late=late)
    if target.start_rate is not None:
        started = _share(files, lambda file: _under_way(file, week, on))
        expected = _share(files, lambda file: _will_start(file, week, on, start_by, outlook))
        yield line(Measure.START_RATE, target.start_rate, start_by, started, expected)
    if target.least_starts is not None:
        begun = Decimal(sum(_under_way(file, week, on) for file in files))
        until = target.least_starts_by or start_by
        soon = Decimal(sum(_will_start(file, week, on, until, outlook) for file in files))
        yield line(Measure.LEAST_STARTS, target.least_starts, until, begun, soon)
    if target.investment_rate is not None:
        rate = _whole(files, week) if target.of_total else rates[RateName.INVESTMENT]
        ahead = _ahead(files, week=week, on=on, by=target.by)
        grown = Rate(rate.done + ahead, rate.of)
        yield line(
            Measure.INVESTMENT_RATE, target.investment_rate, target.by, rate.share, grown.share
        )
    if target.production_rate is not None:
        rate = rates[RateName.PRODUCTION]
        later = _share(
            files,
            lambda file: (
                figures(file, week=week, on=on).in_production or _completes(file, week, target.by)
            ),
        )
        yield line(Measure.PRODUCTION_RATE, target.production_rate, target.by, rate.share, later)
    if target.ready_rate is not None and maturity is not None:
        share = _share(files, lambda file: ready(file, maturity))
        yield line(Measure.READY_RATE, target.ready_rate, target.by, share, share)
    if target.amount_yuan is not None:
        rate = rates[RateName.INVESTMENT]
        sum_ahead = rate.done + _ahead(files, week=week, on=on, by=target.by)
        yield line(Measure.AMOUNT, target.amount_yuan, target.by, rate.done, sum_ahead)
    if target.growth is not None:
        yield line(Measure.GROWTH, target.growth, target.growth_by or target.by, None, None)


def _share(files: Sequence[CaseFile], holds: Callable[[CaseFile], bool]) -> Decimal | None:
    return Decimal(sum(map(holds, files))) / len(files) if files else None


def _under_way(file: CaseFile, week: str, on: date) -> bool:
    return figures(file, week=week, on=on).under_way


def _will_start(file: CaseFile, week: str, on: date, by: date | None, outlook: Outlook) -> bool:
    if _under_way(file, week, on):
        return True
    return by is None or outlook.starts.get(file.project.code, date.max) <= by


def _procedures_done(file: CaseFile, regulations: Regulations) -> bool:
    gate = regulations.gates[START_CONSTRUCTION]
    return all(file.concluded(code) for code in (*gate.all_of, *gate.applicable_of))


def _ahead(files: Sequence[CaseFile], *, week: str, on: date, by: date | None) -> Decimal:
    """Return what will be invested until the target's day at the pace of the last weeks."""
    if by is None or by <= on:
        return Decimal(0)
    weeks_left = Decimal((by - on).days) / 7
    total = Decimal(0)
    for file in files:
        weeks = sorted(one for one in file.progress.reports if one <= week)[-TREND_WEEKS:]
        if weeks:
            invested = [file.progress.reports[one].report.invested_week for one in weeks]
            room = max(file.project.investment.total - _total(file, week), Decimal(0))
            total += min(sum(invested, Decimal(0)) / len(weeks) * weeks_left, room)
    return total


def _whole(files: Sequence[CaseFile], week: str) -> Rate:
    """Return what was invested since the start, of the whole price (项目投资完成率)."""
    done = sum((_total(file, week) for file in files), Decimal(0))
    return Rate(done, sum((file.project.investment.total for file in files), Decimal(0)))


def _total(file: CaseFile, week: str) -> Decimal:
    report = report_upto(file, week)
    return report.invested_total if report is not None else Decimal(0)


def _completes(file: CaseFile, week: str, by: date | None) -> bool:
    report = report_upto(file, week)
    expected = report.completion_expected_on if report is not None else None
    expected = expected or file.project.planned_completion
    return by is not None and expected is not None and expected <= by
