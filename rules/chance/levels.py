"""Forecasts corrected by where starts fell in earlier ones (预测校正).

A model that is good at parts can be wrong of the whole: people hurry towards a pinned
date, and what holds one project up holds its neighbours up too. So each forecast that was
made is compared with the start that came, as its distance from the middle in widths of the
80 % interval, and new forecasts take their shape from those distances: recalibration of a
whole distribution (Kuleshov, Fenner and Ermon, ICML 2018), of location and scale instead of
shares, so that an interval can also grow. Projects that have not started yet are heard as
“at least so far” (Turnbull, JRSS B 38, 1976): who looks only at forecasts that have ended
looks at the early ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from models.earlier_timings import FARTHEST
from models.timing import Known
from rules.chance.shrinkage import Seen, Spread, posterior
from rules.chance.simulation import Drawn
from rules.days.working_days import WorkingDays

Floats = NDArray[np.float64]

FINE = 3
"""Decimals of a distance that matter."""

ZERO = 100.0
"""Distances are kept above zero, where spreads live."""

LEAST_WIDTH = 5
"""Working days: an interval is taken to be at least a week wide."""


@dataclass(frozen=True, slots=True)
class Fell:
    """Where one start fell in one forecast (落点)."""

    project: str
    distance: float
    """From the middle, in widths of the 80 % interval."""
    known: Known = Known.EXACTLY
    """``AT_LEAST`` = it had not started on the morning of the look."""


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """How starts lie about the middle of their forecasts (校正分布)."""

    distances: Floats
    shares: Floats
    forecasts: int
    """How many forecasts it was learnt from."""

    def at(self, share: Floats) -> Floats:
        """Return the distance at each share."""
        place = np.searchsorted(np.cumsum(self.shares), share)
        return self.distances[np.minimum(place, len(self.distances) - 1)]


def given(offsets: Sequence[float], forecasts: int) -> Levels:
    """Return levels from equally likely distances, as a campaign's rules give them."""
    return Levels(np.array(offsets), np.full(len(offsets), 1 / len(offsets)), forecasts)


def learnt(fell: Iterable[Fell], prior: Levels, *, strength: float) -> Levels:
    """Return levels after some starts, where the prior counts ``strength`` projects."""
    seen, listed = Seen(), list(fell)
    if not listed:
        return prior
    for one in listed:
        seen.note(round(one.distance + ZERO, FINE), one.known)
    a_project = len(listed) / len({one.project for one in listed})
    before = Spread(prior.distances + ZERO, prior.shares)
    after = posterior(seen, before, strength * a_project)
    return Levels(after.scores - ZERO, after.shares, prior.forecasts + len(listed))


def fell(drawn: Drawn, started: date | None, project: str, *, on: date, days: WorkingDays) -> Fell:
    """Return where a start fell in what was drawn, as known on the morning of a day."""
    middle, width = _middle_and_width(drawn, days)
    came = started is not None and started < on
    day = started if started is not None and came else on
    known = Known.EXACTLY if came else Known.AT_LEAST
    distance = (days.index(day) - middle) / width
    return Fell(project, min(max(distance, -FARTHEST), FARTHEST), known)


def corrected(drawn: Drawn, levels: Levels, *, on: date, days: WorkingDays) -> Drawn:
    """Return draws of the start in the shape that earlier starts had, none before today."""
    middle, width = _middle_and_width(drawn, days)
    at = (np.arange(len(drawn.start)) + 0.5) / len(drawn.start)
    places = np.rint(middle + width * levels.at(at)).astype(np.int64)
    first = days.index(days.next_working_day(on))
    nth = days.nth
    start = nth[np.clip(places, first, len(nth)) - 1].astype(np.int64)
    return replace(drawn, start=start)


def _middle_and_width(drawn: Drawn, days: WorkingDays) -> tuple[int, int]:
    p10, p50, p90 = (
        days.index(date.fromordinal(int(one)))
        for one in np.quantile(drawn.start, (0.1, 0.5, 0.9), method="inverted_cdf")
    )
    return p50, max(p90 - p10, LEAST_WIDTH)
