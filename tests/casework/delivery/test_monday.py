"""A Monday morning: a hundred messages for one robot, and a platform that takes so many."""

from collections import Counter
from datetime import timedelta

import pytest

from casework.delivery.delivering import PATIENCE, deliver
from casework.office import Office
from models.notice import Severity
from store.engine import Store
from store.outgoing import outbox
from tests.casework.posting import StandingClock, column, office_with, put
from tests.notices.platforms import PLATFORMS, Asked, Platform, platform
from tests.world import OFFICER, at, june

MONDAY = at(june(1), 9)
WATCH = timedelta(minutes=5)


def hundred(office: Office) -> None:
    """The ninety first are no hurry, the ten last are."""
    for number in range(100):
        severity = Severity.URGENT if number >= 90 else Severity.ATTENTION
        put(office, f"n/{number:02}", OFFICER, at=MONDAY, severity=severity, title=f"第{number}号")


def watch_until_all_is_said(office: Office, clock: StandingClock) -> None:
    """The watch comes every five minutes."""
    for number in range(1, 20):
        deliver(office, now=clock.at, clock=clock, patience=PATIENCE)
        with office.store.reading() as connection:
            if outbox.tally(connection) == {"delivered": 100}:
                return
        clock.at = max(clock.at, MONDAY + number * WATCH)
    raise AssertionError("never said")


def said(running: Platform) -> list[str]:
    """What the platform was given, refused or not, in order."""

    def text(asked: Asked) -> str:
        message = asked.json.get("content", asked.json.get("text"))
        assert isinstance(message, dict)
        return str(message.get("text") or message.get("content")).split()[0]

    return [text(asked) for asked in running.asked]


@pytest.mark.parametrize(
    ("name", "per_second", "per_minute", "minutes"),
    [("feishu", 5, 100, 5), ("lark", 5, 100, 5), ("dingtalk", 5, 20, 5), ("wecombot", 5, 20, 5)],
)
def test_everything_is_said_once_the_urgent_first_and_nobody_is_overrun(
    store: Store, name: str, per_second: int, per_minute: int, minutes: int
) -> None:
    clock, speaks = StandingClock(MONDAY), PLATFORMS[name]
    limits = speaks.bursts(
        lambda: clock.at.timestamp(), per_second=per_second, per_minute=per_minute
    )
    with platform(limits) as running:
        office = office_with(store, {"*": [speaks.at(running.base)]}, None)
        hundred(office)
        watch_until_all_is_said(office, clock)

    heard = said(running)
    assert Counter(heard) == Counter(f"第{number}号" for number in range(100)), "none refused"
    assert heard[:10] == [f"第{number}号" for number in range(90, 100)]
    assert clock.at - MONDAY <= timedelta(minutes=minutes)
    assert set(column(office, "attempts")) == {1}


def test_a_platform_that_takes_less_than_it_promised_still_gets_everything(store: Store) -> None:
    """Others speak through the same robot: half of what it may take is theirs."""
    clock, speaks = StandingClock(MONDAY), PLATFORMS["feishu"]
    limits = speaks.bursts(lambda: clock.at.timestamp(), per_second=3, per_minute=50)
    with platform(limits) as running:
        office = office_with(store, {"*": [speaks.at(running.base)]}, None)
        hundred(office)
        watch_until_all_is_said(office, clock)

    refused = len(running.asked) - 100
    assert 0 < refused < 40, "after a refusal the others do not run against the wall"
    assert clock.at - MONDAY < timedelta(minutes=60)
    assert max(column(office, "attempts")) <= 7
