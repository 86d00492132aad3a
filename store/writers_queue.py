"""Writers of an SQLite database stand in line (候写队列): who came first writes first.

SQLite lets a writer that finds the database taken try again after a while, each time after a
longer one: of fifty officers some write at once and some wait for seconds. In front of it
writers wait for their turn, those of one process in the order in which they came, those of
several processes for locks of the system on files beside the database: one for who writes, one
for who writes next, so that no process takes turn after turn while another waits. The line is
fair and nothing else: that no two write at once is SQLite's doing, and whoever has waited too
long for a turn goes to it without one.
"""

import fcntl
import os
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock

LOOKS_AGAIN = 0.001
"""Seconds between two looks at the lock of a process that is next."""
NEXT_LOOKS_AGAIN = 0.0003
"""Seconds between two looks of the one that is next: while it sleeps nobody writes."""


class WritersQueue:
    """The line before one database (候写队列)."""

    def __init__(self, lock_file: Path, *, patience: float) -> None:
        self._lock_file = lock_file
        self._next_file = lock_file.with_name(f"{lock_file.name}-next")
        self._patience = patience
        self._mutex = Lock()
        self._line: deque[Event] = deque()
        self._taken = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and keep it until the block ends."""
        until = time.monotonic() + self._patience
        had_turn = self._enter(self._patience)
        try:
            file = self._lock(until) if had_turn else None
            try:
                yield
            finally:
                if file is not None:
                    os.close(file)  # and the lock with it
        finally:
            if had_turn:
                self._leave()

    def _enter(self, seconds: float) -> bool:
        """Take the place at the front of this process; ``False`` = it took too long."""
        with self._mutex:
            if not self._taken:
                self._taken = True
                return True
            called = Event()
            self._line.append(called)
        if called.wait(seconds):
            return True
        with self._mutex:
            if called.is_set():
                return True
            self._line.remove(called)
            return False

    def _leave(self) -> None:
        with self._mutex:
            if self._line:
                self._line.popleft().set()
            else:
                self._taken = False

    def _lock(self, until: float) -> int | None:
        """Lock out the other processes; ``None`` = it took too long, or there is no such file."""
        next_ = _locked(self._next_file, until, LOOKS_AGAIN)
        if next_ is None:
            return None
        try:
            return _locked(self._lock_file, until, NEXT_LOOKS_AGAIN)
        finally:
            os.close(next_)


def _locked(path: Path, until: float, looks_again: float) -> int | None:
    """Return a file that is locked until it is closed; ``None`` = not by then, or there is none."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                os.close(file)
                return None
            time.sleep(looks_again)
        else:
            return file
