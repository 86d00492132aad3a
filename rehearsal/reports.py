"""What scripted liaisons report weekly, and when (演练周报).

Money follows the project's plan at a pace of its own; most report in time, some late,
some never; now and then somebody mistypes, or keeps quiet about a red light. Whoever is
shown a contradiction says why.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from models.case import CaseFile, Light
from models.days import ZONE
from models.progress import ProgressReport, ReportedProblem, WorkStatus
from models.project import ProjectStanding
from models.week_words import week_in_words
from rehearsal.cast import chance, later, moment, shortly
from rules.clocks.round_days import monday_of
from rules.in_force.regulations import Regulations
from rules.standing.lights import light_cases
from rules.standing.planned_progress import planned_share
from rules.weekly.checks import check_report
from rules.weekly.prefilling import prefill

IN_TIME, LATE = 0.9, 0.07
"""How likely a report comes by the cut-off, or after it; else it never comes."""
MISTYPED, QUIET = 0.02, 0.3
"""How likely a total is mistyped, or a red light kept quiet about."""
BURST, HASTY = 0.05, 0.12
"""How likely a week brings twice as much, or a unit builds before it may."""

_STEP = Decimal(10_000)
_NONE = Decimal(0)
_AHEAD = Decimal("1.08")
"""Up to this share of the works payments are made, advances included; most units pay less."""
_WORKS_BEGIN = (0.02, 0.1, 0.3, 0.6, 1.0)
"""What share of the planned pace is reached in each week after the start."""
_PHASES = ("场地平整、临建", "基础施工", "主体施工", "设备安装、室外配套", "收尾、调试")
_WORDS = {
    "started_unpermitted": "仅平整场地、搭设临建，主体未动工，手续正在抓紧办理",
    "jump": "施工组织调整，本周工程量变化较大",
    "no_problem": "红灯事项已与审批部门当面对接，暂不列为问题",
    "date_passed": "因材料供应推迟，竣工时间顺延",
    "land_differs": "净地交付手续正在确认",
}


@dataclass(frozen=True, order=True, slots=True)
class Telling:
    """A report that somebody means to send (拟报周报); ordered by time."""

    at: datetime
    project: str
    week: str
    mistyped: bool = False


class Reporters:
    """The liaisons of all units in one rehearsal (演练填报人)."""

    def __init__(self, regulations: Regulations, *, seed: int) -> None:
        self._regulations = regulations
        self._days = regulations.days
        self._seed = seed

    def asked(
        self, week: str, projects: Sequence[str], *, now: datetime, cutoff_at: datetime
    ) -> Iterator[Telling]:
        """Yield who means to report what when a round has been opened."""
        for project in projects:
            luck = chance(self._seed, project, week, "report")
            roll, mistyped = luck.random(), luck.random() < MISTYPED
            if roll < IN_TIME:
                yield Telling(self._in_time(now, cutoff_at, luck), project, week, mistyped)
            elif roll < IN_TIME + LATE:
                at = later(cutoff_at, luck.randint(1, 3), luck, self._days)
                yield Telling(at, project, week, mistyped)

    def again(self, telling: Telling) -> Telling:
        """Return the same report, typed with more care a little later."""
        return Telling(shortly(telling.at, self._days), telling.project, telling.week)

    def report(self, file: CaseFile, telling: Telling) -> ProgressReport:
        """Return what is said, on the day it is said."""
        on = telling.at.astimezone(ZONE).date()
        week, regulations = telling.week, self._regulations
        draft = prefill(file, week=week, regulations=regulations, on=on).report
        luck = chance(self._seed, file.project.code, week, "said")
        changes = self._works(file, draft, week) | self._trouble(file, on, luck)
        report = draft.model_copy(update=changes | {"filled_by": "责任单位联络员"})
        if telling.mistyped:
            return report.model_copy(update={"invested_total": report.invested_total / 10})
        doubts = check_report(report, week=week, file=file, regulations=regulations, on=on)
        words = dict.fromkeys(_WORDS.get(one.code.value, f"经核实，{one.text}") for one in doubts)
        told = f"{week_in_words(week)}：{'；'.join(words)}" if words else ""
        return report.model_copy(update={"explanation": told})

    def _in_time(self, now: datetime, cutoff_at: datetime, luck: Random) -> datetime:
        """Return a moment between the opening and the cut-off, rather late than early."""
        first, last = now.astimezone(ZONE).date(), cutoff_at.astimezone(ZONE).date()
        span = self._days.between(first, last)
        back = min(luck.choice((0, 0, 0, 1, 1, 2, 3)), span)
        day = last
        for _ in range(back):
            day = self._days.previous_working_day(day - timedelta(days=1))
        at = moment(day, luck)
        margin = timedelta(minutes=30)
        if at >= cutoff_at - margin:
            at = cutoff_at - margin - timedelta(seconds=luck.randrange(1800))
        return max(at, now + margin)

    def _works(self, file: CaseFile, draft: ProgressReport, week: str) -> dict[str, object]:
        ends = monday_of(week) + timedelta(days=4)
        done = max(self._year(file, ends), draft.invested_year)
        first = not file.progress.reports
        before = self._year(file, ends - timedelta(days=7)) if first else draft.invested_year
        grown = max(done - before, _NONE)
        luck = chance(self._seed, file.project.code, week, "works")
        if luck.random() < BURST:
            grown, done = grown * 2, done + grown
        total = draft.invested_total + grown
        if first:
            total = self._prior(file) + done
        whole = file.project.investment.total
        share = total / whole if whole else _NONE
        status = self._status(file, draft, ends, share)
        luck = chance(self._seed, file.project.code, "money")
        if self._claims_a_start(file, ends):
            status = WorkStatus.STARTED
        arrived = max(draft.funds_arrived, _round(min(total * Decimal("1.2"), whole)))
        asked = _round(min(arrived, total * _AHEAD) * Decimal(luck.randint(55, 92)) / 100)
        return {
            "invested_week": grown,
            "invested_year": done,
            "invested_total": total,
            "status": status,
            "physical_work": self._image(status, share, ends),
            "next_week": f"{_said(ends + timedelta(days=7))}前：{self._phase(share)}继续推进",
            "last_problems": "",
            "funds_arrived": arrived,
            "funds_paid": max(draft.funds_paid, min(asked, arrived)),
            "statistics_entered_on": self._entered(file, ends, luck),
            "completion_expected_on": draft.completion_expected_on,
        }

    def _year(self, file: CaseFile, on: date) -> Decimal:
        """Return this year's investment by a day: the plan at the project's own pace."""
        project = file.project
        luck = chance(self._seed, project.code, "pace")
        pace = Decimal(luck.choice((55, 75, 85, 90, 95, 100, 100, 105, 110))) / 100
        plan = project.investment.this_year
        if project.standing is ProjectStanding.FINISHING and project.planned_completion:
            begins = date(on.year, 3, 1)
            length = (project.planned_completion - begins).days
            share = Decimal(max((on - begins).days, 0)) / max(length, 1)
            return _round(plan * min(share, Decimal(1)))
        share = planned_share(file, on) or _NONE
        if project.started_on is not None:
            return _round(plan * min(share * pace + Decimal("0.08"), Decimal(1)))
        if file.started_on is None or on < file.started_on:
            return _round(plan * Decimal("0.01"))
        weeks = min((on - file.started_on).days // 7, len(_WORKS_BEGIN) - 1)
        ramp = Decimal(str(_WORKS_BEGIN[weeks]))
        return _round(plan * (Decimal("0.01") + min(share * pace * ramp, Decimal("0.98"))))

    def _prior(self, file: CaseFile) -> Decimal:
        """Return what had been invested before this year."""
        plan = file.project.investment
        match file.project.standing:
            case ProjectStanding.FINISHING:
                return plan.total - plan.this_year
            case ProjectStanding.RESUMED:
                return _round((plan.total - plan.this_year) * Decimal("0.6"))
            case _:
                return _NONE

    def _status(
        self, file: CaseFile, draft: ProgressReport, on: date, share: Decimal
    ) -> WorkStatus:
        ends = file.project.planned_completion
        if ends is None or on < ends or share < Decimal("0.95"):
            return draft.status
        luck = chance(self._seed, file.project.code, "production")
        in_production = on >= ends + timedelta(days=luck.choice((0, 0, 0, 7, 14, 60)))
        return WorkStatus.IN_PRODUCTION if in_production else WorkStatus.COMPLETED

    def _claims_a_start(self, file: CaseFile, on: date) -> bool:
        """Tell whether works are said to have begun that nobody has permitted yet."""
        luck = chance(self._seed, file.project.code, "claim")
        pinned = file.pinned_start
        hasty = luck.random() < HASTY and file.started_on is None
        return hasty and pinned is not None and on >= pinned - timedelta(days=luck.randint(0, 14))

    def _phase(self, share: Decimal) -> str:
        return _PHASES[min(int(share * len(_PHASES)), len(_PHASES) - 1)]

    def _image(self, status: WorkStatus, share: Decimal, on: date) -> str:
        if status is WorkStatus.NOT_STARTED:
            return ""
        return f"{self._phase(share)}，截至{_said(on)}完成总投资的{share:.1%}"

    def _entered(self, file: CaseFile, on: date, luck: Random) -> date | None:
        started = file.started_on
        if started is None:
            return None
        entered = started + timedelta(days=luck.choice((12, 18, 25, 28, 40, 70)))
        return entered if entered <= on else None

    def _trouble(self, file: CaseFile, on: date, luck: Random) -> dict[str, object]:
        """Report what holds the project up, or keep quiet about it."""
        lit = light_cases(file, on=on, regulations=self._regulations)
        red = [code for code, one in lit.items() if one.light in (Light.RED, Light.BLACK)]
        if not red or luck.random() < QUIET:
            return {"problems": ()}
        procedures = self._regulations.procedures(file.project, on=on)
        problems = tuple(
            ReportedProblem(
                text=f"{procedures[code].name}超过承诺时限仍未办结",
                needs="请审批部门明确办结时间",
                office=procedures[code].department,
            )
            for code in red[:2]
        )
        return {"problems": problems}


def _said(on: date) -> str:
    return f"{on.month}月{on.day}日"


def _round(yuan: Decimal) -> Decimal:
    return (yuan / _STEP).quantize(Decimal(1)) * _STEP
