"""The figures of a monthly bulletin (通报数据): each project read through one month of its ledger.

Counted from the entries up to the last day of the month, with what the law brings by
then whether or not anybody has watched: drafted on its day or after an outage of months,
a bulletin tells the same, and blames nobody for days on which a lapsed promise stopped
the clock.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlalchemy import Connection

from casework.desk import SYSTEM, ZONE, Stamp, caught_up
from casework.office import Situation
from casework.weekly.summary import rate_views, red_line
from models.act import Via
from models.bulletin import BulletinRules
from models.bulletin_figures import (
    BulletinFigures,
    DepartmentLine,
    IssueFigures,
    OverdueDocument,
    RankedUnit,
    RungLine,
)
from models.campaign_views import GroupView, LateCase
from models.case import CaseFile, Light
from models.labels import label
from models.ledger import Entry
from models.project import ProjectTier
from models.supervision import (
    InterviewHeld,
    MatterClosed,
    SlipAnswered,
    SlipDrafted,
    SlipDropped,
    SlipIssued,
)
from rules.acceptance.issues import overdue
from rules.clocks.bulletin_days import first_of
from rules.clocks.clock import ONE_DAY
from rules.clocks.receipt import clock_runs
from rules.clocks.round_days import iso_week
from rules.days.working_days import WorkingDays
from rules.in_force.regulations import Regulations
from rules.standing.late_cases import SUPERIOR, SUPERIOR_NAME, deciding, late_case
from rules.standing.project_lights import project_lights
from rules.supervision.project_month import ProjectMonth, project_month
from rules.weekly.five_rates import RateName, figures
from store import ledger
from store.projected.queries import project_lines


@dataclass(frozen=True, slots=True)
class _Read:
    """A case whose clock was read (办件时限)."""

    department: str
    decided: bool
    late: LateCase | None


def bulletin_figures(
    connection: Connection, situation: Situation, rules: BulletinRules, *, month: str, as_of: date
) -> BulletinFigures:
    """Return what the bulletin of a month tells, as the ledger stood at the end of a day."""
    campaign, regulations = situation.file.campaign, situation.regulations
    streams = (ledger.read(connection, line.code) for line in project_lines(connection))
    months = [
        seen
        for entries in streams
        if (seen := project_month(entries, campaign, month=month, as_of=as_of)) is not None
    ]
    at_its_end = Stamp(by=SYSTEM, via=Via.SYSTEM, now=datetime.combine(as_of, time.max, ZONE))
    months = [replace(one, file=caught_up(one.file, situation, at_its_end)[1]) for one in months]
    files = [one.file for one in months]
    read = [one for seen in months for one in _read(seen, regulations, as_of)]
    grouped = _grouping(months, month=month, as_of=as_of)
    entries = [entry for one in months for entry in one.entries]
    closed = [one.payload for one in entries if isinstance(one.payload, MatterClosed)]
    lights = [(one, project_lights(one, on=as_of, regulations=regulations)) for one in files]
    return BulletinFigures(
        title=campaign.title,
        issuer=rules.issuer,
        projects=len(months),
        overall=grouped(lambda _: "all", "all", "全区").rates,
        by_tier=tuple(
            grouped(lambda file: file.project.tier.value, tier.value, label(tier))
            for tier in ProjectTier
            if any(file.project.tier is tier for file in files)
        ),
        units=_ranked(
            grouped(lambda file: file.project.unit, unit.code, unit.short)
            for unit in campaign.units
            if any(file.project.unit == unit.code for file in files)
        ),
        departments=tuple(_departments(read, regulations)),
        late_cases=tuple(
            sorted((one.late for one in read if one.late), key=lambda one: -one.days_late)
        ),
        overdue_documents=tuple(_overdue_documents(files, regulations, as_of)),
        red=tuple(
            red_line(file, lit, situation)
            for file, lit in lights
            if lit.overall in (Light.RED, Light.BLACK)
        ),
        issues=_issues(files, month=month, as_of=as_of, days=regulations.days),
        rungs=tuple(_rungs(entries, regulations)),
        matters_closed=len(closed),
        matters_gone=sum(one.gone for one in closed),
        interviews=sum(isinstance(one.payload, InterviewHeld) for one in entries),
        prompt_starts=tuple(one.prompt_start for one in months if one.prompt_start),
    )


def _grouping(
    months: Sequence[ProjectMonth], *, month: str, as_of: date
) -> Callable[[Callable[[CaseFile], str], str, str], GroupView]:
    """Return what gives the rates of a group, against the end of the month before."""
    earlier = first_of(month) - ONE_DAY
    now = [figures(one.file, week=iso_week(as_of), on=as_of) for one in months]
    then = [
        figures(one.before, week=iso_week(earlier), on=earlier) if one.before else None
        for one in months
    ]

    def grouped(of: Callable[[CaseFile], str], code: str, name: str) -> GroupView:
        places = [place for place, one in enumerate(months) if of(one.file) == code]
        return GroupView(
            code=code,
            name=name,
            projects=len(places),
            rates=rate_views(
                [now[one] for one in places],
                [known for one in places if (known := then[one]) is not None],
            ),
        )

    return grouped


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


def _read(seen: ProjectMonth, regulations: Regulations, as_of: date) -> Iterator[_Read]:
    """Yield the cases that were decided in the month, then those that still run."""
    procedures = regulations.procedures(seen.file.project, on=as_of)
    running = (
        case for case in seen.file.cases.values() if clock_runs(seen.file, case, regulations)
    )
    for decided, cases in ((True, seen.decided), (False, running)):
        for case in cases:
            department, _ = deciding(seen.file, procedures[case.procedure], regulations)
            late = late_case(seen.file, case, on=as_of, regulations=regulations)
            yield _Read(department, decided, late)


def _departments(read: Sequence[_Read], regulations: Regulations) -> Iterator[DepartmentLine]:
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
    files: Sequence[CaseFile], regulations: Regulations, as_of: date
) -> Iterator[OverdueDocument]:
    for file in files:
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


def _issues(
    files: Sequence[CaseFile], *, month: str, as_of: date, days: WorkingDays
) -> IssueFigures:
    first = first_of(month)
    every = [issue for file in files for issue in file.issues.values()]
    solved = [issue.solved_on for issue in every if issue.solved_on is not None]
    return IssueFigures(
        raised=sum(issue.raised_on >= first for issue in every),
        solved=sum(day >= first for day in solved),
        raised_so_far=len(every),
        solved_so_far=len(solved),
        overdue=sum(overdue(issue, on=as_of, days=days) for issue in every),
    )


def _rungs(entries: Sequence[Entry], regulations: Regulations) -> Iterator[RungLine]:
    ladder = regulations.rulebook.escalation
    for rung in ladder.rungs if ladder is not None else ():

        def counted(kind: type, code: str = rung.code) -> int:
            return sum(
                isinstance(one.payload, kind) and getattr(one.payload, "rung", "") == code
                for one in entries
            )

        yield RungLine(
            code=rung.code,
            name=rung.name,
            drafted=counted(SlipDrafted),
            issued=counted(SlipIssued),
            dropped=counted(SlipDropped),
            answered=counted(SlipAnswered),
        )
