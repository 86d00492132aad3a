"""What somebody took out of the house as a file (导出记录): who, of which project, what."""

from datetime import datetime

from casework.office import Office
from models.access import AccessKind
from store.people import access_log


def note_exported(office: Office, *, person: str, about: str, address: str, at: datetime) -> None:
    """Write down that a file was handed out; ``about`` = the project and the file."""
    with office.store.writing() as connection:
        access_log.note(
            connection,
            AccessKind.EXPORTED,
            person=person,
            about=about,
            address=address,
            audit_key=office.store.audit_key,
            at=at,
        )
