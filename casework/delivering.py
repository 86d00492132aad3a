"""Notices go out (送达): claimed, sent outside any transaction, settled one by one."""

from dataclasses import dataclass
from datetime import datetime

from casework.desk import ZONE
from casework.office import Office
from models.notice import DeliveryState
from models.people import Account
from notices.channels import SendResult, send
from notices.retry import next_attempt
from store import outbox
from store.outbox import DueDelivery

BATCH = 20
"""So few that even hanging channels settle them before their claim runs out."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many deliveries went how (送达结果)."""

    delivered: int = 0
    failed: int = 0
    given_up: int = 0


def deliver(office: Office, *, now: datetime, most: int = 100_000) -> Delivered:
    """Send what is due; a failure is retried later, after the last retry a dead letter."""
    delivered = failed = given_up = 0
    while delivered + failed + given_up < most:
        with office.store.writing() as connection:
            situation = office.situation(connection)
            claimed = outbox.claim(connection, at=now, most=BATCH)
        if not claimed:
            break
        for delivery in claimed:
            result = _send(office, situation.account(delivery.recipient), delivery, now)
            hopeless = result.state is DeliveryState.PERMANENT_FAILURE
            again = None if hopeless else next_attempt(delivery.attempts + 1, now)
            if result.ok:
                state, delivered = DeliveryState.DELIVERED, delivered + 1
            elif again is None:
                state, given_up = DeliveryState.PERMANENT_FAILURE, given_up + 1
            else:
                state, failed = DeliveryState.TEMPORARY_FAILURE, failed + 1
            with office.store.writing() as connection:
                outbox.settle(
                    connection,
                    delivery,
                    state=state,
                    error=result.reason,
                    next_attempt_at=again,
                    at=now,
                )
    return Delivered(delivered, failed, given_up)


def _send(office: Office, account: Account, delivery: DueDelivery, now: datetime) -> SendResult:
    address = office.channels.address(account, delivery.channel)
    if address is None:
        return SendResult(DeliveryState.PERMANENT_FAILURE, "该渠道已不在配置中")
    notice = delivery.notice
    return send(address, notice.title, notice.body, at=now.astimezone(ZONE), key=notice.key)
