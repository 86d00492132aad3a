"""What a sweep of deliveries reads the time from (送达时钟), and how it waits.

The office clock says when a sweep begins; from there it goes on as time does.
"""

from datetime import datetime, timedelta
from time import monotonic, sleep
from typing import Protocol


class SweepClock(Protocol):
    """The time while deliveries go out (送达时钟)."""

    def now(self) -> datetime:
        """Return the instant."""

    def wait(self, until: datetime) -> None:
        """Come back at an instant, at once when it has gone by."""


class RunningClock:
    """Goes on as time does from the instant at which a sweep began."""

    def __init__(self, begun: datetime) -> None:
        self._begun = begun
        self._from = monotonic()

    def now(self) -> datetime:
        """Return the instant."""
        return self._begun + timedelta(seconds=monotonic() - self._from)

    def wait(self, until: datetime) -> None:
        """Come back at an instant, at once when it has gone by."""
        sleep(max((until - self.now()).total_seconds(), 0.0))
