"""A batch of claimed deliveries goes out (逐份发送): begun, sent, settled, at the robots' pace.

What was sent is settled in the transaction that begins the next. A robot that may not speak
yet lets the others go first; one that may not for longer gives back what waits for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from casework.delivery.dead_letters import give_up
from casework.delivery.sweep_clock import SweepClock
from casework.office import Office, Situation
from models.days import ZONE
from models.notice import DeliveryState
from notices.channels import SendResult, count_parts, send, traits
from notices.pace import free_at
from notices.retry import next_attempt, spread
from notices.short_line import short_line
from rules.seal import instant
from store.outgoing import claims, outbox_limits, robots
from store.outgoing.outbox import DueDelivery
from store.outgoing.outbox_limits import Lane

TRIPS_AFTER = 3
"""So many unanswered attempts in a row close a lane; one that ran out of time does at once."""
CLOSED = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
"""How long a lane stays closed the first, second, … time; then one attempt probes it."""

MOMENT = timedelta(seconds=2)
"""So long a batch waits for a robot; what may not go out by then is given back."""
PAUSE = timedelta(minutes=1)
"""How long a robot that was too fast is left alone where nobody says how long."""
SPREAD = timedelta(seconds=20)
"""Over so long come back those that a platform has told to wait for the same instant."""


@dataclass(slots=True)
class Tally:
    """How many deliveries of a lane went how."""

    delivered: int = 0
    failed: int = 0
    given_up: int = 0


class Batch:
    """Claimed deliveries of one lane on their way out (一批送达)."""

    def __init__(
        self,
        office: Office,
        situation: Situation,
        lane: Lane,
        tally: Tally,
        clock: SweepClock,
        until: datetime,
        by: str,
    ) -> None:
        self._office = office
        self._situation = situation
        self._lane = lane
        self._tally = tally
        self._clock = clock
        self._until = until
        self._by = by
        self._waiting: list[DueDelivery] = []
        self._given_back = 0

    def send(self, ready: Sequence[DueDelivery]) -> int:
        """Send what is ready; return how many were given back for later."""
        self._waiting = list(ready)
        name = ready[0].lane
        sent: tuple[DueDelivery, SendResult] | None = None
        while sent is not None or self._waiting:
            with self._office.store.writing(f"lane {name}") as connection:
                now = self._clock.now()
                if sent is not None:
                    self._settle(connection, *sent, now)
                chosen, free = self._begin(connection, now)
            sent = None
            if chosen is not None:
                sent = chosen, self._result(chosen, now)
            elif free is not None:
                self._clock.wait(free)
        return self._given_back

    def _begin(
        self, connection: Connection, now: datetime
    ) -> tuple[DueDelivery | None, datetime | None]:
        """Begin the first that may go out now; else say when the next may."""
        known: dict[tuple[str, int], datetime] = {}
        soonest: datetime | None = None
        if self._lane.closed(now):
            self._put_off(connection, now)
        for delivery in tuple(self._waiting):
            url = self._address(delivery)
            cost = self._cost(url, delivery)
            place = (delivery.robot, cost)
            if place not in known:
                known[place] = self._free(connection, url, delivery, cost, now)
            free = known[place]
            if free > now:
                if free - now > MOMENT or free > self._until:
                    self._give_back(connection, delivery, until=free)
                else:
                    soonest = min(soonest or free, free)
                continue
            self._waiting.remove(delivery)
            if claims.begin(connection, delivery, at=now, by=self._by):
                if _paced(url):
                    robots.speak(connection, delivery.robot, cost=cost, at=now)
                return delivery, None
            self._given_back += 1
        return None, soonest

    def _free(
        self,
        connection: Connection,
        url: str | None,
        delivery: DueDelivery,
        cost: int,
        now: datetime,
    ) -> datetime:
        """Return when a robot may be given so many messages."""
        if url is None or not _paced(url):
            return now
        robot, limits = robots.robot(connection, delivery.robot), traits(url)
        if robot.paused_until is not None and robot.paused_until > now:
            return robot.paused_until
        return free_at(
            robot.sent,
            now,
            cost=cost,
            per_second=limits.per_second,
            per_minute=limits.per_minute,
        )

    def _give_back(self, connection: Connection, delivery: DueDelivery, *, until: datetime) -> None:
        """Leave a delivery for later, when its robot may speak; its pace scatters them."""
        self._waiting.remove(delivery)
        claims.release(connection, delivery, until=until)
        self._given_back += 1

    def _put_off(self, connection: Connection, now: datetime) -> None:
        """Let everything that waits fail for now: its lane is closed."""
        closed = SendResult(DeliveryState.TEMPORARY_FAILURE, f"渠道暂停：{self._lane.reason}")
        for delivery in self._waiting:
            self._write(connection, delivery, closed, now)
        self._waiting.clear()

    def _settle(
        self, connection: Connection, delivery: DueDelivery, result: SendResult, now: datetime
    ) -> None:
        """Write down how an attempt went, and what it says of its lane."""
        url = self._address(delivery)
        if _paced(url):
            robots.spoken(connection, delivery.robot, cost=self._cost(url, delivery), at=now)
        after = _heard(self._lane, result, now)
        if after != self._lane:
            outbox_limits.write_lane(connection, delivery.lane, after)
            self._lane = after
        if result.state is DeliveryState.PENDING:
            claims.go_on(connection, delivery, parts=result.parts)
            self._waiting.insert(0, replace(delivery, parts=result.parts, begun=0))
        else:
            self._write(connection, delivery, result, now)

    def _write(
        self, connection: Connection, delivery: DueDelivery, result: SendResult, now: datetime
    ) -> None:
        """Settle a delivery, or look for another way to its readers."""
        key = _key(delivery)
        again = None
        if not result.ok and result.state is not DeliveryState.PERMANENT_FAILURE:
            again = next_attempt(delivery.attempts + 1, now, key=key)
        if again is not None and (result.retry_after or result.too_fast):
            pause = now + (result.retry_after or PAUSE)
            again = max(again, pause + spread(key, SPREAD))
            if result.too_fast:
                robots.pause(connection, delivery.robot, until=pause)
        state = _state(result, again)
        self._count(state)
        claims.settle(
            connection,
            delivery,
            state=state,
            error=result.reason,
            next_attempt_at=again,
            at=now,
            parts=result.parts,
        )
        if state is DeliveryState.PERMANENT_FAILURE:
            reason = result.reason
            give_up(self._office, connection, self._situation, delivery, reason=reason, now=now)

    def _count(self, state: DeliveryState) -> None:
        match state:
            case DeliveryState.DELIVERED:
                self._tally.delivered += 1
            case DeliveryState.PERMANENT_FAILURE:
                self._tally.given_up += 1
            case _:
                self._tally.failed += 1

    def _result(self, delivery: DueDelivery, now: datetime) -> SendResult:
        url = self._address(delivery)
        if url is None:
            return SendResult(DeliveryState.PERMANENT_FAILURE, "该渠道已不在配置中")
        notice = delivery.notice
        return send(
            url,
            notice.title,
            notice.body,
            at=now.astimezone(ZONE),
            key=notice.key,
            line=short_line(notice.ground, notice.title, notice.body),
            skip=delivery.parts,
            most=1,
        )

    def _address(self, delivery: DueDelivery) -> str | None:
        account = self._situation.account(delivery.recipient)
        return self._office.channels.address(account, delivery.channel)

    @staticmethod
    def _cost(url: str | None, delivery: DueDelivery) -> int:
        """Return how many messages the next send takes of a robot's pace."""
        if url is None or not traits(url).joined:
            return 1
        notice = delivery.notice
        line = short_line(notice.ground, notice.title, notice.body)
        return max(count_parts(url, notice.title, notice.body, line=line) - delivery.parts, 1)


def _key(delivery: DueDelivery) -> str:
    """Return what scatters a delivery among the others."""
    return f"{delivery.notice.key} {delivery.robot or delivery.recipient}"


def _paced(url: str | None) -> bool:
    return url is not None and (traits(url).per_minute or traits(url).per_second) is not None


def _state(result: SendResult, again: datetime | None) -> DeliveryState:
    if result.ok:
        return DeliveryState.DELIVERED
    if again is None:
        return DeliveryState.PERMANENT_FAILURE
    return DeliveryState.TEMPORARY_FAILURE


def _heard(lane: Lane, result: SendResult, now: datetime) -> Lane:
    """Return how a lane stands after an attempt: an answer, whatever it says, opens it."""
    if not result.unreachable:
        return lane if lane.failures == 0 else Lane()
    failures = max(lane.failures + 1, TRIPS_AFTER if result.timed_out else 0)
    if failures < TRIPS_AFTER:
        return replace(lane, failures=failures, reason=result.reason)
    closed = CLOSED[min(failures - TRIPS_AFTER, len(CLOSED) - 1)]
    return Lane(failures, instant(now + closed), result.reason)
