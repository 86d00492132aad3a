"""What a ledger, and earlier campaigns, taught until a morning, kept for that day (用时经验)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from casework.office.kept import Kept
from models.timing import Phase
from rules.chance.durations import Durations, Observation, Pace, Pool
from rules.chance.levels import Levels
from rules.chance.shrinkage import Spread
from rules.chance.simulation import Drawn


@dataclass(frozen=True, slots=True, eq=False)
class Learnt:
    """What the ledger taught until a morning (用时经验)."""

    durations: Durations
    paces: Mapping[str, Pace]
    """Project → how quick it is beside the others."""
    levels: Levels | None = None
    """How starts lay in earlier forecasts; ``None`` = nothing is known of that."""
    last: Kept[Drawn] = field(default_factory=lambda: Kept(1))
    """What was drawn last: who asks of a file once more is told the same."""

    @classmethod
    def of(cls, durations: Durations, seen: Mapping[str, Iterable[Observation]]) -> "Learnt":
        """Return durations with the pace of each project, from what was seen of its own cases."""
        return cls(durations, {project: durations.pace(own) for project, own in seen.items()})

    def pace(self, project: str) -> Pace:
        """Return a project's pace; one that nothing is known of may go at any."""
        return self.paces.get(project) or self.durations.pace(())


def in_words(learnt: Learnt) -> str:
    """Return what was learnt as JSON: every figure to its last digit."""
    durations, levels = learnt.durations, learnt.levels
    told = {
        "overall": _rows({(pool, ""): one for pool, one in durations.overall.items()}),
        "departments": _rows(durations.departments),
        "procedures": _rows(durations.procedures),
        "tails": [(*pool, index) for pool, index in durations.tails.items()],
        "observed": durations.observed,
        "earlier": durations.earlier,
        "within": durations.within,
        "between": durations.between,
        "paces": [(project, one.mean, one.deviation) for project, one in learnt.paces.items()],
        "levels": levels and (levels.distances.tolist(), levels.shares.tolist(), levels.forecasts),
    }
    return json.dumps(told, separators=(",", ":"))


def from_words(words: str) -> Learnt:
    """Return what :func:`in_words` told."""
    told: dict[str, Any] = json.loads(words)
    durations = Durations(
        overall={pool: one for (pool, _), one in _spreads(told["overall"]).items()},
        departments=_spreads(told["departments"]),
        procedures=_spreads(told["procedures"]),
        observed=told["observed"],
        earlier=told.get("earlier", 0),
        within=told["within"],
        between=told["between"],
        tails={(Phase(phase), nil): index for phase, nil, index in told["tails"]},
    )
    paces = {project: Pace(mean, deviation) for project, mean, deviation in told["paces"]}
    levels = told["levels"]
    if levels is not None:
        distances, shares, forecasts = levels
        levels = Levels(np.array(distances), np.array(shares), forecasts)
    return Learnt(durations, paces, levels)


def _rows(spreads: Mapping[tuple[Pool, str], Spread]) -> list[tuple[Any, ...]]:
    return [
        (*pool, name, one.scores.tolist(), one.shares.tolist())
        for (pool, name), one in spreads.items()
    ]


def _spreads(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[Pool, str], Spread]:
    return {
        ((Phase(phase), nil), name): Spread(np.array(scores), np.array(shares))
        for phase, nil, name, scores, shares in rows
    }
