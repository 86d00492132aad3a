"""What anybody may see (公开时间表): procedures and their days; no person, no sum, no reason.

Built field by field from what may be shown: what is new elsewhere stays inside until it is
named here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.office import Office
from casework.reading.board.standing import standings
from casework.reading.case.views import show
from models.case import CaseState as S
from models.refusal import Unknown

WORDS: dict[S, str] = {
    S.NOT_OPEN: "待前置事项",
    S.OPEN: "待申报",
    S.SUBMITTED: "办理中",
    S.CORRECTING: "待补正",
    S.ACCEPTED: "办理中",
    S.CONDITIONALLY_ACCEPTED: "办理中",
    S.PAUSED: "依法暂停计时",
    S.OVERDUE_PROMISE: "办理中",
    S.APPROVED: "已办结",
    S.APPROVED_CONDITIONALLY: "已办结",
    S.REFUSED: "已终止",
    S.DECLINED: "已终止",
    S.RETURNED: "已终止",
    S.WITHDRAWN: "已终止",
    S.REVOKED: "已终止",
    S.NOT_REQUIRED: "无需办理",
}
"""State → the word for everybody."""


@dataclass(frozen=True, slots=True)
class PublicLine:
    """A project in the public list (公开项目)."""

    code: str
    name: str
    type_name: str
    unit_name: str
    concluded: int
    under_way: int
    procedures: int
    pinned_on: date | None
    started_on: date | None


@dataclass(frozen=True, slots=True)
class PublicStep:
    """A procedure in the public timetable (公开时间表的一行)."""

    code: str
    name: str
    department_name: str
    state: str
    planned_on: date | None
    """When the plan has it concluded."""
    submitted_on: date | None
    due_on: date | None
    """Promise or law, whichever ends first."""
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class PublicTimetable:
    """The timetable of one project for everybody (公开时间表)."""

    project: PublicLine
    as_of: date
    steps: tuple[PublicStep, ...]


def public_lines(office: Office, *, today: date) -> tuple[PublicLine, ...]:
    """Return the projects as everybody may see them, by code."""
    waiting = {S.NOT_OPEN, S.OPEN}
    return tuple(
        PublicLine(
            code=one.code,
            name=one.name,
            type_name=one.type_name,
            unit_name=one.unit_name,
            concluded=sum(square.concluded for square in one.squares.values()),
            under_way=sum(
                not square.concluded and square.state not in waiting
                for square in one.squares.values()
            ),
            procedures=len(one.squares),
            pinned_on=one.pinned_on,
            started_on=one.started_on,
        )
        for one in standings(office, today=today)
    )


def public_timetable(office: Office, *, project: str, today: date) -> PublicTimetable:
    """Return one project's timetable as everybody may see it."""
    line = next((one for one in public_lines(office, today=today) if one.code == project), None)
    if line is None:
        raise Unknown(f"没有登记项目“{project}”", project=project)
    return _timetable(office, line, today)


def public_timetables(office: Office, *, today: date) -> Iterator[PublicTimetable]:
    """Yield the timetable of every project, by code, each read when its turn has come."""
    for line in public_lines(office, today=today):
        yield _timetable(office, line, today)


def _timetable(office: Office, line: PublicLine, today: date) -> PublicTimetable:
    return PublicTimetable(
        project=line,
        as_of=today,
        steps=tuple(
            PublicStep(
                code=case.procedure,
                name=case.name,
                department_name=case.department_name,
                state=WORDS[case.state],
                planned_on=case.planned_end,
                submitted_on=case.submitted_on,
                due_on=case.due_on,
                decided_on=case.decided_on,
            )
            for case in show(office, project=line.code, today=today).cases
        ),
    )
