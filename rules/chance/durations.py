"""What a case really takes (实际用时), learnt from what cases took.

The catalogue promises; the ledger knows. Between them stands shrinkage
(`rules/chance/shrinkage.py`): a procedure borrows from its department, the department from all,
all from the promise, so that no cases at all give the promise back, and many cases speak
for themselves.

Days are compared on the scale (days + 2) : (limit + 2), so that one day late weighs more
where a day was promised than where a month was.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from models.timing import Known, Phase
from rules.chance.shrinkage import Seen, Spread, likeliest, posterior
from rules.chance.tail import Law, tail_index

OWN_WEIGHT = 2.0
"""As how many cases the promise itself counts, against all cases of a phase."""

PACES = np.linspace(-4, 4, 81)
"""Paces that are weighed against each other, in deviations between projects."""

PROMISE = 1.0
"""The promise itself on the scale of comparison."""


LIMITED = frozenset({Phase.DECIDE, Phase.DECIDE_OWED})
"""Phases that the promised limit is about; elsewhere the promise is “the same day”."""

PACED = LIMITED | {Phase.APPLY, Phase.APPLY_AHEAD, Phase.APPLY_AFTER, Phase.REAPPLY}
"""Phases in which a whole project may be quick or slow: its applicant, its helpers, its haste."""


@dataclass(frozen=True, slots=True)
class Observation:
    """How long one case took over one phase (用时记录)."""

    procedure: str
    department: str
    phase: Phase
    days: int
    limit: int = 0
    """The promised limit in working days; 0 where none concerns the phase."""
    known: Known = Known.EXACTLY
    project: str = ""

    @property
    def tells(self) -> bool:
        """Tell whether anything is to be learnt from it: that a phase began today is nothing."""
        return self.days > 0 or self.known is not Known.AT_LEAST


@dataclass(frozen=True, slots=True)
class Pace:
    """How much quicker or slower a project goes than others (项目快慢), in logarithms."""

    mean: float = 0.0
    deviation: float = 0.0


AS_PROMISED = Spread(np.array([PROMISE]), np.array([1.0]))

Pool = tuple[Phase, bool]
"""A phase, and whether its limit is nil: 即办件 are no measure for others."""


@dataclass(frozen=True, slots=True, eq=False)
class Durations:
    """What cases take, by procedure, department and altogether (用时规律)."""

    overall: Mapping[Pool, Spread] = field(default_factory=dict)
    departments: Mapping[tuple[Pool, str], Spread] = field(default_factory=dict)
    procedures: Mapping[tuple[Pool, str], Spread] = field(default_factory=dict)
    observed: int = 0
    """From how many timings it was learnt."""
    earlier: int = 0
    """How many of them are of earlier campaigns."""
    within: float = 1.0
    """Variance of logarithms between the cases of one project."""
    between: float = 0.0
    """Variance of logarithms between projects."""
    tails: Mapping[Pool, float] = field(default_factory=dict)
    """Pool → the index of its Pareto tail."""
    _laws: dict[tuple[Phase, str, str, int], Law] = field(default_factory=dict, repr=False)

    def spread(self, phase: Phase, procedure: str, department: str, limit: int = 0) -> Spread:
        """Return the distribution that is known best: of the procedure, its department, of all."""
        pool = _pool(phase, limit)
        own = self.procedures.get((pool, procedure))
        if own is None:
            own = self.departments.get((pool, department))
        return own or self.overall.get(pool, AS_PROMISED)

    def law(self, phase: Phase, procedure: str, department: str, limit: int = 0) -> Law:
        """Return the distribution with its tail, ready to be drawn from."""
        key = (phase, procedure, department, limit)
        if key not in self._laws:
            index = self.tails.get(_pool(phase, limit))
            self._laws[key] = Law.of(self.spread(*key), index)
        return self._laws[key]

    def table(
        self, phase: Phase, procedure: str, department: str, limit: int = 0
    ) -> NDArray[np.int64]:
        """Return as many equally likely durations in working days as were seen, no tail."""
        return unscaled(self.law(phase, procedure, department, limit).body, limit)

    def mean(self, phase: Phase, procedure: str, department: str, limit: int = 0) -> float:
        """Return the mean duration in working days."""
        return float(self.table(phase, procedure, department, limit).mean())

    @property
    def own_share(self) -> float:
        """Return what is left of a deviation once the project's pace is taken out of it.

        What cases took holds both; a pace drawn on top of it would count twice.
        """
        return sqrt(self.within / (self.within + self.between))

    def pace(self, observations: Iterable[Observation]) -> Pace:
        """Return a project's pace: what its own cases took, drawn towards nothing special."""
        if self.between == 0:
            return Pace()
        deviation = self.between**0.5
        off = [(self.off(one), one.known) for one in observations if _paced(one)]
        exact = [slower for slower, known in off if known is Known.EXACTLY]
        precision = len(exact) / self.within + 1 / self.between
        lasting = np.array([slower for slower, known in off if known is Known.AT_LEAST])
        if not len(lasting):
            return Pace(sum(exact) / self.within / precision, precision**-0.5)
        # What still goes on tells its part: a grid, for there is no formula for it.
        grid = deviation * PACES
        likely = -0.5 * grid**2 / self.between
        likely -= sum(0.5 * (one - grid) ** 2 / self.within for one in exact)
        outlast = (grid[:, None] - lasting) / self.within**0.5
        likely += np.log(np.maximum(_normal(outlast), 1e-12)).sum(axis=1)
        weight = np.exp(likely - likely.max())
        weight /= weight.sum()
        mean = float((weight * grid).sum())
        return Pace(mean, float((weight * (grid - mean) ** 2).sum()) ** 0.5)

    def off(self, one: Observation) -> float:
        """Return by how much a case was slower than its kind, in logarithms."""
        law = self.law(one.phase, one.procedure, one.department, one.limit)
        return log(scaled(one.days, one.limit) / law.usual)


def learn(
    observations: Iterable[Observation],
    earlier: Iterable[Observation] = (),
    *,
    weight: float = 1.0,
) -> Durations:
    """Learn what cases take from what they took so far.

    A case of an earlier campaign counts as ``weight`` of an own one: a power prior (Ibrahim
    and Chen, Statistical Science 15, 2000). How far procedures, departments and projects
    resemble each other they tell alike.
    """
    own, before = ([one for one in some if one.tells] for some in (observations, earlier))
    alike = _pooled([(own, 1), (before, 1)])
    pooled = _pooled([(own, 1), (before, weight)]) if before else alike
    overall: dict[Pool, Spread] = {}
    departments: dict[tuple[Pool, str], Spread] = {}
    procedures: dict[tuple[Pool, str], Spread] = {}
    for pool, by_department in pooled.items():
        sums = {name: Seen.sum(inside.values()) for name, inside in by_department.items()}
        overall[pool] = posterior(Seen.sum(sums.values()), AS_PROMISED, OWN_WEIGHT)
        families = [list(inside.values()) for inside in alike[pool].values()]
        strength = likeliest([[Seen.sum(one) for one in families]])
        for name, seen in sums.items():
            departments[pool, name] = posterior(seen, overall[pool], strength)
        inner = likeliest(families)
        for name, inside in by_department.items():
            for code, seen in inside.items():
                procedures[pool, code] = posterior(seen, departments[pool, name], inner)
    tails = {
        pool: index
        for pool, by_department in pooled.items()
        if pool[0] is not Phase.HOLD  # no duration: a yes or a no
        and (
            index := tail_index(
                (seen, procedures[pool, code])
                for inside in by_department.values()
                for code, seen in inside.items()
            )
        )
        is not None
    }
    known = Durations(
        overall, departments, procedures, len(own) + len(before), earlier=len(before), tails=tails
    )
    within, between = _variances(known, [*own, *before])
    return replace(known, within=within, between=between)


def _pooled(
    told: Iterable[tuple[Sequence[Observation], float]],
) -> Mapping[Pool, Mapping[str, Mapping[str, Seen]]]:
    """Return pool → department → procedure → what was seen of it, each case by its weight."""
    pooled: dict[Pool, dict[str, dict[str, Seen]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(Seen))
    )
    for observations, weight in told:
        for one in observations:
            seen = pooled[_pool(one.phase, one.limit)][one.department][one.procedure]
            seen.note(scaled(one.days, one.limit), one.known, weight)
    return pooled


def drawn(
    durations: Durations,
    of: tuple[str, str],
    phase: Phase,
    limit: int = 0,
    *,
    luck: np.random.Generator,
    draws: int,
    pace: NDArray[np.float64] | None = None,
    at_least: int = 0,
) -> NDArray[np.int64]:
    """Draw durations of a phase in working days, none shorter than it has lasted.

    ``of`` is the procedure and its department; ``pace`` one factor per draw.
    """
    law = durations.law(phase, *of, limit)
    hurry, own, usual = np.ones(draws), 1.0, law.usual
    if pace is not None and phase in PACED:
        hurry, own = pace, durations.own_share
    gone = np.zeros(draws)
    if at_least > 0:
        gone = law.before(usual * (scaled(at_least, limit) / hurry / usual) ** (1 / own))
    scores = law.at(gone + luck.random(draws) * (1 - gone))
    return np.maximum(unscaled(usual * (scores / usual) ** own * hurry, limit), at_least)


def _variances(durations: Durations, observations: Iterable[Observation]) -> tuple[float, float]:
    """Return the variances within and between projects, by the method of moments."""
    by_project: dict[str, list[float]] = defaultdict(list)
    for one in observations:
        if _paced(one) and one.known is Known.EXACTLY:
            by_project[one.project].append(durations.off(one))
    groups = [np.array(off) for off in by_project.values() if len(off) > 1]
    if len(groups) < 2:
        return 1.0, 0.0
    freedom = sum(len(off) - 1 for off in groups)
    within = max(sum(float(((off - off.mean()) ** 2).sum()) for off in groups) / freedom, 1e-6)
    between = np.mean([off.mean() ** 2 - within / len(off) for off in groups])
    return within, max(float(between), 0.0)


def _paced(one: Observation) -> bool:
    return one.phase in PACED and one.known is not Known.AT_MOST


def _normal(deviations: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the normal distribution function, by the logistic one (within 0.01)."""
    return 1 / (1 + np.exp(-1.702 * deviations))


def scaled(days: int, limit: int) -> float:
    """Return a duration on the scale of comparison: 1 = the promise to the day."""
    return (days + 2) / (limit + 2)


def unscaled(scores: NDArray[np.float64], limit: int) -> NDArray[np.int64]:
    """Return durations in whole working days under a limit."""
    return np.maximum(np.rint(scores * (limit + 2) - 2), 0).astype(np.int64)


def _pool(phase: Phase, limit: int) -> Pool:
    return phase, phase in LIMITED and limit == 0
