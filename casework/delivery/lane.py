"""One lane of deliveries (送达通道): what fails together is sent together, one after another.

Some are claimed and judged against the budget. Each is then begun, sent outside any
transaction, and settled with the beginning of the next: a crash leaves one that was on its
way. That one is repeated once; after a second crash nobody knows whether it arrived, and it
is shown as such instead of being sent again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from os import getpid
from secrets import token_hex
from socket import gethostname
from threading import Lock

from sqlalchemy import Connection

from casework.delivery.dead_letters import give_up
from casework.delivery.lane_sending import Batch, Tally
from casework.delivery.manners import hold_back
from casework.delivery.sweep_clock import SweepClock
from casework.office import Office, Situation
from models.days import ZONE
from models.notice import Ground, Severity
from notices.senders.schemes import SILENT
from store.engine import hold
from store.outgoing import claims, outbox, outbox_limits
from store.outgoing.claims import MOST_BEGUN
from store.outgoing.outbox import DueDelivery

BATCH = 40
"""So few that even a slow channel settles them before their claim runs out."""

UNCLEAR = "两次发出时系统中断，送达情况不明，不再重发"


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


@dataclass(frozen=True, slots=True)
class Round:
    """What the lanes of one sweep share (本轮送达)."""

    clock: SweepClock
    until: datetime
    """So long it waits for what will be due soon."""
    allowance: Allowance


def run_lane(office: Office, name: str, shared: Round) -> Tally:
    """Send what is due in a lane, until nothing will be due soon or the allowance is used up."""
    tally, waited = Tally(), False
    by = f"{gethostname()[:40]}:{getpid()}:{token_hex(6)}"
    while wanted := shared.allowance.take(BATCH):
        with office.store.writing(f"lane {name}") as connection:
            now = shared.clock.now()
            situation = office.situation(connection)
            if waited:
                hold_back(connection, situation, now=now)
            lane = outbox_limits.lane_of(connection, name)
            claimed = claims.claim(connection, at=now, most=wanted, lane=name, by=by)
            ready = _judged(office, connection, situation, claimed, tally, now=now)
        shared.allowance.give_back(wanted - len(ready))
        if ready:
            batch = Batch(office, situation, lane, tally, shared.clock, shared.until, by)
            shared.allowance.give_back(batch.send(ready))
        elif not claimed:
            with office.store.reading() as connection:
                due = outbox.next_due(connection, name, after=now)
            if due is None or due > shared.until:
                break
            shared.clock.wait(due)
            waited = True
    return tally


def _judged(
    office: Office,
    connection: Connection,
    situation: Situation,
    claimed: Sequence[DueDelivery],
    tally: Tally,
    *,
    now: datetime,
) -> list[DueDelivery]:
    """Return what may go out now; what nobody knows of, and what digests tell, does not."""
    ready: list[DueDelivery] = []
    rules = situation.regulations.rulebook.notices
    today = now.astimezone(ZONE).date()
    if rules is not None and claimed and claimed[0].lane != SILENT:
        hold(connection, "alert budget")
    for delivery in claimed:
        if delivery.begun >= MOST_BEGUN:
            claims.give_over(connection, delivery, error=UNCLEAR)
            give_up(office, connection, situation, delivery, reason=UNCLEAR, now=now)
            tally.given_up += 1
            continue
        if rules is not None and delivery.lane != SILENT:
            if _over_budget(connection, delivery, rules.alerts_per_day, today):
                claims.fold(connection, delivery)
                continue
            if delivery.notice.ground is not Ground.DAILY_BRIEF:
                outbox_limits.count_alert(connection, delivery, on=today)
        ready.append(delivery)
    return ready


def _over_budget(connection: Connection, delivery: DueDelivery, most: int, today: date) -> bool:
    """Tell whether a reader has had enough for the day: what is urgent rings all the same."""
    notice = delivery.notice
    if notice.severity is Severity.URGENT or notice.ground is Ground.DAILY_BRIEF:
        return False
    alerts = outbox_limits.alerts_of(connection, delivery.recipient, on=today)
    return notice.key not in alerts and len(alerts) >= most
