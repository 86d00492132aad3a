"""Weekly reports of projects (填报周报): prefilled, checked, recorded — for every door.

`report_progress` is the only way to record one. The last report of a week counts; what
comes after the cut-off is taken in and stamped late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.desk import ZONE, KeyTaken, Recorded, Stamp
from casework.office import Office, Situation
from casework.recording import nothing_else, record
from models.act import Act, Via
from models.case import CaseFile
from models.doubt import Doubt, Question
from models.ledger import Payload
from models.progress import ProgressReport, ProgressReported
from models.refusal import Refused
from models.report_form import ReportFields
from models.week_words import week_in_words
from rules.acting.examining import entitled
from rules.clocks.round_days import NoRound, good_until, iso_week, round_days
from rules.standing.project_lights import ProjectLights, project_lights
from rules.supervision.issues import new_issues
from rules.weekly.checks import check_report, refusal_of
from rules.weekly.prefilling import Prefilled, prefill
from rules.weekly.questions import questions
from store.projected.queries import reports_of_week


class WeekNotOpen(Refused):
    """No report is taken for that week (该周不填报)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a unit is asked about a project for a week (填报要求)."""

    project: str
    name: str
    week: str
    prefilled: Prefilled
    questions: tuple[Question, ...]
    lights: ProjectLights
    sent: bool
    """A report of that week is in: what comes now corrects it."""
    version: int
    """Of the project's file."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The contradictions of one project's report, as they stand now (存疑)."""

    project: str
    name: str
    unit: str
    doubts: tuple[Doubt, ...]
    explanation: str


def ask(office: Office, *, project: str, week: str, now: datetime) -> Asked:
    """Return what is prefilled for a project's report of a week, and the three questions."""
    on = now.astimezone(ZONE).date()
    with office.store.reading() as connection:
        situation = office.situation(connection)
        file, _ = office.file(connection, project)
    regulations = situation.regulations
    if refused := _week_refused(situation, week, now):
        raise refused
    return Asked(
        project=project,
        name=file.project.name,
        week=week,
        prefilled=prefill(file, week=week, regulations=regulations, on=on),
        questions=questions(file, on=on, regulations=regulations),
        lights=project_lights(file, on=on, regulations=regulations),
        sent=week in file.progress.reports,
        version=file.version,
    )


def check(
    office: Office, *, project: str, week: str, report: ProgressReport, now: datetime
) -> tuple[Doubt, ...]:
    """Return the contradictions of a report before it is sent; nothing is recorded."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        file, _ = office.file(connection, project)
    return check_report(
        report,
        week=week,
        file=file,
        regulations=situation.regulations,
        on=now.astimezone(ZONE).date(),
    )


def report_progress(
    office: Office,
    *,
    project: str,
    week: str,
    report: ProgressReport,
    key: str | None = None,
    expect: int | None = None,
    by: str,
    person: str = "",
    via: Via,
    now: datetime,
) -> Recorded:
    """Record a project's report of a week; the same report again changes nothing.

    Raises a :class:`Refused` when the account may not, the week takes no report, or the
    report contradicts itself or the record without a word of explanation. ``expect`` is the
    version of the file that the person saw.
    """
    stamp = Stamp(by=by, via=via, now=now, person=person)

    def judge(situation: Situation, file: CaseFile, _: None) -> Sequence[Payload]:
        return judged(situation, file, week=week, report=report, stamp=stamp)

    return record(office, project, judge, nothing_else, key=key, expect=expect, stamp=stamp)


def judged(
    situation: Situation, file: CaseFile, *, week: str, report: ProgressReport, stamp: Stamp
) -> Sequence[Payload]:
    """Return what to record of a report, nothing when it is in already, or raise a refusal.

    Casework only: a workbook of many reports judges each of them in one transaction.
    """
    known = file.project
    carers = (known.chief_service_officer, known.sponsor)
    account = situation.account(stamp.by)
    refused = entitled(
        account, Act.REPORT_PROGRESS, department=None, unit=known.unit, carers=carers, agent=""
    ) or _week_refused(situation, week, stamp.now)
    if refused:
        raise refused
    sent = file.progress.reports.get(week)
    if sent is not None and sent.report == report:
        return []
    regulations = situation.regulations
    doubts = check_report(report, week=week, file=file, regulations=regulations, on=stamp.on)
    if refused := refusal_of(report, doubts, sent):
        raise refused
    return [
        ProgressReported(
            week=week,
            report=report,
            late=sent.late if sent is not None else _late(situation, week, stamp.now),
            doubts=tuple(dict.fromkeys(doubt.code.value for doubt in doubts)),
        ),
        *new_issues(file, report.problems, on=stamp.on, regulations=regulations),
    ]


def report_changes(
    office: Office,
    *,
    project: str,
    week: str,
    fields: ReportFields,
    key: str | None = None,
    expect: int | None = None,
    by: str,
    person: str = "",
    via: Via,
    now: datetime,
) -> Recorded:
    """Record what changed in a week, the rest as it is prefilled; see :func:`report_progress`.

    :class:`KeyTaken` says that something else was recorded under the key.
    """
    with office.store.reading() as connection:
        situation = office.situation(connection)
        account = situation.account(by)
        file, _ = office.file(connection, project)
    on = now.astimezone(ZONE).date()
    draft = prefill(file, week=week, regulations=situation.regulations, on=on).report
    report = fields.report(draft)
    if not report.filled_by:
        report = report.model_copy(update={"filled_by": account.name})
    recorded = report_progress(
        office,
        project=project,
        week=week,
        report=report,
        key=key,
        expect=expect,
        by=by,
        person=person,
        via=via,
        now=now,
    )
    if recorded.repeated and not _says_the_same(recorded.entries[0].payload, week, fields):
        raise KeyTaken.by(recorded.entries[0])
    return recorded


def _says_the_same(done: Payload, week: str, fields: ReportFields) -> bool:
    """Tell whether what was typed changes nothing of a report that was recorded."""
    return (
        isinstance(done, ProgressReported)
        and done.week == week
        and fields.report(done.report) == done.report
    )


def contradictions(office: Office, *, week: str, now: datetime) -> tuple[Contradiction, ...]:
    """Return every project whose report of a week stands in contradiction, as seen now."""
    on = now.astimezone(ZONE).date()
    with office.store.reading() as connection:
        situation = office.situation(connection)
        lines = reports_of_week(connection, week)
        files = [office.file(connection, line.project)[0] for line in lines]
    found = []
    for file in files:
        report = file.progress.reports[week].report
        doubts = check_report(
            report, week=week, file=file, regulations=situation.regulations, on=on
        )
        if doubts:
            known = file.project
            told = report.explanation
            found.append(Contradiction(known.code, known.name, known.unit, doubts, told))
    return tuple(found)


def _week_refused(situation: Situation, week: str, now: datetime) -> Refused | None:
    """Return why no report of a week is taken now, or ``None``."""
    file, regulations = situation.file, situation.regulations
    rules, first_day = regulations.rulebook.weekly, file.campaign.first_day
    plan = round_days(week, rules, regulations.days, first_day=first_day)
    if week > iso_week(now.astimezone(ZONE).date()):
        return WeekNotOpen(f"{week_in_words(week)}尚未开始，不能填报", week=week)
    if isinstance(plan, NoRound) and week not in file.rounds:
        return WeekNotOpen(f"{week_in_words(week)}不填报周报：{plan.reason}", week=week)
    return None


def _late(situation: Situation, week: str, now: datetime) -> bool:
    """Tell whether a report comes after the cut-off that its unit was told.

    Nobody is late in a round that has not been opened yet.
    """
    held = situation.file.rounds.get(week)
    if held is None:
        return False
    days = situation.regulations.days
    past = held.cutoff_at is not None and now > good_until(held.cutoff_at, days)
    return past or held.closed_on is not None
