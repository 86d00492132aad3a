"""The weekly report of the whole campaign (专项行动周报): read from the ledger, never typed.

Five rates by group and unit with their change against last week, who reported, issues,
red lights with reason and owner, and each target with actual, gap and forecast.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pydantic import TypeAdapter

from casework.office import Office, Situation
from casework.office.reckoning import Reading, Topic, files_of, told_of_all
from casework.weekly.targets.knowing import facts_today, read_facts
from casework.weekly.targets.standing import lines_of, views_of
from models.campaign_views import (
    CampaignReport,
    GroupView,
    IssueLine,
    LateCase,
    ProjectFiguresView,
    RateView,
    RedLine,
)
from models.case import CaseFile, Light
from models.issue import Issue
from models.project import ProjectStanding, ProjectTier
from rules.clocks.round_days import iso_week
from rules.standing.late_cases import decided_late, late_cases, worst_first
from rules.standing.project_lights import ProjectLights, project_lights
from rules.supervision.issues import overdue
from rules.weekly.five_rates import Figures, Rate, RateName, figures, five_rates
from rules.weekly.targets.facts import ProjectFacts
from store.projected.queries import project_codes

FOUR = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Part:
    """What one project adds to the report of a week (项目部分)."""

    code: str
    name: str
    tier: ProjectTier
    unit: str
    standing: ProjectStanding
    now: Figures
    then: Figures
    """As of a week before."""
    light: Light
    red: RedLine | None
    sent: str
    """``on_time``, ``late`` or empty: not reported."""
    doubtful: bool
    late: tuple[LateCase, ...]
    decided_late: int
    issues: tuple[IssueLine, ...]


def part_of(file: CaseFile, situation: Situation, *, week: str, today: date) -> Part:
    """Return what a project adds to the report of a week."""
    project, progress, regulations = file.project, file.progress, situation.regulations
    lit = project_lights(file, on=today, regulations=regulations)
    sent = progress.reports.get(week)
    return Part(
        code=project.code,
        name=project.name,
        tier=project.tier,
        unit=project.unit,
        standing=project.standing,
        now=figures(file, week=week, on=today),
        then=figures(file, week=_week_before(week), on=today - timedelta(days=7)),
        light=lit.overall,
        red=red_line(file, lit, situation) if lit.overall in (Light.RED, Light.BLACK) else None,
        sent="" if sent is None else "late" if week in progress.late else "on_time",
        doubtful=sent is not None and bool(sent.doubts),
        late=late_cases([file], week=week, on=today, regulations=regulations),
        decided_late=decided_late(file, on=today, regulations=regulations),
        issues=tuple(issue_lines([file], situation, today)),
    )


REPORTED: Topic[Part] = Topic(
    "reported",
    TypeAdapter(Part),
    lambda reading, file: part_of(
        file, reading.situation, week=iso_week(reading.on), today=reading.on
    ),
    remembered=0,
)


def campaign_report(office: Office, *, week: str | None = None, today: date) -> CampaignReport:
    """Return the report of a week as of today.

    Of this week it is read off what was worked out; of another one file after another is read.
    """
    with office.store.reading() as connection:
        situation = office.situation(connection)
        wanted = week or iso_week(today)
        if wanted == iso_week(today):
            reading = Reading(office, connection, situation, today)
            parts = [told for _, told in told_of_all(reading, REPORTED)]
            facts = [*facts_today(reading, surely=False)]
        else:
            parts, facts = [], []
            for file in files_of(office, connection, project_codes(connection)):
                parts.append(part_of(file, situation, week=wanted, today=today))
                facts.append(read_facts(file, situation, week=wanted, on=today))
    return _report(parts, facts, situation, week=wanted, today=today)


def _report(
    parts: Sequence[Part],
    facts: Sequence[ProjectFacts],
    situation: Situation,
    *,
    week: str,
    today: date,
) -> CampaignReport:
    campaign = situation.file.campaign
    asked = situation.file.rounds.get(week)
    expected = asked.projects if asked is not None else ()
    reported = [one.sent or ("missing" if one.code in expected else "exempt") for one in parts]
    issues = [issue for one in parts for issue in one.issues]
    late = [case for one in parts for case in one.late]

    def grouped(code: str, name: str, some: Sequence[Part]) -> GroupView:
        rates = rate_views([one.now for one in some], [one.then for one in some])
        return GroupView(code=code, name=name, projects=len(some), rates=rates)

    tiers = {tier: [one for one in parts if one.tier is tier] for tier in ProjectTier}
    units = {unit.code: [one for one in parts if one.unit == unit.code] for unit in campaign.units}
    return CampaignReport(
        campaign=campaign.key,
        title=campaign.title,
        week=week,
        as_of=today,
        projects=len(parts),
        due=sum(one != "exempt" for one in reported),
        on_time=reported.count("on_time"),
        late=reported.count("late"),
        missing=reported.count("missing"),
        missing_projects=tuple(
            part.name for part, one in zip(parts, reported, strict=True) if one == "missing"
        ),
        doubtful=sum(one.doubtful for one in parts),
        overall=rate_views([one.now for one in parts], [one.then for one in parts]),
        by_tier=tuple(
            grouped(tier.value, tier.label, some) for tier, some in tiers.items() if some
        ),
        by_unit=tuple(
            grouped(unit.code, unit.short, units[unit.code])
            for unit in campaign.units
            if units[unit.code]
        ),
        red=tuple(one.red for one in parts if one.red is not None),
        late_cases=worst_first(late),
        decided_late=sum(one.decided_late for one in parts),
        issues_raised=sum(iso_week(one.raised_on) == week for one in issues),
        issues_solved=sum(
            one.solved_on is not None and iso_week(one.solved_on) == week for one in issues
        ),
        issues_overdue=sum(one.overdue for one in issues),
        issues=tuple(one for one in issues if one.solved_on is None),
        targets=views_of(lines_of(facts, situation, on=today), situation),
        figures=tuple(_figures(part, one) for part, one in zip(parts, reported, strict=True)),
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
        name=name.label,
        done=rate.done,
        of=rate.of,
        share=share.quantize(FOUR) if share is not None else None,
        change_points=change,
    )


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


def _figures(part: Part, reported: str) -> ProjectFiguresView:
    known = part.now
    return ProjectFiguresView(
        project=part.code,
        name=part.name,
        unit=part.unit,
        tier=part.tier.value,
        standing=part.standing.value,
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
        light=part.light,
    )


def _week_before(week: str) -> str:
    year, number = int(week[:4]), int(week[-2:])
    return iso_week(date.fromisocalendar(year, number, 1) - timedelta(days=7))
