"""How earlier starts lay about the middle of their forecasts, as a campaign's rules give it."""

from pydantic import Field

from models.vocabulary import Sourced

STRENGTH = 30.0
"""As how many projects of one's own knowledge from elsewhere counts, where rules do not say."""


class ForecastLevels(Sourced):
    """What is known of forecasts before the office has made any of its own (预测校正)."""

    offsets: tuple[float, ...] = Field(min_length=9)
    """Equally likely distances from the middle, rising, in widths of the 80 % interval."""
    offsets_loaded: tuple[float, ...] = Field(default=(), max_length=999)
    """The same where timings of an earlier campaign were loaded; empty = no other."""
    forecasts: int = Field(ge=1)
    """How many forecasts they were learnt from."""
    strength: float = Field(default=STRENGTH, gt=0)
    """As how many projects of one's own they count (assumed)."""
