"""The weekly report of the whole campaign (专项行动周报): read from the ledger, never typed.

Five rates by group and unit with their change against last week, who reported, issues,
red lights with reason and owner, and each target with actual, gap and forecast.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from casework.office import Office, Situation
from casework.weekly.targets.standing import targets_of
from models.campaign_views import (
    CampaignReport,
    GroupView,
    IssueLine,
    ProjectFiguresView,
    RateView,
    RedLine,
)
from models.case import CaseFile, Light
from models.issue import Issue
from models.labels import label
from models.project import ProjectTier
from rules.acceptance.issues import overdue
from rules.clocks.round_days import iso_week
from rules.standing.late_cases import decided_late, late_cases
from rules.standing.project_lights import ProjectLights, project_lights
from rules.weekly.five_rates import RATES, Figures, Rate, RateName, figures, five_rates
from store.projected.queries import project_codes

FOUR = Decimal("0.0001")


def campaign_report(office: Office, *, week: str | None = None, today: date) -> CampaignReport:
    """Return the report of a week as of today."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        files = [one for one, _ in office.each(connection, project_codes(connection))]
    return report_of(files, situation, week=week or iso_week(today), today=today)


def report_of(
    files: Sequence[CaseFile], situation: Situation, *, week: str, today: date
) -> CampaignReport:
    """Return the report of a week from the files."""
    campaign, regulations = situation.file.campaign, situation.regulations
    last_week, last_on = _week_before(week), today - timedelta(days=7)
    now = [figures(file, week=week, on=today) for file in files]
    then = [figures(file, week=last_week, on=last_on) for file in files]
    lights = [project_lights(file, on=today, regulations=regulations) for file in files]
    reported = [_reported(file, situation, week) for file in files]
    issues = tuple(issue_lines(files, situation, today))

    def grouped(of: Callable[[CaseFile], str], code: str, name: str) -> GroupView:
        places = [place for place, file in enumerate(files) if of(file) == code]
        return GroupView(
            code=code,
            name=name,
            projects=len(places),
            rates=rate_views([now[one] for one in places], [then[one] for one in places]),
        )

    return CampaignReport(
        campaign=campaign.key,
        title=campaign.title,
        week=week,
        as_of=today,
        projects=len(files),
        due=sum(one != "exempt" for one in reported),
        on_time=reported.count("on_time"),
        late=reported.count("late"),
        missing=reported.count("missing"),
        missing_projects=tuple(
            file.project.name for file, one in zip(files, reported, strict=True) if one == "missing"
        ),
        doubtful=sum(
            bool(file.progress.reports[week].doubts)
            for file in files
            if week in file.progress.reports
        ),
        overall=rate_views(now, then),
        by_tier=tuple(
            grouped(lambda file: file.project.tier.value, tier.value, label(tier))
            for tier in ProjectTier
            if any(file.project.tier is tier for file in files)
        ),
        by_unit=tuple(
            grouped(lambda file: file.project.unit, unit.code, unit.short)
            for unit in campaign.units
            if any(file.project.unit == unit.code for file in files)
        ),
        red=tuple(
            red_line(file, lit, situation)
            for file, lit in zip(files, lights, strict=True)
            if lit.overall in (Light.RED, Light.BLACK)
        ),
        late_cases=late_cases(files, week=week, on=today, regulations=regulations),
        decided_late=sum(decided_late(one, on=today, regulations=regulations) for one in files),
        issues_raised=sum(iso_week(one.raised_on) == week for one in issues),
        issues_solved=sum(
            one.solved_on is not None and iso_week(one.solved_on) == week for one in issues
        ),
        issues_overdue=sum(one.overdue for one in issues),
        issues=tuple(one for one in issues if one.solved_on is None),
        targets=targets_of(files, situation, week=week, today=today),
        figures=tuple(
            _figures(file, known, sent, lit)
            for file, known, sent, lit in zip(files, now, reported, lights, strict=True)
        ),
    )


def rate_views(now: Sequence[Figures], then: Sequence[Figures]) -> tuple[RateView, ...]:
    """Return the five rates of some projects, and their change since an earlier day."""
    before = five_rates(then)
    return tuple(_rate(name, rate, before[name]) for name, rate in five_rates(now).items())


def _rate(name: RateName, rate: Rate, before: Rate) -> RateView:
    share, earlier = rate.share, before.share
    change = None
    if share is not None and earlier is not None:
        change = ((share - earlier) * 100).quantize(FOUR)
    return RateView(
        code=name.value,
        name=RATES[name],
        done=rate.done,
        of=rate.of,
        share=share.quantize(FOUR) if share is not None else None,
        change_points=change,
    )


def _reported(file: CaseFile, situation: Situation, week: str) -> str:
    """Say whether a project's report of a week came in time, late, not at all, or was not asked."""
    if week in file.progress.reports:
        return "late" if week in file.progress.late else "on_time"
    asked = situation.file.rounds.get(week)
    return "missing" if asked is not None and file.project.code in asked.projects else "exempt"


def red_line(file: CaseFile, lit: ProjectLights, situation: Situation) -> RedLine:
    """Return a project with a red light, why, and who answers."""
    campaign, project = situation.file.campaign, file.project
    sponsor = campaign.account(project.sponsor)
    return RedLine(
        project=project.code,
        name=project.name,
        unit_name=campaign.unit(project.unit).short,
        sponsor=sponsor.name if sponsor else project.sponsor,
        reasons=lit.reasons or ("审批超时或已过锁定开工时间节点",),
    )


def issue_lines(files: Sequence[CaseFile], situation: Situation, today: date) -> list[IssueLine]:
    """Return every issue of some projects as a line of a list."""
    return [
        issue_line(file.project.code, file.project.name, issue, situation, today)
        for file in files
        for issue in file.issues.values()
    ]


def issue_line(
    project: str, project_name: str, issue: Issue, situation: Situation, today: date
) -> IssueLine:
    """Return an issue of a project as a line of a list."""
    names = situation.file.campaign.office_names
    return IssueLine(
        project=project,
        project_name=project_name,
        issue=issue.number,
        text=issue.text,
        needs=issue.needs,
        office=issue.office,
        office_name=names.get(issue.office, issue.office),
        raised_on=issue.raised_on,
        due_on=issue.due_on,
        solved_on=issue.solved_on,
        overdue=overdue(issue, on=today, days=situation.regulations.days),
    )


def _figures(
    file: CaseFile, known: Figures, reported: str, lit: ProjectLights
) -> ProjectFiguresView:
    project = file.project
    return ProjectFiguresView(
        project=project.code,
        name=project.name,
        unit=project.unit,
        tier=project.tier.value,
        standing=project.standing.value,
        under_way=known.under_way,
        asked_to_start=known.asked_to_start,
        in_production=known.in_production,
        finishing=known.finishing,
        invested_year=known.invested,
        planned_year=known.planned,
        funds_arrived=known.arrived,
        funds=known.funded,
        state_funds_paid=known.state_paid,
        state_funds=known.state_funded,
        reported=reported,
        light=lit.overall,
    )


def _week_before(week: str) -> str:
    year, number = int(week[:4]), int(week[-2:])
    return iso_week(date.fromisocalendar(year, number, 1) - timedelta(days=7))
