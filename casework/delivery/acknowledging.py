"""Signing for a notice (签收): an entry of the ledger, for it is evidence that somebody knew.

A notice about a project is signed for on the project's stream, any other on the
campaign's. Only its recipients can; once is enough, whichever channel brought it.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from casework.desk import Stamp, write_campaign
from casework.office import CAMPAIGN, Office, Situation
from casework.recording import record
from models.acknowledgement import NoticeAcknowledged
from models.case import CaseFile
from models.ledger import Payload
from models.notice import Ground
from models.refusal import Refused, Unknown
from store.outgoing import receipts
from store.outgoing.receipts import Receipt


class NotAddressed(Refused):
    """The notice went to others (非收件人不得签收)."""


def acknowledge(office: Office, *, notice: str, stamp: Stamp) -> bool:
    """Sign for a notice; tell whether it was signed for just now, not before."""
    with office.store.reading() as connection:
        office.situation(connection).account(stamp.by)
        project = receipts.project_of(connection, notice)
    if project is None:
        raise Unknown(f"没有编号为“{notice}”的通知", notice=notice)
    if project:

        def look(connection: Connection, _: CaseFile) -> NoticeAcknowledged | None:
            return _signed(connection, notice, stamp)

        return bool(record(office, project, _written, look, stamp=stamp).entries)
    with office.store.writing(CAMPAIGN) as connection:
        office.situation(connection)
        signed = _signed(connection, notice, stamp)
        if signed is not None:
            write_campaign(office, connection, [signed], stamp=stamp)
        return signed is not None


def _written(_: Situation, __: CaseFile, signed: NoticeAcknowledged | None) -> Sequence[Payload]:
    return [signed] if signed is not None else []


def _signed(connection: Connection, notice: str, stamp: Stamp) -> NoticeAcknowledged | None:
    """Return the entry to be written, ``None`` when it was; refuse who was not addressed."""
    own: Sequence[Receipt] = receipts.receipts(connection, key=notice, recipient=stamp.by)
    if not own:
        raise NotAddressed(f"账号“{stamp.by}”不是该通知的收件人，不能签收", notice=notice)
    if any(one.acknowledged_at for one in own):
        return None
    return NoticeAcknowledged(notice=notice, ground=Ground(own[0].ground), title=own[0].title)
