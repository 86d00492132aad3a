"""How a week of reports stands, project by project (周报填报情况): for doors that list it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import TypeAdapter

from casework.office import Office
from casework.office.reckoning import Reading, Topic, told_of_all
from models.case import CaseFile
from models.light import Light
from models.progress import WorkStatus
from models.project import ProjectStanding
from models.rulebook import WeeklyRules
from rules.clocks.round_days import NoRound, iso_week, round_days
from rules.standing.project_lights import project_lights
from rules.weekly.steps import asked_weekly

REPORTED = {"on_time": "已报", "late": "迟报", "missing": "未报"}


@dataclass(frozen=True, slots=True)
class WeekLine:
    """A project in a week of reports (项目填报情况)."""

    project: str
    name: str
    unit: str
    unit_name: str
    light: Light
    standing: str
    """``on_time``, ``late`` or ``missing``."""
    standing_name: str
    doubts: int
    problems: int
    physical_work: str


@dataclass(frozen=True, slots=True)
class Week:
    """A week of reports (一周填报情况)."""

    week: str
    opened: bool
    """The round was opened: projects are asked for."""
    cutoff_at: datetime | None
    closed: bool
    """Past the cut-off that the units were told: what comes now is late."""
    no_round: str
    """Why by rule nothing is asked; empty = something is."""
    lines: tuple[WeekLine, ...]
    weeks: tuple[str, ...]
    """Weeks with a round, and this one, oldest first."""

    def count(self, standing: str) -> int:
        """Return how many projects stand so."""
        return sum(line.standing == standing for line in self.lines)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a project's last report of a week said (已报周报)."""

    late: bool
    doubts: int
    problems: int
    physical_work: str
    status: WorkStatus


@dataclass(frozen=True, slots=True)
class Reporting:
    """A project with all that it reported (项目填报记录)."""

    name: str
    unit: str
    standing: ProjectStanding
    light: Light
    weeks: Mapping[str, Sent]


def _reporting(reading: Reading, file: CaseFile) -> Reporting:
    lit = project_lights(file, on=reading.on, regulations=reading.situation.regulations)
    sent = {
        week: Sent(
            late=week in file.progress.late,
            doubts=len(one.doubts),
            problems=len(one.report.problems),
            physical_work=one.report.physical_work,
            status=one.report.status,
        )
        for week, one in file.progress.reports.items()
    }
    project = file.project
    return Reporting(project.name, project.unit, project.standing, lit.overall, sent)


WEEKS: Topic[Reporting] = Topic("weeks", TypeAdapter(Reporting), _reporting)


def week_of(office: Office, *, week: str, unit: str = "", now: datetime, today: date) -> Week:
    """Return how a week stands, of one unit's projects or of all."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        told = list(told_of_all(Reading(office, connection, situation, today), WEEKS))
    regulations, held = situation.regulations, situation.file.rounds.get(week)
    rules = regulations.rulebook.weekly
    plan = round_days(week, rules, regulations.days, first_day=situation.file.campaign.first_day)
    cutoff = held.cutoff_at if held else (None if isinstance(plan, NoRound) else plan.cutoff_at)
    names = {one.code: one.short for one in situation.file.campaign.units}
    asked = (
        (code, one)
        for code, one in told
        if unit in ("", one.unit) and (code in held.projects if held else _asked(one, week, rules))
    )
    lines = [_line(code, one, week, names) for code, one in asked]
    closed = held is not None and (
        held.closed_on is not None or (cutoff is not None and now > cutoff)
    )
    return Week(
        week=week,
        opened=held is not None,
        cutoff_at=cutoff,
        closed=closed,
        no_round=plan.reason if held is None and isinstance(plan, NoRound) else "",
        lines=tuple(sorted(lines, key=lambda one: (one.standing != "missing", one.project))),
        weeks=tuple(sorted({*situation.file.rounds, iso_week(today), week})),
    )


def _asked(one: Reporting, week: str, rules: WeeklyRules) -> bool:
    earlier = max((known for known in one.weeks if known < week), default=None)
    status = one.weeks[earlier].status if earlier is not None else None
    return asked_weekly(one.standing, status, rules)


def _line(code: str, one: Reporting, week: str, names: Mapping[str, str]) -> WeekLine:
    sent = one.weeks.get(week)
    standing = "missing" if sent is None else "late" if sent.late else "on_time"
    return WeekLine(
        project=code,
        name=one.name,
        unit=one.unit,
        unit_name=names.get(one.unit, one.unit),
        light=one.light,
        standing=standing,
        standing_name=REPORTED[standing],
        doubts=sent.doubts if sent else 0,
        problems=sent.problems if sent else 0,
        physical_work=sent.physical_work if sent else "",
    )
