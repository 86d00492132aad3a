"""One sweep does all (巡查): lapses and reminders, due rounds, lights, bulletins.

Every part is derived from state and may be repeated at any moment; after an outage of
any length one call finds everything, once. Prefect's `watch` and the command that a
timer runs without Prefect do the same.
"""

from dataclasses import dataclass
from datetime import datetime

from casework.office import Office
from casework.supervision.bulletin import keep_bulletins
from casework.supervision.light_watch import read_lights
from casework.watching.sweep import sweep
from casework.weekly.rounds import keep_rounds
from models.ledger import Entry
from rules.weekly.steps import RoundStepDue


@dataclass(frozen=True, slots=True)
class Watched:
    """What a watch recorded (巡查结果)."""

    projects: int
    """Projects in which something had come due."""
    entries: tuple[Entry, ...]
    rounds: tuple[RoundStepDue, ...]
    """Steps of weekly rounds that were due."""
    lights: int
    """Entries that changed lights brought."""


def keep_watch(office: Office, *, now: datetime) -> Watched:
    """Do everything that is due by ``now``; doing it again at once changes nothing."""
    swept = sweep(office, now=now)
    rounds = keep_rounds(office, now=now)
    lit = read_lights(office, now=now).entries
    keep_bulletins(office, now=now)
    entries = (*swept.entries, *lit)
    if rounds or lit:  # what they put on the ladder is drafted in the same watch
        entries = (*entries, *sweep(office, now=now).entries)
    return Watched(swept.projects, entries, rounds, len(lit))
