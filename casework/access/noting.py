"""What the log of the door is told of a deed that is no entry (登录记录): who, of what."""

from datetime import datetime

from casework.office import Office
from models.access import AccessKind
from store.people import access_log


def note(
    office: Office,
    kind: AccessKind,
    *,
    person: str,
    about: str,
    address: str,
    detail: str = "",
    at: datetime,
) -> None:
    """Write a line; ``about`` = the project and what of it."""
    with office.store.writing() as connection:
        access_log.note(
            connection,
            kind,
            person=person,
            about=about,
            address=address,
            detail=detail,
            audit_key=office.store.audit_key,
            at=at,
        )
