"""A project's plan as planning programs exchange it (排期文件): what goes out, what comes back."""

from datetime import date, datetime
from enum import StrEnum

from models.vocabulary import Value


class LinkKind(StrEnum):
    """What of a task waits for what of another (任务关系)."""

    FINISH_TO_START = "finish_to_start"
    FINISH_TO_FINISH = "finish_to_finish"
    """Only the decision waits (前置容缺)."""


class ScheduleLink(Value):
    """A task waits for another one (任务关联)."""

    procedure: str
    kind: LinkKind = LinkKind.FINISH_TO_START


class ScheduledTask(Value):
    """A procedure, or the gate of the start, as a task (排期任务).

    Days are those on which work counts: the first is the working day after the one on which
    the clock begins to run.
    """

    procedure: str
    name: str
    department: str = ""
    start_on: date
    finish_on: date
    days: int
    """Working days; 0 = a point in time."""
    percent: int = 0
    actual_start: date | None = None
    actual_finish: date | None = None
    not_before: date | None = None
    """Something else than its links holds it until that day."""
    deadline: date | None = None
    critical: bool = False
    baseline: tuple[date, date] | None = None
    """First and last day as planned when the start was pinned."""
    links: tuple[ScheduleLink, ...] = ()
    notes: tuple[str, ...] = ()


class ExceptionalDay(Value):
    """A day on which offices depart from the week (日历例外)."""

    on: date
    working: bool
    name: str


class ScheduleFile(Value):
    """The plan of a project with its calendar (排期文件)."""

    project: str
    name: str
    as_of: date
    made_at: datetime
    """When the last entry that it tells of was written."""
    tasks: tuple[ScheduledTask, ...]
    calendar: tuple[ExceptionalDay, ...]
    notes: tuple[str, ...]


class ForeignTask(Value):
    """A task as a planner's file has it (外来任务)."""

    uid: str
    line: int
    name: str
    procedure: str
    start_on: date
    finish_on: date


class UnreadTask(Value):
    """A task of the file that was not read, and why (未读入的任务)."""

    uid: str
    line: int
    name: str
    why: str


class ForeignSchedule(Value):
    """A planner's file (外来排期)."""

    project: str
    """The code that it names; empty = none."""
    tasks: tuple[ForeignTask, ...]
    unread: tuple[UnreadTask, ...]
