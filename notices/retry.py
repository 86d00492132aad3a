"""When a failed delivery is tried again (重试), and when it is given up (死信)."""

import hashlib
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


def next_attempt(attempts: int, now: datetime, *, key: str = "") -> datetime | None:
    """Return when to try again after so many failed attempts; ``None``: give it up.

    Without any attempt yet it is due now. What failed together does not come back
    together: by its key each waits up to half as long again.
    """
    if now.tzinfo is None:
        raise ValueError("an instant needs its zone")
    if attempts < 0:
        raise ValueError(f"there cannot have been {attempts} attempts")
    if attempts == 0:
        return now
    if attempts > len(BACK_OFF):
        return None
    wait = BACK_OFF[attempts - 1]
    return now + wait + spread(f"{key} {attempts}", wait / 2)


def spread(key: str, within: timedelta) -> timedelta:
    """Return a part of a span that is always the same for a key, and anything for all keys."""
    drawn = int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big")
    return within * (drawn / 2**48)
