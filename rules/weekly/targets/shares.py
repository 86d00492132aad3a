"""What each project adds to a measure of a target (指标构成): drilling down is reading these."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import sqrt

from models.target import Target, TargetMeasure
from rules.weekly.targets.chances import NEVER, SURE, beyond, pace
from rules.weekly.targets.facts import ProjectFacts, by_day
from rules.weekly.targets.holdups import Cause, Holdup

ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Share:
    """What one project, or one line of a book, adds to a measure (构成)."""

    name: str
    unit: str
    """Code of the unit, or number of the post, that answers for it."""
    done: Decimal
    """Yuan, or one for a project that has got there."""
    of: Decimal
    """What it is counted of: yuan, or one."""
    expected: Decimal
    """What it will add by the measure's day, at most likely."""
    chance: float | None = None
    """That it has got there by then; ``None`` = cannot be said, or sums are added."""
    deviation: float = 0.0
    """Standard deviation of ``expected``, where sums are added."""
    project: str = ""
    book: str = ""
    line: int = 0
    counted: bool = True
    """Not counted any more: it missed its day (不列入招商成果)."""
    holdup: Holdup | None = None
    """Why it is not there; ``None`` = it is."""
    decided_late: int = 0
    started_late: bool = False
    """It has begun, and only after the measure's day."""

    @property
    def there(self) -> bool:
        """Tell whether nothing is left of it."""
        return self.done >= self.of


@dataclass(frozen=True, slots=True)
class Drift:
    """How expected completions move from week to week, over all projects (竣工预期推移)."""

    mean: float
    spread: float
    known: int


def drift(facts: Sequence[ProjectFacts]) -> Drift:
    """Return how expected completions moved from report to report."""
    moved = pace([one for fact in facts for one in fact.shifts])
    return Drift(moved.mean, moved.spread, moved.weeks)


def shares(
    target: Target, measure: TargetMeasure, facts: Sequence[ProjectFacts], *, on: date, moves: Drift
) -> tuple[Share, ...]:
    """Return what the registered projects of a target add to one of its measures."""
    view = _View(target, due_on(target, measure), on, moves)
    made = _MAKERS[measure]
    found = []
    for fact in facts:
        share = made(view, fact)
        if measure in target.forfeits and forfeited(target.start_by, fact.started_on, on):
            lost = Holdup(Cause.FORFEITED, office=share.unit)
            share = replace(share, counted=False, expected=ZERO, chance=NEVER, holdup=lost)
        found.append(replace(share, holdup=None) if share.there and share.counted else share)
    return tuple(found)


def due_on(target: Target, measure: TargetMeasure) -> date | None:
    """Return the day by which a measure of a target is asked for."""
    match measure:
        case TargetMeasure.PROCEDURES_RATE:
            return target.procedures_by
        case TargetMeasure.START_RATE:
            return target.start_by or target.by
        case TargetMeasure.LEAST_STARTS:
            return target.least_starts_by or target.start_by or target.by
        case TargetMeasure.GROWTH:
            return target.growth_by or target.by
        case _:
            return target.by


def forfeited(last: date | None, started_on: date | None, on: date) -> bool:
    """Tell whether a project has missed the day after which it does not count (否则不列入)."""
    return last is not None and last < on and (started_on is None or started_on > last)


@dataclass(frozen=True, slots=True)
class _View:
    """What a measure is looked at with."""

    target: Target
    by: date | None
    on: date
    moves: Drift

    @property
    def over(self) -> bool:
        """Tell whether its day has passed, so that nothing is left to expect."""
        return self.by is not None and self.by < self.on

    def counted(
        self,
        fact: ProjectFacts,
        there: bool,
        expected: Callable[[date], bool],
        chance: Callable[[date], float | None],
        holdup: Holdup,
    ) -> Share:
        """Return the share of a project that is counted as one."""
        ahead: bool
        surely: float | None
        if there:
            ahead, surely = True, SURE
        elif self.by is None or self.over:
            ahead, surely = False, None if self.by is None else NEVER
        else:
            ahead, surely = expected(self.by), chance(self.by)
        return Share(
            name=fact.project.name,
            unit=fact.project.unit,
            done=Decimal(there),
            of=ONE,
            expected=Decimal(ahead),
            chance=surely,
            project=fact.project.code,
            holdup=holdup,
        )

    def added(self, fact: ProjectFacts, done: Decimal, of: Decimal) -> Share:
        """Return the share of a project that adds a sum, carried forward at its own pace."""
        ahead, deviation = ZERO, 0.0
        if self.by is not None and not self.over and fact.weekly:
            weeks = Decimal((self.by - self.on).days) / 7
            room = max(fact.project.investment - fact.invested_total, ZERO)
            mean = sum(fact.weekly, ZERO) / len(fact.weekly)
            ahead = min(mean * weeks, room)
            deviation = pace(fact.weekly).ahead(float(weeks))[1] if ahead < room else 0.0
        return Share(
            name=fact.project.name,
            unit=fact.project.unit,
            done=done,
            of=of,
            expected=done + ahead,
            deviation=deviation,
            project=fact.project.code,
            holdup=fact.holdups.investment,
        )


def _procedures(view: _View, fact: ProjectFacts) -> Share:
    share = view.counted(
        fact,
        fact.procedures_done,
        lambda by: fact.start_on is not None and fact.start_on <= by,
        lambda by: by_day(fact.chances.procedures_end, by) if fact.chances.procedures_end else None,
        fact.holdups.procedures,
    )
    return replace(share, decided_late=fact.decided_late)


def _starts(view: _View, fact: ProjectFacts) -> Share:
    share = view.counted(
        fact,
        fact.figures.under_way,
        lambda by: fact.start_on is not None and fact.start_on <= by,
        lambda by: by_day(fact.chances.starts, by) if fact.chances.starts else None,
        fact.holdups.start,
    )
    last, began = view.by, fact.started_on
    late = share.there and last is not None and began is not None and began > last
    return replace(share, started_late=late)


def _counted_starts(view: _View, fact: ProjectFacts) -> Share:
    """A start of the whole year; one whose day is the year's end may come after the campaign."""
    last = view.target.start_by if TargetMeasure.LEAST_STARTS in view.target.forfeits else None
    by = min(filter(None, (view.by, last)), default=None)
    return _starts(replace(view, by=by), fact)


def _production(view: _View, fact: ProjectFacts) -> Share:
    def chance(by: date) -> float | None:
        if fact.completes_on is None:
            return None
        weeks = (by - view.on).days / 7
        later = view.moves.mean * weeks
        return beyond(0, (by - fact.completes_on).days - later, view.moves.spread * sqrt(weeks))

    return view.counted(
        fact,
        fact.figures.in_production,
        lambda by: fact.completes_on is not None and fact.completes_on <= by,
        chance,
        fact.holdups.production,
    )


def _ready(view: _View, fact: ProjectFacts) -> Share:
    return view.counted(
        fact,
        fact.ready,
        lambda by: fact.ready_on is not None and fact.ready_on <= by,
        lambda by: by_day(fact.chances.readies, by) if fact.chances.readies else None,
        fact.holdups.ready,
    )


def _invested(view: _View, fact: ProjectFacts) -> Share:
    if view.target.of_total:
        return view.added(fact, fact.invested_total, fact.project.investment)
    return view.added(fact, fact.figures.invested, fact.figures.planned)


def _grown(view: _View, fact: ProjectFacts) -> Share:
    share = view.added(fact, fact.figures.arrived, ZERO)
    return replace(share, expected=share.done, deviation=0.0)


_MAKERS: dict[TargetMeasure, Callable[[_View, ProjectFacts], Share]] = {
    TargetMeasure.PROCEDURES_RATE: _procedures,
    TargetMeasure.START_RATE: _starts,
    TargetMeasure.LEAST_STARTS: _counted_starts,
    TargetMeasure.INVESTMENT_RATE: _invested,
    TargetMeasure.PRODUCTION_RATE: _production,
    TargetMeasure.READY_RATE: _ready,
    TargetMeasure.AMOUNT: _invested,
    TargetMeasure.GROWTH: _grown,
}
