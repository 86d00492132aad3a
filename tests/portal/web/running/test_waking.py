"""Waking case runs after an answer: what waits while one is woken is woken together."""

from queue import Queue
from threading import Event

from portal.web.running.waking import Waker

PATIENCE = 30


def test_what_is_to_be_woken_meanwhile_is_woken_in_one_go() -> None:
    go_on = Event()
    asked: Queue[tuple[str, ...]] = Queue()

    def wake(*projects: str) -> str:
        asked.put(projects)
        assert go_on.wait(PATIENCE)
        return "已刷新"

    waker = Waker(wake)
    waker.wake("P1")
    first = asked.get(timeout=PATIENCE)
    for project in ("P3", "P2", "P3", "P1"):
        waker.wake(project)
    go_on.set()
    second = asked.get(timeout=PATIENCE)
    waker.close()

    assert first == ("P1",)
    assert second == ("P1", "P2", "P3")
    assert asked.empty()
