"""Forward and backward over a network (顺排、倒排): the two passes that every plan is made of.

Forward: the earliest a step can begin and end, and so the day on which the gate can
open. Backward, its mirror: the latest, so that the gate still opens on a given day. Both
count by table look-up over ordinals and never walk a day.
"""

from dataclasses import dataclass
from datetime import date

from rules.days.working_days import EPOCH, OutsideCalendar, WorkingDays
from rules.plan.network import Network
from rules.plan.outline import Outline

FREE = date.max.toordinal()
"""The late day of a step that nothing waits for."""


@dataclass(frozen=True, slots=True)
class Passed:
    """Early beginnings and ends, as ordinals (最早起止)."""

    start: list[int]
    finish: list[int]
    start_on: int
    """The working day on which the gate can open."""
    deciding: int | None
    """What the gate asks for and is concluded last; ``None`` = nothing is left."""


@dataclass(frozen=True, slots=True)
class Late:
    """Late beginnings and ends, as ordinals; :data:`FREE` where nothing waits (最迟起止)."""

    start: list[int]
    finish: list[int]


def forward(network: Network | Outline, days: WorkingDays, on: int | None = None) -> Passed:
    """Return the earliest that every step can begin and end.

    ``on`` is a later day than the network's on which nothing has happened yet.
    """
    try:
        return _forward(network, days, on)
    except IndexError:
        raise OutsideCalendar(f"{network.on.isoformat()} 起的排期") from None


def _forward(network: Network | Outline, days: WorkingDays, on: int | None) -> Passed:
    upto, ordinals, epoch = days.upto, days.ordinals, EPOCH
    starts: list[int] = []
    ends: list[int] = []
    begun_on, ended_on = starts.append, ends.append
    today = network.on.toordinal() if on is None else on
    for done, begun, ready, counting, after, length, working, floor, more in network.rows:
        if done:
            begun_on(begun)
            ended_on(done)
            continue
        begins = ready if ready > today or counting else today
        for before in after:
            if ends[before] > begins:
                begins = ends[before]
        if more is not None and more[0]:
            begins = max(begins, *[min([ends[one] for one in group]) for group in more[0]])
        if not working:
            end = ordinals[upto[begins + length - epoch - 1]]
        elif length:
            end = ordinals[upto[begins - epoch] + length - 1]
        else:
            end = begins
        if floor > end:
            end = floor
        if today > end:
            end = today
        if more is not None:
            for before in more[1]:
                if ends[before] > end:
                    end = ends[before]
            for group in more[2]:
                end = max(end, min([ends[one] for one in group]))
        begun_on(begun or begins)
        ended_on(end)
    ready, deciding = max(network.not_before.toordinal(), today), None
    last = 0
    for number in network.wanted:
        if ends[number] > last and not network.rows[number][0]:
            last, deciding = ends[number], number
    if network.happened_on is not None:
        ready = network.happened_on.toordinal()
    elif last > ready:
        ready = last
    return Passed(starts, ends, ordinals[upto[ready - epoch - 1]], deciding)


def backward(network: Network, days: WorkingDays, *, start_on: date, passed: Passed) -> Late:
    """Return the latest that every step may begin and end for the gate to open by a day.

    Of a group of which one is enough, the one that the forward pass waited for is bound.
    """
    upto, ordinals, epoch = days.upto, days.ordinals, EPOCH
    number = len(network.rows)
    starts, ends = [FREE] * number, [FREE] * number
    deadline = days.previous_working_day(start_on).toordinal()
    early = passed.finish
    for wanted in network.wanted:
        ends[wanted] = deadline
    for done, _, _, _, after, length, working, _, more in reversed(network.rows):
        number -= 1
        end = ends[number]
        if done or end == FREE:
            continue
        place = upto[end - epoch] - (length if working else 1)
        if not working:
            begins = ordinals[place] - length
        elif length:
            begins = ordinals[place] - 1
        else:
            begins = end
        if place < 0 or begins <= epoch:
            raise OutsideCalendar(f"{start_on.isoformat()} 倒排")
        starts[number] = begins
        for before in after:
            if begins < ends[before]:
                ends[before] = begins
        if more is not None:
            groups, decided, decided_groups = more
            for before in decided:
                if end < ends[before]:
                    ends[before] = end
            for group in decided_groups:
                before = first_of(group, early)
                ends[before] = min(ends[before], end)
            for group in groups:
                before = first_of(group, early)
                ends[before] = min(ends[before], begins)
    return Late(starts, ends)


def first_of(group: tuple[int, ...], early: list[int]) -> int:
    """Return the step of a group that ends first: one of them is enough."""
    return min(group, key=early.__getitem__)
