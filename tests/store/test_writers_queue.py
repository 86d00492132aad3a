"""Writers of SQLite write in the order in which they came, whatever process they belong to."""

import fcntl
import multiprocessing
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest

from store.engine import Store
from store.writers_queue import WritersQueue
from tests.conftest import AUDIT_KEY

PATIENCE = 30.0


def held_by_another(file: str, took: object, give_back: object) -> None:
    with WritersQueue(Path(file), patience=PATIENCE).turn():
        took.set()  # type: ignore[attr-defined]
        give_back.wait()  # type: ignore[attr-defined]


def is_locked(path: Path) -> bool:
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


class TestALine:
    def test_calls_who_waits_in_the_order_of_coming(self, tmp_path: Path) -> None:
        queue = WritersQueue(tmp_path / "queue", patience=PATIENCE)
        called: list[int] = []
        waiting: list[Thread] = []

        def wait(number: int) -> None:
            with queue.turn():
                called.append(number)

        with queue.turn():
            for number in range(20):
                waiting.append(Thread(target=wait, args=(number,)))
                waiting[-1].start()
                while len(queue._line) <= number:
                    assert waiting[-1].is_alive()
            assert called == []
        for one in waiting:
            one.join()

        assert called == list(range(20))

    def test_lets_in_one_at_a_time(self, tmp_path: Path) -> None:
        queue = WritersQueue(tmp_path / "queue", patience=PATIENCE)
        within, most, start = [0], [0], Barrier(16)

        def write() -> None:
            start.wait()
            for _ in range(20):
                with queue.turn():
                    within[0] += 1
                    most[0] = max(most[0], within[0])
                    within[0] -= 1

        threads = [Thread(target=write) for _ in range(16)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()

        assert most == [1]

    def test_waits_for_another_process(self, tmp_path: Path) -> None:
        context = multiprocessing.get_context("spawn")
        took, give_back = context.Event(), context.Event()
        file = tmp_path / "queue"
        other = context.Process(target=held_by_another, args=(str(file), took, give_back))
        other.start()
        assert took.wait(PATIENCE)
        got = Event()

        def wait() -> None:
            with WritersQueue(file, patience=PATIENCE).turn():
                got.set()

        mine = Thread(target=wait)
        mine.start()
        assert not got.wait(0.05)
        give_back.set()
        mine.join()
        other.join()

        assert got.is_set()

    def test_lets_another_process_in_between_two_turns_of_one(self, tmp_path: Path) -> None:
        # As to files, two lines of one process are as two processes: each locks for itself.
        file = tmp_path / "queue"
        one, other = (WritersQueue(file, patience=PATIENCE) for _ in range(2))
        wrote: list[str] = []

        def write(queue: WritersQueue, name: str) -> None:
            with queue.turn():
                wrote.append(name)

        with one.turn():
            waiting = Thread(target=write, args=(other, "another"))
            waiting.start()
            while not is_locked(tmp_path / "queue-next"):
                assert waiting.is_alive()
            again = Thread(target=write, args=(one, "again"))
            again.start()
            while not one._line:
                assert again.is_alive()
            wrote.append("first")
        waiting.join()
        again.join()

        assert wrote == ["first", "another", "again"]

    def test_goes_on_without_a_turn_when_patience_ends(self, tmp_path: Path) -> None:
        file, went_on = tmp_path / "queue", []
        with WritersQueue(file, patience=PATIENCE).turn():
            impatient = WritersQueue(file, patience=0.01)
            with impatient.turn():
                went_on.append("past another process")
            hurried = Thread(target=lambda: went_on.append("past another thread"))
            with impatient.turn(), impatient.turn():
                hurried.start()
            hurried.join()

        assert went_on == ["past another process", "past another thread"]

    def test_is_left_when_the_block_fails(self, tmp_path: Path) -> None:
        queue = WritersQueue(tmp_path / "queue", patience=0.01)
        with pytest.raises(ZeroDivisionError), queue.turn():
            raise ZeroDivisionError

        with queue.turn():
            assert queue._taken

    def test_does_without_its_file(self, tmp_path: Path) -> None:
        queue = WritersQueue(tmp_path / "no" / "folder" / "queue", patience=0.01)
        with queue.turn():
            assert queue._taken


def test_a_store_stands_in_line_before_sqlite_alone(database: str) -> None:
    store = Store(database, audit_key=AUDIT_KEY)
    assert (store.queue is not None) is database.startswith("sqlite")
    store.close()
