"""How the campaign's own entries add up (专项行动台账): catalogue, days, weekly rounds."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from models.campaign import CampaignFile, WeeklyRound
from models.days import DayTable
from models.ledger import CampaignLoaded, DaysLoaded, Draft, Entry
from models.weekly import RoundClosed, RoundOpened
from rules.fold import NotThisStream


def fold_campaign(file: CampaignFile | None, entries: Iterable[Entry]) -> CampaignFile:
    """Add entries to the campaign's file, in the order of their versions."""
    for entry in entries:
        file = add_to_campaign(file, entry, entry.version)
    if file is None:
        raise NotThisStream("no entry")
    return file


def add_to_campaign(file: CampaignFile | None, entry: Entry | Draft, version: int) -> CampaignFile:
    """Return the campaign's file with one more entry."""
    match entry.payload:
        case CampaignLoaded(campaign=campaign, digests=digests):
            rounds = file.rounds if file is not None else MappingProxyType({})
            past = _past_days(file, campaign.days, entry)
            return CampaignFile(campaign, campaign.days, digests, version, rounds, past)
        case payload if file is None:
            raise NotThisStream(f"{payload.kind} before campaign_loaded")
        case DaysLoaded(days=days):
            past = _past_days(file, days, entry)
            return replace(file, days=days, version=version, past_days=past)
        case RoundOpened(week=week, units=units):
            opened = WeeklyRound(week=week, opened_on=entry.on, units=units)
        case RoundClosed(week=week, missing=missing):
            opened = replace(file.rounds[week], closed_on=entry.on, missing=missing)
        case payload:
            raise NotThisStream(f"{payload.kind} is no entry of the campaign")
    rounds = MappingProxyType({**file.rounds, opened.week: opened})
    return replace(file, rounds=rounds, version=version)


def _past_days(
    file: CampaignFile | None, days: DayTable, entry: Entry | Draft
) -> tuple[tuple[datetime, DayTable], ...]:
    """Return the calendars that are in force no more: a settled case is read under its own."""
    if file is None or file.days == days:
        return file.past_days if file is not None else ()
    return (*file.past_days, (entry.at, file.days))
