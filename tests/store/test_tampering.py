"""Raw edits over every table and column: all are found, and none crashes `verify`.

The full ten thousand on both databases: ``python -m benchmarks.tampers``.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from casework.delivery.delivering import deliver
from casework.integrity import keep_anchor, verify, verify_within
from casework.office import Office
from models.tables.rows import PROJECTIONS, SEALED, Base
from store import outbox_limits, robots
from store.outbox_limits import Lane
from tests.store.test_projections import busy
from tests.tampering import NO_CLAIM, OF_ONES_OWN, OF_THE_DOOR, TABLES, Nothing, Tamperer, backup
from tests.world import DISPATCHER, LIAISON, at, do, june

EDITS = 150


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
    with office.store.engine.connect() as connection, connection.begin():
        old = backup(connection)
    with office.store.writing() as connection:
        outbox_limits.write_lane(connection, "mailto://smtp.example.cn", Lane(1, None, "无应答"))
        robots.speak(connection, "f" * 16, cost=2, at=at(june(19)))
    do(office, "submit", "B01", by=LIAISON, on=june(22))
    moved = {"start_on": "2020-07-15", "reason": "汛期"}
    do(office, "pin_start", "start_construction", by=DISPATCHER, on=june(22), **moved)
    deliver(office, now=at(june(22), 10))
    keep_anchor(office, anchor, now=at(june(22), 18))
    return old


def test_every_table_is_compared_sealed_or_said_to_carry_no_claim() -> None:
    looked_at = {one.__tablename__ for one in (*PROJECTIONS, *SEALED)} | {"entries", "heads"}

    assert set(Base.metadata.tables) == looked_at | OF_THE_DOOR | OF_ONES_OWN
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
