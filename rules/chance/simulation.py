"""When a project may start, drawn many times over (开工概率预测): Monte Carlo over its network.

Every draw is one forward pass: with the promised lengths it is the pass of the
back-schedule to the day. All draws of a step go through the calendar at once. The same
project at the same version of its ledger gives the same figures.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from models.catalogue import Unit
from rules.chance.confidence import StartConfidence
from rules.days.working_days import EPOCH, WorkingDays
from rules.plan.network import Network, Step

DRAWS = 1000

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """How a step goes, one figure per draw, in working days (单步用时)."""

    wait: Ints | int = 0
    """From when it may be applied for, or from today, to its acceptance."""
    take: Ints | None = None
    """From acceptance to conclusion; ``None`` = what is promised."""
    settle: Ints | int = 0
    """From the conclusion of what holds the decision up to the decision."""
    floor: date | None = None
    """Not concluded before this day, by law (公告期); read only where ``take`` is drawn."""
    looks_ahead: "LooksAhead | None" = None
    """How the applicant treats tolerable prerequisites; ``None`` = does not heed them."""


@dataclass(frozen=True, slots=True, eq=False)
class LooksAhead:
    """Whether an applicant waits for what may come later (前置容缺时的申报习惯)."""

    held: NDArray[np.bool_]
    """Waits for its conclusion."""
    ahead: Ints
    """Where not held: from when it may be applied for itself, to the own acceptance."""
    after: Ints
    """Where held: from its conclusion to the own acceptance."""


AS_PROMISED = Span()


@dataclass(frozen=True, slots=True, eq=False)
class Prospect:
    """How a project goes on (项目走向): its steps, and what else the start waits for."""

    spans: Mapping[str, Span]
    """Procedure → how it goes; a procedure that is not named goes as promised."""
    conditions: Sequence[tuple[date, Ints]] = ()
    """Conditions of the gate still to come: so many working days after a day."""
    passed_on: date | None = None
    """The gate is open since that day."""
    start: Ints | int = 0
    """From the open gate to the start of work."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What the draws gave, as ordinals (抽样结果)."""

    gate: Ints
    """The working day on which the gate opens."""
    start: Ints
    """The working day on which work begins."""
    ends: Mapping[str, Ints] = field(default_factory=dict)
    """Procedure → the day on which it is concluded, of those still open."""


def luck_of(project: str, version: int) -> np.random.Generator:
    """Return the generator of a project at a version of its ledger: the same, the same draws."""
    digest = hashlib.sha256(f"{project}/{version}".encode()).digest()
    return np.random.Generator(np.random.SFC64(int.from_bytes(digest[:8], "big")))


def simulate(network: Network, prospect: Prospect, *, days: WorkingDays, draws: int) -> Drawn:
    """Pass through a network forward, all draws at once."""
    calendar = _Calendar(days, network.on)
    if network.happened_on is not None:
        fact = np.full(draws, network.happened_on.toordinal())
        return Drawn(fact, fact)
    ends: list[Ints] = []
    opens: list[Ints] = []
    done = [step.finished_on is not None for step in network.steps]
    for step in network.steps:
        if step.finished_on is not None:
            finished = np.full(draws, step.finished_on.toordinal())
            ends.append(finished)
            opens.append(finished)
            continue
        span = prospect.spans.get(step.procedure, AS_PROMISED)
        before = [ends[one] for one in step.after if not done[one]]
        before += [
            np.minimum.reduce([ends[one] for one in group])
            for group in step.any_of
            if not any(done[one] for one in group)
        ]
        tolerable = [one for one in step.decided_after if not done[one]]
        ready = np.full(draws, step.ready_on.toordinal())
        if not step.running:
            ready = np.maximum.reduce([ready, *before])
        opens.append(ready)
        holding = [ends[one] for one in tolerable] + (before if step.running else [])
        taken_in = ready
        if not step.running:
            taken_in = _taken_in(
                span,
                ready,
                [ends[one] for one in tolerable],
                [opens[one] for one in tolerable],
                calendar,
            )
        ends.append(_concluded(step, span, taken_in, holding, calendar))
    gate = np.full(draws, max(network.on, network.not_before).toordinal())
    last = [ends[one] for one in network.wanted if not done[one]]
    if prospect.passed_on is None:
        sure = [calendar.add(_full(day, draws), late) for day, late in prospect.conditions]
        gate = calendar.next_working_day(np.maximum.reduce([gate, *last, *sure]))
    else:
        gate = np.full(draws, prospect.passed_on.toordinal())
    start = calendar.next_working_day(calendar.add(gate, prospect.start))
    listed = zip(network.steps, ends, done, strict=True)
    open_ = {step.procedure: end for step, end, over in listed if not over}
    return Drawn(gate, np.maximum(start, calendar.today), open_)


def confidence_of(drawn: Drawn, *, pinned_on: date | None, observed: int = 0) -> StartConfidence:
    """Read P10, P50, P80, P90 and the chance of the pinned date off the draws."""
    start = np.sort(drawn.start)

    def at(share: float) -> date:
        return date.fromordinal(int(start[max(int(np.ceil(share * len(start))) - 1, 0)]))

    on_time = None
    if pinned_on is not None:
        on_time = round(float((start <= pinned_on.toordinal()).mean()), 3)
    return StartConfidence(
        p10=at(0.1),
        p50=at(0.5),
        p80=at(0.8),
        p90=at(0.9),
        on_time=on_time,
        pinned_on=pinned_on,
        draws=len(start),
        observed=observed,
    )


def _full(day: date, draws: int) -> Ints:
    return np.full(draws, day.toordinal())


def _taken_in(
    span: Span, ready: Ints, ends: list[Ints], opens: list[Ints], calendar: "_Calendar"
) -> Ints:
    """Return when a case is taken in: by what the applicant waits for in each draw."""
    plain, habit = calendar.add(ready, span.wait), span.looks_ahead
    if not ends or habit is None:
        return plain
    last = np.maximum.reduce(ends)
    after = calendar.add(np.maximum(ready, last), habit.after)
    ahead = calendar.add(np.maximum.reduce([ready, *opens]), habit.ahead)
    # Who applies ahead does not do so later than who waits.
    waiting = np.where(habit.held, after, np.minimum(ahead, after))
    return np.where(last <= ready, plain, waiting)


def _concluded(
    step: Step, span: Span, taken_in: Ints, holding: list[Ints], calendar: "_Calendar"
) -> Ints:
    floor = step.not_decided_before
    if span.take is None:
        end = calendar.add(taken_in, step.length, step.unit)
    else:
        floor = span.floor
        end = calendar.add(taken_in, span.take)
        if step.least and not step.running:
            end = np.maximum(end, calendar.add(taken_in, step.least, step.unit))
    if holding:
        end = np.maximum(end, calendar.add(np.maximum.reduce(holding), span.settle))
    if floor is not None:
        end = np.maximum(end, floor.toordinal())
    return np.maximum(end, calendar.on)


class _Calendar:
    """The working days as arrays: many additions at once, each as `WorkingDays.add` has it.

    What would end after the calendar does ends on its last day: a tail has no end of its own.
    """

    def __init__(self, days: WorkingDays, on: date) -> None:
        self.on = on.toordinal()
        self.today = days.next_working_day(on).toordinal()
        self._counts, self._nth = days.counts, days.nth
        self._last = int(self._nth[-1])

    def next_working_day(self, day: Ints) -> Ints:
        upto = self._counts[day - EPOCH - 1]
        return self._nth[upto].astype(np.int64)

    def add(self, start: Ints, length: Ints | int, unit: Unit = Unit.WORKDAY) -> Ints:
        if unit is Unit.CALENDAR_DAY:
            return self.next_working_day(np.minimum(start + length, self._last))
        if isinstance(length, int) and length == 0:
            return start
        place = self._counts[start - EPOCH] + length
        added = self._nth[np.minimum(place, len(self._nth)) - 1].astype(np.int64)
        return np.where(np.equal(length, 0), start, added)
