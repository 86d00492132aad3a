"""Somebody's work list (待办): what is one's own, what waits for others, what has changed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from casework.office import Office, Situation
from casework.office.kept import Kept
from casework.reading.lists.kept_lines import kept_lines
from casework.reading.lists.sought import rows_asked_of_office, rows_named
from casework.reading.lists.work_lines import OVER, PHASES, WorkLine, work_line
from models.case import CaseState, Light, Party
from models.catalogue import Unit
from models.labelled import Labelled
from models.people import Account, Role
from rules.in_force.identity import TheVery
from store import ledger
from store.people.follow_ups import follow_ups
from store.projected.work_kinds import (
    DECIDABLE,
    FOR_OFFICE,
    KEY,
    Asked,
    Kind,
    PlacedCase,
    WorkRow,
    kind_of,
)
from store.projected.work_rows import counts_by_kind, first_rows, places, rows_at, whole_rows

RECENT_WORKDAYS = 5
"""So many working days a change counts as recent."""


class Tab(Labelled):
    """The parts of a work list (待办分栏), in the order in which they are shown."""

    MINE = "mine", "待我办"
    OFFICE = "office", "本单位"
    WAITING = "waiting", "等别人"
    DONE = "done", "已办结"
    RECENT = "recent", "最近变化"
    ALL = "all", "全部"


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
    signature: bool = False
    """What a consequence waits in for a signature, and only that."""
    put_off: bool = False
    """What one has put off until a day of one's own, and only that."""
    key: bool = False
    """Of key projects alone (重点项目)."""
    states: frozenset[CaseState] = frozenset()

    def holds(self, kind: Kind) -> bool:
        """Tell whether cases of a kind are looked for."""
        return (
            self.light in ("", kind.light.value)
            and self.phase in ("", PHASES.get(kind.state, OVER))
            and (kind.late or not self.late)
            and (kind.signature or not self.signature)
            and (not self.states or kind.state in self.states)
        )


@dataclass(frozen=True, slots=True)
class Page:
    """Which lines of a part are wanted (页): those of a number, or those around a case."""

    size: int
    number: int = 1
    around: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class WorkList:
    """One part of a work list, with how many stand in each (待办清单)."""

    lines: tuple[WorkLine, ...]
    """Those of the page that was asked for."""
    first: int
    """Place of the first of them in the part, from 0."""
    counts: Mapping[Tab, int]
    follow_ups: Mapping[tuple[str, str], date]
    """Project and procedure → the day on which one wants to see it again."""
    put_off: int
    """So many of one's own are hidden until such a day."""
    kept: int
    """So many lines of books wait for whoever asks, or for the office."""


MOST_KEPT = 128
"""So many lists a process remembers."""

_TOLD: WeakKeyDictionary[Office, Kept[WorkList]] = WeakKeyDictionary()
"""They hold until an entry is written, by whomever."""


def work_list(
    office: Office,
    *,
    account: Account,
    tab: Tab,
    sought: Sought = Sought(),
    page: Page | None = None,
    today: date,
) -> WorkList:
    """Return a page of somebody's list, or all of it, most urgent first, and every part's count.

    The counts are of what is looked for, so that a number is what a tab will show. Whoever asks
    again before anything is written is told the same.
    """
    with office.store.reading() as connection:
        situation = office.situation(connection)
        days = follow_ups(connection, account.number)
        asked = (TheVery(situation), account.number, tab, sought, page, frozenset(days.items()))
        known = _TOLD.setdefault(office, Kept(MOST_KEPT))
        return known.of(
            (*asked, today, ledger.written(connection)),
            lambda: _read(connection, situation, days, account, tab, sought, page, today),
        )


def _read(
    connection: Connection,
    situation: Situation,
    days: Mapping[tuple[str, str], date],
    account: Account,
    tab: Tab,
    sought: Sought,
    page: Page | None,
    today: date,
) -> WorkList:
    where, text = _where(account, sought), sought.text
    recent = situation.regulations.days.back(today, RECENT_WORKDAYS, Unit.WORKDAY)
    put_off = [case for case, day in days.items() if day > today]
    tiers = tuple(one.value for one in situation.regulations.rulebook.key_tiers)
    asked = Asked(account.number, today, recent, where or {}, put_off, tiers)
    every: list[WorkRow] = []
    counted: dict[Kind, int] = {}
    if where is not None and text.strip():
        every.extend(rows_named(connection, asked, text, situation.regulations))
    elif where is not None:
        every.extend(whole_rows(connection, asked))
        counted = counts_by_kind(connection, asked)
    every.extend(rows_asked_of_office(connection, asked, account, text, situation.regulations))
    seen = [(row, kind) for row in every if sought.holds(kind := kind_of(row, asked))]
    kinds = {kind: number for kind, number in counted.items() if sought.holds(kind)}
    parts: dict[Tab, list[WorkRow]] = {}
    counts: dict[Tab, int] = {}
    belongs = _tabs(account)
    for one, holds in belongs.items():
        parts[one] = [row for row, kind in seen if holds(kind)]
        counts[one] = len(parts[one]) + sum(n for kind, n in kinds.items() if holds(kind))
    hidden = [row for row in parts[Tab.MINE] if _later(row, days, today)]
    if sought.put_off:
        parts[Tab.MINE], counts[Tab.MINE] = hidden, len(hidden)
    else:
        parts[Tab.MINE] = [row for row in parts[Tab.MINE] if not _later(row, days, today)]
        counts[Tab.MINE] -= len(hidden)
    only_hidden = tab is Tab.MINE and sought.put_off
    wanted = [] if only_hidden else [kind for kind in kinds if belongs[tab](kind)]

    newest = tab is Tab.RECENT
    order = _recent if newest else urgency(tiers)
    if page is not None and page.around is not None:
        every_place: list[WorkRow | PlacedCase] = [*parts[tab]]
        every_place.extend(places(connection, asked, wanted))
        every_place.sort(key=order)
        first = _first_around(every_place, page.size, page.around)
        rows = rows_at(connection, every_place[first : first + page.size])
    else:
        first, most = _first(page, counts[tab])
        more = first_rows(connection, asked, wanted, newest=newest, most=most)
        rows = sorted((*parts[tab], *more), key=order)[first:most]
    kept = sum(1 for _ in kept_lines(situation, {account.number, account.office} - {""}))
    lines = tuple(work_line(row, situation.regulations, today) for row in rows)
    return WorkList(lines, first, counts, days, len(hidden), kept)


def _first(page: Page | None, total: int) -> tuple[int, int | None]:
    """Return the place of the first row of a page, and of the one after its last."""
    if page is None:
        return 0, None
    last = max((total - 1) // page.size, 0)
    first = min(max(page.number - 1, 0), last) * page.size
    return first, first + page.size


def _first_around(rows: Sequence[WorkRow | PlacedCase], size: int, around: tuple[str, str]) -> int:
    """Return the place of the first row of the page in whose middle a case stands."""
    return max(min(position(rows, *around) - size // 2, len(rows) - size), 0)


def _where(account: Account, sought: Sought) -> dict[str, str] | None:
    """Return by what the rows of somebody's list are found; ``None`` = nothing stands in it."""
    narrowed = {"project": sought.project, "procedure": sought.procedure}
    where = {column: code for column, code in narrowed.items() if code}
    if sought.key:
        where[KEY] = KEY
    match account.role:
        case Role.OFFICER | Role.DEPARTMENT_HEAD:
            return where | {"department": account.office}
        case Role.UNIT_LIAISON if account.office:
            return where | {FOR_OFFICE: account.office}
        case Role.UNIT_HEAD if account.office:
            return where | {"unit": account.office}
        case Role.CHIEF_SERVICE_OFFICER:
            return where | {"chief_service_officer": account.number}
        case Role.LEADER:
            return where | {"sponsor": account.number}
        case Role.DISPATCHER | Role.SUPERVISOR:
            return where
        case _:
            return None


def _later(row: WorkRow, days: Mapping[tuple[str, str], date], today: date) -> bool:
    """Tell whether one has put a case off until a day that has not come."""
    return days.get((row.project, row.procedure), today) > today


def urgency(tiers: Collection[str]) -> Callable[[WorkRow | PlacedCase], tuple[object, ...]]:
    """Return what a list is sorted by: the day that comes first, of a day key projects first."""
    return lambda row: (
        row.until_on or date.max,
        row.tier not in tiers,
        row.project,
        row.place,
    )


def _recent(row: WorkRow | PlacedCase) -> tuple[object, ...]:
    changed = row.changed_on or date.min
    return (-changed.toordinal(), row.project, row.place)


def _tabs(account: Account) -> dict[Tab, Callable[[Kind], bool]]:
    ours = _ours(account)
    return {
        Tab.MINE: lambda kind: ours(kind) and _mine(kind, account),
        Tab.OFFICE: ours,
        Tab.WAITING: lambda kind: kind.holder is not None and not ours(kind),
        Tab.DONE: lambda kind: kind.state not in PHASES and kind.holder is None,
        Tab.RECENT: lambda kind: kind.recent,
        Tab.ALL: lambda _: True,
    }


def _ours(account: Account) -> Callable[[Kind], bool]:
    """Return whether it is the turn of somebody's own office."""
    match account.role:
        case Role.OFFICER | Role.DEPARTMENT_HEAD:
            return lambda kind: kind.holder is Party.DEPARTMENT or kind.signature
        case Role.UNIT_LIAISON | Role.UNIT_HEAD | Role.CHIEF_SERVICE_OFFICER:
            return lambda kind: kind.holder is Party.APPLICANT or kind.owes
        case Role.LEADER | Role.DISPATCHER | Role.SUPERVISOR | Role.OPERATOR:
            return lambda kind: kind.late or kind.light in (Light.RED, Light.BLACK)


def _mine(kind: Kind, account: Account) -> bool:
    """Tell whether one may do oneself what the office has to do (四眼原则)."""
    match account.role:
        case Role.OFFICER:
            by_another = kind.others or (kind.state in DECIDABLE and kind.own)
            return not kind.signature and not by_another
        case Role.DEPARTMENT_HEAD:
            return kind.signature or kind.state in DECIDABLE
        case _:
            return True


def position(lines: Sequence[WorkLine | WorkRow | PlacedCase], project: str, procedure: str) -> int:
    """Return the place of a case in a list, from 0; -1 = it is not in it."""
    here = (project, procedure)
    return next((at for at, one in enumerate(lines) if (one.project, one.procedure) == here), -1)
