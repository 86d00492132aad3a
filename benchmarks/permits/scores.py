"""How well permit logs were forecast (`benchmarks/real_permits.py`): coverage, CRPS, Brier."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from benchmarks.permits.tellers import Ints


@dataclass(frozen=True)
class Told:
    """One forecast and what came, in working days from the morning of the forecast."""

    file: str
    first: bool
    age: int
    draws: Ints
    """Sorted."""
    came: int | None
    """``None`` = not by the end of the log, so many working days later."""
    left: int
    """Working days from the morning to the end of the log."""
    legal: int
    """Working days to the end of the eight weeks; below zero = over."""


def score(told: Sequence[Told]) -> dict[str, float]:
    """Score the forecasts of one teller on one log."""
    inside: dict[str, list[bool]] = defaultdict(list)
    firsts, oldest, halves, ranked, brier, width = [], [], [], [], [], []
    old = np.quantile([one.age for one in told], 0.9)
    for one in told:
        low, half, high = (
            one.draws[max(int(np.ceil(share * len(one.draws))) - 1, 0)] for share in (0.1, 0.5, 0.9)
        )
        width.append(int(high - low))
        if one.legal >= 0 and (one.came is not None or one.left >= one.legal):
            held = one.came is not None and one.came <= one.legal
            brier.append((float((one.draws <= one.legal).mean()) - held) ** 2)
        if one.came is None and high > one.left:
            continue
        within = one.came is not None and bool(low <= one.came <= high)
        inside[one.file].append(within)
        if one.first:
            firsts.append(within)
        if one.age >= old:
            oldest.append(within)
        if one.came is None:
            continue
        halves.append(one.came <= half)
        spread = one.draws[:: max(len(one.draws) // 100, 1)].astype(float)
        ranked.append(
            np.abs(spread - one.came).mean() - np.abs(spread[:, None] - spread).mean() / 2
        )
    files = list(inside.values())
    chance = Random(1)
    drawn_anew = []
    for _ in range(200):
        some = [flag for each in chance.choices(files, k=len(files)) for flag in each]
        drawn_anew.append(np.mean(some))
    return {
        "forecasts": len(told),
        "coverage": float(np.mean([flag for each in files for flag in each])),
        "error": float(np.std(drawn_anew)),
        "first": float(np.mean(firsts)),
        "oldest_tenth": float(np.mean(oldest)),
        "by_p50": float(np.mean(halves)),
        "crps": float(np.mean(ranked)),
        "brier": float(np.mean(brier)) if brier else float("nan"),
        "width": float(np.mean(width)),
    }
