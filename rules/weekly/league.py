"""A fair league table (比赶超): rank bands, with the kinds of projects and chance allowed for.

A unit with three easy projects is not better than one with ten hard ones. Each measure is
compared with what the whole campaign reaches on projects of the same kinds (case mix,
indirect standardisation); how far a difference may be chance is drawn by a Bayesian
bootstrap (Rubin, Annals of Statistics 9, 1981) over a unit's projects and a few drawn
from the campaign, and ranks are given as intervals (Goldstein and Spiegelhalter, JRSS A
159, 1996). Raw figures stand beside; nothing is decided by it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from models.league import Flag, LeagueMeasure, LeagueRules
from rules.weekly.five_rates import Rate

Array = NDArray[np.float64]
SEED = 20200531
"""The same figures give the same table."""

THIRD = 3
"""A flag stands in the first or the last third only (assumed)."""

ALIKE = 10
"""As how many projects the whole campaign counts against one kind of projects (assumed): a kind
that one unit has for itself does not excuse it."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What one project adds to its unit's figures (项目得分数据)."""

    unit: str
    kind: str
    """Projects of one kind are alike in difficulty: type and standing."""
    rates: Mapping[LeagueMeasure, Rate]
    left: bool = False
    """What a project left with a unit that answers for it no more: it is no project of it."""


@dataclass(frozen=True, slots=True)
class FairPlace:
    """The places that chance allows a unit (名次区间)."""

    score: float
    rank_from: int
    rank_to: int
    band: int
    """Units of one band cannot be told apart."""
    flag: Flag | None
    """Never where a unit of the same band has none, nor where the band is more than a third of
    all: they cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's place (名次)."""

    unit: str
    projects: int
    rates: Mapping[LeagueMeasure, Rate]
    expected: Mapping[LeagueMeasure, float]
    score: float
    raw_rank: int | None
    """Its place among those that are ranked, by its figures alone; units whose figures are equal,
    the tie break too, share one (并列)."""
    fair: FairPlace | None
    """``None`` = too few projects to be ranked, neither by figures nor fairly."""


def league(counted: Sequence[Counted], rules: LeagueRules) -> tuple[Place, ...]:
    """Return every unit's place: ranked ones by band and score, then those with too few projects.

    Figures are shares of one, scores of a hundred. A draw costs about one random number a
    project: 5,000 projects and 2,000 draws take a second or two.
    """
    by_unit: dict[str, list[Counted]] = defaultdict(list)
    for one in counted:
        by_unit[one.unit].append(one)
    pool = _Pool(counted)
    rates = {unit: _summed(own) for unit, own in by_unit.items()}
    scores = {unit: _score(one, rules) for unit, one in rates.items()}
    standing = {unit: (-scores[unit], -_tie(rates[unit], rules)) for unit in rates}
    order = sorted(rates, key=lambda one: (standing[one], one))
    projects = {unit: sum(not one.left for one in own) for unit, own in by_unit.items()}
    ranked = {
        unit: own for unit, own in sorted(by_unit.items()) if projects[unit] >= rules.min_projects
    }
    alike = [standing[one] for one in order if one in ranked]
    fair = _fair(ranked, pool, rules)
    return tuple(
        sorted(
            (
                Place(
                    unit=unit,
                    projects=projects[unit],
                    rates=rates[unit],
                    expected=pool.expected(by_unit[unit]),
                    score=scores[unit],
                    raw_rank=alike.index(standing[unit]) + 1 if unit in ranked else None,
                    fair=fair.get(unit),
                )
                for unit in order
            ),
            key=_order,
        )
    )


def _order(place: Place) -> tuple[bool, int, float]:
    """Sort by band and fair score; ties, and those not ranked, stay in the order of the figures."""
    fair = place.fair
    return (False, fair.band, -fair.score) if fair else (True, 0, 0.0)


def _tie(rates: Mapping[LeagueMeasure, Rate], rules: LeagueRules) -> float:
    share = rates[rules.tie_break].share
    return float(share) if share is not None else 0.0


def _summed(own: Sequence[Counted]) -> dict[LeagueMeasure, Rate]:
    zero = Decimal(0)
    return {
        measure: Rate(
            sum((one.rates[measure].done for one in own if measure in one.rates), zero),
            sum((one.rates[measure].of for one in own if measure in one.rates), zero),
        )
        for measure in LeagueMeasure
    }


def _score(rates: Mapping[LeagueMeasure, Rate], rules: LeagueRules) -> float:
    """Return points of a hundred; the weight of a measure without figures goes to the others.

    Rounded so far that equal figures reckoned in another order are equal.
    """
    present = {measure: rate.share for measure, rate in rates.items() if rate.share is not None}
    weight = sum(rules.weights.get(measure, 0) for measure in present)
    if not weight:
        return 0.0
    points = sum(
        rules.weights.get(measure, 0) * min(float(share), 1.0) for measure, share in present.items()
    )
    return round(100 * points / weight, 9)


class _Pool:
    """All projects of the campaign by kind, and what is usual of a kind (同类平均)."""

    def __init__(self, counted: Sequence[Counted]) -> None:
        by_kind: dict[str, list[Counted]] = defaultdict(list)
        for one in counted:
            by_kind[one.kind].append(one)
        whole = _summed(counted)
        self.overall = {
            measure: float(rate.share) for measure, rate in whole.items() if rate.share is not None
        }
        """Measure → what all projects reach together; measures of nobody are not there."""
        self._usual: dict[tuple[LeagueMeasure, str], float] = {}
        for kind, own in by_kind.items():
            reached = _summed(own)
            for measure, share in self.overall.items():
                beside = ALIKE * float(whole[measure].of) / len(counted)
                done, of = float(reached[measure].done), float(reached[measure].of)
                self._usual[measure, kind] = (done + beside * share) / (of + beside)
        self.alike = {kind: own if len(own) >= ALIKE else counted for kind, own in by_kind.items()}
        """Kind → the projects that chance may lay beside a unit's own."""

    def expected(self, own: Sequence[Counted]) -> dict[LeagueMeasure, float]:
        """Return what some projects would reach if each did as is usual of its kind."""
        found = {}
        for measure in self.overall:
            _, of, usual = self.columns(own, measure).sum(axis=0)
            if of:
                found[measure] = float(usual / of)
        return found

    def columns(
        self, projects: Sequence[Counted], measure: LeagueMeasure, kind: str | None = None
    ) -> Array:
        """Return done, of and what is usual of some projects, a row each, as those of a kind."""
        rows = []
        for one in projects:
            rate = one.rates.get(measure)
            if rate is None or not rate.of:
                rows.append((0.0, 0.0, 0.0))
            else:
                of = float(rate.of)
                rows.append((float(rate.done), of, of * self._usual[measure, kind or one.kind]))
        return np.array(rows)


def _fair(
    ranked: Mapping[str, Sequence[Counted]], pool: _Pool, rules: LeagueRules
) -> dict[str, FairPlace]:
    """Return the fair place of each ranked unit."""
    if not ranked:
        return {}
    luck = np.random.default_rng(SEED)
    drawn = np.stack([_drawn(own, pool, rules, luck) for own in ranked.values()])
    ranks = 1 + (drawn[None, :, :] > drawn[:, None, :]).sum(axis=1)
    tail = (1 - rules.confidence) / 2
    low = np.quantile(ranks, tail, axis=1, method="lower").astype(int)
    high = np.quantile(ranks, 1 - tail, axis=1, method="higher").astype(int)
    means = drawn.mean(axis=1)
    bands = _bands(drawn, means, 1 - tail)
    flags = [_flag(int(low[n]), int(high[n]), len(ranked)) for n in range(len(ranked))]
    in_band: dict[int, list[Flag | None]] = defaultdict(list)
    for place, flag in enumerate(flags):
        in_band[bands[place]].append(flag)
    return {
        unit: FairPlace(
            score=float(means[place]),
            rank_from=int(low[place]),
            rank_to=int(high[place]),
            band=bands[place],
            flag=_unanimous(in_band[bands[place]], len(ranked)),
        )
        for place, unit in enumerate(ranked)
    }


def _flag(rank_from: int, rank_to: int, ranked: int) -> Flag | None:
    """Return a flag where every place that chance allows lies in the first or last third."""
    third = ranked / THIRD
    if rank_to <= third:
        return Flag.RED
    return Flag.BLACK if rank_from > ranked - third else None


def _unanimous(flags: Sequence[Flag | None], ranked: int) -> Flag | None:
    """Return the flag of a whole band; where all are equal nobody has one."""
    return flags[0] if len({*flags}) == 1 and len(flags) <= ranked / THIRD else None


def _drawn(
    own: Sequence[Counted], pool: _Pool, rules: LeagueRules, luck: np.random.Generator
) -> Array:
    """Return a unit's score in each draw: its projects and a few beside, weighed anew."""
    size = (rules.draws, rules.others)
    kinds = np.array([one.kind for one in own])[luck.integers(len(own), size=size)]
    picks = luck.random(size)
    weights, beside = luck.exponential(size=(rules.draws, len(own))), luck.exponential(size=size)
    points: Array = np.zeros(rules.draws)
    for measure, whole in pool.overall.items():
        sums = weights @ pool.columns(own, measure)
        for kind in {one.kind for one in own}:
            columns = pool.columns(pool.alike[kind], measure, kind)
            rows = columns[(picks * len(columns)).astype(int)]
            sums += (rows * (beside * (kinds == kind))[:, :, None]).sum(axis=1)
        done, of, usual = sums.T
        apart = np.where(of > 0, (done - usual) / np.where(of > 0, of, 1), 0)
        points += rules.weights.get(measure, 0) * np.clip(whole + apart, 0, 1)
    total = sum(rules.weights.get(measure, 0) for measure in pool.overall)
    return 100 * points / max(total, 1)


def _bands(drawn: Array, means: Array, sure: float) -> dict[int, int]:
    """Return each unit's band: a new one begins where the band's best is surely better."""
    order = np.argsort(-means, kind="stable")
    found: dict[int, int] = {}
    head, band = int(order[0]), 1
    for place in map(int, order):
        if place != head and float((drawn[head] > drawn[place]).mean()) >= sure:
            head, band = place, band + 1
        found[place] = band
    return found
