"""What somebody went on with although it is unusual (不常见事项的确认): in the words asked."""

from collections.abc import Sequence
from datetime import datetime

from casework.office import Office
from models.access import AccessKind
from store.people import access_log


def note_confirmed(
    office: Office, *, person: str, about: str, doubts: Sequence[str], address: str, at: datetime
) -> None:
    """Write down that a doubt was read and gone on with: which act on which case, which words."""
    with office.store.writing() as connection:
        access_log.note(
            connection,
            AccessKind.DOUBT_CONFIRMED,
            person=person,
            about=about,
            address=address,
            detail="；".join(doubts),
            audit_key=office.store.audit_key,
            at=at,
        )
