"""As many conclusions find room in time as in any other order: networkx finds no more."""

from collections import Counter
from decimal import Decimal
from random import Random

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.whatif.levelling import levelled, whole


def most(spans: list[tuple[int, int]], room: list[int]) -> int:
    """The size of a maximum matching of jobs and places, by networkx."""
    graph = networkx.Graph()
    jobs = [("job", number) for number in range(len(spans))]
    graph.add_nodes_from(jobs)
    for job, (first, last) in zip(jobs, spans, strict=True):
        for slot in range(first, min(last + 1, len(room))):
            graph.add_edges_from((job, ("place", slot, place)) for place in range(room[slot]))
    return len(networkx.bipartite.hopcroft_karp_matching(graph, top_nodes=jobs)) // 2


@pytest.mark.parametrize("seed", range(300))
def test_no_order_does_more_of_them(seed: int) -> None:
    random = Random(seed)
    room = [random.randint(0, 3) for _ in range(random.randint(1, 7))]
    firsts = [random.randrange(len(room)) for _ in range(random.randint(0, 14))]
    spans = [(first, first + random.choice((0, 0, 1, 2, 9))) for first in firsts]

    done = levelled(spans, room)

    assert sum(slot is not None for slot in done) == most(spans, room)
    for (first, last), slot in zip(spans, done, strict=True):
        assert slot is None or first <= slot <= last
    taken = Counter(slot for slot in done if slot is not None)
    assert all(taken[slot] <= places for slot, places in enumerate(room))


def test_nothing_waits_while_there_is_room() -> None:
    assert levelled([(0, 3), (0, 0), (1, 1)], [2, 1]) == (0, 0, 1)


def test_what_must_be_done_soonest_goes_first() -> None:
    assert levelled([(0, 5), (0, 0), (0, 1)], [1, 1, 1]) == (2, 0, 1)


def test_what_ends_before_it_begins_is_no_job() -> None:
    with pytest.raises(ValueError, match="before it may begin"):
        levelled([(2, 1)], [1])


@given(st.lists(st.decimals(0, 30, places=1), max_size=12))
def test_rooms_in_whole_jobs_lose_nothing(rooms: list[Decimal]) -> None:
    jobs = whole(rooms)

    assert len(jobs) == len(rooms)
    assert all(one >= 0 for one in jobs)
    assert abs(sum(jobs) - sum(rooms)) <= Decimal("0.5")
