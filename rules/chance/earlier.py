"""What earlier campaigns teach (以往用时): kept by kind, without names, read as timings again.

They are knowledge from elsewhere: all of them together count no more than so many projects of
one's own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.earlier_timings import FallenStarts, TimedCases, TimingsLoaded
from models.forecast_levels import ForecastLevels
from models.timing import Known, Phase
from rules.chance.durations import Observation
from rules.chance.levels import FINE, Fell, Levels, given, learnt

_Kind = tuple[Phase, str, str, int, Known]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What earlier campaigns tell (以往专项行动经验)."""

    observations: tuple[Observation, ...] = ()
    fell: tuple[Fell, ...] = ()
    weight: float = 1.0
    """As how much of an own case each of theirs counts."""

    def levels(self, rules: ForecastLevels) -> Levels:
        """Return how starts lie in forecasts that know all this, and before any of their own.

        They lie otherwise than in those that know nothing beforehand: so do rehearsed ones.
        """
        offsets = rules.offsets_loaded if self.observations else ()
        rehearsed = given(offsets or rules.offsets, rules.forecasts)
        return learnt(self.fell, rehearsed, strength=rules.strength)


NOTHING = Earlier()


def earlier(
    loaded: Iterable[TimingsLoaded], departments: Mapping[str, str], *, strength: float
) -> Earlier:
    """Return what loaded timings tell, counting ``strength`` projects at most.

    A procedure's timings count for the department that ``departments`` says has it now.
    """
    observations: list[Observation] = []
    fell: list[Fell] = []
    for one in loaded:
        for kind in one.cases:
            department = departments.get(kind.procedure, kind.department)
            observations.extend(
                Observation(
                    *(kind.procedure, department, kind.phase, days, kind.limit, kind.known),
                    project=_project(one, number),
                )
                for days, number in zip(kind.days, kind.projects, strict=True)
            )
        for starts in one.starts:
            fell.extend(
                Fell(_project(one, number), distance, starts.known)
                for distance, number in zip(starts.distances, starts.projects, strict=True)
            )
    projects = {one.project for one in observations}
    weight = min(1.0, strength / len(projects)) if projects else 1.0
    return Earlier(tuple(observations), tuple(fell), weight)


def _project(loaded: TimingsLoaded, number: int) -> str:
    """Name a project of an earlier campaign as no project of this one is named."""
    return f"{loaded.campaign}/{number}"


def by_kind(
    observations: Iterable[Observation],
    fell: Iterable[Fell],
    *,
    campaign: str,
    ledger: str = "",
) -> TimingsLoaded:
    """Return timings by kind, their projects by number; the same ones give the same."""
    observations, fell = list(observations), list(fell)
    numbers = _numbers(observations, fell)
    kinds: dict[_Kind, list[tuple[int, int]]] = defaultdict(list)
    for one in observations:
        kinds[_kind(one)].append((numbers[one.project], one.days))
    starts: dict[Known, list[tuple[int, float]]] = defaultdict(list)
    for start in fell:
        starts[start.known].append((numbers[start.project], _fine(start)))
    return TimingsLoaded(
        campaign=campaign,
        ledger=ledger,
        cases=tuple(
            TimedCases(
                phase=phase,
                procedure=procedure,
                department=department,
                limit=limit,
                known=known,
                projects=tuple(number for number, _ in sorted(listed)),
                days=tuple(days for _, days in sorted(listed)),
            )
            for (phase, procedure, department, limit, known), listed in sorted(kinds.items())
        ),
        starts=tuple(
            FallenStarts(
                known=known,
                projects=tuple(number for number, _ in sorted(some)),
                distances=tuple(distance for _, distance in sorted(some)),
            )
            for known, some in sorted(starts.items())
        ),
    )


def _fine(start: Fell) -> float:
    return round(start.distance, FINE) or 0.0  # there is no zero below zero


def _kind(one: Observation) -> _Kind:
    return one.phase, one.procedure, one.department, one.limit, one.known


def _numbers(observations: Iterable[Observation], fell: Iterable[Fell]) -> Mapping[str, int]:
    """Number projects by what their cases took, so that no order of the office shows."""
    told: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for one in observations:
        told[one.project].append((*_kind(one), one.days, 0.0))
    for start in fell:
        told[start.project].append(("", "", "", 0, start.known, 0, _fine(start)))
    ordered = sorted(told, key=lambda project: sorted(told[project]))
    return {project: number for number, project in enumerate(ordered, start=1)}
