"""How the campaign's own entries add up (专项行动台账): catalogue, days, weekly rounds."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import assert_never

from models.acknowledgement import NoticeAcknowledged
from models.book_line import LineMoved, LineRecorded
from models.bulletin import BulletinDrafted, BulletinDropped, BulletinIssued, MonthlyBulletin
from models.campaign import CampaignFile, WeeklyRound
from models.days import DayTable
from models.earlier_timings import TimingsLoaded
from models.key import KeyRotated
from models.ledger import CampaignLoaded, CaseEntry, DaysLoaded, Draft, Entry, ProjectEntry
from models.light_rules import LightsRead
from models.weekly import RoundChased, RoundClosed, RoundOpened, RoundPublished
from rules.fold.books import with_line
from rules.fold.case import NotThisStream


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
            if file is None:
                rounds: MappingProxyType[str, WeeklyRound] = MappingProxyType({})
                return CampaignFile(
                    *(campaign, campaign.days, digests, version, rounds),
                    loaded_on=entry.on,
                    law=version,
                )
            return replace(
                file,
                campaign=campaign,
                days=campaign.days,
                digests=digests,
                version=version,
                law=version,
                past_days=_past_days(file, campaign.days, entry),
            )
        case payload if file is None:
            raise NotThisStream(f"{payload.kind} before campaign_loaded")
        case DaysLoaded(days=days):
            past = _past_days(file, days, entry)
            return replace(file, days=days, version=version, law=version, past_days=past)
        case TimingsLoaded() as timings:
            told = (*file.timings, (entry.on, timings))
            return replace(file, timings=told, version=version, law=version)
        case LightsRead():
            return replace(file, version=version, lights_read_on=entry.on)
        case NoticeAcknowledged() | KeyRotated():
            return replace(file, version=version)
        case LineRecorded() | LineMoved() as payload:
            books = with_line(file.books, payload, on=entry.on, by=entry.by)
            return replace(file, version=version, books=books)
        case BulletinDrafted() | BulletinIssued() | BulletinDropped() as payload:
            bulletin = _bulletin(file, payload, entry)
            bulletins = MappingProxyType({**file.bulletins, payload.month: bulletin})
            return replace(file, version=version, bulletins=bulletins)
        case RoundOpened() as begun:
            opened = WeeklyRound(
                week=begun.week,
                opened_on=entry.on,
                units=begun.units,
                projects=begun.projects,
                opened_at=entry.at,
                cutoff_at=begun.cutoff_at,
                late=begun.late,
            )
        case RoundChased(week=week, before_hours=hours):
            opened = replace(file.rounds[week], chased=file.rounds[week].chased | {hours})
        case RoundClosed(week=week, missing=missing, projects=projects):
            opened = replace(
                file.rounds[week],
                closed_on=entry.on,
                missing=missing,
                missing_projects=projects,
            )
        case RoundPublished(week=week):
            opened = replace(file.rounds[week], published_on=entry.on)
        case payload:
            if isinstance(payload, CaseEntry | ProjectEntry):
                raise NotThisStream(f"{payload.kind} is no entry of the campaign")
            assert_never(payload)
    rounds = MappingProxyType({**file.rounds, opened.week: opened})
    return replace(file, rounds=rounds, version=version)


def _bulletin(
    file: CampaignFile,
    payload: BulletinDrafted | BulletinIssued | BulletinDropped,
    entry: Entry | Draft,
) -> MonthlyBulletin:
    if isinstance(payload, BulletinDrafted):
        return MonthlyBulletin(payload, entry.on)
    return replace(
        file.bulletins[payload.month],
        issued=payload if isinstance(payload, BulletinIssued) else None,
        dropped=payload if isinstance(payload, BulletinDropped) else None,
        settled_on=entry.on,
        settled_by=entry.by,
    )


def _past_days(
    file: CampaignFile | None, days: DayTable, entry: Entry | Draft
) -> tuple[tuple[datetime, DayTable], ...]:
    """Return the calendars that are in force no more: a settled case is read under its own."""
    if file is None or file.days == days:
        return file.past_days if file is not None else ()
    return (*file.past_days, (entry.at, file.days))
