"""The lights of a whole project (项目亮灯): start, investment, funds, statistics, approvals.

By the practice that the campaign configures (`lights_project` of the reference data).
A justified reason turns a light blue until its day; the deviation itself stays in sight.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from models.case import CaseFile, Light
from models.light_rules import (
    DelayJustified,
    FundsLightRule,
    InvestmentLightRule,
    LightSubject,
    ProjectLightRules,
    StartLightRule,
    StatisticsLightRule,
)
from rules.clocks.expiry import months_after
from rules.clocks.round_days import monday_of
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.plan.forecast import StartForecast, forecast_start
from rules.standing.lights import ORDER, light_cases, light_project
from rules.standing.planned_progress import rates

_SUNDAY = timedelta(days=6)
_NAMED = 3
"""How many procedures a sentence names."""


class ProjectLight(NamedTuple):
    """One light of a project (项目单灯)."""

    subject: LightSubject
    light: Light
    """As shown: blue where a justified reason stands for it."""
    plain: Light
    """What it would be without the reason (实际偏差)."""
    reason: str
    """In words; empty where it is green or says nothing."""
    justified: DelayJustified | None = None


@dataclass(frozen=True, slots=True)
class ProjectLights:
    """All lights of a project and the one that sums them up (项目亮灯)."""

    overall: Light
    approvals: Light
    """The worst light of its cases."""
    lights: tuple[ProjectLight, ...]
    reasons: tuple[str, ...]
    """Why the overall light is what it is, the weightiest first."""

    def of(self, subject: LightSubject) -> ProjectLight | None:
        """Return the light of a subject, where the practice has it."""
        return next((one for one in self.lights if one.subject is subject), None)


def project_lights(
    file: CaseFile,
    *,
    on: date,
    regulations: Regulations,
    forecast: StartForecast | None = None,
) -> ProjectLights:
    """Return the lights of a project on a day, under the practice in force."""
    cases = {
        code: lit.light for code, lit in light_cases(file, on=on, regulations=regulations).items()
    }
    approvals = _worst(cases.values())
    book = regulations.rulebook.project_lights
    if book is None:
        overall = light_project(file, forecast=forecast, on=on, regulations=regulations)
        return ProjectLights(overall, approvals, (), ())
    lights = subject_lights(file, book.rules, on=on, regulations=regulations, forecast=forecast)
    worst = [code for code, light in cases.items() if light is approvals]
    return _summed_up(lights, approvals, _of_approvals(approvals, worst), book.rules)


def subject_lights(
    file: CaseFile,
    rules: ProjectLightRules,
    *,
    on: date,
    regulations: Regulations,
    forecast: StartForecast | None = None,
) -> tuple[ProjectLight, ...]:
    """Return the lights of the project's subjects alone, without those of its cases."""
    if forecast is None and file.started_on is None and file.pinned_start is not None:
        procedures = regulations.procedures(file.project, on=on)
        forecast = forecast_start(file, procedures, on=on, regulations=regulations)
    slip = None
    if forecast is not None and forecast.slipped:
        slip = Slip(forecast.start_on, forecast.slip_days)
    return lights_by(file, rules, on=on, slip=slip)


class Slip(NamedTuple):
    """A start that is expected after its pinned day (开工滑期)."""

    start_on: date
    workdays: int


def lights_by(
    file: CaseFile, rules: ProjectLightRules, *, on: date, slip: Slip | None
) -> tuple[ProjectLight, ...]:
    """Return the lights of the project's subjects by a forecast that is known."""
    return tuple(
        _justified(file, subject, light, reason, on)
        for subject, light, reason in _plain(file, rules, on, slip)
    )


def _plain(
    file: CaseFile, rules: ProjectLightRules, on: date, slip: Slip | None
) -> Iterator[tuple[LightSubject, Light, str]]:
    yield LightSubject.START, *_start(file, rules.start, on, slip)
    yield LightSubject.INVESTMENT, *_investment(file, rules.investment, on)
    if rules.funds is not None:
        yield LightSubject.FUNDS, *_funds(file, rules.funds, on)
    if rules.statistics is not None:
        yield LightSubject.STATISTICS, *_statistics(file, rules.statistics, on)


def _start(file: CaseFile, rule: StartLightRule, on: date, slip: Slip | None) -> tuple[Light, str]:
    """应开未开: yellow from the day after the pinned one, red after some months of it."""
    pinned = file.pinned_start
    if file.started_on is not None:
        return Light.GREEN, ""
    if pinned is None:
        return Light.GREY, ""
    if on > pinned:
        light = Light.RED if on > months_after(pinned, rule.red_months) else Light.YELLOW
        return light, f"应于 {pinned} 开工，至今未开"
    if START_CONSTRUCTION not in file.passed and slip is not None:
        told = f"比锁定的 {pinned} 晚{slip.workdays}个工作日"
        return Light.YELLOW, f"预计 {slip.start_on} 开工，{told}"
    return Light.GREEN, ""


def _investment(file: CaseFile, rule: InvestmentLightRule, on: date) -> tuple[Light, str]:
    """投资偏差, as of the end of the last week that was reported: like with like."""
    report = file.progress.last
    if report is None:
        return Light.GREY, ""
    as_of = min(on, reported_until(file))
    found = rates(file, report, on=as_of)
    if found.planned is None or found.invested is None:
        return Light.GREY, ""
    said = f"完成年度投资 {found.invested:.1%}，序时进度 {found.planned:.1%}"
    if rule.yellow_points is not None and rule.red_points is not None:
        gap = found.gap_points or Decimal(0)
        light = _of(gap > rule.red_points, gap >= rule.yellow_points)
    else:
        ratio = found.invested / found.planned if found.planned else Decimal(1)
        light = _of(ratio < (rule.red_ratio or 0), ratio < (rule.yellow_ratio or 0))
    return light, said if light is not Light.GREEN else ""


def reported_until(file: CaseFile) -> date:
    """Return the end of the last week of which there is a report."""
    return monday_of(max(file.progress.reports)) + _SUNDAY


def _funds(file: CaseFile, rule: FundsLightRule, on: date) -> tuple[Light, str]:
    """资金支付: only where public money of the rule's kinds is in the project."""
    report = file.progress.last
    kinds = {fund.kind for fund in file.project.funds}
    if report is None or report.funds_arrived <= 0 or not kinds & set(rule.kinds):
        return Light.GREY, ""
    paid = report.funds_paid / report.funds_arrived
    begins = file.registered_on
    length = max((rule.by - begins).days, 1)
    asked = rule.paid_share * min(max(Decimal((on - begins).days) / length, Decimal(0)), Decimal(1))
    light = _of(on > rule.by and paid < rule.paid_share, paid < asked)
    said = f"资金支付率 {paid:.1%}，{rule.by} 应达 {rule.paid_share:.0%}"
    return light, said if light is not Light.GREEN else ""


def _statistics(file: CaseFile, rule: StatisticsLightRule, on: date) -> tuple[Light, str]:
    """统计入库: months after the start."""
    report = file.progress.last
    if report is None or report.statistics_entered_on is not None:
        return (Light.GREY if report is None else Light.GREEN), ""
    started = file.started_on or report.started_on
    if started is None:
        return Light.GREY, ""
    light = _of(
        on > months_after(started, rule.red_months), on > months_after(started, rule.yellow_months)
    )
    return light, f"{started} 开工，至今未入库" if light is not Light.GREEN else ""


def _of(red: bool, yellow: bool) -> Light:
    if red:
        return Light.RED
    return Light.YELLOW if yellow else Light.GREEN


def _justified(
    file: CaseFile, subject: LightSubject, light: Light, reason: str, on: date
) -> ProjectLight:
    known = file.justified.get(subject)
    lit = light in (Light.YELLOW, Light.RED)
    if known is None or not lit or on > known.until:
        return ProjectLight(subject, light, light, reason)
    return ProjectLight(subject, Light.BLUE, light, reason, known)


def _summed_up(
    lights: tuple[ProjectLight, ...],
    approvals: Light,
    of_approvals: str,
    rules: ProjectLightRules,
) -> ProjectLights:
    yellows = [one for one in lights if one.light is Light.YELLOW]
    overall = _worst([approvals, *(one.light for one in lights if one.light is not Light.GREY)])
    told = [(approvals, of_approvals), *((one.light, _with_reason(one)) for one in lights)]
    told.sort(key=lambda one: ORDER.index(one[0]))
    reasons = [reason for _, reason in told if reason]
    enough = rules.yellows_for_red is not None and len(yellows) >= rules.yellows_for_red
    if enough and ORDER.index(overall) > ORDER.index(Light.RED):
        overall = Light.RED
        reasons.insert(0, f"同时有{len(yellows)}盏黄灯，转为红灯")
    return ProjectLights(overall, approvals, lights, tuple(reasons))


def _with_reason(one: ProjectLight) -> str:
    excuse = f"（有正当理由，至 {one.justified.until}）" if one.justified else ""
    return one.reason + excuse if one.reason else ""


def _of_approvals(light: Light, codes: list[str]) -> str:
    if light not in (Light.BLACK, Light.RED, Light.YELLOW):
        return ""
    listed = "、".join(codes[:_NAMED])
    more = f"等{len(codes)}项" if len(codes) > _NAMED else ""
    return f"审批事项 {listed}{more}亮{light.label}灯"


def _worst(lights: Iterable[Light]) -> Light:
    shown = set(lights)
    return next((light for light in ORDER if light in shown), Light.GREEN)
