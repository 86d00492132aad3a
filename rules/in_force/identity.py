"""A frozen thing as a cache key: itself, whatever it says. Nothing is compared."""

from typing import Generic, TypeVar

T = TypeVar("T")


class TheVery(Generic[T]):
    """A frozen thing as itself: two that say the same are two."""

    __slots__ = ("itself",)

    def __init__(self, itself: T) -> None:
        self.itself = itself

    def __eq__(self, other: object) -> bool:
        """Tell whether the other is the very same thing."""
        return isinstance(other, TheVery) and self.itself is other.itself

    def __hash__(self) -> int:
        """Return the identity."""
        return id(self.itself)
