"""A project's network as plain numbers alone (网络轮廓): for who asks when it starts, often.

The same rows that a network lays out for the passes (`rules/plan/network.py`), without its
steps. Most cases of a project wait or are behind it: what those bring into a pass stands in
the plan and the law and is worked out once, so an outline costs what is under way.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from models.case import GRANTED, Case, CaseFile, CaseState
from models.catalogue import Gate, Procedure
from models.milestone import PlannedProcedure
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.identity import TheVery
from rules.in_force.regulations import Regulations
from rules.plan.network import Order, Row, bounds, order_of, row_of, step_of
from rules.plan.remainder import UNDER_WAY, left_to_law, remainder, untouched

BEHIND: Row = (date.min.toordinal(), 0, 0, False, (), 0, True, 0, None)
"""What is concluded: nothing waits for it, whichever day that was."""


NOT_BEGUN = (CaseState.NOT_OPEN, CaseState.OPEN)
"""States in which nobody has applied; most cases are in one of them, or granted."""


class Outline(NamedTuple):
    """The steps that the start gate asks for, as numbers (网络轮廓)."""

    rows: tuple[Row, ...]
    wanted: tuple[int, ...]
    not_before: date
    """Today, or the day on which the land is cleared."""
    on: date
    """The day from which it is seen."""
    happened_on: date | None
    """The day on which work began: the start is a fact."""
    moves: bool
    """What is left of some case depends on the day otherwise than by counting down."""


def outline_of(
    file: CaseFile, procedures: Mapping[str, Procedure], *, on: date, regulations: Regulations
) -> Outline:
    """Return the outline of a project for the start gate, as seen on a day."""
    gate = TheVery(regulations.gates[START_CONSTRUCTION])
    order, idle = _laid_out(TheVery(file.plan), gate, TheVery(procedures))
    _, not_before, happened = bounds(file, START_CONSTRUCTION, on, regulations)
    cases = [file.cases[link.procedure] for link in order.links]
    rows = [
        BEHIND
        if case.state in GRANTED and case.concluded_on is not None
        else idle[case.procedure]
        if case.state in NOT_BEGUN and left_to_law(case)
        else None
        for case in cases
    ]
    done, moves = [row is BEHIND for row in rows], False
    for place, case in enumerate(cases):
        if rows[place] is None:
            left = remainder(case, procedures, on, (), regulations)
            moves = moves or left.paused or _moves(case)
            rows[place] = row_of(step_of(order.links[place], left), done)
    return Outline(tuple(filter(None, rows)), order.wanted, not_before, on, happened, moves)


@lru_cache(maxsize=2048)
def _laid_out(
    the_plan: TheVery[Mapping[str, PlannedProcedure]],
    the_gate: TheVery[Gate],
    the_procedures: TheVery[Mapping[str, Procedure]],
) -> tuple[Order, Mapping[str, Row]]:
    """Return the order of a plan, and each of its rows as it is while nobody touches the case."""
    order, procedures = order_of(the_plan, the_gate), the_procedures.itself
    nothing_done = [False] * len(order.links)
    return order, {
        link.procedure: row_of(
            step_of(link, untouched(procedures[link.procedure], date.min)), nothing_done
        )
        for link in order.links
        if link.procedure in procedures
    }


def _moves(case: Case) -> bool:
    return case.awaits_upstream or case.state in UNDER_WAY
