"""What somebody asked for that is not theirs (越权记录): written down, and not without end."""

from datetime import datetime, timedelta

from casework.office import Office
from models.access import AccessKind
from store.people import access_log, attempts

MOST, WITHIN = 100, timedelta(hours=1)
"""So many lines for one person within so long; a program gone wrong must not fill the disk."""


def note_refused(
    office: Office, *, person: str, about: str, detail: str, address: str, at: datetime
) -> None:
    """Write down that somebody was refused for lack of a right."""
    with office.store.writing() as connection:
        if attempts.hit(connection, f"refused:{person}", within=WITHIN, at=at) > MOST:
            return
        access_log.note(
            connection,
            AccessKind.REFUSED,
            person=person,
            about=about,
            address=address,
            detail=detail,
            audit_key=office.store.audit_key,
            at=at,
        )
