"""How earlier starts lay about the middle of their forecasts, as a campaign's rules give it."""

from pydantic import Field

from models.vocabulary import Sourced


class ForecastLevels(Sourced):
    """What is known of forecasts before the office has made any of its own (预测校正)."""

    offsets: tuple[float, ...] = Field(min_length=9)
    """Equally likely distances from the middle, rising, in widths of the 80 % interval."""
    forecasts: int = Field(ge=1)
    """How many forecasts they were learnt from."""
    strength: float = Field(default=30, gt=0)
    """As how many projects of one's own they count (assumed)."""
