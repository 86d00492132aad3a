"""One lane of deliveries (送达通道): what fails together is sent together, one after another.

A claim is made, judged against budget and rate, sent outside any transaction, and settled
before the next: a crash repeats at most the one that was on its way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from threading import Lock

from sqlalchemy import Connection

from casework.escalating import give_up
from casework.office import Office, Situation
from models.days import ZONE
from models.notice import DeliveryState, Ground, Severity
from notices.channels import SILENT, SendResult, count_parts, send, traits
from notices.retry import next_attempt
from notices.short_line import short_line
from rules.seal import instant
from store import outbox, outbox_limits
from store.engine import hold
from store.outbox import DueDelivery
from store.outbox_limits import Lane

BATCH = 40
"""So few that even a slow channel settles them before their claim runs out."""

TRIPS_AFTER = 3
"""So many unanswered attempts in a row close a lane; one that ran out of time does at once."""
CLOSED = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
"""How long a lane stays closed the first, second, … time; then one attempt probes it."""
MINUTE = timedelta(minutes=1)


class Allowance:
    """How many more deliveries a sweep may begin, shared by its lanes (本轮限额)."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._lock = Lock()

    def take(self, wanted: int) -> int:
        """Take up to so many."""
        with self._lock:
            taken = min(wanted, self._left)
            self._left -= taken
            return taken

    def give_back(self, unused: int) -> None:
        """Give back what was not used."""
        with self._lock:
            self._left += unused


@dataclass(slots=True)
class Tally:
    """How many deliveries of a lane went how."""

    delivered: int = 0
    failed: int = 0
    given_up: int = 0


def run_lane(office: Office, name: str, *, now: datetime, allowance: Allowance) -> Tally:
    """Send what is due in a lane, until nothing is due or the allowance is used up."""
    tally = Tally()
    with office.store.reading() as connection:
        lane = outbox_limits.lane_of(connection, name)
    while wanted := allowance.take(BATCH):
        with office.store.writing() as connection:
            hold(connection, f"lane {name}")
            situation = office.situation(connection)
            claimed = outbox.claim(connection, at=now, most=wanted, lane=name)
            ready = _judged(office, connection, situation, claimed, now=now)
        allowance.give_back(wanted - len(ready))
        if not claimed:
            break
        for delivery in ready:
            lane = _one(office, situation, delivery, lane, tally, now)
    return tally


def _judged(
    office: Office,
    connection: Connection,
    situation: Situation,
    claimed: Sequence[DueDelivery],
    *,
    now: datetime,
) -> list[DueDelivery]:
    """Return what may go out now; the rest waits for its digest or for the next minute."""
    ready: list[DueDelivery] = []
    rules = situation.regulations.rulebook.notices
    today = now.astimezone(ZONE).date()
    if rules is not None and claimed and claimed[0].lane != SILENT:
        hold(connection, "alert budget")
    for delivery in claimed:
        if rules is not None and delivery.lane != SILENT:
            if _over_budget(connection, delivery, rules.alerts_per_day, today):
                outbox.fold(connection, delivery)
                continue
            if delivery.notice.ground is not Ground.DAILY_BRIEF:
                outbox_limits.count_alert(connection, delivery, on=today)
        address = office.channels.address(situation.account(delivery.recipient), delivery.channel)
        per_minute = traits(address).per_minute if address is not None else None
        if address is None or per_minute is None:
            ready.append(delivery)
            continue
        notice = delivery.notice
        line = short_line(notice.ground, notice.title, notice.body)
        cost = max(count_parts(address, notice.title, notice.body, line=line) - delivery.parts, 1)
        used, first = outbox_limits.spent(connection, delivery.robot, since=now - MINUTE)
        if used and used + cost > per_minute:
            assert first is not None
            outbox.release(connection, delivery, until=datetime.fromisoformat(first) + MINUTE)
            continue
        outbox.begin(connection, delivery, cost=cost, at=now)
        ready.append(delivery)
    return ready


def _over_budget(connection: Connection, delivery: DueDelivery, most: int, today: date) -> bool:
    """Tell whether a reader has had enough for the day: what is urgent rings all the same."""
    notice = delivery.notice
    if notice.severity is Severity.URGENT or notice.ground is Ground.DAILY_BRIEF:
        return False
    alerts = outbox_limits.alerts_of(connection, delivery.recipient, on=today)
    return notice.key not in alerts and len(alerts) >= most


def _one(
    office: Office,
    situation: Situation,
    delivery: DueDelivery,
    lane: Lane,
    tally: Tally,
    now: datetime,
) -> Lane:
    """Send one delivery and settle it; return how the lane stands after it."""
    if lane.closed(now):
        reason = f"渠道暂停：{lane.reason}"
        result, after = SendResult(DeliveryState.TEMPORARY_FAILURE, reason), lane
    else:
        result = _send(office, situation, delivery, now)
        after = _heard(lane, result, now)
    hopeless = result.state is DeliveryState.PERMANENT_FAILURE
    again = None if hopeless else next_attempt(delivery.attempts + 1, now)
    if again is not None and result.retry_after is not None:
        again = max(again, now + result.retry_after)
    if result.ok:
        state, again = DeliveryState.DELIVERED, None
        tally.delivered += 1
    elif again is None:
        state = DeliveryState.PERMANENT_FAILURE
        tally.given_up += 1
    else:
        state = DeliveryState.TEMPORARY_FAILURE
        tally.failed += 1
    with office.store.writing() as connection:
        outbox.settle(
            connection,
            delivery,
            state=state,
            error=result.reason,
            next_attempt_at=again,
            at=now,
            parts=result.parts,
        )
        if after != lane:
            outbox_limits.write_lane(connection, delivery.lane, after)
        if state is DeliveryState.PERMANENT_FAILURE:
            give_up(office, connection, situation, delivery, reason=result.reason, now=now)
    return after


def _send(office: Office, situation: Situation, delivery: DueDelivery, now: datetime) -> SendResult:
    address = office.channels.address(situation.account(delivery.recipient), delivery.channel)
    if address is None:
        return SendResult(DeliveryState.PERMANENT_FAILURE, "该渠道已不在配置中")
    notice = delivery.notice
    return send(
        address,
        notice.title,
        notice.body,
        at=now.astimezone(ZONE),
        key=notice.key,
        line=short_line(notice.ground, notice.title, notice.body),
        skip=delivery.parts,
    )


def _heard(lane: Lane, result: SendResult, now: datetime) -> Lane:
    """Return how a lane stands after an attempt: an answer, whatever it says, opens it."""
    if not result.unreachable:
        return lane if lane.failures == 0 else Lane()
    failures = max(lane.failures + 1, TRIPS_AFTER if result.timed_out else 0)
    if failures < TRIPS_AFTER:
        return replace(lane, failures=failures, reason=result.reason)
    closed = CLOSED[min(failures - TRIPS_AFTER, len(CLOSED) - 1)]
    return Lane(failures, instant(now + closed), result.reason)
