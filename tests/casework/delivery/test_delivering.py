"""Delivery: sent outside the act, tried again, given up at last, never in a decision's way."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from casework.delivery.delivering import Delivered, deliver
from casework.office import Office
from models.case import CaseState
from notices.channels import Channels
from notices.retry import BACK_OFF
from store.engine import Store
from store.outgoing import outbox
from tests.casework.posting import past
from tests.world import LIAISON, at, do, june

NOW = at(june(1), 10)


def lines(inbox: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in inbox.read_text(encoding="utf-8").splitlines()]


def tally(office: Office) -> dict[str, int]:
    with office.store.reading() as connection:
        return outbox.tally(connection)


@pytest.fixture
def broken(office: Office, inbox: Path) -> Office:
    """One application for two officers' attention; the inbox is a folder and takes nothing."""
    inbox.mkdir()
    do(office, "submit", by=LIAISON)
    return office


class TestADelivery:
    def test_reaches_every_recipient_once(self, office: Office, inbox: Path) -> None:
        do(office, "submit", by=LIAISON)

        assert deliver(office, now=NOW) == Delivered(delivered=20)
        assert deliver(office, now=NOW) == Delivered()

        got = lines(inbox)
        assert len({one["to"] for one in got}) == len(got) == 20
        assert {one["key"] for one in got} == {"2020-230112-39-03-000001/10"}

    def test_stops_at_the_most_that_was_asked_for(self, office: Office) -> None:
        do(office, "submit", by=LIAISON)

        assert deliver(office, now=NOW, most=20).delivered == 20

    def test_that_was_put_out_later_waits_for_its_time(self, office: Office) -> None:
        do(office, "submit", by=LIAISON, hour=12)

        assert deliver(office, now=NOW) == Delivered()


class TestAFailure:
    def test_is_tried_again_after_the_back_off(self, broken: Office, inbox: Path) -> None:
        assert deliver(broken, now=NOW) == Delivered(failed=20)
        assert deliver(broken, now=NOW + BACK_OFF[0] - timedelta(seconds=1)) == Delivered()

        inbox.rmdir()

        assert deliver(broken, now=NOW + past(BACK_OFF[0])) == Delivered(delivered=20)
        assert len(lines(inbox)) == 20

    def test_becomes_a_dead_letter_after_the_last_try(self, broken: Office) -> None:
        moment: datetime = NOW
        for wait in BACK_OFF:
            assert deliver(broken, now=moment) == Delivered(failed=20)
            moment += past(wait)

        # The dispatchers are told, by the same broken inbox: their notice fails in its turn.
        assert deliver(broken, now=moment) == Delivered(failed=1, given_up=20)

        assert tally(broken) == {"permanent_failure": 20, "temporary_failure": 1}
        with broken.store.reading() as connection:
            said = connection.execute(text("select distinct last_error from deliveries")).scalars()
            assert all("inbox://" in one for one in said)

    def test_of_a_channel_that_is_no_longer_configured_is_a_dead_letter(
        self, office: Office, store: Store
    ) -> None:
        do(office, "submit", by=LIAISON)
        mute = Office(store, Channels({}))

        assert deliver(mute, now=NOW) == Delivered(given_up=20)

    def test_never_holds_up_a_decision(self, broken: Office) -> None:
        deliver(broken, now=NOW)
        do(broken, "accept", hour=11)
        decided = do(broken, "decide", hour=12)

        assert decided.file.cases["A01"].state is CaseState.APPROVED

    def test_of_one_reader_does_not_hold_up_the_others(
        self, office: Office, store: Store, inbox: Path, tmp_path: Path
    ) -> None:
        blocked = tmp_path / "blocked"
        blocked.mkdir()
        channels = Channels(
            {"planning-07": [f"inbox://{blocked}"], "*": [f"inbox://{inbox}?to={{account}}"]}
        )
        do(Office(store, channels), "submit", by=LIAISON)

        assert deliver(Office(store, channels), now=NOW) == Delivered(delivered=19, failed=1)


def test_a_refused_act_tells_nobody(office: Office) -> None:
    with pytest.raises(Exception, match="不能受理"):
        do(office, "accept")

    assert tally(office) == {}
