"""The sweep over what time alone has brought (巡查): found by index, recorded once.

Safe to run at any moment, any number of times, from any number of processes: each
project is judged anew inside its own transaction, and what has been recorded is not
due any more. After an outage everything missed is found in one sweep.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from casework.desk import SYSTEM, Recorded, Stamp, record
from casework.office import Office, Situation
from models.acts import Via
from models.case import CaseFile
from models.ledger import Entry, Payload
from models.refusal import Backdated
from store.queries import projects_due

BATCH = 200


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep recorded (巡查结果)."""

    projects: int = 0
    """Projects in which something had come due."""
    entries: tuple[Entry, ...] = ()


def sweep(office: Office, *, now: datetime) -> Swept:
    """Record everything that has come due by ``now``; return what was recorded."""
    stamp = Stamp(by=SYSTEM, via=Via.SYSTEM, now=now)
    swept = Swept()
    left: set[str] = set()
    while True:
        most = BATCH + len(left)
        with office.store.reading() as connection:
            office.situation(connection)
            projects = projects_due(connection, on=stamp.on, most=most)
        found = {code: _swept(office, code, stamp) for code in projects if code not in left}
        ahead = {code for code, one in found.items() if one is None}
        recorded = [one for one in found.values() if one is not None]
        written = tuple(entry for one in recorded for entry in one.entries)
        swept = replace(
            swept,
            projects=swept.projects + sum(1 for one in recorded if one.entries),
            entries=swept.entries + written,
        )
        if len(projects) < most or not (written or ahead):
            return swept
        left |= ahead


def _swept(office: Office, project: str, stamp: Stamp) -> Recorded | None:
    """Bring a file up to the day; ``None`` = it is ahead of a clock that was set back."""
    try:
        return record(office, project, _nothing_more, stamp=stamp)
    except Backdated:
        return None


def _nothing_more(_: Connection, __: Situation, ___: CaseFile) -> Sequence[Payload]:
    """Add nothing: recording itself brings a file up to the day."""
    return ()
