"""What came of reminders that were sent, and of those held out by lot (提醒成效)."""

from collections.abc import Iterator, Sequence
from datetime import date

from casework.office import Office, Situation
from models.act import Via
from models.catalogue import Unit
from models.ledger import Entry
from models.notice_rules import MERE_REMINDERS
from rules.supervision.reminder_effect import WITHIN, Reminded, ReminderEffect, reminder_effects
from store import ledger
from store.outgoing.reminders import KeptReminder, reminders


def find_effects(
    office: Office, *, within: int = WITHIN, today: date
) -> tuple[ReminderEffect, ...]:
    """Return of every kind of mere reminder what it brought about.

    Somebody acted when a person's entry about the same procedure (of a project's own reminders:
    any of its entries) followed within so many working days. What is younger is left out.
    """
    with office.store.reading() as connection:
        situation = office.situation(connection)
        by_project = reminders(connection, MERE_REMINDERS)
        streams = ledger.read_each(connection, list(by_project))
        return reminder_effects(
            one
            for entries, told in zip(streams, by_project.values(), strict=True)
            for one in _outcomes(entries, told, situation, within, today)
        )


def _outcomes(
    entries: Sequence[Entry],
    told: Sequence[KeptReminder],
    situation: Situation,
    within: int,
    today: date,
) -> Iterator[Reminded]:
    days = situation.regulations.days
    for one in told:
        until = days.add(one.on, within, Unit.WORKDAY).due_on
        if until >= today:
            continue
        acted = any(
            entry.version > one.version and entry.on <= until and _answers(entry, one.procedure)
            for entry in entries
        )
        yield Reminded(one.ground, one.held_out, acted)


def _answers(entry: Entry, procedure: str) -> bool:
    """Tell whether a person wrote an entry about a procedure; no procedure = about anything."""
    about = vars(entry.payload).get("procedure", "")
    return entry.via is not Via.SYSTEM and procedure in ("", about)
