"""A levelled intake (均衡收件): conclusions moved to weeks that have room, none past its latest.

Each department's conclusions are jobs of equal size, each with the weeks in which it may end
without moving anything that follows it (free float). Week by week, who must be done soonest
goes first: no other order concludes more of them in time (Glover 1967, Maximum matching in a
convex bipartite graph). Free float belongs to one procedure alone, so that what one takes is
not missing to another.
"""

from collections.abc import Sequence
from decimal import Decimal
from heapq import heappop, heappush
from itertools import accumulate, pairwise


def levelled(spans: Sequence[tuple[int, int]], room: Sequence[int]) -> tuple[int | None, ...]:
    """Return for each job the slot in which it is done, ``None`` where there is no room.

    ``spans``: first and last slot of each job, counted from 0, last not before first; a last
    slot beyond those there are means that it may be left for later. ``room``: jobs a slot.
    """
    if any(last < first for first, last in spans):
        raise ValueError("a job ends before it may begin")
    waiting = sorted(range(len(spans)), key=lambda job: (*spans[job], job), reverse=True)
    ready: list[tuple[int, int]] = []
    done: list[int | None] = [None] * len(spans)
    for slot, places in enumerate(room):
        while waiting and spans[waiting[-1]][0] <= slot:
            job = waiting.pop()
            heappush(ready, (spans[job][1], job))
        left = places
        while ready and left:
            last, job = heappop(ready)
            if last >= slot:
                done[job], left = slot, left - 1
    return tuple(done)


def whole(rooms: Sequence[Decimal]) -> tuple[int, ...]:
    """Return rooms as whole jobs: sums up to each slot are rounded, so that nothing is lost."""
    sums = [0, *map(round, accumulate(rooms))]
    return tuple(later - earlier for earlier, later in pairwise(sums))
