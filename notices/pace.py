"""How fast one robot may be spoken to (发送频率): so many in a second, so many in a minute."""

from collections.abc import Sequence
from datetime import datetime, timedelta

SECOND = timedelta(milliseconds=1100)
MINUTE = timedelta(seconds=61)
"""A little longer than the platform's own: what leaves in time may arrive in a heap."""


def free_at(
    sent: Sequence[datetime],
    now: datetime,
    *,
    cost: int,
    per_second: int | None,
    per_minute: int | None,
) -> datetime:
    """Return when a robot may next be given so many messages, by when it was given others.

    More than the limit at once is let through alone: it could never be sent otherwise.
    """
    return max(
        _free(sent, now, cost, per_second, SECOND), _free(sent, now, cost, per_minute, MINUTE)
    )


def _free(
    sent: Sequence[datetime], now: datetime, cost: int, most: int | None, span: timedelta
) -> datetime:
    if most is None:
        return now
    counted = sorted(at for at in sent if at > now - span)
    over = min(len(counted) + cost - most, len(counted))
    return counted[over - 1] + span if over > 0 else now
