"""The sweep: everything that time brought, once, whoever sweeps and however often."""

import json
import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from casework.delivery.delivering import deliver
from casework.desk import FairCopy
from casework.intake.registering import register
from casework.office import Office
from casework.office.integrity import dump, rebuild, verify
from casework.watching.sweep import sweep
from models.case import CaseState
from models.notice import Ground
from notices.channels import Channels
from store import ledger
from store.engine import Store
from tests.conftest import AUDIT_KEY
from tests.world import DISPATCHER, LIAISON, OTHER_PROJECT, PROJECT, at, do, june, project, stamp


def kinds(office: Office, project: str = PROJECT) -> list[str]:
    with office.store.reading() as connection:
        return [
            one.payload.ground.value if one.payload.kind == "reminded" else one.payload.kind
            for one in ledger.read(connection, project)
            if one.by == "system"
        ]


def letters(inbox: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in inbox.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def waiting(office: Office) -> Office:
    """Two projects: one application untouched, one promise, one clock, one pinned start."""
    register(office, [project(OTHER_PROJECT, name="冷库二期")], stamp=stamp(by=DISPATCHER))
    do(office, "submit", by=LIAISON)
    do(office, "submit", "B02", by=LIAISON, documents=["B02-1", "B02-3"])
    do(office, "accept_conditionally", "B02", signed_by="法定代表人")
    do(office, "submit", "B02", by=LIAISON, project=OTHER_PROJECT)
    do(office, "accept", "B02", project=OTHER_PROJECT)
    do(
        office,
        "pin_start",
        "start_construction",
        by=DISPATCHER,
        start_on="2020-06-22",
    )
    return office


class TestASweep:
    def test_records_facts_of_law_and_reminders_with_their_days(self, waiting: Office) -> None:
        swept = sweep(waiting, now=at(june(9)))

        assert swept.projects == 2
        assert kinds(waiting) == ["start_slipped", "deemed_accepted", "promise_lapsed"]
        assert kinds(waiting, OTHER_PROJECT) == ["overdue"]
        assert {one.by for one in swept.entries} == {"system"}

    def test_again_finds_nothing(self, waiting: Office) -> None:
        sweep(waiting, now=at(june(9)))

        again = sweep(waiting, now=at(june(9), 10))

        assert (again.projects, again.entries) == (0, ())

    def test_before_anything_is_due_finds_nothing(self, office: Office) -> None:
        assert sweep(office, now=at(june(1))).entries == ()

    def test_day_by_day_brings_each_thing_on_its_day(self, waiting: Office) -> None:
        day = june(1)
        while day <= date(2020, 7, 15):
            sweep(waiting, now=at(day))
            day = date.fromordinal(day.toordinal() + 1)

        assert kinds(waiting) == [
            *("start_slipped", "promise_due_soon", "due_soon", "promise_due_soon"),
            *("deemed_accepted", "promise_lapsed", "due_soon", "overdue", "returned"),
        ]
        with waiting.store.reading() as connection:
            file, _ = waiting.file(connection, PROJECT)
        assert file.cases["B02"].state is CaseState.RETURNED

    def test_after_an_outage_tells_less_and_lets_the_grace_begin(self, waiting: Office) -> None:
        sweep(waiting, now=at(date(2020, 7, 15)))

        with waiting.store.reading() as connection:
            file, _ = waiting.file(connection, PROJECT)
        assert file.cases["A01"].state is CaseState.ACCEPTED
        assert file.cases["B02"].state is CaseState.OVERDUE_PROMISE
        assert file.cases["B02"].grace_until == date(2020, 8, 5), "15 working days after the notice"
        assert Counter(kinds(waiting)) == {
            "start_slipped": 1,
            "deemed_accepted": 1,
            "promise_lapsed": 1,
            "overdue": 1,
        }

    def test_after_the_grace_returns_the_file(self, waiting: Office) -> None:
        sweep(waiting, now=at(date(2020, 7, 15)))
        sweep(waiting, now=at(date(2020, 8, 5)))
        assert "returned" not in kinds(waiting)

        sweep(waiting, now=at(date(2020, 8, 6)))

        with waiting.store.reading() as connection:
            file, _ = waiting.file(connection, PROJECT)
        assert file.cases["B02"].state is CaseState.RETURNED

    def test_with_a_clock_that_jumps_back_records_nothing_twice(self, waiting: Office) -> None:
        sweep(waiting, now=at(june(10)))
        before = kinds(waiting)

        sweep(waiting, now=at(june(8)))
        sweep(waiting, now=at(june(10), 12))

        assert kinds(waiting) == before


class TestASweepOverMoreThanOneBatch:
    """Projects are written some at a time, each batch in a transaction of its own."""

    @pytest.fixture
    def many(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        monkeypatch.setattr("casework.recording.BATCH", 4)
        codes = [f"2020-230112-84-03-0001{number:02}" for number in range(11)]
        batch = [project(code, name=f"项目{code[-2:]}") for code in codes]
        register(office, batch, stamp=stamp(by=DISPATCHER))
        for code in codes:
            do(office, "submit", "B02", by=LIAISON, project=code)
            do(office, "accept", "B02", project=code)
        return codes

    def test_finds_all_of_them_once(self, office: Office, many: list[str]) -> None:
        swept = sweep(office, now=at(june(9)))

        assert swept.projects == len(many)
        assert [kinds(office, code) for code in many] == [["overdue"]] * len(many)
        assert verify(office).ok
        before = dump(office)
        rebuild(office)
        assert dump(office) == before

    def test_that_dies_between_two_leaves_the_rest_to_the_next(
        self, office: Office, many: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write = FairCopy.write
        calls: list[int] = []

        def dies(copy: FairCopy, connection: Connection) -> None:
            calls.append(1)
            write(copy, connection)
            if len(calls) == 2:
                raise KeyboardInterrupt  # after all is written, before it is committed

        monkeypatch.setattr(FairCopy, "write", dies)
        with pytest.raises(KeyboardInterrupt):
            sweep(office, now=at(june(9)))
        assert sum(bool(kinds(office, code)) for code in many) == 4

        assert sweep(office, now=at(june(9))).projects == 7
        assert [kinds(office, code) for code in many] == [["overdue"]] * len(many)

    def test_leaves_a_file_alone_that_is_ahead_of_the_clock(
        self, office: Office, many: list[str]
    ) -> None:
        ahead = many[1]
        do(office, "submit", "A01", by=LIAISON, project=ahead, on=june(12))
        with office.store.writing() as connection:  # as an index would say that is behind
            line = {"code": ahead, "day": "2020-06-09"}
            connection.execute(text("update projects set wake_on = :day where code = :code"), line)
            version, _ = ledger.head(connection, ahead)

        assert sweep(office, now=at(june(9))).projects == len(many) - 1

        with office.store.reading() as connection:
            assert ledger.head(connection, ahead)[0] == version

    def test_and_another_one_meet_without_waiting_for_each_other_for_ever(
        self, office: Office, channels: Channels, many: list[str]
    ) -> None:
        offices = [Office(office.store, channels) for _ in range(6)]
        with ThreadPoolExecutor(6) as pool:
            swept = list(pool.map(lambda one: sweep(one, now=at(june(9))), offices))

        assert sum(len(one.entries) for one in swept) == len(many)

    def test_remembers_no_file_that_nobody_asked_for(
        self, office: Office, channels: Channels, many: list[str]
    ) -> None:
        cold = Office(office.store, channels)
        with office.store.reading() as connection:
            cold.file(connection, many[0])

        sweep(cold, now=at(june(9)))

        assert set(cold._files) == {many[0]}
        with office.store.reading() as connection:
            remembered, hash_ = cold.file(connection, many[0])
            assert (len(many), remembered.version) == (11, ledger.head(connection, many[0])[0])
            assert hash_ == ledger.head(connection, many[0])[1]


class TestManySweepsAtOnce:
    def test_record_each_thing_once_and_tell_each_person_once(
        self, waiting: Office, channels: Channels, inbox: Path
    ) -> None:
        offices = [waiting, *(Office(waiting.store, channels) for _ in range(9))]
        with ThreadPoolExecutor(20) as pool:
            swept = list(pool.map(lambda n: sweep(offices[n % 10], now=at(june(9))), range(100)))
        assert sum(len(one.entries) for one in swept) == 4
        assert len(kinds(waiting)) == 3

        with ThreadPoolExecutor(8) as pool:
            done = list(pool.map(lambda n: deliver(offices[n], now=at(june(9), 10)), range(8)))

        with waiting.store.reading() as connection:
            expected = _addressed(connection)
        got = Counter((one["key"], one["to"]) for one in letters(inbox))
        assert got == expected
        assert set(got.values()) == {1}
        assert sum(one.delivered for one in done) == len(got)
        assert verify(waiting).ok

    def test_from_several_processes_record_each_thing_once(
        self, waiting: Office, database: str, inbox: Path
    ) -> None:
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(3, mp_context=spawn) as pool:
            entries = list(pool.map(_sweep_and_deliver, [(database, str(inbox))] * 6))

        assert sum(entries) == 4
        assert kinds(waiting) == ["start_slipped", "deemed_accepted", "promise_lapsed"]
        got = Counter((one["key"], one["to"]) for one in letters(inbox))
        with waiting.store.reading() as connection:
            assert got == _addressed(connection)


def _addressed(connection: Connection) -> Counter[tuple[str, str]]:
    rows = connection.execute(text("select notice_key, recipient from deliveries"))
    return Counter((row[0], row[1]) for row in rows)


def _sweep_and_deliver(place: tuple[str, str]) -> int:
    url, inbox = place
    store = Store(url, audit_key=AUDIT_KEY)
    office = Office(store, Channels({"*": [f"inbox://{inbox}?to={{account}}"]}))
    swept = sweep(office, now=at(june(9)))
    deliver(office, now=at(june(9), 10))
    store.close()
    return len(swept.entries)


def test_a_lapse_names_the_day_it_is_about_and_what_is_to_be_done(
    waiting: Office, inbox: Path
) -> None:
    sweep(waiting, now=at(june(9)))
    deliver(waiting, now=at(june(9), 10))

    slipped = [one for one in letters(inbox) if "锁定的开工时间节点" in one["body"]]
    assert {one["to"] for one in slipped} == {DISPATCHER, "leader-01", "cso-01"}
    assert "滞后" in slipped[0]["body"]
    overdue = [one for one in letters(inbox) if one["title"].startswith("【超期】")]
    assert {one["to"] for one in overdue} >= {"planning-01", "planning-head"}
    assert "已超1个工作日" in overdue[0]["body"]


def test_an_overdue_from_a_saturday_is_found_on_monday_and_does_not_say_today(
    office: Office, inbox: Path
) -> None:
    do(office, "submit", "B02", by=LIAISON, on=june(5))
    do(office, "accept", "B02", on=june(5))
    sweep(office, now=at(june(13)))
    assert Ground.OVERDUE.value not in kinds(office)

    sweep(office, now=at(june(15)))
    deliver(office, now=at(june(15), 10))

    (told,) = {one["body"] for one in letters(inbox) if one["title"].startswith("【超期】")}
    assert "今日到期" not in told
    assert Ground.OVERDUE.value in kinds(office)
