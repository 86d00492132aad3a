"""What is due, but not now (通知时段): quiet hours, and what only digests tell."""

from datetime import datetime

from sqlalchemy import Connection

from casework.office import Situation
from models.days import ZONE
from notices.senders.schemes import SILENT
from rules.days.quiet_hours import quiet_until
from store.outgoing import outbox_limits


def hold_back(connection: Connection, situation: Situation, *, now: datetime) -> None:
    """Hold what is due against the campaign's manners; the lane that rings nowhere is spared."""
    rules = situation.regulations.rulebook.notices
    if rules is None:
        return
    outbox_limits.leave_to_digests(connection, at=now, severities=rules.fold, but=SILENT)
    until = quiet_until(now.astimezone(ZONE), rules, situation.regulations.days)
    if until is not None:
        outbox_limits.quieten(
            connection, at=now, until=until, but=SILENT, urgent_passes=rules.urgent_any_time
        )
