"""A day that somebody has to keep (日程): what a calendar shows."""

from datetime import date

from models.vocabulary import Value


class Appointment(Value):
    """One day with what is due on it (日程)."""

    uid: str
    """The same as long as it is the same matter: a moved day moves the appointment."""
    on: date
    title: str
    text: str
    remind_on: date
    """The working day before."""


class Calendar(Value):
    """The days of a person, an office or a project (日历)."""

    name: str
    appointments: tuple[Appointment, ...]
