"""What later entries say of earlier days (事后所知): when settled, and when a hearing was held.

A case that will be settled keeps the calendar of that instant for all its days; a hearing
that is recorded late ended on its own day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from models.case import Case
from models.case_entries import ApplicationRefused, Concluded, Declined, Returned, Withdrawn
from models.changing import changed
from models.hearing import HearingHeld
from models.ledger import Entry
from rules.clocks.holders import has_notice_period

T = TypeVar("T")
SETTLING = (Concluded, ApplicationRefused, Declined, Returned, Withdrawn)
"""Entries with which an application is over: its days keep the calendar of that instant."""


@dataclass(frozen=True, slots=True)
class Hindsight:
    """What later entries say of earlier days: rare, so asked only where it can matter."""

    settled: Mapping[str, Sequence[tuple[int, datetime]]]
    held: Mapping[str, Sequence[tuple[int, date]]]

    @classmethod
    def of(cls, entries: Iterable[Entry], upto: date) -> "Hindsight":
        """Read it off the entries up to a day."""
        settled: dict[str, list[tuple[int, datetime]]] = {}
        held: dict[str, list[tuple[int, date]]] = {}
        for entry in entries:
            payload = entry.payload
            if entry.on > upto:
                continue
            if isinstance(payload, SETTLING):
                settled.setdefault(payload.procedure, []).append((entry.version, entry.at))
            elif isinstance(payload, HearingHeld):
                held.setdefault(payload.procedure, []).append((entry.version, payload.held_on))
        return cls(settled, held)

    def seen(self, case: Case, version: int) -> Case:
        """Return the case with the instant at which it will be settled: that fixes its calendar."""
        if not has_notice_period(case) or case.settled_at is not None:
            return case
        at = _after(self.settled.get(case.procedure, ()), version)
        return changed(case, settled_at=at) if at is not None else case

    def heard_on(self, case: Case, version: int) -> date | None:
        """Return the day on which the hearing was held that the case still awaits."""
        if case.hearing is None or not case.hearing.awaited:
            return None
        return _after(self.held.get(case.procedure, ()), version)


def _after(known: Iterable[tuple[int, T]], version: int) -> T | None:
    """Return what is told by the first entry after a version."""
    return next((told for number, told in known if number > version), None)
