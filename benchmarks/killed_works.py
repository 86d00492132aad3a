"""The work that is killed (`killed_anywhere.py`), and the process in which it is done.

Every process is a fork of one that has loaded the programs already. It counts its boundaries:
before a statement, before and after a commit, a message's way into its socket, a file's way to
the disk.
"""

import gc
import importlib
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event

from benchmarks.killed_deliveries import put_notices
from casework.delivery.delivering import deliver
from casework.intake.registering import register
from casework.office import Office
from casework.office.integrity import keep_anchor
from casework.watching.watch import keep_watch
from casework.weekly.rounds import keep_rounds
from notices.channels import Channels
from store.engine import Store
from tests.world import (
    DISPATCHER,
    LIAISON,
    OTHER_LIAISON,
    OTHER_PROJECT,
    at,
    do,
    june,
    project,
    stamp,
)

MESSAGES = 3
LEARN = -1
"""At no boundary, and in no process of its own."""


@dataclass(frozen=True)
class Work:
    """A piece of the office's work (一件工作), and what comes before it."""

    where: str
    """Module and name by which the process that is killed finds it."""
    before: Callable[[Office], object]
    done: Callable[[Office, datetime, Path], object]
    now: datetime
    delivers: bool = False

    @property
    def name(self) -> str:
        return self.where.partition(":")[2].lower()


def _accepted(office: Office) -> None:
    do(office, "submit", by=LIAISON, documents=["A01-1", "A01-3"])
    do(office, "accept_conditionally", on=june(2), signed_by="法定代表人")
    do(office, "receive_document", on=june(3), document="A01-2")


def _lapsed(office: Office) -> None:
    other = project(OTHER_PROJECT, unit="town")
    register(office, [other], stamp=stamp(by=DISPATCHER))
    do(office, "submit", by=LIAISON, documents=["A01-1", "A01-3"])
    do(office, "accept_conditionally", on=june(2), signed_by="法定代表人")
    do(office, "submit", project=OTHER_PROJECT, by=OTHER_LIAISON, on=june(2))


def _granted(office: Office, now: datetime, _: Path) -> None:
    do(office, "decide", on=now.date(), hour=now.hour, key="pressed-once")


def _anchored(office: Office, now: datetime, anchor: Path) -> None:
    keep_watch(office, now=now)
    keep_anchor(office, anchor, now=now)


HERE = "benchmarks.killed_works"
ACT = Work(f"{HERE}:ACT", _accepted, _granted, at(june(4)))
WATCH = Work(f"{HERE}:WATCH", _lapsed, _anchored, at(june(16)))
ROUND = Work(
    f"{HERE}:ROUND", _lapsed, lambda office, now, _: keep_rounds(office, now=now), at(june(22))
)
DELIVERY = Work(
    f"{HERE}:DELIVERY",
    lambda office: put_notices(office, MESSAGES),
    lambda office, now, _: deliver(office, now=now),
    at(june(1), 10),
    delivers=True,
)
ANCHORING = Work(
    f"{HERE}:ANCHORING",
    _accepted,
    lambda office, now, anchor: keep_anchor(office, anchor, now=now),
    at(june(4)),
)
WORKS = (ACT, WATCH, ROUND, DELIVERY, ANCHORING)


class Boundaries:
    """Counts boundaries, and ends this process at one of them."""

    def __init__(self, fatal: int) -> None:
        self.fatal, self.met = fatal, 0
        self._lock = threading.Lock()

    def __call__(self, *_: object) -> None:
        with self._lock:
            self.met += 1
            if self.met == self.fatal:
                os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: Any, name: str) -> None:
        """Count before and after every call of a function."""
        real = getattr(owner, name)

        def counted(*given: Any, **named: Any) -> Any:
            self()
            answer = real(*given, **named)
            self()
            return answer

        setattr(owner, name, counted)


def _begun(asked: dict[str, Any]) -> tuple[Store, Callable[[], object]]:
    """Return the database of a piece of work, and the work."""
    module, _, name = asked["work"].partition(":")
    work: Work = getattr(importlib.import_module(module), name)
    store = Store(asked["database"], audit_key=bytes.fromhex(asked["key"]))
    office = Office(store, Channels({"*": [asked["sink"]]}))
    now, anchor = datetime.fromisoformat(asked["now"]), Path(asked["anchor"])
    return store, lambda: work.done(office, now, anchor)


def _learn(asked: dict[str, Any]) -> None:
    """Do a piece of work here: what is made once in a process is there for every fork of it."""
    store, work = _begun(asked)
    work()
    store.close()
    gc.collect()


def _work(asked: dict[str, Any]) -> None:
    """Do a piece of work, counted; say how many boundaries were met, and end."""
    store, work = _begun(asked)
    boundary = Boundaries(asked["fatal"])
    event.listen(store.engine, "before_cursor_execute", boundary)
    boundary.around(store.engine.dialect, "do_commit")
    for name in ("send", "sendall"):
        boundary.around(socket.socket, name)
    for name in ("fsync", "replace"):
        boundary.around(os, name)
    work()
    os.write(1, f"{boundary.met}\n".encode())  # this is the answer: whoever reads it was told
    os._exit(0)


def launch() -> None:
    """Fork a process for each line of standard input; say how it ended."""
    for line in sys.stdin:
        asked, status = json.loads(line), 0
        if asked["fatal"] == LEARN:
            _learn(asked)
        elif (child := os.fork()) == 0:
            _work(asked)
        else:
            _, status = os.waitpid(child, 0)
        os.write(1, f"ended {status}\n".encode())
