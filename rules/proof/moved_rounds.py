"""Which days of the campaign itself a change of calendar moves: weekly reports, bulletins.

A round that is open keeps the instant its units were told, unless that day is closed: then
the next working day at the same hour is good. One that is not open yet is planned anew.
"""

from collections.abc import Iterator
from datetime import date

from models.campaign import CampaignFile
from models.days import ZONE, DateKind, MovedDate
from rules.clocks.bulletin_days import bulletin_due_on, first_of_next, last_of, month_of
from rules.clocks.round_days import NoRound, good_until, iso_week, monday_of, next_week, round_days
from rules.days.last_day import article
from rules.days.working_days import WorkingDays
from rules.proof.moved_dates import ChangedDay


def moved_rounds(
    file: CampaignFile,
    *,
    before: WorkingDays,
    after: WorkingDays,
    changed: tuple[ChangedDay, ...],
) -> tuple[MovedDate, ...]:
    """Return the days of weekly rounds and bulletins that move, by day."""
    turned = [one.day for one in changed]
    moves = []
    for week in _weeks(file, turned):
        held = file.rounds.get(week)
        moved = [_cutoff(file, week, days) for days in (before, after)]
        if moved[0] != moved[1]:
            near = tuple(day for day in turned if iso_week(day) == week)
            told = held is not None and moved[1] is not None
            moves.append(
                MovedDate(
                    what=DateKind.ROUND_CUTOFF,
                    about=week,
                    before=moved[0],
                    after=moved[1],
                    because=near,
                    article=article(moved[1]) if told and moved[1] else "",
                )
            )
    rules = file.campaign.rulebook.monthly_bulletin
    for month in _months(file, turned) if rules is not None else ():
        assert rules is not None
        was, will_be = (bulletin_due_on(month, rules, days) for days in (before, after))
        if was != will_be and month not in file.bulletins:
            near = tuple(day for day in turned if min(was, will_be) <= day <= max(was, will_be))
            moves.append(
                MovedDate(
                    what=DateKind.BULLETIN_DUE,
                    about=month,
                    before=was,
                    after=will_be,
                    because=near,
                )
            )
    return tuple(sorted(moves, key=lambda one: one.after or one.before or date.max))


def _cutoff(file: CampaignFile, week: str, days: WorkingDays) -> date | None:
    """Return the day on which a week's reports are due; ``None`` = the week has no round."""
    held = file.rounds.get(week)
    if held is not None and held.cutoff_at is not None:
        return good_until(held.cutoff_at, days).astimezone(ZONE).date()
    rules = file.campaign.rulebook.weekly
    plan = round_days(week, rules, days, first_day=file.campaign.first_day)
    return None if isinstance(plan, NoRound) else plan.cutoff_at.astimezone(ZONE).date()


def _weeks(file: CampaignFile, turned: list[date]) -> Iterator[str]:
    """Yield the weeks of the campaign with a changed day, and the open ones, each once."""
    first, last = file.campaign.first_day, file.campaign.last_day
    near = {week for day in turned for week in (iso_week(day), next_week(iso_week(day)))}
    found = {week for week in near if iso_week(first) <= week and monday_of(week) <= last}
    found |= {week for week, held in file.rounds.items() if held.closed_on is None}
    closed = {week for week, held in file.rounds.items() if held.closed_on is not None}
    yield from sorted(found - closed)


def _months(file: CampaignFile, turned: list[date]) -> Iterator[str]:
    """Yield the months of which the bulletin is drafted near a changed day."""
    campaign = file.campaign
    month = month_of(campaign.first_day)
    while month <= month_of(campaign.last_day):
        drafted = first_of_next(month)
        if any(drafted <= day <= last_of(month_of(drafted)) for day in turned):
            yield month
        month = month_of(drafted)
