"""Somebody's work list (待办): what is one's own, what waits for others, what has changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection

from casework.office import Office, Situation
from casework.office.kept import Kept
from casework.reading.lists.work_lines import OVER, WorkLine, work_lines
from models.case import CaseFile, CaseState, Light, Party
from models.catalogue import Unit
from models.people import Account, Role
from rules.doors.initials import begins_somewhere
from store.people.follow_ups import follow_ups
from store.projected.queries import project_codes, projects_of_department

RECENT_WORKDAYS = 5
"""So many working days a change counts as recent."""
DECIDABLE = frozenset({CaseState.ACCEPTED, CaseState.CONDITIONALLY_ACCEPTED})


class Tab(StrEnum):
    """The parts of a work list (待办分栏), in the order in which they are shown."""

    MINE = "mine"
    OFFICE = "office"
    WAITING = "waiting"
    DONE = "done"
    RECENT = "recent"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for in a list (筛选条件); empty = everything."""

    text: str = ""
    """Code, name or initials of a project or procedure."""
    light: str = ""
    phase: str = ""
    project: str = ""
    procedure: str = ""
    late: bool = False
    put_off: bool = False
    """What one has put off until a day of one's own, and only that."""


@dataclass(frozen=True, slots=True)
class WorkList:
    """One part of a work list, with how many stand in each (待办清单)."""

    lines: tuple[WorkLine, ...]
    counts: Mapping[Tab, int]
    follow_ups: Mapping[tuple[str, str], date]
    """Project and procedure → the day on which one wants to see it again."""
    put_off: int
    """So many of one's own are hidden until such a day."""


def work_list(
    office: Office, *, account: Account, tab: Tab, sought: Sought = Sought(), today: date
) -> WorkList:
    """Return somebody's list: what is looked for, most urgent first, and every part's count.

    The counts are of what is looked for, so that a number is what a tab will show.
    """
    with office.store.reading() as connection:
        situation = office.situation(connection)
        codes = _codes(connection, account)
        files = tuple(office.each(connection, codes))
        days = follow_ups(connection, account.number)
    sits = account.role in (Role.OFFICER, Role.DEPARTMENT_HEAD)
    department = account.office if sits else ""
    seen = [
        line
        for file, hash_ in files
        for line in _lines(file, hash_, situation, today, department)
        if concerns(line, account) and found(line, sought)
    ]
    belongs = _tabs(account, situation, today)
    parts = {one: [line for line in seen if holds(line)] for one, holds in belongs.items()}
    hidden = [one for one in parts[Tab.MINE] if _later(one, days, today)]
    kept = [one for one in parts[Tab.MINE] if not _later(one, days, today)]
    parts[Tab.MINE] = hidden if sought.put_off else kept
    counts = {one: len(lines) for one, lines in parts.items()}
    lines = tuple(sorted(parts[tab], key=_recent if tab is Tab.RECENT else urgency))
    return WorkList(lines, counts, days, len(hidden))


def _codes(connection: Connection, account: Account) -> Sequence[str]:
    """Return the projects of which a case may stand in somebody's list; see :func:`concerns`."""
    match account.role:
        case Role.OFFICER | Role.DEPARTMENT_HEAD:
            return projects_of_department(connection, account.office)
        case Role.UNIT_LIAISON | Role.UNIT_HEAD:
            return project_codes(connection, unit=account.office) if account.office else ()
        case Role.CHIEF_SERVICE_OFFICER:
            return project_codes(connection, chief_service_officer=account.number)
        case Role.LEADER:
            return project_codes(connection, sponsor=account.number)
        case Role.DISPATCHER | Role.SUPERVISOR:
            return project_codes(connection)
        case Role.OPERATOR:
            return ()


_KEPT: Kept[tuple[WorkLine, ...]] = Kept(most=16384)


def _lines(
    file: CaseFile, hash_: str, situation: Situation, on: date, of: str
) -> tuple[WorkLine, ...]:
    """Return the lines of a file, of one department or of all, read once while nothing changes.

    A file is known by the hash of its head, the rules by the number of the campaign's entries.
    """
    return _KEPT.of(
        (hash_, situation.file.version, on, of),
        lambda: tuple(work_lines(file, situation, on, of=of)),
    )


def _later(line: WorkLine, days: Mapping[tuple[str, str], date], today: date) -> bool:
    """Tell whether one has put a case off until a day that has not come."""
    return days.get((line.project, line.procedure), today) > today


def urgency(line: WorkLine) -> tuple[object, ...]:
    """Return what a list is sorted by: the day that comes first, on top."""
    return (line.due_on or date.max, line.project, line.place)


def _recent(line: WorkLine) -> tuple[object, ...]:
    changed = line.changed_on or date.min
    return (-changed.toordinal(), line.project, line.place)


def concerns(line: WorkLine, account: Account) -> bool:
    """Tell whether a case stands in somebody's list at all."""
    match account.role:
        case Role.OFFICER | Role.DEPARTMENT_HEAD:
            return line.department == account.office
        case Role.UNIT_LIAISON | Role.UNIT_HEAD:
            return line.unit == account.office
        case Role.CHIEF_SERVICE_OFFICER:
            return line.chief_service_officer == account.number
        case Role.LEADER:
            return line.sponsor == account.number
        case Role.DISPATCHER | Role.SUPERVISOR:
            return True
        case Role.OPERATOR:
            return False


def found(line: WorkLine, sought: Sought) -> bool:
    """Tell whether a line is what somebody looks for."""
    return (
        sought.light in ("", line.light.value)
        and sought.phase in ("", line.phase)
        and sought.project in ("", line.project)
        and sought.procedure in ("", line.procedure)
        and (line.late or not sought.late)
        and is_named(
            sought.text, line.project, line.project_name, line.procedure, line.procedure_name
        )
    )


def is_named(text: str, *names: str) -> bool:
    """Tell whether a text stands in one of some codes and names, or is the initials of one."""
    wanted = text.strip().lower()
    if not wanted:
        return True
    letters = wanted.isascii() and wanted.isalnum()
    return any(
        wanted in name.lower() or (letters and begins_somewhere(wanted, name)) for name in names
    )


def _tabs(
    account: Account, situation: Situation, today: date
) -> dict[Tab, Callable[[WorkLine], bool]]:
    days = situation.regulations.days
    recent = days.back(today, RECENT_WORKDAYS, Unit.WORKDAY)
    ours = _ours(account)
    return {
        Tab.MINE: lambda line: ours(line) and _mine(line, account),
        Tab.OFFICE: ours,
        Tab.WAITING: lambda line: line.holder is not None and not ours(line),
        Tab.DONE: lambda line: line.phase == OVER and line.holder is None,
        Tab.RECENT: lambda line: line.changed_on is not None and line.changed_on >= recent,
        Tab.ALL: lambda _: True,
    }


def _ours(account: Account) -> Callable[[WorkLine], bool]:
    """Return whether it is the turn of somebody's own office."""
    match account.role:
        case Role.OFFICER | Role.DEPARTMENT_HEAD:
            return lambda line: line.holder is Party.DEPARTMENT or line.signature
        case Role.UNIT_LIAISON | Role.UNIT_HEAD | Role.CHIEF_SERVICE_OFFICER:
            return lambda line: line.holder is Party.APPLICANT or line.owed > 0
        case Role.LEADER | Role.DISPATCHER | Role.SUPERVISOR | Role.OPERATOR:
            return lambda line: line.late or line.light in (Light.RED, Light.BLACK)


def _mine(line: WorkLine, account: Account) -> bool:
    """Tell whether one may do oneself what the office has to do (四眼原则)."""
    own = line.accepted_by == account.number and not line.alone
    match account.role:
        case Role.OFFICER:
            return not line.signature and not (line.state in DECIDABLE and own)
        case Role.DEPARTMENT_HEAD:
            return line.signature or line.state in DECIDABLE
        case _:
            return True


def positions(lines: Sequence[WorkLine], project: str, procedure: str) -> tuple[int, int]:
    """Return the place of a case in a list, from 0, and the length; -1 = it is not in it."""
    keys = [(one.project, one.procedure) for one in lines]
    here = (project, procedure)
    return (keys.index(here) if here in keys else -1, len(keys))
