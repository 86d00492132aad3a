"""The weekly round (周报告制度): opened, chased, closed and published, each once a week.

What is due follows from the ledger alone (`rules/weekly/steps.py`): whoever runs it, how
often and in what order changes nothing, and a round that was missed in an outage is made
on recovery, marked late.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from casework.desk import SYSTEM, Stamp, precedes_campaign, write_campaign
from casework.office import CAMPAIGN, Office, Situation
from casework.weekly.missed import remind_missing
from casework.weekly.telling import tell_unit
from models.act import Via
from models.campaign import WeeklyRound
from models.days import ZONE
from models.notice import Ground
from models.refusal import Refused
from models.week_words import week_in_words
from models.weekly import RoundChased, RoundClosed, RoundDuty, RoundOpened, RoundPublished
from rules.clocks.round_days import NoRound, RoundDays, cutoff_when_opened, round_days
from rules.clocks.round_days import iso_week as iso_week
from rules.in_force.authority import may_keep_rounds
from rules.weekly.steps import RoundStepDue, asked_weekly, round_step_due
from store.engine import hold
from store.projected.queries import ReportLine, RoundLine, reports_of_week, weekly_round
from store.projected.reporting import ReportingProject, reporting_projects


class NoSuchRound(Refused):
    """No round of that week is open (周报未启动)."""


class WeekWithoutRound(Refused):
    """By rule there is no round in that week, or it has not begun (本周不填报)."""


class CutoffAhead(Refused):
    """Before the cut-off only the dispatch centre closes a round (尚未到截止时间)."""


def keep_rounds(office: Office, *, now: datetime) -> tuple[RoundStepDue, ...]:
    """Do every step of every weekly round that is due; return what was done, in order."""
    stamp = Stamp(by=SYSTEM, via=Via.SYSTEM, now=now)
    done: list[RoundStepDue] = []
    while (step := due_step(office, now=now)) is not None and step not in done:
        match step.duty:
            case RoundDuty.OPEN:
                open_round(office, week=step.week, stamp=stamp)
            case RoundDuty.CHASE:
                chase_round(office, week=step.week, before_hours=step.before_hours, stamp=stamp)
            case RoundDuty.CLOSE:
                close_round(office, week=step.week, stamp=stamp)
            case RoundDuty.PUBLISH:
                publish_round(office, week=step.week, stamp=stamp)
        done.append(step)
    return tuple(done)


def due_step(office: Office, *, now: datetime) -> RoundStepDue | None:
    """Return the step of a weekly round that is due first, if any; none by a clock set back."""
    with office.store.reading() as connection:
        if precedes_campaign(connection, now.astimezone(ZONE).date()):
            return None
        return round_step_due(office.situation(connection).file, now)


def open_round(office: Office, *, week: str | None = None, stamp: Stamp) -> RoundLine:
    """Open the round of a week and ask every unit with projects, once; again = no change."""
    wanted = week or iso_week(stamp.on)
    with office.store.reading() as connection:  # so that nobody waits for it
        known = reporting_projects(connection, wanted)
    with office.store.writing() as connection:
        situation = _held(office, connection, stamp)
        if wanted not in situation.file.rounds:
            plan = round_plan(situation, wanted, stamp)
            rules, days = situation.regulations.rulebook.weekly, situation.regulations.days
            asked = to_be_asked(known, situation, before=plan.cutoff_at)
            opened = RoundOpened(
                week=wanted,
                units=tuple(sorted({one.unit for one in asked})),
                projects=tuple(sorted(one.code for one in asked)),
                cutoff_at=cutoff_when_opened(plan, stamp.now, rules, days),
                late=stamp.now >= plan.cutoff_at,
            )
            write_campaign(office, connection, [opened], stamp=stamp)
            for unit in opened.units:
                tell_unit(
                    *(office, connection, situation, stamp),
                    ground=Ground.REPORT_ASKED,
                    held=(wanted, opened.cutoff_at),
                    about=[one for one in asked if one.unit == unit],
                    key="asked",
                )
        return _line(connection, wanted)


def chase_round(
    office: Office, *, week: str | None = None, before_hours: int = 0, stamp: Stamp
) -> RoundLine:
    """Chase the units with something missing; each chase once, after the cut-off none.

    ``before_hours`` names one of the configured chases; 0 = one by hand, once.
    """
    wanted = week or iso_week(stamp.on)
    with office.store.reading() as connection:
        known = reporting_projects(connection, wanted)
    with office.store.writing() as connection:
        situation = _held(office, connection, stamp)
        held = held_round(situation, wanted)
        if held.closed_on is None and before_hours not in held.chased:
            missing = not_reported(connection, held, known)
            units = sorted({one.unit for one in missing})
            chased = RoundChased(
                week=wanted,
                before_hours=before_hours,
                units=tuple(units),
                projects=tuple(one.code for one in missing),
            )
            write_campaign(office, connection, [chased], stamp=stamp)
            for unit in units:
                tell_unit(
                    *(office, connection, situation, stamp),
                    ground=Ground.REPORT_CHASED,
                    held=(wanted, held.cutoff_at),
                    about=[one for one in missing if one.unit == unit],
                    key=f"chased/{before_hours}",
                )
        return _line(connection, wanted)


def close_round(office: Office, *, week: str | None = None, stamp: Stamp) -> RoundLine:
    """Close the round of a week, naming what has not been reported; again = no change.

    What comes afterwards is accepted and stamped late. A missing report is put on its
    project as a reminder, from where supervision takes it up.
    """
    wanted = week or iso_week(stamp.on)
    with office.store.reading() as connection:
        known = reporting_projects(connection, wanted)
    with office.store.writing() as connection:
        situation = _held(office, connection, stamp)
        held = held_round(situation, wanted)
        if held.closed_on is None:
            if stamp.by == SYSTEM and held.cutoff_at is not None and stamp.now < held.cutoff_at:
                told = held.cutoff_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
                raise CutoffAhead(f"{week_in_words(wanted)}周报 {told} 截止，时间未到", week=wanted)
            missing = not_reported(connection, held, known)
            closed = RoundClosed(
                week=wanted,
                missing=tuple(sorted({one.unit for one in missing})),
                projects=tuple(one.code for one in missing),
                late=wanted < iso_week(stamp.on),
            )
            write_campaign(office, connection, [closed], stamp=stamp)
    remind_missing(office, wanted, stamp)
    with office.store.reading() as connection:
        return _line(connection, wanted)


def publish_round(office: Office, *, week: str | None = None, stamp: Stamp) -> RoundLine:
    """Publish what a closed round came to; again = no change.

    Reminders that an interrupted close left over are made first.
    """
    wanted = week or iso_week(stamp.on)
    remind_missing(office, wanted, stamp)
    with office.store.writing() as connection:
        situation = _held(office, connection, stamp)
        held = held_round(situation, wanted)
        if held.closed_on is None:
            raise NoSuchRound(f"{week_in_words(wanted)}周报尚未截止", week=wanted)
        if held.published_on is None:
            reports = reports_of_week(connection, wanted)
            write_campaign(office, connection, [_counted(held, reports)], stamp=stamp)
        return _line(connection, wanted)


def standing(office: Office, *, week: str) -> RoundLine | None:
    """Return how the round of a week stands."""
    with office.store.reading() as connection:
        return weekly_round(connection, week)


def calendar_of(office: Office, *, week: str) -> RoundDays | NoRound:
    """Return when the round of a week is held, or why it is not."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
    return round_days(
        week,
        situation.regulations.rulebook.weekly,
        situation.regulations.days,
        first_day=situation.file.campaign.first_day,
    )


def _held(office: Office, connection: Connection, stamp: Stamp) -> Situation:
    """Hold the campaign's stream and see that the account may keep rounds."""
    hold(connection, CAMPAIGN)
    situation = office.situation(connection)
    if stamp.by != SYSTEM and (refused := may_keep_rounds(situation.account(stamp.by))):
        raise refused
    return situation


def round_plan(situation: Situation, week: str, stamp: Stamp) -> RoundDays:
    """Return when a week's round is held; refuse a week that has none, or has not begun."""
    regulations = situation.regulations
    plan = round_days(
        week,
        regulations.rulebook.weekly,
        regulations.days,
        first_day=situation.file.campaign.first_day,
    )
    if isinstance(plan, NoRound):
        raise WeekWithoutRound(f"{week_in_words(week)}不填报周报：{plan.reason}", week=week)
    if week > iso_week(stamp.on):
        raise WeekWithoutRound(f"{week_in_words(week)}尚未开始，不能启动周报", week=week)
    return plan


def held_round(situation: Situation, week: str) -> WeeklyRound:
    """Return the round of a week, or refuse when none was opened."""
    held = situation.file.rounds.get(week)
    if held is None:
        raise NoSuchRound(f"{week_in_words(week)}周报尚未启动", week=week)
    return held


def _line(connection: Connection, week: str) -> RoundLine:
    line = weekly_round(connection, week)
    assert line is not None
    return line


def to_be_asked(
    known: Iterable[ReportingProject], situation: Situation, *, before: datetime
) -> list[ReportingProject]:
    """Return the projects of which a report of a week is asked.

    A round that is made up for asks nothing of what was registered on its last day or after it.
    """
    rules, last = situation.regulations.rulebook.weekly, before.astimezone(ZONE).date()
    return [
        one
        for one in known
        if one.registered_on < last and asked_weekly(one.standing, one.status, rules)
    ]


def not_reported(
    connection: Connection, held: WeeklyRound, known: Iterable[ReportingProject]
) -> list[ReportingProject]:
    """Return the projects of a round without a report."""
    reported = {line.project for line in reports_of_week(connection, held.week)}
    by_code = {one.code: one for one in known}
    return [by_code[one] for one in held.projects if one not in reported]


def _counted(held: WeeklyRound, reports: Iterable[ReportLine]) -> RoundPublished:
    """Count a closed round by the last report of each of its projects."""
    asked = set(held.projects)
    last = [one for one in reports if one.project in asked]
    late = sum(one.late for one in last)
    return RoundPublished(
        week=held.week,
        due=len(held.projects),
        on_time=len(last) - late,
        late=late,
        missing=len(asked) - len(last),
        doubtful=sum(bool(one.doubts) for one in last),
        problems=sum(one.problems for one in last),
    )
