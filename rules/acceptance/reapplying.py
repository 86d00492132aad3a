"""When one may not apply again (不得再次申请): who deceived waits, where safety is at stake.

行政许可法 78: who kept something back or handed in what is false may not apply for that
licence again for a year; 79: who obtained it by deceit, for three. Both speak of matters that
directly concern public safety, health, life and property: here fire and hazardous chemicals.
"""

from datetime import date
from typing import NamedTuple

from models.case import CaseState
from models.catalogue import Procedure
from models.nature import Nature
from models.refusal import Refused
from rules.acceptance.circumstances import Circumstances
from rules.clocks.clock import ONE_DAY
from rules.clocks.expiry import MONTHS, months_after


class BarredFromApplying(Refused):
    """The applicant deceived and may not apply again yet (不得再次申请)."""


class Bar(NamedTuple):
    """For how long one may not apply again, and by which article (禁止再次申请)."""

    years: int
    until: date
    """The last day."""
    article: str


def bar_of(procedure: Procedure, ended_on: date, *, obtained: bool) -> Bar | None:
    """Return the bar after a deceit, the licence obtained or not; ``None`` = there is none."""
    if procedure.nature is not Nature.LICENCE or not procedure.fire_or_hazard:
        return None
    years, article = (3, "行政许可法第七十九条") if obtained else (1, "行政许可法第七十八条")
    return Bar(years, months_after(ended_on, years * MONTHS), article)


def deceit_is_past(given: Circumstances) -> Refused | None:
    """Nobody applies again for what he tried to get by deceit, while the bar runs."""
    case = given.case
    if not case.untrue or case.ended_on is None:
        return None
    obtained = case.state is CaseState.REVOKED
    bar = bar_of(given.procedure, case.ended_on, obtained=obtained)
    if bar is None or given.on > bar.until:
        return None
    how = "以欺骗等不正当手段取得许可被撤销" if obtained else "隐瞒有关情况或者提供虚假材料"
    return BarredFromApplying(
        f"申请人{how}（{case.ended_on}），{bar.years}年内不得再次申请本许可，"
        f"{bar.until + ONE_DAY} 起方可申报（{bar.article}）",
        until=bar.until,
    )


def told_of_the_bar(procedure: Procedure, on: date, *, untrue: bool, obtained: bool) -> str:
    """Return what a decision tells of the bar, to stand behind its reason; empty = none."""
    bar = bar_of(procedure, on, obtained=obtained) if untrue else None
    return f"；{bar.years}年内（至 {bar.until}）不得再次申请本许可（{bar.article}）" if bar else ""
