"""Drift (进度偏移): how far the plan has moved since its baselines, in working days."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.case import Baseline, CaseFile
from rules.days.working_days import WorkingDays
from rules.plan.backschedule import Schedule


@dataclass(frozen=True, slots=True)
class Drift:
    """How far a schedule has moved since one baseline (偏移); above zero = later."""

    baseline: Baseline
    start_days: int
    """Of the forecast start."""
    pinned_days: int
    """Of the pinned date itself: how far it has been moved since."""
    cases: Mapping[str, int]
    """Of the end of each procedure that stands in both."""


def drift(file: CaseFile, schedule: Schedule, days: WorkingDays) -> tuple[Drift, ...]:
    """Return the drift against the first and the present baseline; one where they are the same."""
    if not file.baselines:
        return ()
    ends = (file.baselines[0], file.baselines[-1])[: len(file.baselines)]
    return tuple(_since(one, schedule, days) for one in ends)


def _since(baseline: Baseline, schedule: Schedule, days: WorkingDays) -> Drift:
    taken = baseline.taken
    return Drift(
        baseline=baseline,
        start_days=days.between(taken.forecast_on, schedule.start_on),
        pinned_days=days.between(taken.start_on, schedule.pinned_on or taken.start_on),
        cases={
            line.procedure: days.between(
                line.finish_on, schedule.cases[line.procedure].early_finish
            )
            for line in taken.lines
            if line.procedure in schedule.cases
        },
    )
