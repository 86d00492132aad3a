"""A process that delivers is killed, again and again: nothing is lost, nothing is said for ever."""

from dataclasses import replace

from benchmarks.killed_deliveries import Aim, Killed, run, scattered
from store.engine import Store
from tests.casework.posting import office_with
from tests.conftest import AUDIT_KEY


def deliver_under_fire(store: Store, *, deliveries: int, kills: int, aim: Aim) -> Killed:
    """Real processes, a real server that counts, SIGKILL."""
    office_with(store, {"*": []}, None)
    database = store.engine.url.render_as_string(hide_password=False)
    return run(database, deliveries=deliveries, kills=kills, aim=aim, key=AUDIT_KEY)


def test_forty_kills_lose_nothing_and_repeat_only_what_was_in_flight(store: Store) -> None:
    found = deliver_under_fire(store, deliveries=170, kills=40, aim=scattered(20200601, 6))

    assert (found.kills, found.lost) == (40, 0)
    assert found.most_often <= 2
    assert 1 <= found.repeated <= 40
    assert found.unclear <= 40 // 2  # each was in flight at two of the kills


def test_a_message_that_always_dies_with_its_process_is_sent_twice_and_then_shown(
    store: Store,
) -> None:
    found = deliver_under_fire(
        store, deliveries=4, kills=6, aim=lambda arrived: -1 if arrived == 1 else None
    )

    assert replace(found, seconds=0) == Killed(
        deliveries=4,
        kills=6,
        lost=0,
        unclear=3,
        unclear_and_not_arrived=0,
        repeated=3,
        most_often=2,
        seconds=0,
    )
