"""What the weekly round tells (周报通知): a unit is asked, chased; a missing report is reminded."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from casework.batches import record_many
from casework.desk import SYSTEM, Stamp
from casework.office import Office, Situation
from casework.telling.announcing import announce
from models.act import Via
from models.case import CaseFile
from models.case_entries import Reminded
from models.days import ZONE
from models.ledger import Payload
from models.notice import Ground
from notices.recipients import recipients
from notices.wording import Facts
from rules.clocks.clock import ONE_DAY
from rules.clocks.round_days import iso_week, monday_of
from store import ledger
from store.projected.queries import reports_of_week
from store.projected.reporting import ReportingProject


def tell_unit(
    office: Office,
    connection: Connection,
    situation: Situation,
    stamp: Stamp,
    *,
    ground: Ground,
    held: tuple[str, datetime | None],
    about: Sequence[ReportingProject],
    key: str,
) -> None:
    """Put out one notice to a unit about its projects in a round, ``held`` = week and cut-off.

    Whoever helps one of the projects is told with the unit where the ground says so.
    """
    week, cutoff_at = held
    campaign, unit = situation.file.campaign, about[0].unit
    due = cutoff_at.astimezone(ZONE).date() if cutoff_at is not None else None
    left = situation.regulations.days.between(stamp.on, due) if due and due >= stamp.on else None
    facts = Facts(on=stamp.on, unit=campaign.unit(unit).name, week=week, due_on=due, days_left=left)
    to = tuple(
        dict.fromkeys(
            number
            for one in about
            for number in recipients(
                ground,
                campaign,
                unit=unit,
                chief_service_officer=one.chief_service_officer,
            )
        )
    )
    announce(
        office,
        connection,
        situation,
        ground,
        facts,
        to=to,
        key=f"{week}/{unit}/{key}",
        at=stamp.now,
    )


def remind_missing(office: Office, week: str, stamp: Stamp) -> None:
    """Record on each project that its report was missing at the close, once."""
    with office.store.reading() as connection:
        held = office.situation(connection).file.rounds.get(week)
        if held is None or held.closed_on is None:
            return
        reported = {line.project for line in reports_of_week(connection, week)}
        about = held.cutoff_at.astimezone(ZONE).date() if held.cutoff_at else held.closed_on
        if iso_week(about) != week:  # made up for later: the reminder is about its own week
            about = monday_of(week) + 4 * ONE_DAY
        asked = [code for code in held.missing_projects if code not in reported]
        since = ledger.read_days(connection, asked, first=held.closed_on, last=stamp.on)
    told = Reminded(ground=Ground.REPORT_MISSED, about_on=about)
    missing = [code for code in asked if all(one.payload != told for one in since.get(code, ()))]

    def judge(_: Situation, file: CaseFile) -> Sequence[Payload]:
        if (Ground.REPORT_MISSED, about) in file.reminded or week in file.progress.reports:
            return ()
        return (told,)

    system = Stamp(by=SYSTEM, via=Via.SYSTEM, now=stamp.now)
    for _ in record_many(office, missing, judge, stamp=system):
        pass  # each batch is written as it is asked for
