"""The morning's digest names opinions that are awaited, and follows paperwork that is entrusted."""

from collections import defaultdict

import pytest
from sqlalchemy import text

from casework.acting import act
from casework.delivery.delivering import deliver
from casework.intake.loading import load
from casework.morning.digest import preview
from casework.office import Office
from casework.watching.watch import keep_watch
from models.act_requests import Via
from models.notice import DeliveryState, Ground
from tests.rules.acting.test_concurring import OFFICES, world
from tests.world import (
    HEAD,
    LIAISON,
    OFFICER,
    OTHER_LIAISON,
    OTHER_UNIT_HEAD,
    PROJECT,
    at,
    do,
    folder,
    june,
    project,
    request,
    stamp,
)

OPINION = "签署会签意见"


def morning(office: Office, day: int) -> dict[str, str]:
    """What each account reads that morning; nothing where there is no digest."""
    return defaultdict(
        str, {one.account: one.body for one in preview(office, on=june(day)).digests}
    )


def told(office: Office, ground: Ground) -> list[tuple[str, str]]:
    """Whom the notices of a ground go to, and how far they have come."""
    with office.store.reading() as connection:
        rows = connection.execute(
            text(
                "select recipient, state from deliveries join notices on notices.key = notice_key"
                " where ground = :ground"
            ),
            {"ground": ground.value},
        )
        return sorted((one.recipient, one.state) for one in rows)


@pytest.fixture
def asked(empty_office: Office) -> Office:
    """A01 was accepted on Monday 1 June; four more offices are asked, until Thursday."""
    campaign = world().campaign
    load(empty_office, folder(project()).model_copy(update={"campaign": campaign}), stamp=stamp())
    do(empty_office, "submit", by=LIAISON)
    do(empty_office, "accept", hour=10)
    return empty_office


def agree(office: Office, code: str, day: int) -> None:
    said = {"recommends": "grant", "opinion": "现场核验合格"}
    do(office, "review", by=f"{code}-01", on=june(day), **said)


class TestAnAwaitedOpinion:
    def test_is_named_to_its_office_every_morning_until_it_is_signed(self, asked: Office) -> None:
        for day in (2, 3):
            read = morning(asked, day)
            assert all(OPINION in read[f"{one}-01"] for one in OFFICES)
            assert not any(OPINION in read[one] for one in (OFFICER, HEAD, LIAISON))

        agree(asked, "fire", 3)

        read = morning(asked, 4)
        assert OPINION not in read["fire-01"]
        assert all(OPINION in read[f"{one}-01"] for one in OFFICES if one != "fire")

    def test_that_is_late_goes_from_the_watch_through_the_outbox_once(self, asked: Office) -> None:
        agree(asked, "fire", 3)
        keep_watch(asked, now=at(june(4)))
        assert told(asked, Ground.OPINION_LATE) == []

        for hour in (9, 10):
            keep_watch(asked, now=at(june(5), hour))

        late = {f"{one}-01" for one in OFFICES if one != "fire"}
        waiting = told(asked, Ground.OPINION_LATE)
        recipients = [to for to, _ in waiting]
        assert late < set(recipients)
        assert {HEAD, OFFICER} < set(recipients) - late  # whose case it is
        assert "fire-01" not in recipients
        assert len(recipients) == len(set(recipients))
        assert {state for _, state in waiting} == {DeliveryState.PENDING.value}
        deliver(asked, now=at(june(5), 11))
        done = DeliveryState.DELIVERED.value
        assert told(asked, Ground.OPINION_LATE) == [(one, done) for one in recipients]


def entrust(office: Office, day: int, to: str) -> None:
    act(
        office,
        project=PROJECT,
        procedure="start_construction",
        request=request("delegate", office=to),
        by=LIAISON,
        via=Via.CONSOLE,
        now=at(june(day)),
    )


def test_what_is_entrusted_is_read_by_the_unit_and_by_the_office_entrusted(office: Office) -> None:
    assert "A01 用地预审" in morning(office, 2)[LIAISON]
    assert morning(office, 2)[OTHER_LIAISON] == ""

    entrust(office, 2, "town")

    read = morning(office, 3)
    assert read[OTHER_LIAISON] == read[OTHER_UNIT_HEAD] == read[LIAISON] != ""

    entrust(office, 3, "")

    assert morning(office, 4)[OTHER_LIAISON] == ""
