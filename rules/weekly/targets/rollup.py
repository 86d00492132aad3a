"""How far each measure of each target is, and where it is heading (目标完成情况).

Every figure is the sum of its shares, so drilling down from it adds up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil, sqrt

from models.book import Book
from models.target import MONEY, Target, TargetMeasure
from rules.fold.books import Books
from rules.weekly.targets.book_shares import with_lines
from rules.weekly.targets.chances import NEVER, SURE, at_least, beyond
from rules.weekly.targets.facts import ProjectFacts
from rules.weekly.targets.members import counts
from rules.weekly.targets.reasons import Reason, reasons
from rules.weekly.targets.shares import ZERO, Share, drift, due_on, shares


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One measure of one target: asked, reached, missing, expected (目标完成情况)."""

    target: Target
    measure: TargetMeasure
    asked: Decimal
    by: date | None
    shares: tuple[Share, ...]
    actual: Decimal | None
    """``None`` = the plan gives no base to measure it against, or nobody is counted."""
    forecast: Decimal | None
    """Where it will be on its day if things go on as they do."""
    chance: float | None
    """That it is reached by its day; ``None`` = it has no day, or nothing to go by."""
    missing: Decimal
    """What is missing of what is asked, in projects or yuan; 0 = reached, or no base."""
    reasons: tuple[Reason, ...]
    """Why it is missing, the weightiest first."""

    @property
    def members(self) -> int:
        """Return how many projects and lines it counts."""
        return sum(one.counted for one in self.shares)

    @property
    def not_counted(self) -> int:
        """Return how many are not counted any more (不列入)."""
        return sum(not one.counted for one in self.shares)

    @property
    def gap(self) -> Decimal | None:
        """Return what is missing; zero or less = reached."""
        return self.asked - self.actual if self.actual is not None else None

    @property
    def decided_late(self) -> int:
        """Return how many of the decisions that it counts came after their limit (超期办结)."""
        return sum(one.decided_late for one in self.shares)

    @property
    def started_late(self) -> int:
        """Return how many of the starts that it counts came after its day (逾期开复工)."""
        return sum(one.counted and one.started_late for one in self.shares)

    @property
    def name(self) -> str:
        """Return what is measured, in words: of the year, or of the whole project."""
        whole = self.measure is TargetMeasure.INVESTMENT_RATE and self.target.of_total
        return f"项目{self.measure.label}" if whole else self.measure.label


def target_lines(
    targets: Sequence[Target],
    facts: Sequence[ProjectFacts],
    kept: Books,
    books: Mapping[str, Book],
    *,
    on: date,
    mature: bool,
) -> tuple[TargetLine, ...]:
    """Return every measure of every target as of a day, in the order of the plan.

    ``mature`` = the campaign says when a reserve project is ready to apply.
    """
    moves = drift(facts)
    found = []
    for target in targets:
        members = [fact for fact in facts if counts(target, fact.project)]
        for measure, asked in asked_of(target, mature=mature):
            asking = [one for one in members if _asks(measure, one)]
            own = shares(target, measure, asking, on=on, moves=moves)
            own = with_lines(target, measure, own, kept, books, on=on)
            found.append(_line(target, measure, asked, own, on))
    return tuple(found)


def _asks(measure: TargetMeasure, fact: ProjectFacts) -> bool:
    """Tell whether a measure asks a project: production is asked of those that are finishing."""
    return measure is not TargetMeasure.PRODUCTION_RATE or fact.figures.finishing


def asked_of(target: Target, *, mature: bool) -> Iterator[tuple[TargetMeasure, Decimal]]:
    """Yield what a target measures and what it asks for."""
    asked = {
        TargetMeasure.PROCEDURES_RATE: 1.0 if target.procedures_by is not None else None,
        TargetMeasure.START_RATE: target.start_rate,
        TargetMeasure.LEAST_STARTS: target.least_starts,
        TargetMeasure.INVESTMENT_RATE: target.investment_rate,
        TargetMeasure.PRODUCTION_RATE: target.production_rate,
        TargetMeasure.READY_RATE: target.ready_rate if mature else None,
        TargetMeasure.AMOUNT: target.amount_yuan,
        TargetMeasure.GROWTH: target.growth,
    }
    for measure, wanted in asked.items():
        if wanted is not None:
            yield measure, Decimal(str(wanted))


def _line(
    target: Target, measure: TargetMeasure, asked: Decimal, own: tuple[Share, ...], on: date
) -> TargetLine:
    counted = [one for one in own if one.counted]
    done = sum((one.done for one in counted), ZERO)
    ahead = sum((one.expected for one in counted), ZERO)
    of = sum((one.of for one in counted), ZERO)
    base = _base(target, measure, of)
    by = due_on(target, measure)

    def figure(total: Decimal) -> Decimal | None:
        if base is None:
            return None
        if measure is TargetMeasure.GROWTH:
            return (total - base) / base
        return total / base

    needed = _needed(target, measure, asked, of)
    missing = max(needed - done, ZERO) if base is not None else ZERO
    return TargetLine(
        target=target,
        measure=measure,
        asked=asked,
        by=by,
        shares=own,
        actual=figure(done),
        forecast=figure(ahead),
        chance=_chance(measure, counted, needed, done, by, on) if base is not None else None,
        missing=missing,
        reasons=reasons(measure, asked, own) if missing > 0 else (),
    )


def _base(target: Target, measure: TargetMeasure, of: Decimal) -> Decimal | None:
    """Return what a total is divided by; ``None`` = nothing to measure it against."""
    match measure:
        case TargetMeasure.LEAST_STARTS | TargetMeasure.AMOUNT:
            return Decimal(1)
        case TargetMeasure.GROWTH:
            return Decimal(target.growth_base_yuan) if target.growth_base_yuan else None
        case _:
            return of or None


def _needed(target: Target, measure: TargetMeasure, asked: Decimal, of: Decimal) -> Decimal:
    """Return the total that is asked for, in projects or yuan."""
    match measure:
        case TargetMeasure.LEAST_STARTS | TargetMeasure.AMOUNT:
            return asked
        case TargetMeasure.GROWTH:
            return (asked + 1) * (target.growth_base_yuan or 0)
        case TargetMeasure.INVESTMENT_RATE:
            return asked * of
        case _:
            return Decimal(ceil(asked * of))


def _chance(
    measure: TargetMeasure,
    counted: Sequence[Share],
    needed: Decimal,
    done: Decimal,
    by: date | None,
    on: date,
) -> float | None:
    if done >= needed:
        return SURE
    if by is None:
        return None
    if by < on:
        return NEVER
    if measure in MONEY:
        mean = float(sum((one.expected for one in counted), ZERO))
        deviation = sqrt(sum(one.deviation**2 for one in counted))
        return beyond(float(needed), mean, deviation)
    waiting = [one.chance for one in counted if not one.there]
    known = [one for one in waiting if one is not None]
    return at_least(known, int(needed - done)) if len(known) == len(waiting) else None
