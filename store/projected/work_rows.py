"""What a work list asks of the rows of cases (待办行): counts by kind, one page, nothing folded.

A row whose course has not turned tells by its columns how its case stands, so such rows are
counted and sorted by the database. The others, few, come whole: their courses say it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)

from models.act import Act
from models.case import CaseFile, Light, Party
from models.tables.projected import CaseRow, ProjectRow
from rules.clocks.countdown import Countdown, up_to
from rules.days.last_day import day_after
from rules.days.working_days import WorkingDays
from rules.in_force.regulations import Regulations
from rules.standing.until import LIMITS, OPINION
from store.projected.case_lines import STATE, UNIT, asked_of
from store.projected.file_rows import about, case_row
from store.projected.work_kinds import DECIDABLE, FOR_OFFICE, KEY, Asked, Kind, PlacedCase, WorkRow

_CASE = CaseRow.__table__.c
_PROJECT = ProjectRow.__table__.c
_OF_CASE = (
    *(_CASE.project, _CASE.procedure, _CASE.place, _CASE.department, _CASE.state, _CASE.course),
    *(_CASE.until_name, _CASE.until_on, _CASE.late_on),
    *(_CASE.left_still, _CASE.left_unit, _CASE.left_to, _CASE.late_unit, _CASE.late_from),
    *(
        _CASE.accepted_by,
        _CASE.handler,
        _CASE.alone,
        _CASE.owed,
        _CASE.changed_on,
        _CASE.waits,
        _CASE.acts,
    ),
)
_OF_PROJECT = (
    *(_PROJECT.name, _PROJECT.type, _PROJECT.unit, _PROJECT.sponsor),
    *(_PROJECT.chief_service_officer, _PROJECT.traits, _PROJECT.tier),
)
_PLACE = (
    *(_CASE.project, _CASE.procedure, _CASE.place),
    *(_CASE.until_on, _CASE.changed_on, _PROJECT.tier),
)
_ROWS = select(*_OF_CASE, *_OF_PROJECT).join_from(
    CaseRow, ProjectRow, _CASE.project == _PROJECT.code
)
_THESE = _ROWS.where(tuple_(_CASE.project, _CASE.procedure).in_(bindparam("cases", expanding=True)))
_RUNNING = _ROWS.where(_CASE.until_on.is_not(None)).order_by(_CASE.project, _CASE.place)

# Written out: PostgreSQL groups by what reads the same, and a parameter never does.
_ONE: ColumnElement[int] = literal_column("1")
_ZERO: ColumnElement[int] = literal_column("0")
_EMPTY: ColumnElement[str] = literal_column("''")


def _one_if(told: ColumnElement[bool]) -> ColumnElement[int]:
    return case((told, _ONE), else_=_ZERO)


_TODAY: BindParameter[date] = bindparam("today")
_RECENT: BindParameter[date] = bindparam("recent")
_ACCOUNT: BindParameter[str] = bindparam("account")
_KIND: tuple[ColumnElement[Any], ...] = (
    _CASE.state,
    _CASE.light,
    _CASE.holder,
    _one_if(_CASE.signature),
    _one_if(_CASE.late_on <= _TODAY),
    _one_if(_CASE.owed > 0),
    _one_if(_CASE.changed_on >= _RECENT),
    _one_if(and_(_CASE.accepted_by == _ACCOUNT, ~_CASE.alone)),
    _one_if(
        and_(
            *(_CASE.handler != _EMPTY, _CASE.handler != _ACCOUNT),
            or_(
                _CASE.handler != _CASE.accepted_by,
                _CASE.alone,
                _CASE.state.not_in([literal_column(f"'{one.value}'") for one in sorted(DECIDABLE)]),
            ),
        )
    ),
)
_PUT_OFF = tuple_(_CASE.project, _CASE.procedure).in_(bindparam("put_off", expanding=True))
_FIRST = _PROJECT.tier.in_(bindparam("tiers", expanding=True))
_TURNED = _CASE.turns_on <= _TODAY
_STILL = or_(_CASE.turns_on.is_(None), _CASE.turns_on > _TODAY)
_URGENT = (
    *(_one_if(_CASE.until_on.is_(None)), _CASE.until_on, _one_if(~_FIRST)),
    *(_CASE.project, _CASE.place),
)
_NEWEST = (
    _one_if(_CASE.changed_on.is_(None)),
    *(_CASE.changed_on.desc(), _CASE.project, _CASE.place),
)
_WANTED = and_(
    _CASE.state.in_(bindparam("states", expanding=True)),  # found by index
    tuple_(*_KIND).in_(bindparam("kinds", expanding=True)),
)
_NAMED = or_(
    _CASE.project.in_(bindparam("projects", expanding=True)),
    _CASE.procedure.in_(bindparam("procedures", expanding=True)),
)


_SORTS = select(_PROJECT.code, _PROJECT.name, _PROJECT.type, _PROJECT.traits)


# Built once: SQLAlchemy spends longer on building a statement than SQLite on running it.
@lru_cache(maxsize=64)
def _selected(what: str, where: tuple[str, ...], *, put_off: bool) -> Select[Any]:
    conditions = [_stands(name) for name in where]
    still = and_(_STILL, ~_PUT_OFF) if put_off else _STILL
    if what == "counts":
        asked = select(*_KIND, func.count()).select_from(CaseRow)
        if any(name not in _CASE for name in where):
            asked = asked.join(ProjectRow, _CASE.project == _PROJECT.code)
        return asked.where(still, *conditions).group_by(*_KIND)
    columns = _PLACE if what == "places" else (*_OF_CASE, *_OF_PROJECT)
    rows = select(*columns).join_from(CaseRow, ProjectRow, _CASE.project == _PROJECT.code)
    match what:
        case "whole":
            turned = or_(_TURNED, _PUT_OFF) if put_off else _TURNED
            return rows.where(turned, *conditions)
        case "named":
            return rows.where(_NAMED, *conditions)
        case "asked":
            return rows.add_columns(_CASE.asked_by).where(asked_of("office"), *conditions)
        case "places":
            return rows.where(still, _WANTED, *conditions)
        case "urgent":
            return rows.where(still, _WANTED, *conditions).order_by(*_URGENT)
        case _:
            return rows.where(still, _WANTED, *conditions).order_by(*_NEWEST)


def _stands(name: str) -> ColumnElement[bool]:
    """Return that in a column, or in either of those that a name stands for, is what is asked."""
    wanted: BindParameter[str] = bindparam(name)
    if name == KEY:
        return _FIRST
    if name == FOR_OFFICE:
        return or_(_PROJECT.unit == wanted, _PROJECT.agent == wanted)
    return (_CASE[name] if name in _CASE else _PROJECT[name]) == wanted


def _asked(what: str, asked: Asked) -> Select[Any]:
    return _selected(what, tuple(asked.where), put_off=bool(asked.put_off) and what != "named")


def counts_by_kind(connection: Connection, asked: Asked) -> dict[Kind, int]:
    """Return of each kind how many rows there are of which the columns tell how they stand."""
    found = connection.execute(_asked("counts", asked), asked.values)
    return {
        Kind(
            STATE[state],
            Light(light),
            Party(holder) if holder else None,
            *map(bool, told),
        ): number
        for state, light, holder, *told, number in found
    }


def whole_rows(connection: Connection, asked: Asked) -> list[WorkRow]:
    """Return the rows that :func:`counts_by_kind` leaves out, in no order."""
    found = connection.execute(_asked("whole", asked), asked.values)
    return [_row(one) for one in found]


def rows_asked_of(
    connection: Connection, asked: Asked, office: str, days: WorkingDays
) -> list[WorkRow]:
    """Return the cases of other departments on which one still owes its opinion, as its own.

    They count down to the day of the opinion; nothing is done to them together with others.
    """
    own = {name: code for name, code in asked.where.items() if name != "department"}
    statement = _selected("asked", tuple(own), put_off=False)
    found = connection.execute(statement, own | {"office": office, "tiers": list(asked.tiers)})
    rows = []
    for *told, by in found:
        late_on = day_after(by, days) if by is not None else None
        row = _row(told)
        rows.append(
            replace(
                row, until_name=OPINION, until_on=by, late_on=late_on, countdown=up_to(by), acts=()
            )
        )
    return rows


def named_rows(
    connection: Connection, asked: Asked, projects: Collection[str], procedures: Collection[str]
) -> list[WorkRow]:
    """Return all rows of some projects, and of some procedures of any, in no order."""
    given = asked.values | {"projects": list(projects), "procedures": list(procedures)}
    found = connection.execute(_asked("named", asked), given)
    return [_row(one) for one in found]


def first_rows(
    connection: Connection,
    asked: Asked,
    kinds: Collection[Kind],
    *,
    newest: bool,
    most: int | None,
) -> list[WorkRow]:
    """Return the first rows of some kinds: most urgent first, or changed last."""
    if not kinds:
        return []
    statement = _asked("newest" if newest else "urgent", asked).limit(most)
    return [_row(one) for one in connection.execute(statement, asked.values | _wanted(kinds))]


def places(connection: Connection, asked: Asked, kinds: Collection[Kind]) -> list[PlacedCase]:
    """Return where every row of some kinds stands, in no order."""
    if not kinds:
        return []
    found = connection.execute(_asked("places", asked), asked.values | _wanted(kinds))
    return [PlacedCase(*one) for one in found]


def rows_running(connection: Connection, project: str = "") -> Iterator[WorkRow]:
    """Yield the cases of a project, or of all, that have a day to come, by project and place."""
    asked = _RUNNING.where(_CASE.project == project) if project else _RUNNING
    yield from map(_row, connection.execute(asked))


def rows_at(connection: Connection, some: Sequence[WorkRow | PlacedCase]) -> list[WorkRow]:
    """Return some rows in their order, those read of which only the place is known."""
    keys = [(one.project, one.procedure) for one in some if isinstance(one, PlacedCase)]
    found = map(_row, connection.execute(_THESE, {"cases": keys})) if keys else ()
    read = {(one.project, one.procedure): one for one in found}
    return [read[one[:2]] if isinstance(one, PlacedCase) else one for one in some]


def _wanted(kinds: Collection[Kind]) -> dict[str, object]:
    told = [
        (one.state.value, one.light.value, one.holder or "", *map(int, one[3:])) for one in kinds
    ]
    return {"kinds": told, "states": list({one.state.value for one in kinds})}


def row_of(file: CaseFile, procedure: str, regulations: Regulations) -> WorkRow:
    """Return a case of a file as its row will have it."""
    return work_row(case_row(file, procedure, regulations) | about(file))


def work_row(told: Mapping[str, Any]) -> WorkRow:
    """Return a row as columns of a case and of its project."""
    return _row([told[column.name] for column in (*_OF_CASE, *_OF_PROJECT)])


def _row(row: Row[Any] | Sequence[Any]) -> WorkRow:
    # Unpacked at once: looking columns up by name takes longer than all the rest.
    project, procedure, place, department, state, course, until_name, until_on, late_on = row[:9]
    still, unit, to, late_unit, late_from, by, handler, alone, owed, changed_on = row[9:19]
    waits, acts = row[19:21]
    if until_name in LIMITS:
        late = UNIT[late_unit] if late_unit is not None else None
        left = Countdown(still, UNIT[unit] if unit is not None else None, to, late, late_from)
    else:
        left = up_to(until_on)
    may = tuple(map(Act, acts.split()))
    of_case = (project, procedure, place, department, STATE[state], course, until_name, until_on)
    of_office = (by, handler, alone, owed, changed_on)
    return WorkRow(*of_case, late_on, left, *of_office, waits, may, *row[21:])


def projects_and_sorts(connection: Connection) -> Iterator[tuple[str, str, str, str]]:
    """Yield code, name, type and traits of every project."""
    yield from (tuple(row) for row in connection.execute(_SORTS))
