"""What lies with whom this morning (每日事项): read once for everybody, then sorted to each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.office import Office, Situation
from casework.reading.views import to_do
from models.case import Case, CaseFile, CaseState
from models.people import Account, Role
from store.queries import project_lines


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
    project: str = ""
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


_UNIT_TO_DO = {
    CaseState.OPEN: "可以申报，请备齐材料",
    CaseState.CORRECTING: "请补正材料",
    CaseState.DECLINED: "不予受理后可以重新申报",
    CaseState.RETURNED: "退件后请补齐材料重新申报",
}


def matters(office: Office, *, on: date) -> tuple[Matter, ...]:
    """Return everything that waits for a department or a unit, most urgent first."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        files = {
            line.code: office.file(connection, line.code)[0]
            for line in project_lines(connection)
            if line.active
        }
    found = [*_of_departments(office, situation, files, on)]
    found.extend(one for file in files.values() for one in _of_unit(situation, file, on))
    return tuple(sorted(found, key=lambda one: (one.due_on or date.max, one.project, one.about)))


def of_account(account: Account, every: Sequence[Matter]) -> tuple[Matter, ...]:
    """Return what one person is to read: one's own turn, or what is late under one's eyes."""
    signs = tuple(one for one in every if account.number in one.persons)
    own = (one for one in _by_role(account, every) if one.side is not Side.SIGNER)
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
    return tuple(one for one in every if one.side is side and one.office == account.office)


def _of_departments(
    office: Office, situation: Situation, files: dict[str, CaseFile], on: date
) -> Iterator[Matter]:
    days = situation.regulations.days
    for department in situation.file.campaign.departments:
        for line in to_do(office, department=department.code, today=on):
            if line.project not in files:
                continue
            project = files[line.project].project
            yield Matter(
                side=Side.DEPARTMENT,
                office=department.code,
                project=line.project,
                project_name=line.project_name,
                about=f"{line.procedure} {line.procedure_name}",
                to_do=line.to_do,
                due_on=line.due_on,
                days_left=days.between(on, line.due_on) if line.due_on else None,
                chief_service_officer=project.chief_service_officer,
                sponsor=project.sponsor,
            )


def _of_unit(situation: Situation, file: CaseFile, on: date) -> Iterator[Matter]:
    regulations, project = situation.regulations, file.project
    procedures = regulations.procedures(project, on=on)
    for code in file.plan:
        case = file.cases[code]
        for due_on, what in _asked_of_unit(case):
            yield Matter(
                side=Side.UNIT,
                office=project.unit,
                project=project.code,
                project_name=project.name,
                about=f"{code} {procedures[code].name}",
                to_do=what,
                due_on=due_on,
                days_left=regulations.days.between(on, due_on) if due_on else None,
                chief_service_officer=project.chief_service_officer,
                sponsor=project.sponsor,
            )


def _asked_of_unit(case: Case) -> Iterator[tuple[date | None, str]]:
    if case.outstanding:
        number = len(case.outstanding)
        yield min(one.due_on for one in case.outstanding), f"请补齐容缺材料{number}份"
    elif case.state in _UNIT_TO_DO:
        due_on = case.correction_due_on if case.state is CaseState.CORRECTING else None
        yield due_on, _UNIT_TO_DO[case.state]
