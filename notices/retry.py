"""When a failed delivery is tried again (重试), and when it is given up (死信)."""

from datetime import datetime, timedelta

BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
    timedelta(hours=72),
)
"""The wait after the first, second, … failed attempt; after the last there is no other."""


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after so many failed attempts; ``None``: give it up.

    Without any attempt yet it is due now.
    """
    if now.tzinfo is None:
        raise ValueError("an instant needs its zone")
    if attempts < 0:
        raise ValueError(f"there cannot have been {attempts} attempts")
    if attempts == 0:
        return now
    return now + BACK_OFF[attempts - 1] if attempts <= len(BACK_OFF) else None
