"""What a reminder of a missing report moves where nothing else is due (周报逾期提醒).

Six hundred projects may be reminded in one hour. Of most a reminder moves one thing alone: the
day on which the project is to be looked at next, for it may put a matter on the ladder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.notice import Ground
from models.supervision import Matter, matter_key
from rules.clocks.round_days import iso_week
from rules.in_force.regulations import Regulations


@dataclass(frozen=True, slots=True)
class Quiet:
    """How a project stands before it is reminded, as its rows say (提醒前状况)."""

    last_on: date
    """Day of its last entry."""
    wake_on: date | None
    relit_on: date | None
    pinned_start: date | None
    newest_report: str
    """The newest week of which there is a report; empty = there is none."""
    matters: Mapping[str, Matter]
    """Those that are open and that of the reminder, if it is known, by key."""


def moves_alone(quiet: Quiet, *, on: date, regulations: Regulations) -> bool:
    """Tell whether a reminder of that day brings nothing with it, and no day has come yet.

    Days that were worked out on the last entry hold as long as neither the law nor the year
    has turned, nor the pinned day gone by. A slip about a case that waits for a signature is
    another office's once another office holds the case; one about the project is not.
    """
    waiting = any(
        one.slip is None or (one.slip.pending and one.procedure)
        for one in quiet.matters.values()
        if one.open
    )
    pinned = quiet.pinned_start
    return (
        not waiting
        and all(day is None or day > on for day in (quiet.wake_on, quiet.relit_on))
        and quiet.last_on.year == on.year
        and not regulations.turns(quiet.last_on, on)
        and (pinned is None or (quiet.last_on <= pinned) == (on <= pinned))
    )


def woken_on(quiet: Quiet, *, about: date, on: date, regulations: Regulations) -> date | None:
    """Return when the project is to be looked at next, once it has been reminded.

    The matter that a reminder opens is opened on the next day on which somebody works, unless
    one about the whole project is open already, or a later report has come.
    """
    ladder = regulations.rulebook.escalation
    if ladder is None or Ground.REPORT_MISSED not in ladder.opens:
        return quiet.wake_on
    known = quiet.matters.get(matter_key(Ground.REPORT_MISSED, "", about))
    busy = any(one.open and not one.procedure for one in quiet.matters.values())
    if busy or (known is not None and not known.gone) or quiet.newest_report >= iso_week(about):
        return quiet.wake_on
    return regulations.days.next_working_day(on)
