"""Expropriation as a project's own file knows it (项目征收): what its plan waits for."""

from datetime import date
from typing import ClassVar, Literal

from models.vocabulary import Value


class ParcelMoved(Value):
    """A line of the expropriation book that names the project got to a state (征收进展)."""

    label: ClassVar[str] = "征收进展"
    kind: Literal["parcel_moved"] = "parcel_moved"
    book: str
    line: int
    parcel: str
    """What the line is about, as the book shows it."""
    reached: tuple[tuple[str, date], ...]
    """Every state that it has been in, with the day; empty = it is no longer this project's."""

    @property
    def key(self) -> str:
        """Return what tells this line from every other of the project."""
        return f"{self.book}/{self.line}"


class LandStep(Value):
    """A step of expropriation that lies ahead (征收环节)."""

    name: str
    on: date
    """The earliest day on which it can be recorded."""
    floor: str = ""
    """The period that holds it until then, with its article; empty = none does."""


class LandWait(Value):
    """Until when a project waits for its land, at the earliest (净地最早日)."""

    parcel: str
    state_name: str
    """Where the parcel stands today."""
    cleared_on: date
    steps: tuple[LandStep, ...]
    assumed: bool
    """The book's order of steps waits for the district."""
    decides: bool = False
    """The start waits for nothing that comes later."""
