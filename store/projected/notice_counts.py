"""Which notices go to whom, and how many a day (通知量). Nothing here writes."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from models.tables.outgoing import DeliveryRow, NoticeRow


@dataclass(frozen=True, slots=True)
class DayOfNotices:
    """One person's day (一人一日的通知)."""

    recipient: str
    on: date
    notices: int


def days_of_notices(connection: Connection) -> tuple[DayOfNotices, ...]:
    """Return every person's days with at least one notice, the fullest first.

    A notice that goes out by several channels counts once.
    """
    counted = func.count(func.distinct(DeliveryRow.notice_key))
    rows = connection.execute(
        select(DeliveryRow.recipient, NoticeRow.on, counted)
        .join(NoticeRow, NoticeRow.key == DeliveryRow.notice_key)
        .group_by(DeliveryRow.recipient, NoticeRow.on)
        .order_by(counted.desc(), NoticeRow.on, DeliveryRow.recipient)
    )
    return tuple(DayOfNotices(*row) for row in rows)
