"""What the weekly round tells (周报通知): a unit is asked, or chased."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from casework.desk import Stamp
from casework.office import Office, Situation
from casework.telling.announcing import announce
from models.days import ZONE
from models.notice import Ground
from notices.recipients import recipients
from notices.wording import Facts
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
