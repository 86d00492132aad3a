"""When a project can start if everybody keeps to the promised limits (预计开工日).

The thin face of the back-schedule for those who only ask for the start: one forward
pass over the procedures that the start gate asks for, from the facts in the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.case import CaseFile
from models.catalogue import Procedure
from rules.in_force.regulations import Regulations
from rules.plan.network import network_of
from rules.plan.passes import forward


@dataclass(frozen=True, slots=True)
class ExpectedCase:
    """When a case is expected to begin and to be concluded (预计起止)."""

    procedure: str
    starts_on: date
    concludes_on: date


@dataclass(frozen=True, slots=True)
class StartForecast:
    """When the start gate is expected to open, and what decides it (开工预测)."""

    start_on: date
    pinned_on: date | None
    slip_days: int
    """Working days after the pinned date; 0 = in time."""
    float_days: int
    """Working days to spare before the pinned date; 0 when there is none."""
    expected: Mapping[str, ExpectedCase]
    deciding: str | None
    """The procedure that is concluded last."""

    @property
    def slipped(self) -> bool:
        """Tell whether the forecast lies after the pinned date."""
        return self.slip_days > 0


def forecast_start(
    file: CaseFile,
    procedures: Mapping[str, Procedure],
    *,
    on: date,
    regulations: Regulations,
) -> StartForecast:
    """Forecast the start of construction as seen on a day."""
    days, day = regulations.days, date.fromordinal
    network = network_of(file, procedures, on=on, regulations=regulations)
    passed = forward(network, days)
    start, pinned = day(passed.start_on), network.pinned_on
    return StartForecast(
        start_on=start,
        pinned_on=pinned,
        slip_days=days.between(pinned, start) if pinned and start > pinned else 0,
        float_days=days.between(start, pinned) if pinned and start <= pinned else 0,
        expected={
            step.procedure: ExpectedCase(step.procedure, day(begins), day(ends))
            for step, begins, ends in zip(network.steps, passed.start, passed.finish, strict=True)
            if step.finished_on is None
        },
        deciding=None if passed.deciding is None else network.steps[passed.deciding].procedure,
    )
