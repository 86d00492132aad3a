"""When each watch was last kept (巡查记号): by Prefect, and by the timer without it.

A watchdog must not live only inside what it watches: each of the two notices when the
other has fallen silent. Operations data beside the ledger, in real time.
"""

import json
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from casework.office.settings import Settings

SILENT = timedelta(minutes=15)
"""Three missed watches of five minutes."""

FILE = "watch-marks.json"
FIRST_YEAR = 2000
"""A mark from before is none."""


class WatchDoor(StrEnum):
    """Through which door the watch is kept (巡查途径)."""

    PREFECT = "prefect"
    TIMER = "timer"


def mark(settings: Settings, door: WatchDoor, at: datetime) -> None:
    """Note that the watch was kept through a door at a real instant."""
    path = settings.home / FILE
    marks = {**_marks(path), door.value: at.isoformat()}
    fresh = path.with_suffix(f".{door.value}")
    fresh.write_text(json.dumps(marks), encoding="utf-8")
    fresh.replace(path)


def kept_at(settings: Settings, door: WatchDoor) -> datetime | None:
    """Return when the watch was last kept through a door, if ever."""
    told = _marks(settings.home / FILE).get(door.value)
    try:
        at = datetime.fromisoformat(str(told))
    except ValueError:
        return None
    return at if at.tzinfo is not None and at.year >= FIRST_YEAR else None


def silence(settings: Settings, door: WatchDoor, now: datetime) -> timedelta | None:
    """Return how long a door that was once in use has been silent, if too long."""
    last = kept_at(settings, door)
    if last is None or now - last <= SILENT:
        return None
    return now - last


def _marks(path: Path) -> dict[str, object]:
    """Return what the file holds; a damaged one holds nothing, and the next watch renews it."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
