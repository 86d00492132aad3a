"""When the bulletin of a month is due (通报日程): derived from the campaign's file and a day.

No job counts months: whoever looks, and how often, finds the same months without a
draft. After an outage every missed month comes, oldest first, each once.
"""

import re
from datetime import date

from models.bulletin import BulletinRules
from models.campaign import CampaignFile
from models.refusal import BadInput
from models.written import plain
from rules.clocks.clock import ONE_DAY
from rules.days.working_days import WorkingDays, working_days

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
TYPED = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?", re.ASCII)


def month_of(day: date) -> str:
    """Return the month of a day, like ``2020-06``."""
    return f"{day.year}-{day.month:02d}"


def month_code(typed: str) -> str:
    """Return the month that somebody typed, 2020年6月, as its code; what is none as it is."""
    match = TYPED.fullmatch(plain(typed))
    return f"{match[1]}-{int(match[2]):02d}" if match is not None else typed


def first_of(month: str) -> date:
    """Return the first day of a month; raise :class:`BadInput` for what is none."""
    match = MONTH.fullmatch(month)
    if match is None:
        raise BadInput("月份", f"“{month}”不是有效的月份，应写作 2020-06")
    return date(int(match[1]), int(match[2]), 1)


def first_of_next(month: str) -> date:
    """Return the first day of the month after a month."""
    first = first_of(month)
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def last_of(month: str) -> date:
    """Return the last day of a month."""
    return first_of_next(month) - ONE_DAY


def bulletin_due_on(month: str, rules: BulletinRules, days: WorkingDays) -> date:
    """Return when a month's bulletin is to be drafted: forward to a working day."""
    return days.next_working_day(first_of_next(month).replace(day=rules.by_day))


def bulletin_months(file: CampaignFile, on: date) -> tuple[str, ...]:
    """Return the months that have a bulletin and have begun by a day, oldest first.

    They overlap the campaign, from when it came into this ledger to its last day.
    """
    if file.campaign.rulebook.monthly_bulletin is None:
        return ()
    first_day = file.campaign.first_day
    month = month_of(max(first_day, file.loaded_on or first_day))
    months = []
    while first_of(month) <= min(on, file.campaign.last_day):
        months.append(month)
        month = month_of(first_of_next(month))
    return tuple(months)


def bulletins_due(file: CampaignFile, on: date) -> tuple[str, ...]:
    """Return the months whose bulletin is due and not drafted, oldest first."""
    rules = file.campaign.rulebook.monthly_bulletin
    missing = [month for month in bulletin_months(file, on) if month not in file.bulletins]
    if rules is None or not missing:
        return ()
    days = working_days(file.days)
    return tuple(month for month in missing if bulletin_due_on(month, rules, days) <= on)
