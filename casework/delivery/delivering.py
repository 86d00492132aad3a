"""Notices go out (送达): each lane by itself, so that one that hangs holds up no other.

What is due is first held against the campaign's manners — quiet hours, what only digests
tell — then every lane with something due is sent from, all at the same time.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from casework.delivery.lane import Allowance, Round, run_lane
from casework.delivery.lane_sending import MOMENT, Tally
from casework.delivery.manners import hold_back
from casework.delivery.sweep_clock import RunningClock, SweepClock
from casework.office import Office
from notices.senders.schemes import SILENT
from store.outgoing import outbox

LANES_AT_ONCE = 32
PATIENCE = timedelta(seconds=250)
"""So long the rounds wait for robots: five minutes of theirs, and less than the time from one
watch to the next."""
PATIENCE_SECONDS = 90.0
"""Longer than this beyond its patience a sweep waits for no lane: what it was sending settles
itself, or its claim runs out."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many deliveries went how (送达结果)."""

    delivered: int = 0
    failed: int = 0
    given_up: int = 0


def deliver(
    office: Office,
    *,
    now: datetime,
    most: int = 100_000,
    patience: timedelta = timedelta(),
    clock: SweepClock | None = None,
) -> Delivered:
    """Send what is due; a failure is retried later, after the last retry a dead letter.

    Robots keep their pace: for their next second and minute, and for retries, a sweep waits
    as long as ``patience`` lasts, without any for a moment. The rest is left to the next.
    """
    until = now + max(patience, MOMENT)
    with office.store.reading() as connection:
        if not outbox.due_lanes(connection, at=until if patience else now):
            return Delivered()
    with office.store.writing() as connection:
        hold_back(connection, office.situation(connection), now=now)
        lanes = outbox.due_lanes(connection, at=until if patience else now)
    shared = Round(clock or RunningClock(now), until, Allowance(most))
    done = (
        [run_lane(office, lanes[0], shared)]
        if list(lanes) == [SILENT]
        else _side_by_side(office, lanes, shared, patience=patience)
    )
    return Delivered(
        sum(one.delivered for one in done),
        sum(one.failed for one in done),
        sum(one.given_up for one in done),
    )


def _side_by_side(
    office: Office, lanes: Sequence[str], shared: Round, *, patience: timedelta
) -> list[Tally]:
    """Send from several lanes at the same time; a lane that dies takes no other with it."""
    done: list[Tally] = []
    died: list[BaseException] = []
    waiting = list(reversed(lanes))
    lock = threading.Lock()

    def work() -> None:
        while True:
            with lock:
                if not waiting:
                    return
                name = waiting.pop()
            try:
                tally = run_lane(office, name, shared)
            except BaseException as failure:
                with lock:
                    died.append(failure)
            else:
                with lock:
                    done.append(tally)

    # Daemons: a platform that feeds us a byte a minute does not keep a process alive.
    threads = [
        threading.Thread(target=work, name=f"lane-{number}", daemon=True)
        for number in range(min(len(lanes), LANES_AT_ONCE))
    ]
    for thread in threads:
        thread.start()
    deadline = monotonic() + PATIENCE_SECONDS + patience.total_seconds()
    for thread in threads:
        thread.join(max(deadline - monotonic(), 0))
    with lock:
        if died:
            raise died[0]
        return list(done)
