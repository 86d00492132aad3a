"""How surely a target is reached (完成把握): counts by Poisson-binomial, sums by the normal law.

Projects are taken to go on independently of each other; what holds all of them up at once is
told by the reasons, not by the chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, erf, sqrt

SURE, NEVER = 1.0, 0.0


def at_least(chances: Sequence[float], needed: int) -> float:
    """Return the chance that at least so many of some projects get there."""
    open_still = [chance for chance in chances if NEVER < chance < SURE]
    needed -= sum(chance >= SURE for chance in chances)
    if needed <= 0:
        return SURE
    if needed > len(open_still):
        return NEVER
    reached = [1.0] + [0.0] * needed
    for chance in open_still:
        for place in range(needed, 0, -1):
            carried = reached[place - 1] * chance
            stays = 1.0 if place == needed else 1 - chance
            reached[place] = reached[place] * stays + carried
        reached[0] *= 1 - chance
    return min(max(reached[needed], NEVER), SURE)


def beyond(needed: float, mean: float, deviation: float) -> float:
    """Return the chance that a sum of that mean and deviation reaches what is needed."""
    if deviation <= 0:
        return SURE if mean >= needed else NEVER
    return 0.5 * (1 - erf((needed - mean) / (deviation * sqrt(2))))


@dataclass(frozen=True, slots=True)
class Pace:
    """What is added a week, and how unevenly (进度)."""

    mean: float
    spread: float
    """Standard deviation from week to week."""
    weeks: int

    def ahead(self, weeks: float) -> tuple[float, float]:
        """Return what so many weeks add, and its deviation: week by week, and of the mean."""
        unknown = self.spread**2 / self.weeks if self.weeks else 0.0
        return self.mean * weeks, sqrt(weeks * self.spread**2 + weeks**2 * unknown)


def pace(weekly: Sequence[Decimal | int]) -> Pace:
    """Return the pace of some weeks; of one week the spread is as large as what it added."""
    known = [float(one) for one in weekly]
    if not known:
        return Pace(0.0, 0.0, 0)
    mean = sum(known) / len(known)
    if len(known) == 1:
        return Pace(mean, abs(mean), 1)
    spread = sqrt(sum((one - mean) ** 2 for one in known) / (len(known) - 1))
    return Pace(mean, spread, len(known))


def whole(share: Decimal, of: int) -> int:
    """Return how many of so many a share asks for."""
    return ceil(share * of)
