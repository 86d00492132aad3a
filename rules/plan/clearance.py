"""The earliest day on which land can be cleared (净地最早日): notices run their time.

A line of the expropriation book goes from state to state; the next one can be recorded at
once, or when the periods that the law asks for are over (土地管理法第47条: 公告至少三十日). So
the earliest day is a walk over what is left, and it moves while nothing is done.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from models.book import Book, BookState
from models.case import CaseFile
from models.parcel import LandStep, LandWait, ParcelMoved
from rules.books.writing import periods
from rules.days.working_days import WorkingDays
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations

START_LAND = f"{START_CONSTRUCTION}.land_delivered"
"""The condition of the start that the land is cleared."""


def land_waits(file: CaseFile, on: date, regulations: Regulations) -> LandWait | None:
    """Return the parcel that is cleared last, as seen on a day; ``None`` = none is waited for."""
    found = (_wait(one, on, regulations) for one in file.parcels.values())
    return max((one for one in found if one is not None), key=_day, default=None)


def seen_at_start(
    file: CaseFile, on: date, regulations: Regulations, *, start_on: date, last_on: date | None
) -> LandWait | None:
    """Return the same for a start that is forecast, and whether the land alone decides it.

    ``last_on`` = the day on which its last procedure is concluded; ``None`` = all are.
    """
    if file.started_on is not None or START_LAND in file.confirmed:
        return None
    waits = land_waits(file, on, regulations)
    if waits is None:
        return None
    first = regulations.days.next_working_day(waits.cleared_on)
    decides = start_on == first and (last_on is None or last_on < waits.cleared_on)
    return waits.model_copy(update={"decides": decides})


def _day(one: LandWait) -> date:
    return one.cleared_on


def _wait(moved: ParcelMoved, on: date, regulations: Regulations) -> LandWait | None:
    book = regulations.campaign.book(moved.book)
    if book is None or any(state in book.clears for state, _ in moved.reached):
        return None
    steps = soonest(book, moved.reached, on=on, days=regulations.days)
    if not steps:
        return None
    return LandWait(
        parcel=moved.parcel,
        state_name=book.state(moved.reached[-1][0]).name,
        cleared_on=steps[-1].on,
        steps=steps,
        assumed=book.assumed,
    )


def soonest(
    book: Book, reached: tuple[tuple[str, date], ...], *, on: date, days: WorkingDays
) -> tuple[LandStep, ...]:
    """Return the steps by which a line is cleared soonest; empty = it cannot be from here."""
    ways = _ways(book, dict(reached), reached[-1][0], on, days)
    return min(ways, key=lambda steps: (steps[-1].on, len(steps)), default=())


def _ways(
    book: Book, began: Mapping[str, date], here: str, on: date, days: WorkingDays
) -> Iterator[tuple[LandStep, ...]]:
    """Yield every way from a state to one that clears the land, no state twice."""
    for state in book.states:
        if here not in state.after or state.code in began:
            continue
        step = _step(book, state, began, on, days)
        if state.code in book.clears:
            yield (step,)
            continue
        for rest in _ways(book, {**began, state.code: step.on}, state.code, step.on, days):
            yield (step, *rest)


def _step(
    book: Book, state: BookState, began: Mapping[str, date], on: date, days: WorkingDays
) -> LandStep:
    held = max(periods(state, began, days), key=lambda one: one[1], default=None)
    if held is None or held[1] <= on:
        return LandStep(name=state.name, on=on)
    floor, first = held
    before = book.state(floor.after).name
    said = f"“{before}”须满{floor.days}{floor.unit.label}（{floor.source}）"
    return LandStep(name=state.name, on=first, floor=said)
