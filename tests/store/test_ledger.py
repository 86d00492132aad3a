"""The ledger's table: appended once per version, never changed, and checked against tampering."""

import json
import random
from collections.abc import Callable
from datetime import date
from threading import Thread

import pytest
from sqlalchemy import Connection, Row, select, text
from sqlalchemy.exc import DBAPIError

from casework.intake.registering import register
from casework.office import Office
from models.act_requests import Via
from models.ledger import Draft, Payload
from models.tables.rows import EntryRow
from models.weekly import RoundOpened
from rules.seal import GENESIS, canonical, entry_hash, merkle_root
from store import ledger
from store.engine import Store
from store.rows.claiming import VersionTaken
from store.rows.packing import unpacked
from store.verifying import verification
from tests.conftest import AUDIT_KEY
from tests.world import (
    FIRST_DAY,
    LIAISON,
    OTHER_APPLICANT,
    OTHER_PROJECT,
    PROJECT,
    at,
    do,
    june,
    project,
    stamp,
)

COLUMNS = ("kind", "payload", "at", "on", "by", "via", "key", "hash", "mac")


ENTRIES = EntryRow.__table__


def opened(week: str, key: str | None = None) -> Draft:
    payload: Payload = RoundOpened(week=week, units=("park",))
    return Draft(payload, at(FIRST_DAY), FIRST_DAY, "planning-01", Via.CONSOLE, key)


def append(store: Store, *drafts: Draft, after: int, prev: str, stream: str = "s") -> str:
    with store.writing() as connection:
        return ledger.append(
            connection, stream, drafts, after=after, prev=prev, audit_key=AUDIT_KEY
        )[-1].hash


class TestAppending:
    def test_chains_entries_and_reads_them_back(self, store: Store) -> None:
        first = append(store, opened("2020-W23"), opened("2020-W24"), after=0, prev=GENESIS)
        append(store, opened("2020-W25", key="k"), after=2, prev=first)

        with store.reading() as connection:
            entries = ledger.read(connection, "s")
            assert [(one.version, one.payload.week) for one in entries] == [
                (1, "2020-W23"),
                (2, "2020-W24"),
                (3, "2020-W25"),
            ]
            assert ledger.read(connection, "s", after=2) == entries[2:]
            known = {"after": 2, "hash_": entries[1].hash}
            assert ledger.read_on(connection, "s", **known) == entries[2:]
            assert ledger.read_on(connection, "s", **known | {"hash_": entries[2].hash}) is None
            assert ledger.read_key(connection, "k") == entries[2]
            assert ledger.read_key(connection, "none") is None
            assert ledger.head(connection, "s") == (3, entries[2].hash)
            assert ledger.head(connection, "other") == (0, GENESIS)
            assert (ledger.streams(connection), ledger.count(connection)) == (("s",), 3)
            assert ledger.written(connection) == 3
            assert tuple(ledger.everything(connection)) == entries
            assert entries[0].at == at(FIRST_DAY)

    def test_to_a_version_that_was_taken_is_refused_and_leaves_nothing(self, store: Store) -> None:
        head = append(store, opened("2020-W23"), after=0, prev=GENESIS)

        with pytest.raises(VersionTaken):
            append(store, opened("2020-W24"), after=0, prev=GENESIS)
        with pytest.raises(VersionTaken):
            append(store, opened("2020-W24"), opened("2020-W25"), after=0, prev=GENESIS)

        with store.reading() as connection:
            assert ledger.head(connection, "s") == (1, head)
            assert ledger.count(connection) == ledger.written(connection) == 1

    def test_of_a_key_that_was_used_is_refused(self, store: Store) -> None:
        head = append(store, opened("2020-W23", key="k"), after=0, prev=GENESIS)

        with pytest.raises(VersionTaken):
            append(store, opened("2020-W24", key="k"), after=1, prev=head)
        with pytest.raises(VersionTaken):
            append(store, opened("2020-W24", key="k"), after=0, prev=GENESIS, stream="other")

    def test_by_two_at_once_lets_one_win(self, store: Store) -> None:
        head = append(store, opened("2020-W23"), after=0, prev=GENESIS)
        outcomes: list[str] = []

        def write(week: str) -> None:
            try:
                append(store, opened(week), after=1, prev=head)
                outcomes.append("won")
            except VersionTaken:
                outcomes.append("taken")

        threads = [Thread(target=write, args=(f"2020-W{week}",)) for week in range(24, 34)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(outcomes) == ["taken"] * 9 + ["won"]

    def test_that_fails_later_in_the_transaction_leaves_nothing(self, store: Store) -> None:
        def write_and_fail() -> None:
            with store.writing() as connection:
                ledger.append(
                    connection,
                    "s",
                    [opened("2020-W23")],
                    after=0,
                    prev=GENESIS,
                    audit_key=AUDIT_KEY,
                )
                raise RuntimeError

        with pytest.raises(RuntimeError):
            write_and_fail()

        with store.reading() as connection:
            assert ledger.count(connection) == ledger.written(connection) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "update entries set kind = 'declined'",
        """update entries set "by" = 'nobody' where version = 1""",
        "delete from entries",
        "delete from entries where version = 2",
    ],
)
def test_the_database_itself_refuses_to_change_an_entry(store: Store, statement: str) -> None:
    append(store, opened("2020-W23"), opened("2020-W24"), after=0, prev=GENESIS)

    with pytest.raises(DBAPIError, match="append-only"), store.writing() as connection:
        connection.execute(text(statement))

    with store.reading() as connection:
        assert ledger.count(connection) == 2
        assert verification.verify(connection, audit_key=AUDIT_KEY).ok


@pytest.fixture
def written(office: Office) -> Store:
    """A ledger of three streams with some forty entries."""
    other = project(OTHER_PROJECT, applicant=OTHER_APPLICANT, name="钢铁加工")
    register(office, [other], stamp=stamp(by="dispatch-01"))
    for code in (PROJECT, OTHER_PROJECT):
        do(office, "submit", by=LIAISON, project=code, key=f"{code}/1")
        do(office, "accept", project=code, on=june(2))
        do(
            office,
            "pause",
            project=code,
            on=june(3),
            procedure_kind="hearing",
            reason="听证",
            limit_days=5,
        )
        do(office, "resume", project=code, on=june(8))
        do(office, "decide", project=code, on=june(9))
    return office.store


def unlock(connection: Connection) -> None:
    """Drop the triggers, as somebody with the whole database could."""
    names = (
        ("entries_no_update", "entries_no_delete")
        if connection.dialect.name == "sqlite"
        else ("entries_append_only on entries",)
    )
    for name in names:
        connection.execute(text(f"drop trigger {name}"))


Tampering = Callable[[Connection, random.Random, list[Row]], str]


def edited(connection: Connection, chance: random.Random, rows: list[Row]) -> str:
    row, column = chance.choice(rows), chance.choice(COLUMNS)
    value = getattr(row, column)
    if column == "on":
        value = date(2020, 6, 30)
    elif column == "payload":
        given = json.loads(unpacked(value))
        given[chance.choice(sorted(given))] = chance.choice(["", "A02", None, 7])
        value = canonical(given)
        if value == row.payload:
            value += " "
    elif column == "key":
        value = None if value else "forged"
    elif column == "at":
        value = f"{value[:-2]}{(int(value[-2]) + 1) % 10}Z"
    else:
        place = chance.randrange(len(value))
        value = value[:place] + ("0" if value[place] != "0" else "1") + value[place + 1 :]
    write = ENTRIES.update().where(ENTRIES.c.seq == row.seq)
    connection.execute(write.values({column: value}))
    return f"{column} of {row.stream}/{row.version}"


def deleted(connection: Connection, chance: random.Random, rows: list[Row]) -> str:
    row = chance.choice(rows)
    connection.execute(text("delete from entries where seq = :seq"), {"seq": row.seq})
    return f"{row.stream}/{row.version} deleted"


def cut_short(connection: Connection, chance: random.Random, rows: list[Row]) -> str:
    row = chance.choice(rows)
    connection.execute(
        text("delete from entries where stream = :stream and version >= :version"),
        {"stream": row.stream, "version": row.version},
    )
    return f"{row.stream} cut at {row.version}"


def inserted(connection: Connection, chance: random.Random, rows: list[Row]) -> str:
    """Add an entry at the end of a stream, its chain in order, its seal guessed."""
    row = chance.choice(rows)
    last = max((one for one in rows if one.stream == row.stream), key=lambda one: one.version)
    fields = {name: getattr(row, name) for name in ("stream", "kind", "payload", "at", "by", "via")}
    fields |= {"version": last.version + 1, "key": None}
    hash_ = entry_hash(**fields, prev=last.hash, on=row.on.isoformat())
    connection.execute(ENTRIES.insert(), {**fields, "on": row.on, "hash": hash_, "mac": row.mac})
    return f"{row.stream}/{last.version + 1} inserted"


def swapped(connection: Connection, chance: random.Random, rows: list[Row]) -> str:
    one, other = chance.sample(rows, 2)
    for row, stream, version in (
        (one, one.stream, -1),
        (other, one.stream, one.version),
        (one, other.stream, other.version),
    ):
        connection.execute(
            text("update entries set stream = :stream, version = :version where seq = :seq"),
            {"stream": stream, "version": version, "seq": row.seq},
        )
    return f"{one.stream}/{one.version} and {other.stream}/{other.version} swapped"


def resealed(connection: Connection, chance: random.Random, rows: list[Row]) -> str:
    """Rewrite an entry and its hash, everything but the key's own seal."""
    row = chance.choice(rows)
    fields = {
        name: getattr(row, name)
        for name in ("stream", "version", "kind", "payload", "at", "via", "key")
    }
    before = [one for one in rows if (one.stream, one.version) == (row.stream, row.version - 1)]
    prev = before[0].hash if before else GENESIS
    hash_ = entry_hash(**fields, prev=prev, on=row.on.isoformat(), by="nobody")
    write = ENTRIES.update().where(ENTRIES.c.seq == row.seq)
    connection.execute(write.values(by="nobody", hash=hash_))
    return f"{row.stream}/{row.version} rewritten"


def beheaded(connection: Connection, chance: random.Random, rows: list[Row]) -> str:
    stream = chance.choice(rows).stream
    statement = chance.choice(
        (
            "update heads set version = version - 1 where stream = :stream",
            "update heads set hash = mac where stream = :stream",
            "update heads set mac = hash where stream = :stream",
            "delete from heads where stream = :stream",
        )
    )
    connection.execute(text(statement), {"stream": stream})
    return f"{statement} ({stream})"


TAMPERING = (
    edited,
    edited,
    edited,
    edited,
    deleted,
    cut_short,
    inserted,
    swapped,
    resealed,
    beheaded,
)


class TestVerify:
    def test_finds_a_sound_ledger_sound_and_names_its_root(self, written: Store) -> None:
        with written.reading() as connection:
            seen = verification.verify(connection, audit_key=AUDIT_KEY)
            heads = [(name, *ledger.head(connection, name)) for name in ledger.streams(connection)]

            assert (seen.ok, seen.first_broken) == (True, None)
            assert seen.entries == ledger.count(connection) > 30
            assert seen.head == merkle_root(heads)

    def test_finds_every_one_of_a_hundred_random_manipulations(self, written: Store) -> None:
        chance = random.Random(20200521)
        missed = []
        for number in range(100):
            with written.engine.connect() as connection, connection.begin() as transaction:
                unlock(connection)
                rows = list(connection.execute(select(EntryRow.__table__)))
                done = TAMPERING[number % len(TAMPERING)](connection, chance, rows)
                if verification.verify(connection, audit_key=AUDIT_KEY).ok:
                    missed.append(done)
                transaction.rollback()

        assert missed == []

    def test_finds_the_last_entry_of_a_stream_missing(self, written: Store) -> None:
        with written.engine.connect() as connection, connection.begin():
            unlock(connection)
            version, _ = ledger.head(connection, PROJECT)
            connection.execute(
                text("delete from entries where stream = :stream and version = :version"),
                {"stream": PROJECT, "version": version},
            )
            broken = verification.verify(connection, audit_key=AUDIT_KEY).first_broken

        assert broken is not None
        assert (broken.stream, broken.version) == (PROJECT, version)
        assert broken.what == f"台账只到第 {version - 1} 条，应有 {version} 条"

    def test_names_the_first_place_that_does_not_hold(self, written: Store) -> None:
        with written.engine.connect() as connection, connection.begin():
            unlock(connection)
            connection.execute(
                text(
                    "update entries set kind = 'declined' where stream = :s and version in (5, 7)"
                ),
                {"s": PROJECT},
            )
            broken = verification.verify(connection, audit_key=AUDIT_KEY).first_broken

        assert broken == verification.Flaw(PROJECT, 5, "内容与哈希不符")

    def test_with_another_key_holds_no_seal_for_good(self, written: Store) -> None:
        with written.reading() as connection:
            seen = verification.verify(connection, audit_key=b"another key of thirty-two bytes!")

        assert seen.first_broken is not None
        assert seen.first_broken.what == "签章不符"

    def test_gives_another_root_when_a_whole_stream_is_removed(self, written: Store) -> None:
        with written.engine.connect() as connection, connection.begin():
            before = verification.verify(connection, audit_key=AUDIT_KEY)
            unlock(connection)
            for table in ("entries", "heads"):
                connection.execute(
                    text(f"delete from {table} where stream = :stream"), {"stream": OTHER_PROJECT}
                )
            after = verification.verify(connection, audit_key=AUDIT_KEY)

        assert after.ok
        assert after.head != before.head

    def test_names_a_day_that_is_none(self, written: Store) -> None:
        if written.engine.dialect.name != "sqlite":
            pytest.skip("PostgreSQL keeps nothing but days in a column of days")
        with written.engine.connect() as connection, connection.begin():
            unlock(connection)
            connection.execute(
                text("""update entries set "on" = 'someday' where stream = :s and version = 3"""),
                {"s": PROJECT},
            )
            broken = verification.verify(connection, audit_key=AUDIT_KEY).first_broken

        assert broken == verification.Flaw(PROJECT, 3, "on 一栏类型不符：“someday”")
