"""Which procedure waits for which (事项先后): the graph of prerequisites has no circle."""

from collections.abc import Iterable, Iterator, Mapping


def find_cycle(edges: Mapping[str, Iterable[str]]) -> tuple[str, ...] | None:
    """Return a circle of nodes that wait for each other, its first node repeated last.

    ``edges`` says what each node waits for; a node that is only waited for needs no
    entry. ``None`` when there is no circle. The same edges give the same circle.
    """
    done: set[str] = set()
    for start in edges:
        path: dict[str, None] = {}
        waiting: list[Iterator[str]] = [iter((start,))]
        while waiting:
            node = next(waiting[-1], None)
            if node is None:
                waiting.pop()
                if path:
                    done.add(path.popitem()[0])
            elif node in path:
                trodden = list(path)
                return (*trodden[trodden.index(node) :], node)
            elif node not in done:
                path[node] = None
                waiting.append(iter(edges.get(node, ())))
    return None
