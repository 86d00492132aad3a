"""Which step of which weekly round is due (周报步骤), derived from what the ledger says.

No job counts rounds: whoever looks, whenever and how often, finds the same next step.
After an outage every missed week comes, oldest first, each once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from models.campaign import CampaignFile, WeeklyRound
from models.case import CaseFile
from models.days import ZONE
from models.progress import WorkStatus
from models.project import ProjectStanding
from models.rulebook import WeeklyRules
from models.weekly import RoundDuty
from rules.clocks.round_days import (
    NoRound,
    chases,
    good_until,
    iso_week,
    monday_of,
    next_week,
    round_days,
)
from rules.days.working_days import WorkingDays, working_days


@dataclass(frozen=True, slots=True)
class RoundStepDue:
    """A step that is due (应办步骤)."""

    week: str
    duty: RoundDuty
    before_hours: int = 0
    """Of a chase: which one."""


def round_step_due(file: CampaignFile, now: datetime) -> RoundStepDue | None:
    """Return the first step that is due, of the oldest week first; ``None`` = nothing."""
    return next(_steps(file, now), None)


def _steps(file: CampaignFile, now: datetime) -> Iterator[RoundStepDue]:
    rules, days = file.campaign.rulebook.weekly, working_days(file.days)
    first_day, last_day = file.campaign.first_day, file.campaign.last_day
    week = iso_week(max(first_day, file.loaded_on or first_day))
    present = iso_week(now.astimezone(ZONE).date())
    while week <= present:
        held = file.rounds.get(week)
        if held is not None:
            yield from _of_round(held, now, rules, days)
        elif monday_of(week) <= last_day:
            plan = round_days(week, rules, days, first_day=first_day)
            if not isinstance(plan, NoRound) and now >= plan.opens_at:
                yield RoundStepDue(week, RoundDuty.OPEN)
        week = next_week(week)


def _of_round(
    held: WeeklyRound, now: datetime, rules: WeeklyRules, days: WorkingDays
) -> Iterator[RoundStepDue]:
    if held.closed_on is not None:
        if held.published_on is None:
            yield RoundStepDue(held.week, RoundDuty.PUBLISH)
        return
    if held.cutoff_at is None:
        return
    cutoff_at = good_until(held.cutoff_at, days)
    if now >= cutoff_at:
        yield RoundStepDue(held.week, RoundDuty.CLOSE)
        return
    opened_at = held.opened_at or cutoff_at
    due = [one for one in chases(cutoff_at, rules, days, opened_at=opened_at) if one.at <= now]
    # Of several chases that an outage left over only the last one is made.
    if due and due[-1].before_hours not in held.chased:
        yield RoundStepDue(held.week, RoundDuty.CHASE, due[-1].before_hours)


def reports_weekly(file: CaseFile, week: str, rules: WeeklyRules) -> bool:
    """Tell whether a weekly report of a project is asked for a week (应报项目)."""
    earlier = file.progress.before(week)
    status = earlier.report.status if earlier is not None else None
    return asked_weekly(file.project.standing, status, rules)


def asked_weekly(standing: ProjectStanding, status: WorkStatus | None, rules: WeeklyRules) -> bool:
    """Tell whether a weekly report is asked for, by the status of the newest earlier report.

    Not of projects that the rules exempt, nor of those that were reported to be in
    production in an earlier week: they are finished.
    """
    return standing not in rules.exempt and status is not WorkStatus.IN_PRODUCTION
