"""The back-schedule (倒排工期): when each procedure can and must begin, and what may slip.

Early dates come from the forward pass, late ones from the backward pass that starts at
the pinned date; late dates before early ones are the negative float of a date that is
missed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from rules.days.working_days import EPOCH, WorkingDays
from rules.plan.network import Network
from rules.plan.passes import FREE as FREE
from rules.plan.passes import Late as Late
from rules.plan.passes import Passed as Passed
from rules.plan.passes import backward as backward
from rules.plan.passes import first_of
from rules.plan.passes import forward as forward


@dataclass(frozen=True, slots=True)
class ScheduledCase:
    """When one procedure can and must begin and end (事项排期)."""

    procedure: str
    early_start: date
    early_finish: date
    late_start: date | None
    """``None`` = taken in already, or nothing waits for it."""
    late_finish: date | None
    total_float: int | None
    """Working days by which it may end later with the goal kept; below zero: already missed."""
    free_float: int | None
    """Working days by which it may end later with nothing after it moved."""
    critical: bool
    """It decides the forecast: a working day more here is a working day more for the start."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The back-schedule of a project for a gate (倒排工期)."""

    gate: str
    on: date
    pinned_on: date | None
    start_on: date
    slip_days: int
    """Working days after the pinned date; 0 = in time."""
    float_days: int
    """Working days to spare before the pinned date; 0 when there is none."""
    critical: tuple[str, ...]
    """One chain that decides the forecast, from its first procedure to its last (关键线路)."""
    cases: Mapping[str, ScheduledCase]
    deciding: str | None


def backschedule(network: Network, *, on: date, days: WorkingDays) -> Schedule:
    """Return early and late dates, floats and the critical chain of a project.

    Late dates run from the pinned date; where none is pinned, from the forecast itself.
    """
    passed = forward(network, days, on=on.toordinal())
    start = date.fromordinal(passed.start_on)
    pinned = network.pinned_on
    late = backward(network, days, start_on=pinned or start, passed=passed)
    driving = _driving(network, passed, days)
    return Schedule(
        gate=network.gate,
        on=on,
        pinned_on=pinned,
        start_on=start,
        slip_days=days.between(pinned, start) if pinned and start > pinned else 0,
        float_days=days.between(start, pinned) if pinned and start <= pinned else 0,
        critical=tuple(network.steps[one].procedure for one in _chain(passed, driving)),
        cases=MappingProxyType(dict(_cases(network, passed, late, driving, days))),
        deciding=None if passed.deciding is None else network.steps[passed.deciding].procedure,
    )


def _cases(
    network: Network,
    passed: Passed,
    late: Late,
    driving: Mapping[int, Sequence[int]],
    days: WorkingDays,
) -> Iterator[tuple[str, ScheduledCase]]:
    """Yield each procedure's dates; late ones on working days, since offices must be open."""
    upto, ordinals, day = days.upto, days.ordinals, date.fromordinal
    free = _free(network, passed, upto)
    open_still = network.happened_on is None
    for number, step in enumerate(network.steps):
        end, latest = passed.finish[number], late.finish[number]
        begins: date | None = None
        ends: date | None = None
        total: int | None = None
        spare: int | None = None
        if latest != FREE and step.finished_on is None and open_still:
            place = upto[latest - EPOCH]
            ends = day(ordinals[place - 1])
            total = place - upto[end - EPOCH]
            if not step.running:
                begins = day(ordinals[upto[late.start[number] - EPOCH] - 1])
        if free[number] != FREE and step.finished_on is None:
            spare = free[number]
        yield (
            step.procedure,
            ScheduledCase(
                *(step.procedure, day(passed.start[number]), day(end), begins, ends),
                *(total, spare, number in driving),
            ),
        )


def _free(network: Network, passed: Passed, upto: list[int]) -> list[int]:
    """Return the working days between each step's end and the first thing that waits for it."""
    first = [FREE] * len(network.rows)
    for wanted in network.wanted:
        first[wanted] = passed.start_on
    starts, ends = passed.start, passed.finish
    for number, (done, _, _, _, after, _, _, _, more) in enumerate(network.rows):
        if done:
            continue
        for before in after:
            first[before] = min(first[before], starts[number])
        if more is not None:
            groups, decided, decided_groups = more
            for before in (first_of(group, ends) for group in groups):
                first[before] = min(first[before], starts[number])
            for before in (*decided, *(first_of(group, ends) for group in decided_groups)):
                first[before] = min(first[before], ends[number])
    return [
        FREE if until == FREE else upto[until - EPOCH] - upto[end - EPOCH]
        for until, end in zip(first, ends, strict=True)
    ]


def _driving(network: Network, passed: Passed, days: WorkingDays) -> dict[int, tuple[int, ...]]:
    """Return the steps that decide the day of the start, each with what decides it in turn."""
    starts, ends = passed.start, passed.finish
    found: dict[int, tuple[int, ...]] = {}
    if network.happened_on is not None or passed.deciding is None:
        return found
    last = ends[passed.deciding]
    if network.not_before.toordinal() > last:
        return found  # the land decides
    rows = network.rows
    waiting = [one for one in network.wanted if ends[one] == last and not rows[one][0]]
    while waiting:
        number = waiting.pop()
        if number in found:
            continue
        _, _, _, _, after, length, working, _, more = rows[number]
        groups, decided, decided_groups = more or ((), (), ())
        firsts = [first_of(group, ends) for group in decided_groups]
        before = [one for one in (*decided, *firsts) if ends[one] == ends[number]]
        begins, end = starts[number], ends[number]
        if _end(begins, length, days, working=working) == end:
            firsts = [first_of(group, ends) for group in groups]
            before = [*(one for one in (*after, *firsts) if ends[one] == begins), *before]
        found[number] = tuple(before)
        waiting.extend(before)
    return found


def _end(begins: int, length: int, days: WorkingDays, *, working: bool) -> int:
    if not working:
        return days.ordinals[days.upto[begins + length - EPOCH - 1]]
    return days.ordinals[days.upto[begins - EPOCH] + length - 1] if length else begins


def _chain(passed: Passed, driving: Mapping[int, Sequence[int]]) -> tuple[int, ...]:
    """Return one chain of steps each of which decides the next."""
    chain: list[int] = []
    number = passed.deciding if passed.deciding in driving else None
    while number is not None:
        chain.append(number)
        number = next(iter(driving[number]), None)
    return tuple(reversed(chain))
