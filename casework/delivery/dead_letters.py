"""What was not delivered for good (未送达升级): the reader's reserve, then who can help."""

from datetime import datetime

from sqlalchemy import Connection

from casework.office import Office, Situation
from casework.telling.announcing import announce
from models.days import ZONE
from models.notice import Ground
from models.people import Role
from notices.neutral import neutral
from notices.recipients import recipients
from notices.wording import Facts
from store.outgoing import outbox, receipts
from store.outgoing.outbox import DueDelivery


def give_up(
    office: Office,
    connection: Connection,
    situation: Situation,
    delivery: DueDelivery,
    *,
    reason: str,
    now: datetime,
) -> None:
    """Look for another way to each reader of a dead letter (死信), inside an open transaction.

    First the reader's reserve channels, one after another. Where another channel has told
    the reader, or still may, that is enough. Else the dispatchers are told, once a day and
    lane; of what did not reach them, the operators.
    """
    lost = False
    for number, channels in receipts.readers(connection, delivery).items():
        account = situation.account(number)
        reserve = next(
            (
                one
                for one in office.channels.addressees(account, reserves=True)
                if one.channel not in channels
            ),
            None,
        )
        if reserve is not None:
            outbox.address(connection, delivery.notice.key, [reserve], at=now)
        elif not any(alive for alive in channels.values()):
            lost = True
    if lost:
        _tell(office, connection, situation, delivery, reason=reason, now=now)


def _tell(
    office: Office,
    connection: Connection,
    situation: Situation,
    delivery: DueDelivery,
    *,
    reason: str,
    now: datetime,
) -> None:
    campaign, on = situation.file.campaign, now.astimezone(ZONE).date()
    ground = Ground.UNDELIVERED
    operators = tuple(one.number for one in campaign.accounts if one.role is Role.OPERATOR)
    if delivery.notice.ground is not ground:
        to, key = recipients(ground, campaign), f"undelivered/{on}/{delivery.lane}"
    else:
        to, key = operators, f"undelivered/{on}/{delivery.lane}/operators"
    to = tuple(one for one in to if one != delivery.recipient) or operators
    if not to or delivery.recipient in operators:
        return  # stands in the list of dead letters, and nobody is left to tell
    first = f"渠道 {delivery.lane}：{reason}；首份为“{neutral(delivery.notice.title, 60)}”"
    facts = Facts(on=on, unit="通知渠道", reason=first)
    announce(office, connection, situation, ground, facts, to=to, key=key, at=now)
