"""The sweep over what time alone has brought (巡查): found by index, recorded once.

Safe to run at any moment, any number of times, from any number of processes: each
project is judged anew inside the transaction that writes it, and what has been recorded
is not due any more. After an outage everything missed is found in one sweep.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from casework.desk import SYSTEM, Stamp
from casework.office import Office
from casework.recording import record_many
from models.act_requests import Via
from models.ledger import Entry
from store.projected.queries import projects_due


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
    while recorded := _swept(office, stamp):
        found.extend(recorded)
    return Swept(len(found), tuple(chain.from_iterable(found)))


def _swept(office: Office, stamp: Stamp) -> list[tuple[Entry, ...]]:
    with office.store.reading() as connection:
        office.situation(connection)
        due = projects_due(connection, on=stamp.on)
    # What time brings is recorded before anything else: nothing more is asked for.
    return [one.entries for one in record_many(office, due, lambda _, __: (), stamp=stamp)]
