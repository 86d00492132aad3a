"""Shares of what was seen, drawn towards what is known of others (收缩估计).

Empirical Bayes (Efron and Morris, JASA 70, 1975) over nested Dirichlet priors (MacKay and
Peto, Natural Language Engineering 1, 1995): a group's own cases and those of its pool are
weighed by how much groups resemble each other. What is known only as “at least” or “at
most” so much is spread over the values that it allows (Turnbull, JRSS B 38, 1976).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import lgamma

import numpy as np
from numpy.typing import NDArray

from models.timing import Known

STRENGTHS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
"""As how many cases the pool may count against a group's own: the likeliest is taken."""

PASSES = 25
"""How often what is known in part is spread anew; the shares hardly move after a dozen."""

BOXES = 8
"""Into how many parts of about equal weight values are put to see how groups resemble."""


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """A distribution on the scale of comparison (用时分布): values that rise, and their shares."""

    scores: NDArray[np.float64]
    shares: NDArray[np.float64]


class Seen:
    """What was seen of one group (所见): score → how often, by how well it is known."""

    def __init__(self) -> None:
        self.by_known: dict[Known, dict[float, float]] = {known: {} for known in Known}

    def note(self, score: float, known: Known, times: float = 1) -> None:
        """Add one case, or another number of them."""
        counted = self.by_known[known]
        counted[score] = counted.get(score, 0) + times

    @classmethod
    def sum(cls, groups: Iterable["Seen"]) -> "Seen":
        """Return what was seen of several groups together."""
        whole = cls()
        for one in groups:
            for known, counted in one.by_known.items():
                for score, times in counted.items():
                    whole.note(score, known, times)
        return whole


def posterior(seen: Seen, prior: Spread, strength: float) -> Spread:
    """Return the mean distribution after ``seen``, where the prior counts ``strength`` cases."""
    exact = seen.by_known[Known.EXACTLY]
    least, most = seen.by_known[Known.AT_LEAST], seen.by_known[Known.AT_MOST]
    beyond = max(prior.scores[-1], *exact, 0.0) if exact else prior.scores[-1]
    # What lasts longer than anything known is taken to end now: it lasted at least so long.
    extra = {score for score in least if score > beyond}
    below = min(prior.scores[0], min(exact, default=np.inf))
    extra |= {score for score in most if score < below}
    scores = np.array(sorted({*prior.scores.tolist(), *exact, *extra}))
    alpha, counted = np.zeros(len(scores)), np.zeros(len(scores))
    alpha[np.searchsorted(scores, prior.scores)] = strength * prior.shares
    for score, times in exact.items():
        counted[np.searchsorted(scores, score)] = times
    total = strength + counted.sum() + sum(least.values()) + sum(most.values())
    shares = alpha + counted
    for score in extra:
        shares[np.searchsorted(scores, score)] += 1e-6
    shares /= shares.sum()
    if not least and not most:
        return Spread(scores, shares)
    for _ in range(PASSES):
        told = counted.copy()
        for score, times in least.items():
            told += _shared(shares, slice(int(np.searchsorted(scores, score)), None), times)
        for score, times in most.items():
            upto = int(np.searchsorted(scores, score, side="right"))
            told += _shared(shares, slice(None, upto), times)
        shares = (alpha + told) / total
        shares /= shares.sum()
    return Spread(scores, shares)


def _shared(shares: NDArray[np.float64], allowed: slice, times: float) -> NDArray[np.float64]:
    """Share so many cases out over the values that they may have had."""
    told = np.zeros(len(shares))
    mass = shares[allowed].sum()
    if mass > 0:
        told[allowed] = times * shares[allowed] / mass
    else:
        told[allowed][:1] = times
    return told


def likeliest(families: Sequence[Sequence[Seen]]) -> float:
    """Return how strongly groups resemble their family: the likeliest of the strengths.

    Each group is judged by the others of its family, in boxes over the family's values
    (Dirichlet-multinomial likelihood of the exact observations, each of whole cases).
    """
    likelihood = dict.fromkeys(STRENGTHS, 0.0)
    for groups in families:
        exact = [one.by_known[Known.EXACTLY] for one in groups]
        whole = Seen.sum(groups).by_known[Known.EXACTLY]
        if len(exact) < 2 or not whole:
            continue
        every = np.repeat(list(whole), [int(times) for times in whole.values()])
        edges = np.unique(np.quantile(every, np.arange(1, BOXES) / BOXES))
        boxes = [_boxed(one, edges) for one in exact]
        sums = np.sum(boxes, axis=0)
        for box in boxes:
            others = sums - box + 0.5
            others = others / others.sum()
            for strength in STRENGTHS:
                likelihood[strength] += _log_likelihood(box, strength * others)
    return max(STRENGTHS, key=lambda one: likelihood[one])


def _boxed(counted: Mapping[float, float], edges: NDArray[np.float64]) -> NDArray[np.float64]:
    boxes = np.zeros(len(edges) + 1)
    for score, times in counted.items():
        boxes[np.searchsorted(edges, score, side="left")] += times
    return boxes


def _log_likelihood(box: NDArray[np.float64], alpha: NDArray[np.float64]) -> float:
    """Return the logarithm of the Dirichlet-multinomial probability, up to a constant."""
    whole = lgamma(alpha.sum()) - lgamma(alpha.sum() + box.sum())
    return whole + sum(
        lgamma(a + n) - lgamma(a) for a, n in zip(alpha.tolist(), box.tolist(), strict=True)
    )
