"""On which days a start may be pinned (开工时间节点): one rule, wherever a date comes in."""

from datetime import date

from rules.days.working_days import WorkingDays


def unfit_start(wanted: date, *, on: date, days: WorkingDays) -> str | None:
    """Say why a start may not be pinned to a day as seen on another; ``None`` = it may.

    It lies on a working day, and not in the past.
    """
    if wanted < on:
        return f"开工日期 {wanted} 早于今日（{on}）"
    if not days.is_working_day(wanted):
        return (
            f"开工日期 {wanted} 不是工作日（{days.why(wanted).label}），"
            f"下一工作日为 {days.next_working_day(wanted)}"
        )
    return None
