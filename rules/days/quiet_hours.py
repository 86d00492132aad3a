"""When a notice may ring (免打扰), and which are held out (对照留白): pure, from the rules."""

import hashlib
from datetime import datetime

from models.catalogue import Unit
from models.notice import Ground
from models.notice_rules import NoticeRules
from rules.days.working_days import WorkingDays


def quiet_until(now: datetime, rules: NoticeRules, days: WorkingDays) -> datetime | None:
    """Return when notices ring again, or ``None`` while they do.

    ``now`` is an instant in the office's zone. They ring again at the digest's hour: of
    this day, if it is a working day not yet begun, else of the next working day.
    """
    day, hour = now.date(), now.time()
    working = days.is_working_day(day)
    if working and rules.working_from <= hour < rules.working_until:
        return None
    if not working or hour >= rules.working_until:
        day = days.add(day, 1, Unit.WORKDAY).due_on
    return datetime.combine(day, rules.digest_at, now.tzinfo)


def held_out(key: str, ground: Ground, rules: NoticeRules | None) -> bool:
    """Tell whether a notice is held out: by lot, which its key decides once and for all."""
    share = rules.hold_out.get(ground, 0.0) if rules is not None else 0.0
    if share <= 0:
        return False
    lot = int.from_bytes(hashlib.sha256(f"hold-out/{key}".encode()).digest()[:4], "big")
    return lot < share * 2**32
