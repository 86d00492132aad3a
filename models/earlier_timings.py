"""What cases took in an earlier campaign comes in (以往用时): anonymous, by kind."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from models.timing import Known, Phase
from models.vocabulary import Value

MOST_DAYS = 2000
"""Working days, eight years: no phase of a case lasts longer."""

FARTHEST = 4.0
"""Widths of an interval: what lies farther off says no more than that it was far off."""

LEDGER = r"^(h[0-9a-f]{16})?$"
"""What names the ledger that timings were taken from; a table written by hand has none."""

CAMPAIGN = r"^[a-z0-9-]{1,60}$"


def ledger_name(hash_: str) -> str:
    """Return what names a ledger: the hash of an entry of its campaign."""
    return f"h{hash_[:16]}"


class TimedCases(Value):
    """Cases of one kind, what each took and whose project it was (同类用时)."""

    procedure: str
    """Or the condition, or the gate, that was timed."""
    department: str = ""
    phase: Phase
    limit: int = Field(default=0, ge=0, le=MOST_DAYS)
    known: Known
    days: tuple[int, ...]
    projects: tuple[int, ...]

    @model_validator(mode="after")
    def _of_one_length(self) -> Self:
        if len(self.days) != len(self.projects):
            raise ValueError("每条用时应有一个项目序号")
        return self


class FallenStarts(Value):
    """Where starts fell in what was forecast of them, and whose project it was (开工落点)."""

    known: Known
    distances: tuple[float, ...]
    """From the middle of the forecast, in widths of its 80 % interval."""
    projects: tuple[int, ...]

    @model_validator(mode="after")
    def _of_one_length(self) -> Self:
        if len(self.distances) != len(self.projects):
            raise ValueError("每个落点应有一个项目序号")
        return self


class TimingsLoaded(Value):
    """Forecasts know from here on what cases took in an earlier campaign (已载入以往用时)."""

    label: ClassVar[str] = "载入以往用时"
    kind: Literal["timings_loaded"] = "timings_loaded"
    campaign: str = Field(pattern=CAMPAIGN)
    """Key of the earlier campaign: its timings take the place of those loaded before."""
    ledger: str = Field(default="", pattern=LEDGER)
    cases: tuple[TimedCases, ...]
    starts: tuple[FallenStarts, ...] = ()

    @property
    def timings(self) -> int:
        """Return how many timings it holds."""
        return sum(len(one.days) for one in self.cases)

    @property
    def projects(self) -> int:
        """Return of how many projects."""
        of_cases = {number for one in self.cases for number in one.projects}
        return len(of_cases.union(*(one.projects for one in self.starts)))
