"""Lanes: none lost, hardly any twice, and a channel that hangs holds up no other."""

import json
import random
import threading
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import event, text

from casework.delivery import lane_sending
from casework.delivery.delivering import Delivered, deliver
from casework.office import Office
from models.notice import DeliveryState, Ground, Notice, Severity
from notices.channels import Channels, SendResult, send
from notices.retry import BACK_OFF
from store.engine import Store
from store.outgoing import outbox
from store.outgoing.receipts import receipts
from tests.casework.posting import (
    StandingClock,
    column,
    inbox_of,
    office_with,
    past,
    put,
    robot,
    states,
)
from tests.conftest import AUDIT_KEY
from tests.notices.platforms import Answer, Asked, platform
from tests.world import DISPATCHER, FIRST_DAY, HEAD, LIAISON, OFFICER, TWENTY_OFFICERS, at, do, june

NOW = at(june(1), 10)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


class Crash(BaseException):
    """The process dies here."""


def many(office: Office, number: int, *, to: tuple[str, ...] = TWENTY_OFFICERS) -> None:
    """Put out many notices, each to one officer."""
    with office.store.writing() as connection:
        situation = office.situation(connection)
        for place in range(number):
            notice = Notice(
                key=f"n/{place:05}",
                ground=Ground.OVERDUE,
                severity=Severity.URGENT,
                title=f"第{place}号",
                body="正文",
                recipients=(),
                on=FIRST_DAY,
            )
            account = situation.account(to[place % len(to)])
            outbox.put(connection, notice, office.channels.addressees(account), at=NOW)


def keys_in(store: Store, state: str) -> set[str]:
    with store.reading() as connection:
        asked = text("select notice_key from deliveries where state = :state")
        return set(connection.execute(asked, {"state": state}).scalars())


def got(inbox: Path) -> Counter[str]:
    return Counter(json.loads(line)["key"] for line in inbox.read_text("utf-8").splitlines())


class TestTenThousandNotices:
    @pytest.fixture
    def store(self, empty_sqlite: Path, tmp_path: Path) -> Store:
        path = tmp_path / "greenchannel.sqlite"
        path.write_bytes(empty_sqlite.read_bytes())
        return Store(f"sqlite:///{path}", audit_key=AUDIT_KEY)

    @pytest.fixture
    def powered(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
        """Nothing waits for the disk: processes die here, the power stays on."""
        event.listen(store.engine, "connect", lambda raw, _: raw.execute("pragma synchronous=off"))
        monkeypatch.setattr("notices.inbox.os.fsync", lambda _: None)
        return store

    def test_with_a_hundred_crashes_are_all_there_and_hardly_any_twice(
        self, powered: Store, inbox: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = powered
        office = office_with(store, {"*": inbox_of(inbox)}, None)
        many(office, 10_000)
        dice, crashes = random.Random(20200601), 0

        def falling(url: str, title: str, body: str, **more: object) -> SendResult:
            nonlocal crashes
            if dice.random() < 0.005:
                crashes += 1
                raise Crash("before")
            result = send(url, title, body, **more)  # type: ignore[arg-type]
            if dice.random() < 0.005:
                crashes += 1
                raise Crash("after")
            return result

        monkeypatch.setattr(lane_sending, "send", falling)
        now = NOW
        while store_tally(store).get("pending", 0):
            with suppress(Crash):
                deliver(office, now=now)
            now += 6 * MINUTE  # the claims of the dead run out

        counted = got(inbox)
        unclear = keys_in(store, "unknown")
        assert crashes >= 60
        assert {f"n/{place:05}" for place in range(10_000)} - set(counted) <= unclear
        assert sum(counted.values()) - 10_000 <= crashes
        assert max(count for key, count in counted.items() if key.startswith("n/")) == 2
        assert len(unclear) <= 5


def store_tally(store: Store) -> dict[str, int]:
    with store.reading() as connection:
        return outbox.tally(connection)


class TestAHangingChannel:
    def test_delays_neither_another_channel_nor_a_decision(self, store: Store) -> None:
        arrived: list[float] = []

        def quick(_: Asked) -> Answer:
            arrived.append(perf_counter())
            return Answer("ok")

        with (
            platform(lambda _: Answer(hangs=True)) as hanging,
            platform(quick) as well,
        ):
            bad = [f"json://{hanging.base.removeprefix('http://')}/{{account}}"]
            good = [f"json://{well.base.removeprefix('http://')}/{{account}}"]
            channels = dict.fromkeys(TWENTY_OFFICERS[:5], bad) | {"*": good}
            office = office_with(store, channels, None)
            many(office, 60)
            begun = perf_counter()
            sweeping = threading.Thread(target=lambda: done.append(deliver(office, now=NOW)))
            done: list[Delivered] = []
            sweeping.start()
            decided = perf_counter()
            do(office, "submit", by=LIAISON)
            decided = perf_counter() - decided
            sweeping.join(60)
            over = perf_counter() - begun

        assert len(arrived) >= 45
        assert max(arrived[:45]) - begun < 10
        assert decided < 2
        assert over < 15, "one attempt that runs out of time closes the lane"
        assert done[0].failed >= 15
        assert store_tally(store)["temporary_failure"] == done[0].failed

    def test_is_left_alone_for_a_minute_then_probed_by_one(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("notices.senders.wire.http.READ_SECONDS", 0.3)
        answers = [Answer(hangs=True)]
        with platform(lambda _: answers[0]) as running:
            url = f"json://{running.base.removeprefix('http://')}/{{account}}"
            office = office_with(store, {"*": [url]}, None)
            many(office, 10)

            assert deliver(office, now=NOW) == Delivered(failed=10)
            assert len(running.asked) == 1
            put(office, "later", OFFICER, at=NOW)
            assert deliver(office, now=NOW + 30 * timedelta(seconds=1)) == Delivered(failed=1)
            assert len(running.asked) == 1

            assert deliver(office, now=NOW + 2.2 * MINUTE) == Delivered(failed=11)
            assert len(running.asked) == 2, "one probes, the others need not"

            answers[0] = Answer("well again")
            assert deliver(office, now=NOW + 11 * MINUTE).delivered == 11
        with store.reading() as connection:
            from store.outgoing.outbox_limits import lanes

            assert lanes(connection) == []

    def test_that_refuses_the_connection_is_tried_three_times(self, store: Store) -> None:
        office = office_with(store, {"*": ["json://127.0.0.1:9/{account}"]}, None)
        many(office, 10)

        assert deliver(office, now=NOW) == Delivered(failed=10)
        said = column(office, "last_error")
        assert sum(1 for one in said if one.startswith("渠道暂停")) == 7

    def test_that_says_when_to_come_back_is_believed(self, store: Store) -> None:
        with robot(body="", status=429, headers={"Retry-After": "600"}) as (running, url):
            office = office_with(store, {"*": [url]}, None)
            put(office, "a", OFFICER, at=NOW)
            assert deliver(office, now=NOW) == Delivered(failed=1)
            assert deliver(office, now=NOW + 9.9 * MINUTE) == Delivered()
            assert deliver(office, now=NOW + 10.5 * MINUTE) == Delivered(failed=1)
        assert len(running.asked) == 2


class TestAGroupRobot:
    def test_says_once_what_many_read(self, store: Store) -> None:
        with robot() as (running, url):
            office = office_with(store, {"*": [url]}, None)
            put(office, "a", *TWENTY_OFFICERS, at=NOW)
            assert deliver(office, now=NOW) == Delivered(delivered=1)
            assert deliver(office, now=NOW + MINUTE) == Delivered()

        assert len(running.asked) == 1
        assert set(states(office).values()) == {"delivered"}

    def test_keeps_to_twenty_a_minute_over_all_processes(self, store: Store) -> None:
        with robot() as (running, url):
            office, other = (
                office_with(store, {"*": [url]}, None),
                Office(store, Channels({"*": [url]})),
            )
            many(office, 50, to=(OFFICER,))
            clock = StandingClock(NOW)
            sent = [
                deliver(one, now=NOW, clock=clock, patience=10 * SECOND).delivered
                for one in (office, other)
            ]
            assert sum(sent) == 20
            assert NOW + timedelta(seconds=3) < clock.at < NOW + timedelta(seconds=4)

            def at_second(second: float, one: Office) -> int:
                moment = NOW + timedelta(seconds=second)
                standing = StandingClock(moment)
                return deliver(one, now=moment, clock=standing, patience=10 * SECOND).delivered

            assert at_second(50, other) == 0
            assert at_second(66, other) == 20
            assert at_second(132, office) == 10
        assert len(running.asked) == 50

    def test_keeps_to_five_a_second(self, store: Store) -> None:
        clock = StandingClock(NOW)
        arrived: list[datetime] = []

        def answer(_: Asked) -> Answer:
            arrived.append(clock.at)
            return Answer({"code": 0})

        with platform(answer) as running:
            office = office_with(store, {"*": [f"feishu://t0ken?gateway={running.base}"]}, None)
            many(office, 23, to=(OFFICER,))
            done = deliver(office, now=NOW, clock=clock, patience=MINUTE)
            assert done == Delivered(delivered=23)

        for first in arrived:
            second = [at for at in arrived if first <= at < first + timedelta(seconds=1)]
            assert len(second) <= 5
        assert clock.at - NOW < timedelta(seconds=5)
        assert max(clock.waits) <= 1.1

    def test_that_is_slow_to_hear_is_not_told_in_a_heap(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What took three seconds to arrive counts from there."""
        clock = StandingClock(NOW)
        arrived: list[datetime] = []

        def slow(*given: object, **more: object) -> SendResult:
            clock.at += 3 * SECOND if len(arrived) < 20 else timedelta()
            arrived.append(clock.at)
            return send(*given, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(lane_sending, "send", slow)
        with robot() as (running, url):
            office = office_with(store, {"*": [url]}, None)
            many(office, 60, to=(OFFICER,))
            done = deliver(office, now=NOW, clock=clock, patience=5 * MINUTE)
            assert done == Delivered(delivered=60)

        assert len(running.asked) == 60
        for first in arrived:
            assert sum(1 for at in arrived if first <= at < first + MINUTE) <= 20

    def test_is_not_waited_for_where_an_act_is_waited_for(self, store: Store) -> None:
        clock = StandingClock(NOW)
        with platform(lambda _: Answer({"code": 0})) as running:
            office = office_with(store, {"*": [f"feishu://t0ken?gateway={running.base}"]}, None)
            many(office, 100, to=(OFFICER,))
            assert deliver(office, now=NOW, clock=clock).delivered == 10
            assert clock.at - NOW <= timedelta(seconds=2)
            assert deliver(office, now=clock.at, clock=clock, patience=MINUTE).delivered == 90

    def test_that_is_slow_does_not_hold_up_another_of_its_lane(self, store: Store) -> None:
        clock = StandingClock(NOW)
        with platform(lambda _: Answer({"code": 0})) as running:
            base = f"?gateway={running.base}"
            channels = {HEAD: [f"feishu://other{base}"], "*": [f"feishu://t0ken{base}"]}
            office = office_with(store, channels, None)
            many(office, 30, to=(OFFICER,))
            put(office, "z", HEAD, at=NOW)
            assert deliver(office, now=NOW, clock=clock, patience=MINUTE).delivered == 31

        hooks = [asked.path.rpartition("/")[2] for asked in running.asked]
        assert hooks.index("other") == 5, "while the first had to wait a second"

    def test_that_was_too_fast_is_left_alone_whoever_asks(self, store: Store) -> None:
        said = iter([0, 0, 45009])
        with platform(lambda _: Answer({"errcode": next(said, 0)})) as running:
            office = office_with(store, {"*": [f"wecombot://k3y?gateway={running.base}"]}, None)
            many(office, 10, to=(OFFICER,))
            assert deliver(office, now=NOW) == Delivered(delivered=2, failed=1)
            put(office, "later", OFFICER, at=NOW)
            assert deliver(office, now=NOW + 50 * timedelta(seconds=1)) == Delivered()
            assert len(running.asked) == 3, "none of the others ran against the wall"
            assert set(column(office, "attempts")) == {0, 1}

            clock = StandingClock(NOW + 2 * MINUTE)
            done = deliver(office, now=clock.at, clock=clock, patience=MINUTE)
            assert done == Delivered(delivered=9)

    def test_tells_what_is_urgent_first(self, store: Store) -> None:
        clock = StandingClock(NOW)
        with platform(lambda _: Answer({"code": 0})) as running:
            office = office_with(store, {"*": [f"feishu://t0ken?gateway={running.base}"]}, None)
            for place in range(12):
                put(office, f"a/{place:02}", OFFICER, at=NOW, title=f"一般{place}")
            put(office, "z", OFFICER, at=NOW, severity=Severity.URGENT, title="紧急")
            assert deliver(office, now=NOW, clock=clock, patience=MINUTE).delivered == 13

        assert "紧急" in running.asked[0].json["content"]["text"]

    def test_counts_what_a_crash_may_have_sent(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def crash(*_: object, **__: object) -> SendResult:
            raise Crash

        with robot() as (running, url):
            office = office_with(store, {"*": [url]}, None)
            many(office, 25, to=(OFFICER,))
            with monkeypatch.context() as broken:
                broken.setattr(lane_sending, "send", crash)
                with pytest.raises(Crash):
                    deliver(office, now=NOW)
            assert deliver(office, now=NOW).delivered == 0
        assert len(running.asked) == 0


class TestAMessageThatDiedWithItsProcessTwice:
    def die_twice(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> datetime:
        """Sent, and killed before that was written down; and once more."""
        now = NOW
        with monkeypatch.context() as broken:

            def crash(url: str, title: str, body: str, **more: object) -> SendResult:
                send(url, title, body, **more)  # type: ignore[arg-type]
                raise Crash

            broken.setattr(lane_sending, "send", crash)
            for _ in range(2):
                with pytest.raises(Crash):
                    deliver(office, now=now)
                now += 6 * MINUTE
        return now

    def test_is_shown_as_unclear_and_not_sent_again(
        self, store: Store, inbox: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with robot() as (running, url):
            office = office_with(store, {"officer": [url], "dispatcher": inbox_of(inbox)}, None)
            put(office, "a", OFFICER, at=NOW)
            now = self.die_twice(office, monkeypatch)
            assert deliver(office, now=now) == Delivered(given_up=1)
            deliver(office, now=now + 6 * MINUTE)
            deliver(office, now=now + timedelta(days=9))

        assert len(running.asked) == 2
        with store.reading() as connection:
            (shown,) = receipts(connection, undelivered=True)
        assert (shown.key, shown.state, shown.recipient) == ("a", "unknown", OFFICER)
        assert DeliveryState(shown.state).label == "送达情况不明"
        assert "不再重发" in shown.error
        (line,) = inbox.read_text("utf-8").splitlines()
        assert json.loads(line)["to"] == DISPATCHER
        assert "送达情况不明" in json.loads(line)["body"]

    def test_takes_the_readers_reserve(
        self, store: Store, inbox: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with robot() as (running, url):
            reserve = f"reserve+inbox://{inbox}?to={{account}}"
            office = office_with(store, {"*": [url, reserve]}, None)
            put(office, "a", OFFICER, at=NOW)
            now = self.die_twice(office, monkeypatch)
            deliver(office, now=now)
            deliver(office, now=now + MINUTE)

        assert len(running.asked) == 2
        assert json.loads(inbox.read_text("utf-8"))["to"] == OFFICER


class TestADeadLetter:
    def test_goes_to_the_readers_reserve(self, store: Store, inbox: Path) -> None:
        with robot(body={"errcode": 93000}) as (_, url):
            reserve = f"reserve+inbox://{inbox}?to={{account}}"
            office = office_with(store, {"*": [url, reserve]}, None)
            put(office, "a", OFFICER, HEAD, at=NOW)
            first = deliver(office, now=NOW)
            second = deliver(office, now=NOW + MINUTE)

        assert first.given_up == 1
        assert first.delivered + second.delivered == 2
        to = sorted(json.loads(line)["to"] for line in inbox.read_text("utf-8").splitlines())
        assert to == sorted([OFFICER, HEAD])
        assert states(office)[("a", OFFICER, "wecombot")] == "permanent_failure"

    def test_that_another_channel_has_told_is_nobodys_worry(
        self, store: Store, inbox: Path
    ) -> None:
        with robot(body={"errcode": 93000}) as (_, url):
            office = office_with(store, {"*": [url, *inbox_of(inbox)]}, None)
            put(office, "a", OFFICER, at=NOW)
            deliver(office, now=NOW)
            deliver(office, now=NOW)

        assert {key for key, _, _ in states(office)} == {"a"}

    def test_that_nothing_else_reaches_is_told_to_the_dispatchers_once_a_day(
        self, store: Store, inbox: Path
    ) -> None:
        with robot(body={"errcode": 93000, "errmsg": "k3y"}) as (_, url):
            channels = {"officer": [url], "dispatcher": inbox_of(inbox)}
            office = office_with(store, channels, None)
            for key in "abc":
                put(office, key, OFFICER, at=NOW)
            assert deliver(office, now=NOW).given_up == 3
            deliver(office, now=NOW + MINUTE)

        (line,) = inbox.read_text("utf-8").splitlines()
        told = json.loads(line)
        assert told["to"] == DISPATCHER
        assert told["title"].startswith("【通知未送达】")
        assert "93000" in told["body"]
        assert "greenchannel notices --undelivered" in told["body"]

    def test_of_the_dispatchers_themselves_is_told_to_the_operators(
        self, store: Store, inbox: Path
    ) -> None:
        with robot(body={"errcode": 93000}) as (_, url):
            channels = {"dispatcher": [url], "operator": inbox_of(inbox)}
            office = office_with(store, channels, None)
            put(office, "a", DISPATCHER, at=NOW)
            deliver(office, now=NOW)
            deliver(office, now=NOW + MINUTE)

        (line,) = inbox.read_text("utf-8").splitlines()
        assert json.loads(line)["to"] == "operator-01"

    def test_of_everybody_ends_in_the_list_and_nowhere_else(self, store: Store) -> None:
        office = office_with(store, {"*": ["json://127.0.0.1:9/{account}"]}, None)
        put(office, "a", OFFICER, at=NOW)
        moment = NOW
        for wait in (*BACK_OFF, *BACK_OFF, *BACK_OFF):
            deliver(office, now=moment)
            moment += past(wait)
        deliver(office, now=moment)

        found = states(office)
        assert found[("a", OFFICER, "json")] == "permanent_failure"
        assert len({key for key, _, _ in found}) <= 3


def test_a_long_digest_goes_on_where_it_stopped(store: Store) -> None:
    said = iter([0, 0, 45009])

    def answer(_: Asked) -> Answer:
        return Answer({"errcode": next(said, 0)})

    with platform(answer) as running:
        office = office_with(store, {"*": [f"wecombot://k3y?gateway={running.base}"]}, None)
        long = Notice(
            key="brief/1",
            ground=Ground.DAILY_BRIEF,
            severity=Severity.ATTENTION,
            title="【每日提要】6月1日",
            body="\n".join(f"{n}．冷链物流园，请立即办理。" * 3 for n in range(60)),
            recipients=(OFFICER,),
            on=FIRST_DAY,
        )
        with store.writing() as connection:
            account = office.situation(connection).account(OFFICER)
            outbox.put(connection, long, office.channels.addressees(account), at=NOW)
        clock = StandingClock(NOW)
        assert deliver(office, now=NOW, clock=clock) == Delivered(failed=1)
        clock.at = NOW + past(2 * MINUTE)
        done = deliver(office, now=clock.at, clock=clock, patience=10 * SECOND)
        assert done == Delivered(delivered=1)

    marks = [asked.json["text"]["content"][:3] for asked in running.asked]
    assert marks[:4] == ["（1/", "（2/", "（3/", "（3/"]
    assert column(office, "parts") == [len(marks) - 1]
