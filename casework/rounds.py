"""The weekly round (周报告制度), first version: open, ask each unit once, close.

One round an ISO week, whatever is repeated or restarted; a round that was missed is
opened on recovery and marked late.
"""

from datetime import date

from sqlalchemy import Connection

from casework.desk import Stamp, write_campaign
from casework.office import CAMPAIGN, Office, Situation
from casework.telling import addresses
from models.notice import Ground, Notice
from models.refusal import Refused
from models.weekly import RoundClosed, RoundOpened
from notices.recipients import recipients
from notices.wording import SEVERITY, Facts, worded
from store import outbox
from store.engine import hold
from store.queries import RoundLine, project_lines, weekly_round


class NoSuchRound(Refused):
    """No round of that week is open (周报未启动)."""

    code = "no_such_round"


def iso_week(day: date) -> str:
    """Return the ISO week of a day, like ``2020-W25``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def open_round(office: Office, *, week: str | None = None, stamp: Stamp) -> RoundLine:
    """Open the round of a week and ask every unit with projects, once; again = no change."""
    wanted = week or iso_week(stamp.on)
    late = wanted < iso_week(stamp.on)
    with office.store.writing() as connection:
        hold(connection, CAMPAIGN)
        situation = office.situation(connection)
        if wanted not in situation.file.rounds:
            units = tuple(sorted({line.unit for line in project_lines(connection)}))
            write_campaign(
                office, connection, [RoundOpened(week=wanted, units=units, late=late)], stamp=stamp
            )
            for unit in units:
                _ask(office, connection, situation, wanted, unit, stamp)
        line = weekly_round(connection, wanted)
    assert line is not None
    return line


def close_round(office: Office, *, week: str | None = None, stamp: Stamp) -> RoundLine:
    """Close the round of a week, naming the units that have not reported; again = no change."""
    wanted = week or iso_week(stamp.on)
    with office.store.writing() as connection:
        hold(connection, CAMPAIGN)
        situation = office.situation(connection)
        known = situation.file.rounds.get(wanted)
        if known is None:
            raise NoSuchRound(f"{wanted} 周报尚未启动", week=wanted)
        if known.closed_on is None:
            # Reports come with their own issue; until then every asked unit is still missing.
            late = wanted < iso_week(stamp.on)
            closed = RoundClosed(week=wanted, missing=known.units, late=late)
            write_campaign(office, connection, [closed], stamp=stamp)
        line = weekly_round(connection, wanted)
    assert line is not None
    return line


def standing(office: Office, *, week: str) -> RoundLine | None:
    """Return how the round of a week stands."""
    with office.store.reading() as connection:
        return weekly_round(connection, week)


def _ask(
    office: Office,
    connection: Connection,
    situation: Situation,
    week: str,
    unit: str,
    stamp: Stamp,
) -> None:
    ground = Ground.REPORT_ASKED
    campaign = situation.file.campaign
    title, body = worded(ground, Facts(on=stamp.on, unit=campaign.unit(unit).name, week=week))
    to = recipients(ground, campaign, unit=unit)
    notice = Notice(
        key=f"{week}/{unit}/asked",
        ground=ground,
        severity=SEVERITY[ground],
        title=title,
        body=body,
        recipients=to,
        on=stamp.on,
    )
    outbox.put(connection, notice, addresses(office, situation, to), at=stamp.now)
