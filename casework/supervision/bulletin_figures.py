"""The figures of a monthly bulletin (通报数据): each project read through one month of its ledger.

Counted from the entries up to the last day of the month, with what the law brings by
then whether or not anybody has watched: drafted on its day or after an outage of months,
a bulletin tells the same, and blames nobody for days on which a lapsed promise stopped
the clock.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from pydantic import TypeAdapter

from casework.desk import SYSTEM, ZONE, Stamp, caught_up
from casework.office.reckoning import Reading, Topic, told_of_all
from casework.weekly.summary import rate_views, red_line
from models.act import Via
from models.bulletin import BulletinRules
from models.bulletin_figures import (
    BulletinFigures,
    DepartmentLine,
    IssueFigures,
    OverdueDocument,
    PromptStart,
    RankedUnit,
    RungLine,
)
from models.campaign_views import GroupView, LateCase, RedLine
from models.case import CaseFile, Light
from models.project import ProjectTier
from models.supervision import (
    InterviewHeld,
    MatterClosed,
    SlipAnswered,
    SlipDrafted,
    SlipDropped,
    SlipIssued,
)
from rules.clocks.bulletin_days import first_of, month_of
from rules.clocks.clock import ONE_DAY
from rules.clocks.receipt import clock_runs
from rules.clocks.round_days import iso_week
from rules.days.working_days import WorkingDays
from rules.in_force.regulations import Regulations
from rules.standing.late_cases import SUPERIOR, SUPERIOR_NAME, deciding, late_case
from rules.standing.project_lights import project_lights
from rules.supervision.issues import overdue
from rules.supervision.project_month import ProjectMonth, project_month
from rules.weekly.five_rates import Figures, RateName, figures

COUNTED = (SlipDrafted, SlipIssued, SlipDropped, SlipAnswered, InterviewHeld)
"""Entries about supervision that a bulletin counts."""


@dataclass(frozen=True, slots=True)
class Read:
    """A case whose clock was read (办件时限)."""

    department: str
    decided: bool
    late: LateCase | None


@dataclass(frozen=True, slots=True)
class Part:
    """What one project adds to a bulletin (项目部分)."""

    tier: ProjectTier
    unit: str
    now: Figures
    then: Figures | None
    """At the end of the month before."""
    read: tuple[Read, ...]
    overdue: tuple[OverdueDocument, ...]
    red: RedLine | None
    issues: IssueFigures
    happened: tuple[tuple[str, str, int], ...]
    """Kind of an entry about supervision, its rung, and how many there were."""
    closed: int
    gone: int
    prompt_start: PromptStart | None


def bulletin_figures(reading: Reading, rules: BulletinRules, *, today: date) -> BulletinFigures:
    """Return what the bulletin of a month tells, as the ledger stood at the end of a day of it."""
    campaign, regulations = reading.situation.file.campaign, reading.situation.regulations
    topic = MONTH if reading.on == today else ENDED
    parts = [part for _, part in told_of_all(reading, topic) if part is not None]
    read = [one for part in parts for one in part.read]
    happened: Counter[tuple[str, str]] = Counter()
    for part in parts:
        happened.update({(kind, rung): number for kind, rung, number in part.happened})

    def grouped(code: str, name: str, some: Sequence[Part]) -> GroupView:
        then = [one.then for one in some if one.then is not None]
        return GroupView(
            code=code,
            name=name,
            projects=len(some),
            rates=rate_views([one.now for one in some], then),
        )

    tiers = {tier: [one for one in parts if one.tier is tier] for tier in ProjectTier}
    units = {unit.code: [one for one in parts if one.unit == unit.code] for unit in campaign.units}
    return BulletinFigures(
        title=campaign.title,
        issuer=rules.issuer,
        projects=len(parts),
        overall=grouped("all", "全区", parts).rates,
        by_tier=tuple(
            grouped(tier.value, tier.label, some) for tier, some in tiers.items() if some
        ),
        units=_ranked(
            grouped(unit.code, unit.short, units[unit.code])
            for unit in campaign.units
            if units[unit.code]
        ),
        departments=tuple(_departments(read, regulations)),
        late_cases=tuple(
            sorted(
                (one.late for one in read if one.late),
                key=lambda one: (-one.days_late, not one.key),
            )
        ),
        overdue_documents=tuple(one for part in parts for one in part.overdue),
        red=tuple(part.red for part in parts if part.red is not None),
        issues=_all_issues(parts),
        rungs=tuple(_rungs(happened, regulations)),
        matters_closed=sum(one.closed for one in parts),
        matters_gone=sum(one.gone for one in parts),
        interviews=happened[InterviewHeld.__name__, ""],
        prompt_starts=tuple(one.prompt_start for one in parts if one.prompt_start),
    )


def _part(reading: Reading, file: CaseFile) -> Part | None:
    """Return what a project adds, read through the month and brought up to the day.

    ``None`` = it was not registered by then. What has been entered since makes no difference.
    """
    as_of, situation = reading.on, reading.situation
    month, regulations = month_of(as_of), situation.regulations
    entries, campaign = reading.entries(file.project.code), situation.file.campaign
    seen = project_month(entries, campaign, month=month, as_of=as_of)
    if seen is None:
        return None
    earlier = first_of(month) - ONE_DAY
    at_its_end = Stamp(by=SYSTEM, via=Via.SYSTEM, now=datetime.combine(as_of, time.max, ZONE))
    file = caught_up(seen.file, situation, at_its_end)[1]
    seen = replace(seen, file=file)
    lit = project_lights(file, on=as_of, regulations=regulations)
    closed = [one.payload for one in seen.entries if isinstance(one.payload, MatterClosed)]
    before = seen.before
    return Part(
        tier=file.project.tier,
        unit=file.project.unit,
        now=figures(file, week=iso_week(as_of), on=as_of),
        then=figures(before, week=iso_week(earlier), on=earlier) if before else None,
        read=tuple(_read(seen, regulations, as_of)),
        overdue=tuple(_overdue_documents(file, regulations, as_of)),
        red=red_line(file, lit, situation) if lit.overall in (Light.RED, Light.BLACK) else None,
        issues=_issues(file, month=month, as_of=as_of, days=regulations.days),
        happened=tuple((*kind, number) for kind, number in _counted(seen).items()),
        closed=len(closed),
        gone=sum(one.gone for one in closed),
        prompt_start=seen.prompt_start,
    )


def _counted(seen: ProjectMonth) -> Counter[tuple[str, str]]:
    return Counter(
        (type(one.payload).__name__, getattr(one.payload, "rung", ""))
        for one in seen.entries
        if isinstance(one.payload, COUNTED)
    )


_FORM: TypeAdapter[Part | None] = TypeAdapter(Part | None)
MONTH: Topic[Part | None] = Topic("month", _FORM, _part, from_entries=True, remembered=0)
"""The month so far, as of today."""
ENDED: Topic[Part | None] = Topic("month-ended", _FORM, _part, from_entries=True, remembered=0)
"""The month that is over, as of its last day: kept beside today's until it is drafted."""


def _ranked(groups: Iterator[GroupView]) -> tuple[RankedUnit, ...]:
    """Put units in the order of their start rate; equal rates have one rank."""
    shares = {
        group: next(one.share for one in group.rates if one.code == RateName.START.value)
        for group in groups
    }
    known = sorted((one for one in shares.values() if one is not None), reverse=True)
    ranked = [
        RankedUnit(rank=known.index(share) + 1 if share is not None else None, group=group)
        for group, share in shares.items()
    ]
    return tuple(sorted(ranked, key=lambda one: one.rank or len(ranked) + 1))


def _read(seen: ProjectMonth, regulations: Regulations, as_of: date) -> Iterator[Read]:
    """Yield the cases that were decided in the month, then those that still run."""
    procedures = regulations.procedures(seen.file.project, on=as_of)
    running = (
        case for case in seen.file.cases.values() if clock_runs(seen.file, case, regulations)
    )
    for decided, cases in ((True, seen.decided), (False, running)):
        for case in cases:
            department, _ = deciding(seen.file, procedures[case.procedure], regulations)
            late = late_case(seen.file, case, on=as_of, regulations=regulations)
            yield Read(department, decided, late)


def _departments(read: Sequence[Read], regulations: Regulations) -> Iterator[DepartmentLine]:
    codes = [*(one.code for one in regulations.campaign.departments), SUPERIOR]
    for code in codes:
        own = [one for one in read if one.department == code]
        if own:
            decided = [one for one in own if one.decided]
            yield DepartmentLine(
                code=code,
                name=SUPERIOR_NAME if code == SUPERIOR else regulations.department_name(code),
                decided=len(decided),
                decided_late=sum(one.late is not None for one in decided),
                running=len(own) - len(decided),
                running_late=sum(one.late is not None for one in own if not one.decided),
            )


def _overdue_documents(
    file: CaseFile, regulations: Regulations, as_of: date
) -> Iterator[OverdueDocument]:
    procedures = regulations.procedures(file.project, on=as_of)
    for case in file.cases.values():
        procedure = procedures[case.procedure]
        if case.ended_on is not None:
            continue  # returned, refused or withdrawn: nothing is owed any more
        for owed in case.outstanding:
            if owed.due_on < as_of:
                document = procedure.document(owed.document)
                yield OverdueDocument(
                    project=file.project.code,
                    project_name=file.project.name,
                    procedure=case.procedure,
                    procedure_name=procedure.name,
                    document_name=document.name if document else owed.document,
                    due_on=owed.due_on,
                )


def _issues(file: CaseFile, *, month: str, as_of: date, days: WorkingDays) -> IssueFigures:
    first, every = first_of(month), file.issues.values()
    solved = [issue.solved_on for issue in every if issue.solved_on is not None]
    return IssueFigures(
        raised=sum(issue.raised_on >= first for issue in every),
        solved=sum(day >= first for day in solved),
        raised_so_far=len(every),
        solved_so_far=len(solved),
        overdue=sum(overdue(issue, on=as_of, days=days) for issue in every),
    )


def _all_issues(parts: Sequence[Part]) -> IssueFigures:
    every = [one.issues for one in parts]
    return IssueFigures(
        raised=sum(one.raised for one in every),
        solved=sum(one.solved for one in every),
        raised_so_far=sum(one.raised_so_far for one in every),
        solved_so_far=sum(one.solved_so_far for one in every),
        overdue=sum(one.overdue for one in every),
    )


def _rungs(happened: Mapping[tuple[str, str], int], regulations: Regulations) -> Iterator[RungLine]:
    ladder = regulations.rulebook.escalation
    for rung in ladder.rungs if ladder is not None else ():

        def counted(kind: type, code: str = rung.code) -> int:
            return happened.get((kind.__name__, code), 0)

        yield RungLine(
            code=rung.code,
            name=rung.name,
            drafted=counted(SlipDrafted),
            issued=counted(SlipIssued),
            dropped=counted(SlipDropped),
            answered=counted(SlipAnswered),
        )
