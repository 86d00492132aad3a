"""What the flows of a process model ask for (顺序流推算): of each task, all or one of which tasks.

What a node waits for is a set of clauses: of each clause one task is enough, all clauses must
be met. A parallel gateway puts the clauses of its flows together; a gateway that one flow is
enough for takes of every flow a clause and puts them into one. Where the model does not say
which of the two it means, nothing is assumed: the tasks are named as undecided.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import product
from math import prod

Clause = frozenset[str]
MOST_CLAUSES, MOST_WAITED_FOR = 64, 400
"""What is more is not worked out but named."""


class Joining(Enum):
    """What several flows into a node mean."""

    ALL = auto()
    ONE = auto()
    UNSAID = auto()


@dataclass(frozen=True, slots=True)
class FlowNode:
    """A node as far as its order goes."""

    is_task: bool
    joining: Joining


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a node waits for: clauses, and tasks of which it is not said how."""

    clauses: frozenset[Clause] = frozenset()
    undecided: frozenset[str] = frozenset()


def waiting_of(
    nodes: Mapping[str, FlowNode], flows: Iterable[tuple[str, str]], order: Sequence[str]
) -> dict[str, Waiting]:
    """Return what each node waits for; ``order`` has every node after all that lead to it."""
    before: dict[str, list[str]] = {}
    for source, target in flows:
        before.setdefault(target, []).append(source)
    found: dict[str, Waiting] = {}
    for node in order:
        ways = [_beyond(one, nodes[one], found[one]) for one in dict.fromkeys(before.get(node, ()))]
        found[node] = _joined(ways, nodes[node].joining)
    return found


def _beyond(name: str, node: FlowNode, waiting: Waiting) -> Waiting:
    """Return what is done once a node is: a task answers for all before it."""
    return Waiting(frozenset([frozenset([name])])) if node.is_task else waiting


def _joined(ways: Sequence[Waiting], joining: Joining) -> Waiting:
    if len(ways) < 2:
        return ways[0] if ways else Waiting()
    undecided = frozenset[str]().union(*(one.undecided for one in ways))
    every = frozenset(clause for one in ways for clause in one.clauses)
    if joining is Joining.ALL and len(every) <= MOST_WAITED_FOR:
        return Waiting(_least(every), undecided)
    size = prod(len(one.clauses) for one in ways)
    if joining is Joining.ONE and size <= MOST_CLAUSES:
        if any(not one.clauses and not one.undecided for one in ways):
            return Waiting()  # a way that waits for nothing is enough
        groups = product(*(one.clauses for one in ways))
        return Waiting(_least(frozenset[str]().union(*group) for group in groups), undecided)
    named = frozenset(task for clause in every for task in clause)
    return Waiting(undecided=undecided | named)


def _least(clauses: Iterable[Clause]) -> frozenset[Clause]:
    """Leave out each clause that a smaller one already asks for."""
    every = set(clauses)
    return frozenset(one for one in every if not any(other < one for other in every))
