"""What one project adds to any target (项目构成数据): read once a version and day, then kept."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Annotated

import numpy as np
from pydantic import AfterValidator

from models.case import CaseFile
from models.catalogue import Procedure
from models.project import ProjectStanding
from models.target import Maturity
from rules.chance.simulation import Drawn, Ints
from rules.clocks.round_days import monday_of
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.plan.forecast import StartForecast
from rules.standing.late_cases import decided_late
from rules.weekly.five_rates import UNDER_WAY, Figures, figures, report_upto
from rules.weekly.targets.holdups import Holdups, holdups
from rules.weekly.targets.maturity import points
from rules.weekly.targets.members import Member, member_of

TREND_WEEKS = 4
"""Weeks whose pace carries an amount forward."""

PARTS = 100
"""Into so many equally likely days a drawn day is cut."""


@lru_cache(maxsize=8192)
def _shared(day: int) -> int:
    """Return the one number for all who name the same day."""
    return day


def _of_one_kind(days: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(map(_shared, days))


Days = Annotated[tuple[int, ...], AfterValidator(_of_one_kind)]
"""Equally likely days as ordinals, in order; none = nothing was drawn."""


@dataclass(frozen=True, slots=True)
class Chances:
    """When a project may get where it is asked to, as was drawn (把握)."""

    starts: Days = ()
    procedures_end: Days = ()
    """When the last procedure of the start gate may be concluded."""
    readies: Days = ()


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What one project adds to any target as of a day (项目构成数据)."""

    project: Member
    figures: Figures
    invested_total: Decimal
    started_on: date | None
    """When works began or were resumed, as the ledger or the first such report says."""
    start_on: date | None
    """When they are expected to begin; ``None`` = they have begun."""
    procedures_done: bool
    points: int
    """Points of maturity."""
    ready_at: int
    ready_on: date | None
    """When a reserve project is expected to be ready to apply; ``None`` = not to be said."""
    weekly: tuple[Decimal, ...]
    """What was invested in each of the last weeks that were reported, oldest first."""
    completes_on: date | None
    shifts: tuple[int, ...]
    """Days by which the expected completion moved from report to report."""
    decided_late: int
    """Decisions on it that came after their limit (超期办结)."""
    holdups: Holdups
    chances: Chances = Chances()
    """Nothing, where it was not drawn."""

    @property
    def ready(self) -> bool:
        """Tell whether it is ready to apply (达到申报标准)."""
        return self.points >= self.ready_at > 0


def facts_of(
    file: CaseFile,
    *,
    week: str,
    on: date,
    forecast: StartForecast | None,
    procedures: Mapping[str, Procedure],
    maturity: Maturity | None,
    regulations: Regulations,
) -> ProjectFacts:
    """Return what a project adds to any target, by its reports up to a week and the ledger."""
    report = report_upto(file, week)
    weeks = sorted(one for one in file.progress.reports if one <= week)
    reports = [file.progress.reports[one].report for one in weeks]
    expected = [one.completion_expected_on for one in reports if one.completion_expected_on]
    reserve = maturity is not None and file.project.standing is ProjectStanding.RESERVE
    return ProjectFacts(
        project=member_of(file.project),
        figures=figures(file, week=week, on=on),
        invested_total=report.invested_total if report is not None else Decimal(0),
        started_on=_began(file, weeks, on),
        start_on=forecast.start_on if forecast is not None and file.started_on is None else None,
        procedures_done=not _asked(file, regulations),
        points=points(file, maturity) if maturity is not None else 0,
        ready_at=maturity.ready_at if maturity is not None else 0,
        ready_on=_ready_on(file, maturity, forecast, on) if maturity and reserve else None,
        weekly=tuple(one.invested_week for one in reports[-TREND_WEEKS:]),
        completes_on=expected[-1] if expected else file.project.planned_completion,
        shifts=tuple((b - a).days for a, b in pairwise(expected)),
        decided_late=decided_late(file, on=on, regulations=regulations),
        holdups=holdups(
            file,
            forecast,
            report,
            procedures,
            maturity=maturity if reserve else None,
            on=on,
            regulations=regulations,
        ),
    )


def chances_of(
    file: CaseFile,
    drawn: Drawn,
    *,
    on: date,
    maturity: Maturity | None,
    regulations: Regulations,
) -> Chances:
    """Return when a project may get there, as its start was drawn on a day."""
    reserve = file.project.standing is ProjectStanding.RESERVE
    return Chances(
        starts=_parts(drawn.start) if file.started_on is None else (),
        procedures_end=_last(drawn, _asked(file, regulations)),
        readies=_readies(file, maturity, drawn, on) if maturity and reserve else (),
    )


def by_day(chances: Days, day: date) -> float:
    """Return the share of equally likely days, in order, that lie on a day or before it."""
    return bisect_right(chances, day.toordinal()) / len(chances)


def _began(file: CaseFile, weeks: list[str], on: date) -> date | None:
    if file.started_on is not None and file.project.standing is not ProjectStanding.RESUMED:
        return file.started_on if file.started_on <= on else None
    for week in weeks:
        report = file.progress.reports[week].report
        if report.status in UNDER_WAY:
            said = report.started_on if file.started_on is None else None
            return said or date.fromordinal(min(monday_of(week).toordinal() + 6, on.toordinal()))
    return None


def _asked(file: CaseFile, regulations: Regulations) -> list[str]:
    """Return the procedures that the start gate asks for and that are not concluded."""
    gate = regulations.gates[START_CONSTRUCTION]
    return [code for code in (*gate.all_of, *gate.applicable_of) if not file.concluded(code)]


def _parts(drawn: Ints) -> Days:
    at = (np.arange(PARTS) + 0.5) / PARTS
    return tuple(int(one) for one in np.quantile(drawn, at, method="inverted_cdf"))


def _last(drawn: Drawn, codes: list[str]) -> Days:
    ends = [drawn.ends[code] for code in codes if code in drawn.ends]
    if not codes or len(ends) < len(codes):
        return ()
    return _parts(np.maximum.reduce(ends))


def _ready_on(
    file: CaseFile, maturity: Maturity, forecast: StartForecast | None, on: date
) -> date | None:
    """Return the day on which a project has its points, as everybody keeps to the promises."""
    if points(file, maturity) >= maturity.ready_at:
        return on
    expected = forecast.expected if forecast is not None else {}
    for one in sorted(expected.values(), key=lambda one: one.concludes_on):
        by_then = {
            code for code, other in expected.items() if other.concludes_on <= one.concludes_on
        }
        if points(file, maturity, beside=by_then) >= maturity.ready_at:
            return one.concludes_on
    return None


def _readies(file: CaseFile, maturity: Maturity, drawn: Drawn, on: date) -> Days:
    """Return when a project may have its points: each draw adds them up in its own order."""
    if not drawn.ends:
        return ()
    draws = len(drawn.gate)
    never = np.full(draws, date.max.toordinal())
    days, worth = [], []
    for item in maturity.items:
        if item.coded or (item.funds and file.project.funds):
            days.append(np.full(draws, on.toordinal()))
        elif item.procedures:
            left = [code for code in item.procedures if not file.concluded(code)]
            ends = [drawn.ends.get(code, never) for code in left]
            days.append(np.maximum.reduce([np.full(draws, on.toordinal()), *ends]))
        else:
            days.append(never)
        worth.append(item.points)
    table, weights = np.stack(days), np.array(worth)
    order = table.argsort(axis=0, kind="stable")
    reached = np.cumsum(weights[order], axis=0) >= maturity.ready_at
    at = np.take_along_axis(table, order, axis=0)
    return _parts(np.where(reached.any(axis=0), at[reached.argmax(axis=0), range(draws)], never))
