"""Who tells how long a step lasts: ours and three plain rivals (see `real_permits.py`)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks.permits.logs import LIMIT
from models.timing import Known, Phase
from rules.chance.durations import Durations, Observation, Pace, drawn

Ints = NDArray[np.int64]


class Rival(Protocol):
    """Anything that draws how long a step lasts that has lasted so long."""

    def __call__(self, file: str, of: tuple[str, str], gone: int, /) -> Ints: ...


@dataclass
class Ours:
    """The learner and the draws of the product."""

    durations: Durations
    paces: Mapping[str, Pace]
    luck: np.random.Generator
    draws: int

    def __call__(self, file: str, of: tuple[str, str], gone: int) -> Ints:
        pace = self.paces.get(file) or self.durations.pace(())
        return drawn(
            self.durations,
            of,
            Phase.DECIDE,
            LIMIT,
            luck=self.luck,
            draws=self.draws,
            pace=self.pace_of(file, pace),
            at_least=gone,
        )

    _drawn: dict[str, NDArray[np.float64]] = field(default_factory=dict)

    def pace_of(self, file: str, pace: Pace) -> NDArray[np.float64]:
        """Draw a file's pace once for all its steps."""
        if file not in self._drawn:
            self._drawn[file] = np.exp(self.luck.normal(pace.mean, pace.deviation, self.draws))
        return self._drawn[file]


@dataclass
class Tabled:
    """A rival that knows one table of equally likely durations per step."""

    tables: Mapping[str, Ints]
    luck: np.random.Generator
    draws: int

    def __call__(self, _file: str, of: tuple[str, str], gone: int) -> Ints:
        table = self.tables[of[1]]
        first = int(np.searchsorted(table, gone)) if gone > 0 else 0
        place = first + (self.luck.random(self.draws) * (len(table) - first)).astype(np.int64)
        return np.maximum(table[np.minimum(place, len(table) - 1)], gone)


def by_step(seen: Sequence[Observation]) -> dict[str, list[Observation]]:
    grouped: dict[str, list[Observation]] = defaultdict(list)
    for one in seen:
        grouped[one.department].append(one)
    return grouped


def tabulated(values: NDArray[np.float64], shares: NDArray[np.float64]) -> Ints:
    at = (np.arange(1000) + 0.5) / 1000
    place = np.minimum(np.searchsorted(np.cumsum(shares), at), len(values) - 1)
    return np.rint(values[place]).astype(np.int64)


def kaplan_meier(seen: Sequence[Observation]) -> Ints:
    ended = np.array([one.days for one in seen if one.known is Known.EXACTLY], dtype=float)
    every = np.sort([one.days for one in seen])
    values, times = np.unique(ended, return_counts=True)
    if not len(values):
        return np.array([int(every[-1])])
    at_risk = len(every) - np.searchsorted(every, values)
    survival = np.cumprod(1 - times / at_risk)
    shares = -np.diff(survival, prepend=1.0)
    shares[-1] += survival[-1]  # what outlives all that ended is taken to end there
    return tabulated(values, shares)


def empirical(seen: Sequence[Observation]) -> Ints:
    ended = np.sort([float(one.days) for one in seen if one.known is Known.EXACTLY] or [0.0])
    return tabulated(ended, np.full(len(ended), 1 / len(ended)))


NORMAL = np.array([NormalDist().inv_cdf((place + 0.5) / 1000) for place in range(1000)])


def log_normal(seen: Sequence[Observation]) -> Ints:
    logs = np.log1p([one.days for one in seen if one.known is Known.EXACTLY] or [0])
    days = np.expm1(float(np.mean(logs)) + float(np.std(logs)) * NORMAL)
    return np.maximum(np.rint(np.minimum(days, 5000)), 0).astype(np.int64)


RIVALS = {"kaplan_meier": kaplan_meier, "empirical": empirical, "log_normal": log_normal}
