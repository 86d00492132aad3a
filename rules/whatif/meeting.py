"""What a dispatch meeting should settle first (会办议程): most working days of start a minute.

Each procedure that is open today could be settled: concluded within a few working days,
never before its prerequisites, nor before a notice period is over. What is gained is read
off the project's network; procedures that only help together are one item. A project's
next item counts what it adds to the one before, so gains a minute fall, and taking the
best one first over all projects is the greedy order of the fractional knapsack (Dantzig,
Operations Research 5, 1957).
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from models.catalogue import Unit
from models.meeting import MeetingRules
from rules.days.working_days import WorkingDays
from rules.plan.network import Network, Step
from rules.plan.passes import forward

TOGETHER = 6
"""Procedures of a project that are tried together: all subsets of them."""


@dataclass(frozen=True, slots=True)
class Item:
    """Procedures of one project to be settled together (议程项目)."""

    project: str
    procedures: tuple[str, ...]
    minutes: int
    days: int
    """Working days by which the start comes nearer, no further than the pinned date."""
    starts_on: date
    """The start once this and the project's earlier items are settled."""

    @property
    def worth(self) -> float:
        """Return the working days gained a minute."""
        return self.days / self.minutes


def items_of(
    project: str,
    network: Network,
    rules: MeetingRules,
    days: WorkingDays,
    *,
    beyond: Container[str] = (),
) -> Iterator[Item]:
    """Yield what a meeting may settle of a project, the most worth a minute first.

    ``beyond`` names procedures that are not its to settle: a superior level decides them.
    """
    if network.pinned_on is None or network.happened_on is not None:
        return
    pinned = days.index(network.pinned_on)
    open_ = relevant(network, rules, days, beyond=beyond)
    late = _late(network, pinned, days)
    while late > 0 and open_:
        best: tuple[float, int, tuple[int, ...]] | None = None
        for size in range(1, len(open_) + 1):
            for some in combinations(open_, size):
                gained = late - _late(settled(network, some, rules), pinned, days)
                worth = gained / (size * rules.minutes_each)
                if gained > 0 and (best is None or worth > best[0]):
                    best = worth, gained, some
        if best is None:
            return
        _, gained, some = best
        network = settled(network, some, rules)
        late -= gained
        open_ = tuple(one for one in open_ if one not in some)
        yield Item(
            project=project,
            procedures=tuple(network.steps[one].procedure for one in some),
            minutes=len(some) * rules.minutes_each,
            days=gained,
            starts_on=date.fromordinal(forward(network, days).start_on),
        )


def agenda(items: Iterable[Item], *, first: Container[str] = ()) -> tuple[Item, ...]:
    """Return the items of all projects in the order of the meeting.

    Of the same worth, those of the projects that come ``first`` (重点项目) stand before others.
    """

    def place(one: Item) -> tuple[object, ...]:
        return (-one.worth, one.minutes, one.project not in first, one.project)

    return tuple(sorted(items, key=place))


def within(items: Sequence[Item], minutes: int) -> frozenset[int]:
    """Return the places of the items that fit into a meeting, taken in their order.

    A project's later item needs its earlier one: where that does not fit, neither does this.
    """
    left, taken, left_out = minutes, set(), set()
    for place, one in enumerate(items):
        if one.project in left_out or one.minutes > left:
            left_out.add(one.project)
            continue
        taken.add(place)
        left -= one.minutes
    return frozenset(taken)


def relevant(
    network: Network, rules: MeetingRules, days: WorkingDays, *, beyond: Container[str] = ()
) -> tuple[int, ...]:
    """Return the open steps without which settling the others gains less, most first.

    At most :data:`TOGETHER`; where that is not all, those whose absence costs most.
    """
    open_ = [
        place
        for place, step in enumerate(network.steps)
        if step.procedure not in beyond and _open(network, step)
    ]
    full = forward(settled(network, open_, rules), days).start_on
    bare = forward(network, days).start_on
    if full >= bare:
        return ()
    missed = {}
    for one in open_:
        others = [place for place in open_ if place != one]
        without = forward(settled(network, others, rules), days).start_on
        alone = forward(settled(network, [one], rules), days).start_on
        missed[one] = (without - full, bare - alone)
    found = [one for one in open_ if any(missed[one])]
    found.sort(key=lambda one: (-missed[one][0], -missed[one][1], one))
    return tuple(found[:TOGETHER])


def settled(network: Network, some: Iterable[int], rules: MeetingRules) -> Network:
    """Return a network with some of its steps settled by a meeting."""
    return network.with_steps({place: _settled(network.steps[place], rules) for place in some})


def _open(network: Network, step: Step) -> bool:
    """Tell whether somebody can do something about a step today."""
    if step.finished_on is not None or step.paused:
        return False
    if step.running:
        return True

    def done(place: int) -> bool:
        return network.steps[place].finished_on is not None

    return all(map(done, step.after)) and all(any(map(done, group)) for group in step.any_of)


def _settled(step: Step, rules: MeetingRules) -> Step:
    if step.length <= rules.settled_workdays:
        return step
    if step.unit is Unit.WORKDAY:
        return step._replace(length=max(rules.settled_workdays, step.least))
    if step.least:
        return step  # a notice period in calendar days is not shortened
    return step._replace(length=rules.settled_workdays, unit=Unit.WORKDAY)


def _late(network: Network, pinned: int, days: WorkingDays) -> int:
    """Return by how many working days the start lies after a day; 0 = in time."""
    start = date.fromordinal(forward(network, days).start_on)
    return max(days.index(start) - pinned, 0)
