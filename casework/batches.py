"""Some projects in one transaction (成批记账): read and judged first, written under the lock.

Whoever writes about many projects holds every officer up only for as long as it takes to
write twenty of them. What somebody else has written in between is judged anew.
"""

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Connection

from casework.desk import TRIES, Addition, Recorded, Stamp, caught_up, write_all
from casework.office import REGULATIONS, Office, Situation
from models.case import CaseFile
from models.ledger import Payload
from store import ledger
from store.rows.claiming import VersionTaken

BATCH = 20
"""Projects in one transaction: an officer's act waits for no more than these."""

Judge = Callable[[Situation, CaseFile], Sequence[Payload]]
"""Looks at a file as it stands today and returns what to record, if anything."""


def record_many(
    office: Office, projects: Sequence[str], judge: Judge, *, stamp: Stamp
) -> Iterator[Recorded]:
    """Record on projects what ``judge`` returns, after what time alone has brought.

    Each is judged by the file that it is written to, so doing it again changes nothing. A
    file that is ahead of a clock that was set back is left alone.
    """
    for place in range(0, len(projects), BATCH):
        # In the order of codes, as everybody who holds several does.
        yield from _recorded(office, sorted(projects[place : place + BATCH]), judge, stamp)


def _recorded(
    office: Office, codes: Sequence[str], judge: Judge, stamp: Stamp
) -> tuple[Recorded, ...]:
    for _ in range(TRIES - 1):
        try:
            return _recorded_once(office, codes, judge, stamp)
        except VersionTaken:
            continue
    return _recorded_once(office, codes, judge, stamp)


def _recorded_once(
    office: Office, codes: Sequence[str], judge: Judge, stamp: Stamp
) -> tuple[Recorded, ...]:
    with office.store.reading() as connection:
        seen = office.situation(connection)
        additions = _judged(office, connection, seen, codes, judge, stamp)
    if not additions:
        return ()
    held = sorted(additions)
    with office.store.writing(*held, beside=REGULATIONS) as connection:
        situation = office.situation(connection)
        stale = held
        if situation.regulations is seen.regulations:
            heads = ledger.heads(connection, held)
            stale = [code for code in held if heads[code][1] != additions[code].prev]
        for code in stale:
            del additions[code]
        additions |= _judged(office, connection, situation, stale, judge, stamp)
        fresh = [additions[code] for code in held if code in additions]
        if not fresh:
            return ()
        written = write_all(office, connection, situation, fresh, stamp=stamp)
    for recorded, hash_ in written:
        office.keep_known(recorded.file, hash_)
    return tuple(recorded for recorded, _ in written)


def _judged(
    office: Office,
    connection: Connection,
    situation: Situation,
    codes: Sequence[str],
    judge: Judge,
    stamp: Stamp,
) -> dict[str, Addition]:
    """Return what is to be written to each of some projects; nothing is to most."""
    additions = {}
    for code, (file, hash_) in (office.files(connection, codes) if codes else {}).items():
        if file.last is not None and file.last.on > stamp.on:
            continue
        drafts, today = caught_up(file, situation, stamp)
        drafts.extend(stamp.draft(payload) for payload in judge(situation, today))
        if drafts:
            additions[code] = Addition(file, hash_, drafts, today)
    return additions
