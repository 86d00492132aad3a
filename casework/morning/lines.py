"""What lies with whom this morning (每日事项): read once for everybody, then sorted to each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection

from casework.office import Office, Situation
from casework.reading.lists.kept_lines import kept_lines
from casework.reading.lists.to_do import by_urgency, procedure_names, to_do_lines
from casework.reading.lists.work_lines import OWN_STEPS
from models.case import CaseState
from models.people import Account, Role
from rules.acting.next_step import OF_DEPARTMENT, OF_UNIT, unit_step
from rules.standing.until import OPINION
from store.projected.case_lines import (
    CaseLine,
    OwingCase,
    cases_asked,
    cases_of_active_projects,
    owing_cases,
)
from store.projected.queries import carers_of


class Side(StrEnum):
    """Whose turn it is (责任方)."""

    DEPARTMENT = "department"
    UNIT = "unit"
    SIGNER = "signer"
    """Named persons: a signature that only they can give."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that somebody has to do (事项)."""

    side: Side
    project_name: str
    """Of the campaign, where it concerns no single project."""
    about: str
    to_do: str
    office: str = ""
    """Code of the department or unit whose turn it is."""
    agent: str = ""
    """Code of the office to which the unit has entrusted its paperwork: it reads the same."""
    project: str = ""
    procedure: str = ""
    due_on: date | None = None
    days_left: int | None = None
    """Working days; negative: so many too late."""
    chief_service_officer: str = ""
    sponsor: str = ""
    persons: frozenset[str] = frozenset()
    """Accounts that it waits for, whatever their office."""

    @property
    def late(self) -> bool:
        """Tell whether its day has passed."""
        return self.days_left is not None and self.days_left < 0


def matters(office: Office, *, on: date) -> tuple[Matter, ...]:
    """Return everything that waits for a department, a unit or a post, most urgent first."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        lines = cases_of_active_projects(connection, OF_DEPARTMENT | OF_UNIT)
        owing, asked = owing_cases(connection), cases_asked(connection)
        found = [*_of_books(connection, situation, on)]
    found += [*_of_departments(situation, lines, on), *_of_units(situation, lines, owing, on)]
    found += _of_opinions(situation, asked, on)
    return tuple(sorted(found, key=lambda one: (one.due_on or date.max, one.project, one.about)))


def of_account(account: Account, every: Sequence[Matter]) -> tuple[Matter, ...]:
    """Return what one person is to read: one's own turn, or what is late under one's eyes."""
    signs = tuple(one for one in every if account.number in one.persons)
    own = (
        one
        for one in _by_role(account, every)
        if one.side is not Side.SIGNER and account.number not in one.persons
    )
    return (*signs, *own)


def _by_role(account: Account, every: Sequence[Matter]) -> tuple[Matter, ...]:
    match account.role:
        case Role.OFFICER | Role.DEPARTMENT_HEAD:
            return _of_office(Side.DEPARTMENT, account, every)
        case Role.UNIT_LIAISON | Role.UNIT_HEAD:
            return _of_office(Side.UNIT, account, every)
        case Role.CHIEF_SERVICE_OFFICER:
            return tuple(
                one
                for one in every
                if one.side is Side.UNIT and one.chief_service_officer == account.number
            )
        case Role.LEADER:
            return tuple(one for one in every if one.late and one.sponsor == account.number)
        case Role.DISPATCHER | Role.SUPERVISOR:
            return tuple(one for one in every if one.late)
        case _:
            return ()


def _of_office(side: Side, account: Account, every: Sequence[Matter]) -> tuple[Matter, ...]:
    own = account.office
    return tuple(one for one in every if one.side is side and own in (one.office, one.agent))


def _of_books(connection: Connection, situation: Situation, on: date) -> Iterator[Matter]:
    """Yield the lines of books that have their day, each to the office or the post that answers."""
    kept = [one for one in kept_lines(situation) if one.due_on is not None]
    named = carers_of(connection, {one.project for one in kept} - {""})
    departments = {one.code for one in situation.file.campaign.departments}
    days = situation.regulations.days
    for one in kept:
        assert one.due_on is not None
        post = situation.file.campaign.account(one.owner)
        name, sponsor, officer = named.get(one.project, (one.book.clause, "", ""))
        yield Matter(
            side=Side.DEPARTMENT if one.owner in departments else Side.UNIT,
            project_name=name,
            about=f"{one.book.name}第{one.line.number}号：{one.title}",
            to_do=f"{one.book.state(one.line.state).name}，请办理并更新清单",
            office="" if post is not None else one.owner,
            project=one.project,
            due_on=one.due_on,
            days_left=days.between(on, one.due_on),
            chief_service_officer=officer,
            sponsor=sponsor,
            persons=frozenset({one.owner} if post is not None else ()),
        )


def _of_departments(situation: Situation, lines: Sequence[CaseLine], on: date) -> Iterator[Matter]:
    regulations = situation.regulations
    known = {one.code for one in situation.file.campaign.departments}
    own = by_urgency(one for one in lines if one.state in OF_DEPARTMENT and one.department in known)
    for line, shown in zip(own, to_do_lines(own, regulations, on), strict=True):
        yield replace(
            _matter(line, situation, shown.procedure_name, shown.to_do, shown.due_on, on),
            side=Side.DEPARTMENT,
            office=line.department,
            agent="",
        )


def _of_opinions(
    situation: Situation, asked: Sequence[tuple[str, CaseLine]], on: date
) -> Iterator[Matter]:
    """Yield the opinions that are still to come (会签), each to whose it is."""
    named = procedure_names(situation.regulations, on)
    for department, case in asked:
        name = named(case.traits, case.procedure)
        matter = _matter(case, situation, name, OWN_STEPS[OPINION], case.due_on, on)
        yield replace(matter, side=Side.DEPARTMENT, office=department, agent="")


def _of_units(
    situation: Situation, lines: Sequence[CaseLine], owing: Sequence[OwingCase], on: date
) -> Iterator[Matter]:
    named = procedure_names(situation.regulations, on)
    owed = {(one.case.project, one.case.procedure) for one in owing}
    for one in owing:
        case, what = one.case, f"请补齐容缺材料{one.documents}份"
        name = named(case.traits, case.procedure)
        yield _matter(case, situation, name, what, one.due_on, on)
    for case in lines:
        if case.state not in OF_UNIT or (case.project, case.procedure) in owed:
            continue
        if what := unit_step(case.state, case.standing(on).holder):
            due_on = case.correction_due_on if case.state is CaseState.CORRECTING else None
            name = named(case.traits, case.procedure)
            yield _matter(case, situation, name, what, due_on, on)


def _matter(
    case: CaseLine, situation: Situation, name: str, to_do: str, due_on: date | None, on: date
) -> Matter:
    """Return what a case asks of the unit in charge of its project."""
    days = situation.regulations.days
    return Matter(
        side=Side.UNIT,
        office=case.unit,
        agent=case.agent,
        project=case.project,
        procedure=case.procedure,
        project_name=case.project_name,
        about=f"{case.procedure} {name}",
        to_do=to_do,
        due_on=due_on,
        days_left=days.between(on, due_on) if due_on else None,
        chief_service_officer=case.chief_service_officer,
        sponsor=case.sponsor,
    )
