"""A day and what it brings by itself (到期事项): facts of law, and reminders."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.case import Case
from models.case_entries import Reminded
from models.ledger import Payload
from models.notice import Ground


@dataclass(frozen=True, slots=True)
class Appointment:
    """A day and the entry that it brings (到期事项)."""

    on: date
    payload: Payload


def once(case: Case, ground: Ground, *, about: date, on: date) -> Iterator[Appointment]:
    """Yield a reminder unless it has been given for that day."""
    if (ground, about) not in case.reminded:
        yield Appointment(on, Reminded(ground=ground, about_on=about, procedure=case.procedure))
