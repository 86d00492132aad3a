"""When a project starts, and how surely (开工把握): what the draws of a start come to."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class StartConfidence:
    """When work begins, and how surely (开工把握)."""

    p10: date
    p50: date
    p80: date
    p90: date
    on_time: float | None
    """Chance of starting by the pinned date; ``None`` = no date is pinned."""
    pinned_on: date | None
    draws: int
    observed: int = 0
    """How many timings the forecast was learnt from; 0 = the promises alone."""
    earlier: int = 0
    """How many of them are of earlier campaigns."""

    @property
    def words(self) -> str:
        """Return the forecast in words."""
        sure = f"有 80% 把握在 {self.p80} 前开工"
        if self.on_time is None:
            return sure
        return f"{sure}；按期开工的可能性 {self.on_time:.0%}"
