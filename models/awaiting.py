"""Waiting for a prerequisite that was tolerated on acceptance (前置容缺, 等待前置事项).

Both entries follow from facts alone: nobody asks for the stop and nobody lifts it.
"""

from typing import ClassVar, Literal

from pydantic import Field

from models.vocabulary import Value


class UpstreamAwaited(Value):
    """Nothing but a prerequisite keeps the case from its decision (等待前置事项，已暂停计时)."""

    label: ClassVar[str] = "等待前置事项，暂停计时"
    kind: Literal["upstream_awaited"] = "upstream_awaited"
    procedure: str
    awaited: tuple[str, ...] = Field(min_length=1)
    """The prerequisites that are not concluded, by code."""
    source: str
    """By what rule the clock stands still."""


class UpstreamArrived(Value):
    """The last prerequisite was concluded (前置事项已办结，恢复计时)."""

    label: ClassVar[str] = "前置事项办结，恢复计时"
    kind: Literal["upstream_arrived"] = "upstream_arrived"
    procedure: str
