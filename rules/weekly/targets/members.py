"""Which projects and which lines of books a target counts (统计范围)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.book_line import BookLine
from models.project import Fund, Project, ProjectStanding, ProjectTier, ProjectType
from models.target import BookSource, Target


@dataclass(frozen=True, slots=True)
class Member:
    """What targets ask of a registered project (统计对象): thousands of them are held at once."""

    code: str
    name: str
    unit: str
    tier: ProjectTier
    type: ProjectType
    standing: ProjectStanding
    funds: tuple[Fund, ...]
    investment: Decimal
    """Of the whole project, in yuan."""


def member_of(project: Project) -> Member:
    """Return what targets ask of a project."""
    return Member(
        project.code,
        project.name,
        project.unit,
        project.tier,
        project.type,
        project.standing,
        project.funds,
        project.investment.total,
    )


def counts(target: Target, project: Member) -> bool:
    """Tell whether a target counts a project."""
    asked = target.members
    return (
        (not asked.tiers or project.tier in asked.tiers)
        and (not asked.types or project.type in asked.types)
        and (not asked.standings or project.standing in asked.standings)
        and project.standing not in asked.except_standings
        and (not asked.funds or any(fund_counts(target, fund) for fund in project.funds))
        and (not asked.projects or project.code in asked.projects)
    )


def fund_counts(target: Target, fund: Fund) -> bool:
    """Tell whether a target counts a source of money."""
    asked, issued = target.members, fund.issued_on
    if fund.kind not in asked.funds:
        return False
    if asked.issued_from is not None and (issued is None or issued < asked.issued_from):
        return False
    return asked.issued_until is None or (issued is not None and issued <= asked.issued_until)


def lines_of(source: BookSource, lines: Iterable[BookLine]) -> Iterator[BookLine]:
    """Yield the lines of its book that a source counts."""
    for line in lines:
        if line.state in source.except_states:
            continue
        if any(line.text(field) not in wanted for field, wanted in source.where.items()):
            continue
        if source.between is not None:
            field, first, last = source.between
            if not first <= (line.day(field) or date.min) <= last:
                continue
        yield line
