"""The sweep over what time alone has brought (巡查): found by index, recorded once.

Safe to run at any moment, any number of times, from any number of processes: each
project is judged anew inside the transaction that writes it, and what has been recorded
is not due any more. After an outage everything missed is found in one sweep.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from casework.desk import SYSTEM, TRIES, Addition, Stamp, caught_up, write_all
from casework.office import REGULATIONS, Office
from models.acts import Via
from models.ledger import Entry
from store.engine import hold
from store.ledger import VersionTaken
from store.queries import projects_due

BATCH = 40
"""Projects in one transaction: an officer's act waits for no more than these."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep recorded (巡查结果)."""

    projects: int = 0
    """Projects in which something had come due."""
    entries: tuple[Entry, ...] = ()


def sweep(office: Office, *, now: datetime) -> Swept:
    """Record everything that has come due by ``now``; return what was recorded."""
    stamp = Stamp(by=SYSTEM, via=Via.SYSTEM, now=now)
    found: list[tuple[Entry, ...]] = []
    while recorded := list(_swept_all(office, stamp)):
        found.extend(recorded)
    return Swept(len(found), tuple(chain.from_iterable(found)))


def _swept_all(office: Office, stamp: Stamp) -> Iterator[tuple[Entry, ...]]:
    with office.store.reading() as connection:
        office.situation(connection)
        due = projects_due(connection, on=stamp.on)
    for place in range(0, len(due), BATCH):
        # In the order of codes, as everybody who holds several does.
        yield from _swept(office, sorted(due[place : place + BATCH]), stamp)


def _swept(office: Office, codes: Sequence[str], stamp: Stamp) -> list[tuple[Entry, ...]]:
    """Bring files up to the day in one transaction; return what was recorded in each.

    A file that is ahead of a clock that was set back is left alone.
    """
    for _ in range(TRIES - 1):
        try:
            return _swept_once(office, codes, stamp)
        except VersionTaken:
            continue
    return _swept_once(office, codes, stamp)


def _swept_once(office: Office, codes: Sequence[str], stamp: Stamp) -> list[tuple[Entry, ...]]:
    with office.store.writing() as connection:
        hold(connection, *codes, beside=REGULATIONS)
        situation = office.situation(connection)
        additions = [
            Addition(file, hash_, drafts, today)
            for file, hash_ in office.files(connection, codes).values()
            if file.last is None or file.last.on <= stamp.on
            for drafts, today in [caught_up(file, situation, stamp)]
            if drafts
        ]
        if not additions:
            return []
        written = write_all(office, connection, situation, additions, stamp=stamp)
    for recorded, hash_ in written:
        office.keep_known(recorded.file, hash_)
    return [recorded.entries for recorded, _ in written]
