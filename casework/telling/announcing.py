"""What is told without an entry of a project (另行告知): worded, addressed and put out once."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from models.notice import Destination, Ground, Notice
from notices.wording import SEVERITY, Facts, worded
from store.outgoing import outbox

if TYPE_CHECKING:
    from casework.office import Office, Situation


def announce(
    office: "Office",
    connection: Connection,
    situation: "Situation",
    ground: Ground,
    facts: Facts,
    *,
    to: tuple[str, ...],
    key: str,
    at: datetime,
) -> None:
    """Put out one notice to accounts inside an open transaction; its key again changes nothing."""
    title, body = worded(ground, facts)
    notice = Notice(
        key=key,
        ground=ground,
        severity=SEVERITY[ground],
        title=title,
        body=body,
        recipients=to,
        on=facts.on,
    )
    outbox.put(connection, notice, addresses(office, situation, to), at=at)


def addresses(
    office: "Office", situation: "Situation", numbers: Iterable[str]
) -> list[Destination]:
    """Return where each account is reached: one place for each of its channels."""
    return [
        place
        for number in numbers
        for place in office.channels.addressees(situation.account(number))
    ]
