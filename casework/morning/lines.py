"""What lies with whom this morning (每日事项): read once for everybody, one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection

from casework.office import Office, Situation
from casework.reading.lists.kept_lines import kept_lines
from casework.reading.lists.to_do import procedure_names
from casework.reading.lists.work_lines import OWN_STEPS
from models.case import CaseState
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


def matters(office: Office, *, on: date) -> Iterator[Matter]:
    """Yield everything that waits for a department, a unit or a post, in no order."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        owing = owing_cases(connection)
        yield from _of_books(connection, situation, on)
        yield from _of_cases(connection, situation, owing, on)
        yield from _of_owing(situation, owing, on)
        yield from _of_opinions(situation, cases_asked(connection), on)


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


def _of_cases(
    connection: Connection, situation: Situation, owing: Sequence[OwingCase], on: date
) -> Iterator[Matter]:
    """Yield each case on the side whose turn it is; of one that owes documents the unit is told."""
    named = procedure_names(situation.regulations, on)
    known = {one.code for one in situation.file.campaign.departments}
    owed = {(one.case.project, one.case.procedure) for one in owing}
    for case in cases_of_active_projects(connection, OF_DEPARTMENT | OF_UNIT):
        standing, name = case.standing(on), named(case.traits, case.procedure)
        if case.state in OF_DEPARTMENT and case.department in known:
            asked = _matter(case, situation, name, standing.step, case.due_on, on)
            yield replace(asked, side=Side.DEPARTMENT, office=case.department, agent="")
        if case.state not in OF_UNIT or (case.project, case.procedure) in owed:
            continue
        if what := unit_step(case.state, standing.holder):
            due_on = case.correction_due_on if case.state is CaseState.CORRECTING else None
            yield _matter(case, situation, name, what, due_on, on)


def _of_owing(situation: Situation, owing: Sequence[OwingCase], on: date) -> Iterator[Matter]:
    named = procedure_names(situation.regulations, on)
    for one in owing:
        case, what = one.case, f"请补齐容缺材料{one.documents}份"
        yield _matter(case, situation, named(case.traits, case.procedure), what, one.due_on, on)


def _of_opinions(
    situation: Situation, asked: Sequence[tuple[str, CaseLine]], on: date
) -> Iterator[Matter]:
    """Yield the opinions that are still to come (会签), each to whose it is."""
    named = procedure_names(situation.regulations, on)
    for department, case in asked:
        name = named(case.traits, case.procedure)
        matter = _matter(case, situation, name, OWN_STEPS[OPINION], case.due_on, on)
        yield replace(matter, side=Side.DEPARTMENT, office=department, agent="")


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
