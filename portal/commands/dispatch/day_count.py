"""Working days on the command line (工作日推算): the campaign's calendar, else the seeded one."""

from datetime import date
from typing import Annotated

from cyclopts import Parameter

from models.catalogue import Unit
from models.days import WEEKDAYS, ZONE, DayTable
from models.refusal import BadInput
from portal.edge import DONE, Unreachable, say, say_json
from portal.usage import AsJson, Day, Whole
from rules.days.day_table import seeded_table
from rules.days.working_days import WorkingDays, working_days

MOST_DAYS = 5000
LONGEST_LIST = 400
_UNITS = {Unit.WORKDAY: "个工作日", Unit.CALENDAR_DAY: "个自然日"}


def show_due(
    *,
    start: Annotated[Day, Parameter(name="--from", help="起算日。")],
    count: Annotated[Whole, Parameter(name="--days", metavar="N", help="日数。")],
    unit: Annotated[
        str, Parameter(metavar="UNIT", help="workday 工作日，calendar_day 自然日。")
    ] = "workday",
    as_json: AsJson = False,
) -> int:
    """Say on which day a limit ends."""
    if not 0 <= count <= MOST_DAYS:
        raise BadInput("参数 --days", f"“{count}”应在 0 至 {MOST_DAYS} 之间")
    if unit not in set(Unit):
        raise BadInput("参数 --unit", f"“{unit}”不在可选值之内，可填：{'、'.join(Unit)}")
    due = _days().add(start, count, Unit(unit))
    if as_json:
        say_json(
            {
                "from": start,
                "days": count,
                "unit": unit,
                "due_on": due.due_on,
                "provisional": due.provisional,
            }
        )
    else:
        note = "（暂算：涉及尚未公布放假安排的年度）" if due.provisional else ""
        say(f"自 {start} 起 {count} {_UNITS[Unit(unit)]}：{due.due_on} 到期{note}")
    return DONE


def show_days(
    *,
    first: Annotated[Day, Parameter(name="--from", help="首日。")],
    last: Annotated[Day, Parameter(name="--to", help="末日。")],
    as_json: AsJson = False,
) -> int:
    """List days with whether offices are open, and why."""
    if last < first:
        raise BadInput("参数 --to", f"“{last}”早于首日 {first}")
    if (last - first).days >= LONGEST_LIST:
        raise BadInput("参数 --to", f"一次最多列出 {LONGEST_LIST} 日")
    days = _days()
    readings = [
        days.why(date.fromordinal(ordinal))
        for ordinal in range(first.toordinal(), last.toordinal() + 1)
    ]
    if as_json:
        listed = [
            {
                "date": one.day,
                "working": one.working,
                "reason": one.reason,
                "name": one.name,
                "provisional": one.provisional,
            }
            for one in readings
        ]
        say_json({"as_of": _as_of(), "calendar_version": days.table.version, "days": listed})
        return DONE
    for one in readings:
        weekday = WEEKDAYS[one.day.weekday()]
        notes = " ".join(filter(None, (one.label, one.name, "暂算" if one.provisional else "")))
        say(f"{one.day} 周{weekday} {'上班' if one.working else '休息'} {notes}")
    working = sum(one.working for one in readings)
    say(f"共 {len(readings)} 日，其中工作日 {working} 日")
    return DONE


def _as_of() -> date:
    """Return the day of the office."""
    from casework.office.settings import open_clock
    from portal.premises import read_settings

    return open_clock(read_settings()).now().astimezone(ZONE).date()


def _days() -> WorkingDays:
    return working_days(_loaded_table() or seeded_table())


def _loaded_table() -> DayTable | None:
    """Return the calendar of the loaded campaign, if there is a database with one."""
    from portal.premises import opened  # the database is slow to import

    try:
        with opened() as premises:
            if premises.is_empty():
                return None
            with premises.office.store.reading() as connection:
                return premises.office.situation(connection).file.days
    except Unreachable:
        return None
