"""Does a reminder work (提醒成效)? What was sent beside what was held out by lot.

The campaign's rules may keep a share of mere reminders back (对照留白, ``notices.hold_out``); the
lot alone decides which, so the two groups differ by the reminder only. Told is the share of
each after which somebody acted within a few working days, and the difference with the score
interval for two independent proportions (Newcombe, Statistics in Medicine 17, 1998, method 10).
Several reminders of one case are drawn apart: where one is kept back another may come, which
makes the difference look smaller than it is, never larger.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot, sqrt

from models.notice import Ground

WITHIN = 3
"""Working days in which somebody should have acted (assumed)."""
Z = 1.96
"""Two-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """One reminder and what came of it."""

    ground: Ground
    held_out: bool
    acted: bool
    """A person acted on what it was about within the working days asked for."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One of the two groups: how many reminders, and after how many somebody acted."""

    reminders: int
    acted: int

    @property
    def share(self) -> float:
        """Return the share after which somebody acted, of one; there must be a reminder."""
        return self.acted / self.reminders

    @property
    def bounds(self) -> tuple[float, float]:
        """Return the score interval of the share (Wilson, JASA 22, 1927)."""
        n, square = self.reminders, Z * Z
        middle = self.share + square / (2 * n)
        reach = Z * sqrt(self.share * (1 - self.share) / n + square / (4 * n * n))
        return (middle - reach) / (1 + square / n), (middle + reach) / (1 + square / n)


@dataclass(frozen=True, slots=True)
class ReminderEffect:
    """What one kind of reminder brings about (提醒成效)."""

    ground: Ground
    sent: Arm
    held_out: Arm

    @property
    def difference(self) -> tuple[float, float, float] | None:
        """Return sent less held out, with its lower and upper bound; ``None`` = nothing to compare.

        Shares of one. Zero between the bounds: no effect has been shown.
        """
        one, other = self.sent, self.held_out
        if not one.reminders or not other.reminders:
            return None
        (low, high), (floor, ceiling) = one.bounds, other.bounds
        told = one.share - other.share
        return (
            told,
            told - hypot(one.share - low, ceiling - other.share),
            told + hypot(high - one.share, other.share - floor),
        )


def reminder_effects(reminded: Iterable[Reminded]) -> tuple[ReminderEffect, ...]:
    """Return the effect of every kind of reminder there was, by kind."""
    counted: dict[Ground, dict[bool, list[bool]]] = defaultdict(lambda: {False: [], True: []})
    for one in reminded:
        counted[one.ground][one.held_out].append(one.acted)
    return tuple(
        ReminderEffect(ground, _arm(arms[False]), _arm(arms[True]))
        for ground, arms in sorted(counted.items())
    )


def _arm(acted: list[bool]) -> Arm:
    return Arm(len(acted), sum(acted))
