"""Words of notices are kept as long as the settings say; receipts stay, and a copy is proven."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from casework.delivery.delivering import deliver
from casework.office import Office
from casework.office.integrity import keep_proof, verify
from models.tables.outgoing import NoticeRow
from store.outgoing.outbox import WORDS_GONE, words_of
from store.outgoing.receipts import Receipt, receipts
from tests.world import LIAISON, PROJECT, at, do, june

SENT, LATER = at(june(1), 10), at(june(1), 10) + timedelta(days=31)


def words(office: Office) -> dict[str, tuple[str, str]]:
    """Notice → title and body."""
    with office.store.reading() as connection:
        rows = connection.execute(select(NoticeRow.__table__))
        return {row.key: words_of(row) for row in rows}


def received(office: Office) -> list[Receipt]:
    with office.store.reading() as connection:
        return list(receipts(connection, project=PROJECT))


def watched(office: Office, tmp_path: Path, now: datetime, *, kept: int | None) -> None:
    anchored = keep_proof(office, tmp_path / "anchor.jsonl", now=now, words_kept=kept)
    assert anchored.finding is None


@pytest.fixture
def told(office: Office) -> Office:
    do(office, "submit", by=LIAISON)
    deliver(office, now=SENT)
    return office


class TestWordsOfNotices:
    def test_stay_for_ever_unless_the_settings_say_otherwise(
        self, told: Office, tmp_path: Path
    ) -> None:
        before = words(told)
        watched(told, tmp_path, LATER, kept=None)

        assert words(told) == before

    @pytest.mark.parametrize(("kept", "gone"), [(31, False), (30, True)])
    def test_stay_for_as_many_days_as_the_settings_say(
        self, told: Office, tmp_path: Path, kept: int, gone: bool
    ) -> None:
        watched(told, tmp_path, LATER, kept=kept)

        assert [body == WORDS_GONE for _, body in words(told).values()] == [gone]

    def test_leave_title_receipts_and_what_proves_a_copy(
        self, told: Office, tmp_path: Path
    ) -> None:
        ((key, (title, body)),) = words(told).items()
        before = received(told)
        watched(told, tmp_path, LATER, kept=30)

        assert words(told) == {key: (title, WORDS_GONE)}
        digest = hashlib.sha256(f"{title}\n{body}".encode()).hexdigest()
        assert {one.forgotten for one in before} == {""}
        assert {one.forgotten for one in received(told)} == {digest}
        assert [(one.recipient, one.state, one.delivered_at) for one in received(told)] == [
            (one.recipient, one.state, one.delivered_at) for one in before
        ]

    def test_leave_a_ledger_that_verifies_and_less_to_keep(
        self, told: Office, tmp_path: Path
    ) -> None:
        asked = select(func.sum(func.length(NoticeRow.body)))
        with told.store.reading() as connection:
            before = connection.execute(asked).scalar_one()
        for _ in range(2):
            watched(told, tmp_path, LATER, kept=30)

        with told.store.reading() as connection:
            assert connection.execute(asked).scalar_one() < before
        assert verify(told, anchor=tmp_path / "anchor.jsonl").ok

    def test_stay_where_somebody_was_not_reached(
        self, office: Office, inbox: Path, tmp_path: Path
    ) -> None:
        inbox.mkdir()  # and takes nothing
        do(office, "submit", by=LIAISON)
        deliver(office, now=SENT)
        before = words(office)
        watched(office, tmp_path, LATER, kept=30)

        assert words(office) == before
