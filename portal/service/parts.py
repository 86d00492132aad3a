"""A part of the whole, and whether it is well (部分)."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Part:
    """One part and whether it is well (部分)."""

    key: str
    name: str
    ok: bool
    said: str
    facts: dict[str, object] = field(default_factory=dict)
