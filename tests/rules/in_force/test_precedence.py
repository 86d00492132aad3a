"""A circle of prerequisites is found whenever there is one, and only then."""

from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.in_force.precedence import find_cycle


@pytest.mark.parametrize(
    ("edges", "circle"),
    [
        pytest.param({}, None, id="nothing"),
        pytest.param({"L02": ["L01"], "L10": ["L02"]}, None, id="a chain"),
        pytest.param({"S05": ["S01", "S02"], "S01": ["G02"], "S02": ["G02"]}, None, id="a diamond"),
        pytest.param({"L01": ["L01"]}, ("L01", "L01"), id="waiting for itself"),
        pytest.param(
            {"S05": ["G02"], "G02": ["L11"], "L11": ["G02"]},
            ("G02", "L11", "G02"),
            id="a circle behind a chain",
        ),
    ],
)
def test_a_circle_is_named_from_its_first_node_round(
    edges: dict[str, list[str]], circle: tuple[str, ...] | None
) -> None:
    assert find_cycle(edges) == circle


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.lists(st.sampled_from("ABCDEFGH"))))
def test_a_circle_is_found_exactly_when_no_order_exists(edges: dict[str, list[str]]) -> None:
    circle = find_cycle(edges)
    try:
        TopologicalSorter(edges).prepare()
    except CycleError:
        assert circle is not None
        assert circle[0] == circle[-1]
        assert all(later in edges[earlier] for earlier, later in pairwise(circle))
    else:
        assert circle is None


def test_a_very_long_chain_is_no_matter() -> None:
    edges = {str(step): [str(step + 1)] for step in range(20_000)}
    assert find_cycle(edges) is None
