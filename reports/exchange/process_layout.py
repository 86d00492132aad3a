"""Where a process graph is drawn (流程图排布): a band a department, a column a step on."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.exchange.process_graph import COMMON_LANE, Node, ProcessGraph, ranks

COLUMN, ROW, MARGIN, LABEL = 150, 200, 40, 60
"""Pixels: what a column and a row take, around the pool, and for the names of pool and lane."""
BESIDE, BELOW = 33, 190
"""Pixels in a row: where its nodes begin, and where flows pass below them."""
TASK, GATEWAY, EVENT = (110, 80), (50, 50), (36, 36)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """Return the height of its middle."""
        return self.y + self.height // 2

    @property
    def right(self) -> int:
        """Return where it ends."""
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the pool, its lanes, the nodes and the flows are drawn."""

    pool: Box
    lanes: Mapping[str, Box]
    nodes: Mapping[str, Box]
    flows: tuple[tuple[tuple[int, int], ...], ...]
    """The points of each flow, in the order of the graph's."""


def laid_out(graph: ProcessGraph) -> Layout:
    """Return the places of a graph: by rank from left to right, by lane from top to bottom."""
    rank = ranks(graph)
    lanes = [COMMON_LANE, *dict.fromkeys(one.lane for one in graph.nodes.values())]
    lanes = list(dict.fromkeys(lanes))
    stacked: dict[tuple[str, int], list[str]] = {}
    for node in graph.nodes.values():
        stacked.setdefault((node.lane, rank[node.id]), []).append(node.id)
    rows = {
        lane: max(len(found) for (of, _), found in stacked.items() if of == lane) for lane in lanes
    }
    width = LABEL + (max(rank.values()) + 1) * COLUMN
    top, bands, nodes = MARGIN, {}, {}
    for lane in lanes:
        bands[lane] = Box(MARGIN + LABEL // 2, top, width - LABEL // 2, rows[lane] * ROW)
        top += rows[lane] * ROW
    below: dict[str, int] = {}
    for (lane, column), found in stacked.items():
        for row, name in enumerate(found):
            wide, high = size(graph.nodes[name])
            left = MARGIN + LABEL + column * COLUMN + (COLUMN - wide) // 2
            above = bands[lane].y + row * ROW
            nodes[name] = Box(left, above + BESIDE + (TASK[1] - high) // 2, wide, high)
            below[name] = above + BELOW
    flows = tuple(
        _way(nodes[source], nodes[target], below[source], rank[target] - rank[source])
        for source, target in graph.flows
    )
    return Layout(Box(MARGIN, MARGIN, width, top - MARGIN), bands, nodes, flows)


def size(node: Node) -> tuple[int, int]:
    """Return width and height of a node."""
    if node.kind == "userTask":
        return TASK
    return GATEWAY if node.kind.endswith("Gateway") else EVENT


def _way(source: Box, target: Box, below: int, columns: int) -> tuple[tuple[int, int], ...]:
    """Return the corners of a flow: between columns up or down, past columns below the row.

    So no flow passes over what it does not lead to.
    """
    begin, end = (source.right, source.middle), (target.x, target.middle)
    out, into = _column_after(source), _column_after(target) - COLUMN
    if columns > 1:
        middle = ((out, source.middle), (out, below), (into, below), (into, target.middle))
        return begin, *middle, end
    if source.middle == target.middle:
        return begin, end
    return begin, (into, source.middle), (into, target.middle), end


def _column_after(box: Box) -> int:
    """Return where the next column begins."""
    first = MARGIN + LABEL
    return first + ((box.x - first) // COLUMN + 1) * COLUMN
