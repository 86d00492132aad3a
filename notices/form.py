"""What the form of a notice is made of (文书样式)."""

from datetime import date
from typing import NamedTuple

from models.notice import Severity


class Form(NamedTuple):
    """How one ground is worded (文书样式): `{…}` are the phrases of `notices/wording.py`."""

    severity: Severity
    label: str
    cause: str
    to_do: str
    basis: str
    tail: str = ""
    """What the title adds."""
    earlier: str = ""
    """What gave the ground before the basis was in force."""
    since: date | None = None
    """The first day on which the basis was in force."""

    def basis_on(self, on: date) -> str:
        """Return what gave the ground on a day: nothing is cited before it was law."""
        return self.earlier if self.since is not None and on < self.since else self.basis
