"""Raw edits over every table and column: all are found, and none crashes `verify`.

The full ten thousand on both databases: ``python -m benchmarks.tampers``.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from casework.access.key_rotation import rotate_key
from casework.delivery.delivering import deliver
from casework.intake.loading import load
from casework.office import Office
from casework.office.integrity import keep_anchor, verify, verify_within
from models.access import AccessKind
from models.campaign import CampaignFolder
from models.tables.outgoing import SEALED
from models.tables.projected import PROJECTIONS
from models.tables.rows import Base
from store.outgoing import outbox_limits, robots
from store.outgoing.outbox_limits import Lane
from store.people import access_log
from store.verifying.comparison import finding_text
from tests.store.test_projections import busy
from tests.tampering import APART, NO_CLAIM, TABLES, Nothing, Tamperer, backup
from tests.world import DISPATCHER, LIAISON, at, do, folder, june, laddered, project, stamp

EDITS = 150


@pytest.fixture
def office(empty_office: Office, real_folder: CampaignFolder) -> Office:
    """The small campaign with a ladder of supervision: every table is in use."""
    ladder = real_folder.campaign.rulebook.escalation
    load(empty_office, laddered(folder(project()), ladder), stamp=stamp())
    return empty_office


@contextmanager
def tampered(
    office: Office, old: dict[str, list[dict[str, object]]], chance: random.Random
) -> Iterator[tuple[Connection, str]]:
    """A transaction with one edit in it, and the edit in words; nothing of it stays."""
    while True:
        with office.store.engine.connect() as connection, connection.begin() as transaction:
            try:
                done = Tamperer(connection, chance, old).tamper()
            except Nothing:
                continue
            yield connection, done
            transaction.rollback()
            return


def lived_in(office: Office, anchor: Path) -> dict[str, list[dict[str, object]]]:
    """An office with every table in use; return a backup from before its last days."""
    busy(office)
    deliver(office, now=at(june(19), 10))
    come_in(office, 1, 2)
    with office.store.engine.connect() as connection, connection.begin():
        old = backup(connection)
    come_in(office, 3, 4)
    with office.store.writing() as connection:
        outbox_limits.write_lane(connection, "mailto://smtp.example.cn", Lane(1, None, "无应答"))
        robots.speak(connection, "f" * 16, cost=2, at=at(june(19)))
    do(office, "submit", "B01", by=LIAISON, on=june(22))
    moved = {"start_on": "2020-07-15", "reason": "汛期"}
    do(office, "pin_start", "start_construction", by=DISPATCHER, on=june(22), **moved)
    deliver(office, now=at(june(22), 10))
    keep_anchor(office, anchor, now=at(june(22), 18))
    return old


def come_in(office: Office, *times: int) -> None:
    """Let somebody sign in."""
    with office.store.writing() as connection:
        for time in times:
            at_door = {"person": "R-1", "address": "127.0.0.1", "detail": f"第{time}次"}
            access_log.note(
                connection,
                AccessKind.SIGNED_IN,
                **at_door,
                audit_key=office.store.audit_key,
                at=at(june(19), 11 + time),
            )


def test_every_table_is_compared_sealed_or_said_to_carry_no_claim() -> None:
    chained = {"entries", "heads", "access_events"}
    looked_at = {one.__tablename__ for one in (*PROJECTIONS, *SEALED)} | chained

    assert set(Base.metadata.tables) == looked_at | APART
    assert {one.name for one in TABLES} == looked_at
    assert all(NO_CLAIM.values())


@pytest.mark.parametrize("seed", [20200601, 20200602])
def test_edits_of_every_kind_are_all_found(office: Office, tmp_path: Path, seed: int) -> None:
    anchor = tmp_path / "anchor.jsonl"
    old = lived_in(office, anchor)
    assert verify(office, anchor=anchor).ok
    chance = random.Random(seed)
    missed = []

    for _ in range(EDITS):
        with tampered(office, old, chance) as (connection, done):
            if verify_within(connection, office.store, anchor=anchor).ok:
                missed.append(done)

    assert missed == []
    assert verify(office, anchor=anchor).ok


def test_an_anchor_that_is_lost_or_cut_short_is_found(office: Office, tmp_path: Path) -> None:
    anchor = tmp_path / "anchor.jsonl"
    lived_in(office, anchor)

    anchor.unlink()

    (finding,) = verify(office, anchor=anchor).findings
    assert finding.what == "锚定文件缺失或被截短：曾写至第 1 号"
    assert keep_anchor(office, anchor, now=at(june(23))).finding == finding


class TestTheLogOfTheDoor:
    @pytest.mark.parametrize(
        ("edit", "what"),
        [
            pytest.param(
                "update access_events set person = 'R-2' where seq = 2",
                "安全日志（access_events） 2：封签不符：该条被改动或另行写入",
                id="a line that was edited",
            ),
            pytest.param(
                "delete from access_events where seq = 2",
                "安全日志（access_events） 3：与前一条不衔接",
                id="a line that was taken out",
            ),
            pytest.param(
                "delete from access_events where seq > 2",
                "安全日志（access_events）：应有 4 条，现有 2 条，或末条不符：可能被截短或整体换过",
                id="the end cut off",
            ),
            pytest.param(
                "delete from access_events",
                "安全日志（access_events）：应有 4 条，现有 0 条，或末条不符：可能被截短或整体换过",
                id="all of it removed",
            ),
        ],
    )
    def test_says_the_first_line_that_does_not_fit(
        self, office: Office, edit: str, what: str
    ) -> None:
        come_in(office, 1, 2, 3, 4)
        assert verify(office).ok

        with office.store.engine.connect() as connection, connection.begin() as transaction:
            with Tamperer(connection, random.Random(1), {}).hands_free():
                connection.execute(text(edit))
            found = verify_within(connection, office.store)
            transaction.rollback()

        assert [finding_text(one) for one in found.findings] == [what]

    def test_put_back_with_its_seals_is_found_by_the_anchor(
        self, office: Office, tmp_path: Path
    ) -> None:
        anchor = tmp_path / "anchor.jsonl"
        busy(office)
        come_in(office, 1, 2)
        then = "select * from tallies where name = 'access'"
        with office.store.reading() as connection:
            old = connection.execute(text(then)).mappings().one()
        come_in(office, 3)
        assert keep_anchor(office, anchor, now=at(june(19), 18)).finding is None

        with office.store.engine.connect() as connection, connection.begin() as transaction:
            with Tamperer(connection, random.Random(1), {}).hands_free():
                connection.execute(text("delete from access_events where seq = 3"))
                connection.execute(text("delete from tallies where name = 'access'"))
                connection.execute(Base.metadata.tables["tallies"].insert(), [dict(old)])
            alone = verify_within(connection, office.store)
            found = verify_within(connection, office.store, anchor=anchor)
            transaction.rollback()

        assert alone.ok
        assert [finding_text(one) for one in found.findings] == [
            "安全日志（access_events）：锚定之时有 3 条，其末条现已不在"
        ]

    def test_holds_through_a_change_of_keys(self, office: Office, tmp_path: Path) -> None:
        key_file = tmp_path / "audit.key"
        key_file.write_bytes(office.store.audit_key)
        busy(office)
        come_in(office, 1, 2)

        rotate_key(office, key_file, reason="定期更换", stamp=stamp(june(22), "operator-01"))
        come_in(office, 3)

        assert verify(office).ok
        office.store.former_keys = ()
        assert verify(office).ok
