"""The outbox: put out once, claimed by one, settled or tried again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, text, update

from models.notice import DeliveryState, Ground, Notice, Severity
from models.tables.outgoing import NoticeRow
from store.engine import Store
from store.outgoing import claims, outbox, outbox_limits, receipts
from store.outgoing.claims import CLAIM, MOST_BEGUN
from store.outgoing.outbox import DueDelivery
from store.rows.sealed_rows import change_sealed
from tests.world import FIRST_DAY, at

NOW = at(FIRST_DAY)


def notice(key: str = "p/1") -> Notice:
    return Notice(
        key=key,
        ground=Ground.ACCEPTED,
        severity=Severity.INFO,
        project="p",
        procedure="A01",
        title="已受理",
        body="正文",
        recipients=(),
        on=FIRST_DAY,
    )


def put(store: Store, *keys: str, to: tuple[str, ...] = ("a", "b")) -> None:
    with store.writing() as connection:
        for key in keys:
            assert outbox.put(connection, notice(key), [(one, "inbox") for one in to], at=NOW)


def claim(store: Store, most: int = 100, at_: object = NOW) -> tuple[DueDelivery, ...]:
    with store.writing() as connection:
        return claims.claim(connection, at=at_, most=most)


def settle(store: Store, delivery: DueDelivery, state: DeliveryState, **changes: object) -> None:
    values = {"error": "", "next_attempt_at": None, "at": NOW, **changes}
    with store.writing() as connection:
        claims.settle(connection, delivery, state=state, **values)


class TestANotice:
    def test_is_put_out_once_per_recipient_and_channel(self, store: Store) -> None:
        put(store, "p/1")
        with store.writing() as connection:
            assert not outbox.put(connection, notice("p/1"), [("c", "inbox")], at=NOW)
            pairs = [("a", "inbox"), ("a", "inbox"), ("a", "mailto")]
            assert outbox.put(connection, notice("p/2"), pairs, at=NOW)

        claimed = [(one.notice.key, one.recipient, one.channel) for one in claim(store)]

        assert claimed == [
            *(("p/1", "a", "inbox"), ("p/1", "b", "inbox")),
            *(("p/2", "a", "inbox"), ("p/2", "a", "mailto")),
        ]

    def test_to_nobody_is_kept_and_never_due(self, store: Store) -> None:
        put(store, "p/1", to=())

        assert claim(store) == ()
        with store.reading() as connection:
            kept = connection.execute(select(NoticeRow.__table__).where(NoticeRow.project == "p"))
            assert outbox.words_of(kept.one()) == ("已受理", "正文")

    def test_that_was_put_out_before_words_were_packed_says_the_same(self, store: Store) -> None:
        put(store, "p/1", to=("a",))
        with store.writing() as connection:
            as_it_was = update(NoticeRow).values(title="已受理", body="正文")
            change_sealed(connection, NoticeRow, as_it_was)

        (due,) = claim(store)

        assert (due.notice.title, due.notice.body) == ("已受理", "正文")


def test_what_is_delivered_is_in_no_index_that_is_searched_for_what_waits(store: Store) -> None:
    """A year of delivered notices costs a sweep nothing: SQLite itself says where it looks."""
    if store.engine.dialect.name != "sqlite":
        pytest.skip("asks SQLite how it looks; PostgreSQL scans so small a table from end to end")
    put(store, "p/1", to=("a",))
    asked: list[tuple[str, Any]] = []

    def noted(_: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
        if "deliveries" in statement:
            asked.append((statement, values))

    event.listen(store.engine, "before_cursor_execute", noted)
    with store.writing() as connection:
        outbox.due_lanes(connection, at=NOW)
        outbox.next_due(connection, "", after=NOW)
        claims.claim(connection, at=NOW, most=9, lane="")
        receipts.to_be_told(connection, "a")
        outbox_limits.alerts_of(connection, "a", on=NOW.date())
    event.remove(store.engine, "before_cursor_execute", noted)

    with store.reading() as connection:
        ways = [
            " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", of))
            for one, of in asked
            if one.startswith("SELECT")
        ]
    assert len(ways) >= 5
    assert [way for way in ways if "ix_deliveries_" not in way] == []


class TestAClaim:
    def test_keeps_others_away_until_it_runs_out(self, store: Store) -> None:
        put(store, "p/1", to=("a",))

        assert len(claim(store)) == 1
        assert claim(store) == ()
        assert claim(store, at_=NOW + CLAIM) == ()
        assert len(claim(store, at_=NOW + CLAIM + timedelta(seconds=1))) == 1

    def test_takes_no_more_than_it_was_asked_for(self, store: Store) -> None:
        put(store, *(f"p/{number}" for number in range(5)), to=("a",))

        assert [len(claim(store, most=2)) for _ in range(4)] == [2, 2, 1, 0]

    def test_does_not_take_what_is_due_later(self, store: Store) -> None:
        put(store, "p/1", to=("a",))

        assert claim(store, at_=NOW - timedelta(seconds=1)) == ()

    def test_by_eight_at_once_takes_everything_once(self, store: Store) -> None:
        put(store, *(f"p/{number:03}" for number in range(60)), to=("a",))

        def greedy(_: int) -> list[str]:
            mine: list[str] = []
            while got := claim(store, most=3):
                mine += [one.notice.key for one in got]
            return mine

        with ThreadPoolExecutor(8) as pool:
            taken = [key for mine in pool.map(greedy, range(8)) for key in mine]

        assert len(taken) == 60
        assert len(set(taken)) == 60

    def test_of_two_open_transactions_never_overlaps(self, store: Store) -> None:
        put(store, *(f"p/{number}" for number in range(6)), to=("a",))
        if store.engine.dialect.name == "sqlite":
            first, second = claim(store, most=3), claim(store, most=3)
        else:  # both transactions are open at the same time, and neither waits
            with store.writing() as one, store.writing() as other:
                first = claims.claim(one, at=NOW, most=3)
                second = claims.claim(other, at=NOW, most=3)

        keys = [one.notice.key for one in (*first, *second)]
        assert (len(keys), len(set(keys))) == (6, 6)

    def test_takes_what_is_urgent_first(self, store: Store) -> None:
        ranks = (Severity.INFO, Severity.URGENT, Severity.ATTENTION, Severity.URGENT)
        with store.writing() as connection:
            for number, severity in enumerate(ranks):
                one = notice(f"p/{number}").model_copy(update={"severity": severity})
                at_ = NOW - timedelta(minutes=len(ranks) - number)
                assert outbox.put(connection, one, [("a", "inbox")], at=at_)

        assert [one.notice.key for one in claim(store)] == ["p/1", "p/3", "p/2", "p/0"]


class TestTheBeginningOfASend:
    def begin(self, store: Store, delivery: DueDelivery, by: str) -> bool:
        with store.writing() as connection:
            return claims.begin(connection, delivery, at=NOW, by=by)

    def take(self, store: Store, by: str, minutes: int = 0) -> tuple[DueDelivery, ...]:
        with store.writing() as connection:
            at_ = NOW + timedelta(minutes=minutes)
            return claims.claim(connection, at=at_, most=10, by=by)

    def test_stands_there_until_it_is_known_how_it_went(self, store: Store) -> None:
        put(store, "p/1", to=("a",))
        for killed in range(MOST_BEGUN):
            (mine,) = self.take(store, f"sweep {killed}", 6 * killed)
            assert mine.begun == killed
            assert self.begin(store, mine, f"sweep {killed}")

        (mine,) = self.take(store, "sweep 3", 18)
        assert mine.begun == MOST_BEGUN
        with store.reading() as connection:
            row = connection.execute(text("select claimed_by, begun_at from deliveries")).one()
        assert tuple(row) == ("sweep 3", "2020-06-01T01:00:00.000000Z")

        settle(store, mine, DeliveryState.TEMPORARY_FAILURE, next_attempt_at=NOW)
        (again,) = self.take(store, "sweep 4")
        assert (again.begun, again.attempts) == (0, 1)

    def test_is_not_for_whom_the_claim_has_run_out(self, store: Store) -> None:
        put(store, "p/1", to=("a",))
        (slow,) = self.take(store, "slow")
        (quick,) = self.take(store, "quick", 6)

        assert not self.begin(store, slow, "slow")
        assert self.begin(store, quick, "quick")

    def test_of_one_message_for_many_stands_at_all_of_them(self, store: Store) -> None:
        with store.writing() as connection:
            group = [("a", "bot", "lane", "r1"), ("b", "bot", "lane", "r1")]
            assert outbox.put(connection, notice("p/1"), group, at=NOW)
        (one,) = self.take(store, "sweep")
        assert self.begin(store, one, "sweep")

        with store.reading() as connection:
            begun = connection.execute(text("select begun from deliveries")).scalars().all()
        assert begun == [1, 1]

    def test_ends_when_a_part_has_arrived(self, store: Store) -> None:
        put(store, "p/1", to=("a",))
        (one,) = self.take(store, "sweep")
        assert self.begin(store, one, "sweep")
        with store.writing() as connection:
            claims.go_on(connection, one, parts=3)

        assert self.take(store, "other") == (), "the rest is still claimed"
        (again,) = self.take(store, "other", 6)
        assert (again.parts, again.begun) == (3, 0)


class TestSettling:
    def test_what_was_delivered_or_given_up_is_never_due_again(self, store: Store) -> None:
        put(store, "p/1")
        first, second = claim(store)
        settle(store, first, DeliveryState.DELIVERED)
        settle(store, second, DeliveryState.PERMANENT_FAILURE, error="拒收")

        assert claim(store, at_=NOW + timedelta(days=365)) == ()
        with store.reading() as connection:
            assert outbox.tally(connection) == {"delivered": 1, "permanent_failure": 1}

    def test_a_failure_is_due_again_at_its_time_with_its_attempts(self, store: Store) -> None:
        put(store, "p/1", to=("a",))
        later = NOW + timedelta(minutes=1)
        (first,) = claim(store)
        settle(
            store, first, DeliveryState.TEMPORARY_FAILURE, next_attempt_at=later, error="无人应答"
        )

        assert claim(store, at_=later - timedelta(seconds=1)) == ()
        (again,) = claim(store, at_=later)

        assert (first.attempts, again.attempts) == (0, 1)
