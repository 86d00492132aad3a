"""The smallest set that reaches a goal (最小组合), exact, with a proof that no smaller one does.

For any question that more of the same can only help (monotone): *does this set reach the
goal?* A **blocking group** (阻断组) is a set of candidates without which even all the others
together miss the goal, so every set that reaches it holds at least one of each group. The
best set that touches every group known so far is tried; if it misses the goal it points
at one group more. The first that reaches it is the best of all: whatever is better leaves
some group untouched. The groups are the certificate, each checked with one question.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import comb

MOST_QUESTIONS = 20_000
MOST_STEPS = 400_000
"""Beyond these the search stops and says that its answer may not be the smallest."""


@dataclass(frozen=True, slots=True)
class SizeTried:
    """How many sets of one size there are, and how many of them were asked about (逐级试算)."""

    size: int
    sets: int
    tried: int
    """The others of that size leave a blocking group untouched."""


@dataclass(frozen=True, slots=True)
class SmallestSet:
    """The best set, or that there is none, with its certificate (最小组合及其证明)."""

    chosen: tuple[int, ...] | None
    """Places of the candidates; ``None`` = not even all of them reach the goal."""
    groups: tuple[tuple[int, ...], ...]
    """Blocking groups: all but one of them together still miss the goal."""
    tried: int
    """How many different sets were asked about."""
    sizes: tuple[SizeTried, ...]
    """Of every size below the chosen one."""
    exact: bool
    """Whether it is proved that no better set exists."""


class _Stopped(Exception):
    """The search has taken too many steps."""


def smallest_set(
    weights: Sequence[int],
    reaches: Callable[[int], bool],
    *,
    most_questions: int = MOST_QUESTIONS,
    most_steps: int = MOST_STEPS,
) -> SmallestSet:
    """Return the smallest set of candidates that reaches the goal, of equals the lightest.

    ``reaches`` is asked about a set as a bit mask (bit *i* = candidate *i*) and must be
    monotone. Among sets of one size and weight the one whose candidates come first wins.
    """
    everything = (1 << len(weights)) - 1
    known: dict[int, bool] = {}

    def ask(mask: int) -> bool:
        if mask not in known:
            if len(known) >= most_questions:
                raise _Stopped
            known[mask] = reaches(mask)
        return known[mask]

    groups: list[int] = []
    exact, chosen = True, None
    if ask(everything):
        try:
            chosen = 0
            while not ask(chosen):
                groups.append(_blocking_group(chosen, everything, weights, ask))
                chosen = _lightest_touching(groups, weights, most_steps)
        except _Stopped:
            exact, chosen = False, _pared(everything, weights, reaches)
    tally = Counter(mask.bit_count() for mask in known)
    return SmallestSet(
        chosen=None if chosen is None else tuple(_places(chosen)),
        groups=tuple(tuple(_places(group)) for group in groups),
        tried=len(known),
        sizes=tuple(_sizes(len(weights), chosen, tally)),
        exact=exact,
    )


def _sizes(candidates: int, chosen: int | None, tally: Mapping[int, int]) -> Iterator[SizeTried]:
    smaller = chosen.bit_count() if chosen is not None else 0
    for size in range(smaller):
        yield SizeTried(size, comb(candidates, size), tally.get(size, 0))


def _blocking_group(
    missing: int, everything: int, weights: Sequence[int], ask: Callable[[int], bool]
) -> int:
    """Return a least group that a set missing the goal leaves untouched.

    Heavy candidates leave the group first, so that what is left is worth choosing from.
    """
    group = everything & ~missing
    for place in sorted(_places(group), key=lambda one: (-weights[one], -one)):
        smaller = group & ~(1 << place)
        if smaller and not ask(everything & ~smaller):
            group = smaller
    return group


def _lightest_touching(groups: Sequence[int], weights: Sequence[int], most_steps: int) -> int:
    """Return the smallest set that touches every group; of equals the lightest, then the first."""
    best: tuple[int, int, tuple[int, ...]] | None = None
    found = steps = 0

    def go(chosen: int, weight: int, barred: int, open_: Sequence[int]) -> None:
        nonlocal best, found, steps
        steps += 1
        if steps > most_steps:
            raise _Stopped
        left = [group & ~barred for group in open_ if not group & chosen]
        if not all(left):
            return
        if not left:
            worth = (chosen.bit_count(), weight, tuple(_places(chosen)))
            if best is None or worth < best:
                best, found = worth, chosen
            return
        left.sort(key=int.bit_count)
        more, heavier = _bound(left, weights)
        least = (chosen.bit_count() + more, weight + heavier)
        if best is not None and least > best[:2]:
            return
        for place in sorted(_places(left[0]), key=lambda one: (weights[one], one)):
            go(chosen | 1 << place, weight + weights[place], barred, left)
            barred |= 1 << place

    go(0, 0, 0, groups)
    return found


def _bound(groups: Sequence[int], weights: Sequence[int]) -> tuple[int, int]:
    """Return how many more candidates, and how heavy ones, any completion needs at least."""
    seen = count = weight = 0
    for group in groups:
        if not group & seen:
            seen |= group
            count += 1
            weight += min(weights[place] for place in _places(group))
    return count, weight


def _pared(everything: int, weights: Sequence[int], reaches: Callable[[int], bool]) -> int:
    """Return a set from which nothing more can be left out; not proved to be the smallest."""
    kept = everything
    for place in sorted(_places(everything), key=lambda one: (-weights[one], -one)):
        if reaches(kept & ~(1 << place)):
            kept &= ~(1 << place)
    return kept


def _places(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
