"""What lasts longer than nearly everything seen so far (长尾): a Pareto tail above the data.

The longest waits are few, and what waits longest is what people ask about. Above the 85th
percentile a distribution is continued by a Pareto tail whose index is Hill's estimate
(Annals of Statistics 3, 1975) over its pool, running cases counted as “at least”: a case
that has outlived all that ended is not over today.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from models.timing import Known
from rules.chance.shrinkage import Seen, Spread

BODY = 0.85
"""The share of a distribution that the data speak for alone."""

LEAST_INDEX = 2.0
"""The heaviest tail that is believed: below 1 there is no mean at all."""

LIGHTEST_INDEX = 20.0

QUANTILES = 1000
"""How finely the body is tabulated."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """A distribution that can be drawn from, also given what has passed (用时分布律)."""

    body: Floats
    """Equally likely scores, rising; the tail above ``BODY`` is laid over them."""
    start: float
    """The score from which the tail is Pareto's."""
    index: float | None
    """``None`` = no tail: nothing has lasted longer."""

    usual: float
    """The geometric mean."""

    @classmethod
    def of(cls, spread: Spread, index: float | None) -> "Law":
        """Tabulate a distribution and continue it."""
        at = (np.arange(QUANTILES) + 0.5) / QUANTILES
        place = np.searchsorted(np.cumsum(spread.shares), at)
        body = spread.scores[np.minimum(place, len(spread.scores) - 1)]
        usual = float(np.exp((spread.shares * np.log(spread.scores)).sum()))
        return cls(body, float(body[int(BODY * QUANTILES)]), index, usual)

    def before(self, scores: Floats) -> Floats:
        """Return the share that is over before each score."""
        share = np.searchsorted(self.body, scores, side="left") / QUANTILES
        if self.index is None:
            return np.minimum(share, 1 - 1 / QUANTILES)
        beyond = 1 - (1 - BODY) * (np.maximum(scores, self.start) / self.start) ** -self.index
        return np.where(scores > self.start, beyond, np.minimum(share, BODY))

    def at(self, shares: Floats) -> Floats:
        """Return the score at each share; the inverse of :meth:`before`."""
        place = np.minimum((shares * QUANTILES).astype(np.int64), QUANTILES - 1)
        scores = self.body[place]
        if self.index is None:
            return scores
        left = np.maximum(1 - shares, 1e-9)
        tail = self.start * ((1 - BODY) / left) ** (1 / self.index)
        return np.where(shares > BODY, tail, scores)


def tail_index(groups: Iterable[tuple[Seen, Spread]]) -> float | None:
    """Return the index of a pool's tail; ``None`` where nothing lies above its beginning.

    Each group is measured against its own beginning: that groups differ is no tail.
    """
    over, far = 0.0, 0.0
    for seen, spread in groups:
        start = Law.of(spread, None).start
        exact, least = seen.by_known[Known.EXACTLY], seen.by_known[Known.AT_LEAST]
        over += sum(times for score, times in exact.items() if score > start)
        far += sum(
            times * log(score / start)
            for counted in (exact, least)
            for score, times in counted.items()
            if score > start
        )
    if far == 0:
        return None
    return float(np.clip(over / far, LEAST_INDEX, LIGHTEST_INDEX))
