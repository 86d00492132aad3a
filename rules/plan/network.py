"""A project's procedures as a network of steps (事项网络): what must come before what.

One network is what every pass reads: the back-schedule, the forecast, the rescue and
what-if. It says what the ledger has settled and what is left, and no dates of its own:
prerequisites that do not apply were left out when the project was registered, what is
concluded is behind us, a running case has so many working days left.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from models.case import CaseFile
from models.catalogue import Gate, Procedure, Unit
from models.milestone import PlannedProcedure
from rules.in_force.connected import before
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.identity import TheVery
from rules.in_force.regulations import Regulations
from rules.plan.clearance import START_LAND, land_waits
from rules.plan.remainder import Remainder, remainder


class Step(NamedTuple):
    """One procedure in the network (网络中的一步): facts, and what is left to do."""

    procedure: str
    department: str
    finished_on: date | None
    """Concluded on that day: nothing is left."""
    running: bool
    """Accepted: its end follows from facts, ``length`` is what is left from ``ready_on``."""
    ready_on: date
    """Not before this day: today, submitted, arrival of documents that may not be deferred."""
    after: tuple[int, ...]
    """Prerequisites (受理前置): it begins when the last one is concluded."""
    any_of: tuple[tuple[int, ...], ...]
    """Of each group the first one to be concluded is waited for."""
    decided_after: tuple[int, ...]
    """Tolerable prerequisites (前置容缺): they hold up the decision only."""
    length: int
    """What is promised, or left of it, in ``unit``; a notice period is never less than itself."""
    unit: Unit
    not_decided_before: date | None = None
    """Minimum notice period, promised documents, the end of a stop."""
    started_on: date | None = None
    """When it was taken in or opened, where that has happened."""
    least: int = 0
    """What cannot be compressed (法定公告期), in ``unit``, whatever length is tried."""
    counting: bool = False
    """Its clock runs now: what is left is counted from ``ready_on``, on whatever day it is seen."""
    paused: bool = False
    """Its clock stands still: what is left begins when the stop ends."""


Decision = tuple[tuple[tuple[int, ...], ...], tuple[int, ...], tuple[tuple[int, ...], ...]]
"""Groups that hold up the beginning; steps and groups that hold up the decision."""

Row = tuple[int, int, int, bool, tuple[int, ...], int, bool, int, Decision | None]
"""Finished on, started on, ready on, whether its clock runs from that day, after, length,
whether in working days, floor of the end, more."""


@dataclass(frozen=True, slots=True)
class Network:
    """The steps that a gate asks for, each after what it waits for (事项网络)."""

    steps: tuple[Step, ...]
    position: Mapping[str, int]
    wanted: tuple[int, ...]
    """What the gate itself asks for."""
    not_before: date
    """Today, or the day on which the land is cleared."""
    pinned_on: date | None
    gate: str = START_CONSTRUCTION
    on: date = date.min
    """The day from which it is seen; nothing that is left ends sooner."""
    happened_on: date | None = None
    """The day on which work began: the start is a fact."""
    rows: tuple[Row, ...] = field(init=False, repr=False, compare=False)
    """The steps as plain numbers, ordinals for dates: what the passes run over."""

    def __post_init__(self) -> None:
        """Lay the steps out for the passes; edges to what is concluded fall away."""
        done = [step.finished_on is not None for step in self.steps]
        object.__setattr__(self, "rows", tuple(row_of(step, done) for step in self.steps))

    def with_steps(self, steps: Mapping[int, Step]) -> "Network":
        """Return the network with some steps put in place of its own."""
        return replace(
            self,
            steps=tuple(steps.get(number, step) for number, step in enumerate(self.steps)),
        )


class Link(NamedTuple):
    """A procedure in the order of a plan: its place, whatever has become of it (排序中的一步)."""

    procedure: str
    after: tuple[int, ...]
    any_of: tuple[tuple[int, ...], ...]
    decided_after: tuple[int, ...]
    department: str


@dataclass(frozen=True, slots=True)
class Order:
    """A plan in the order of its prerequisites, for one gate (事项次序)."""

    links: tuple[Link, ...]
    position: Mapping[str, int]
    wanted: tuple[int, ...]


def network_of(
    file: CaseFile,
    procedures: Mapping[str, Procedure],
    *,
    on: date,
    regulations: Regulations,
    gate: str = START_CONSTRUCTION,
    deferred: Collection[tuple[str, str]] = (),
) -> Network:
    """Return the network of a project for a gate, as seen on a day.

    ``deferred`` names ``(procedure, document)`` that are accepted conditionally: the
    acceptance does not wait for them.
    """
    gate_in_force = regulations.gates[gate]
    order = order_of(TheVery(file.plan), TheVery(gate_in_force))
    pinned, not_before, happened = bounds(file, gate, on, regulations)
    steps = []
    for link in order.links:
        case = file.cases[link.procedure]
        finished = case.concluded_on if case.concluded else None
        if finished is not None:
            left = Remainder(on, 0, Unit.WORKDAY, started_on=case.opened_on or finished)
        else:
            left = remainder(case, procedures, on, deferred, regulations)
        steps.append(step_of(link, left, finished))
    return Network(
        tuple(steps), order.position, order.wanted, not_before, pinned, gate, on, happened
    )


def step_of(link: Link, left: Remainder, finished_on: date | None = None) -> Step:
    """Return a step that is placed in a plan, with what is left of it."""
    code, after, any_of, decided_after, department = link
    ready, length, unit, floor, running, started, least, counting, paused = left
    return Step(
        *(code, department, finished_on, running, ready, after, any_of, decided_after),
        *(length, unit, floor, started, least, counting, paused),
    )


def bounds(
    file: CaseFile, gate: str, on: date, regulations: Regulations
) -> tuple[date | None, date, date | None]:
    """Return the pinned date of a gate, the day before which it cannot be, and the fact.

    How long the building itself takes is not known here: production is planned against
    the planned completion (计划竣工投产), its papers from what they wait for.
    """
    if gate != START_CONSTRUCTION:
        return file.project.planned_completion, on, None
    if START_LAND in file.confirmed:
        return file.pinned_start, on, file.started_on
    waits = land_waits(file, on, regulations)
    expropriated = waits.cleared_on if waits is not None else on
    planned = file.project.land.cleared_by or on
    return file.pinned_start, max(on, planned, expropriated), file.started_on


@lru_cache(maxsize=2048)
def order_of(the_plan: TheVery[Mapping[str, PlannedProcedure]], the_gate: TheVery[Gate]) -> Order:
    """Put what a gate asks for, and all it waits for, in the order of prerequisites."""
    plan, gate = the_plan.itself, the_gate.itself
    position: dict[str, int] = {}
    on_the_way: set[str] = set()

    def place(code: str) -> None:
        if code in position:
            return
        if code in on_the_way:
            raise ValueError(f"{code} waits for itself")
        on_the_way.add(code)
        for earlier in before(plan[code]):
            if earlier in plan:
                place(earlier)
        position[code] = len(position)

    wanted = [code for code in (*gate.all_of, *gate.applicable_of) if code in plan]
    for code in wanted:
        place(code)

    def numbers(codes: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(position[code] for code in codes if code in plan)

    links = tuple(
        Link(
            code,
            numbers(plan[code].prerequisites),
            tuple(
                numbers(group)
                for group in plan[code].any_of
                if all(before in plan for before in group)
            ),
            numbers(plan[code].tolerable),
            plan[code].department,
        )
        for code in position
    )
    return Order(links, MappingProxyType(position), numbers(tuple(wanted)))


def row_of(step: Step, done: Sequence[bool]) -> Row:
    """Return a step as plain numbers; a decision needs every prerequisite, begun or not."""
    begun = step.started_on.toordinal() if step.started_on is not None else 0
    if step.finished_on is not None:
        return (step.finished_on.toordinal(), begun, 0, False, (), 0, True, 0, None)
    after, decided, groups = step.after, step.decided_after, step.any_of
    if after:
        after = tuple([before for before in after if not done[before]])
    if decided:
        decided = tuple([before for before in decided if not done[before]])
    if groups:
        groups = tuple([group for group in groups if not any(done[one] for one in group)])
    more: Decision | None = None
    if step.running and (after or groups or decided):
        after, more = (), ((), (*after, *decided), groups)
    elif groups or decided:
        more = (groups, decided, ())
    floor = step.not_decided_before
    return (
        0,
        begun,
        step.ready_on.toordinal(),
        step.counting,
        after,
        step.length,
        step.unit is Unit.WORKDAY,
        floor.toordinal() if floor is not None else 0,
        more,
    )
