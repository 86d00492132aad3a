"""How a week of reports stands, project by project (周报填报情况): for doors that list it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from casework.office import Office
from casework.reading.board.past import files_as_of
from models.case import CaseFile
from models.light import Light
from rules.clocks.round_days import NoRound, iso_week, round_days
from rules.standing.project_lights import project_lights
from rules.weekly.steps import reports_weekly

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


def week_of(office: Office, *, week: str, unit: str = "", now: datetime, today: date) -> Week:
    """Return how a week stands, of one unit's projects or of all."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        files = files_as_of(office, connection, today, today=today)
    regulations, held = situation.regulations, situation.file.rounds.get(week)
    rules = regulations.rulebook.weekly
    plan = round_days(week, rules, regulations.days, first_day=situation.file.campaign.first_day)
    asked: Iterable[CaseFile] = (
        file
        for file in files
        if unit in ("", file.project.unit)
        and (file.project.code in held.projects if held else reports_weekly(file, week, rules))
    )
    cutoff = held.cutoff_at if held else (None if isinstance(plan, NoRound) else plan.cutoff_at)
    names = {one.code: one.short for one in situation.file.campaign.units}
    lines = []
    for file in asked:
        sent = file.progress.reports.get(week)
        standing = "missing"
        if sent is not None:
            standing = "late" if week in file.progress.late else "on_time"
        project = file.project
        lines.append(
            WeekLine(
                project=project.code,
                name=project.name,
                unit=project.unit,
                unit_name=names.get(project.unit, project.unit),
                light=project_lights(file, on=today, regulations=regulations).overall,
                standing=standing,
                standing_name=REPORTED[standing],
                doubts=len(sent.doubts) if sent else 0,
                problems=len(sent.report.problems) if sent else 0,
                physical_work=sent.report.physical_work if sent else "",
            )
        )
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
