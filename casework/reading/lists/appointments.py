"""The days of a person, an office or a project (日程): what a calendar subscribes to."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import Connection

from casework.office import Office, must_be_registered
from casework.reading.lists.work_lines import WorkLine, work_line
from casework.reading.lists.work_list import Tab, work_list
from models.appointment import Appointment, Calendar
from models.codes import PROJECT_CODE
from models.people import Role
from models.refusal import Unknown
from rules.days.working_days import WorkingDays
from rules.in_force.regulations import Regulations
from store.projected.queries import ProjectLine, project_lines, project_names
from store.projected.work_rows import rows_running

CLERKS = (Role.OFFICER, Role.UNIT_LIAISON)
"""Whose list is that of the whole office."""


def calendar_of(office: Office, *, of: str, today: date) -> Calendar:
    """Return what is due and when; :class:`Unknown` where nobody and nothing has that code.

    For an account its own turn, for an office what the office has to do, for a project all
    that runs in it and the pinned start.
    """
    if PROJECT_CODE.fullmatch(of):
        return _of_project(office, of, today)
    with office.store.reading() as connection:
        situation = office.situation(connection)
    campaign = situation.file.campaign
    account, tab = campaign.account(of), Tab.MINE
    if account is None:
        clerks = (one for role in CLERKS for one in campaign.accounts_of(role, of))
        account, tab = next(clerks, None), Tab.OFFICE
    if account is None:
        raise Unknown(f"没有账号、单位或者项目“{of}”", account=of)
    lines = work_list(office, account=account, tab=tab, today=today).lines
    name = account.name if tab is Tab.MINE else campaign.holder_names.get(of, of)
    days = situation.regulations.days
    return Calendar(name=f"{name}的期限", appointments=tuple(_appointments(lines, days)))


def calendar_of_all(office: Office, *, today: date) -> Calendar:
    """Return what runs in every project and every pinned start."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        found = _days_of_projects(connection, situation.regulations, today)
    return Calendar(name=f"{situation.file.campaign.title}的期限", appointments=found)


def _of_project(office: Office, code: str, today: date) -> Calendar:
    with office.store.reading() as connection:
        must_be_registered(connection, code)
        found = _days_of_projects(connection, office.situation(connection).regulations, today, code)
        name = project_names(connection, [code])[code]
    return Calendar(name=f"{name}的期限", appointments=found)


def _days_of_projects(
    connection: Connection, law: Regulations, today: date, project: str = ""
) -> tuple[Appointment, ...]:
    """Return the days of a project or of all, read off rows; its pinned start is its last."""
    running = {
        code: [work_line(row, law, today) for row in rows]
        for code, rows in groupby(rows_running(connection, project), key=lambda one: one.project)
    }
    return tuple(
        one
        for line in project_lines(connection, project)
        for one in (
            *_appointments(running.get(line.code, ()), law.days),
            *_pinned_start(line, law.days),
        )
    )


def _pinned_start(project: ProjectLine, days: WorkingDays) -> Iterator[Appointment]:
    if project.pinned_start is not None and project.started_on is None:
        yield Appointment(
            uid=f"{project.code}-start",
            on=project.pinned_start,
            title=f"{project.name}：锁定开工时间节点",
            text=f"项目代码 {project.code}",
            remind_on=days.previous_working_day(project.pinned_start - timedelta(1)),
        )


def _appointments(lines: Iterable[WorkLine], days: WorkingDays) -> Iterator[Appointment]:
    for one in lines:
        if one.due_on is not None:
            yield Appointment(
                uid=f"{one.project}-{one.procedure}",
                on=one.due_on,
                title=f"{one.procedure_name}（{one.due_name}）：{one.project_name}",
                text=f"{one.to_do or one.state_name}；{one.department_name}；{one.project}",
                remind_on=days.previous_working_day(one.due_on - timedelta(1)),
            )
