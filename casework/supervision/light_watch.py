"""The lights of all projects are read once a day (亮灯核对), and every change is an entry.

Derived from state: whoever sweeps first on a day reads them, after an outage of any
length once. Approvals and the start have reminders of their own; here investment, funds
and statistics turn yellow or red, which puts a matter on the ladder.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from casework.desk import SYSTEM, Stamp, precedes_campaign, record, write_campaign
from casework.office import CAMPAIGN, Office, Situation
from models.acts import Via
from models.case import CaseFile
from models.ledger import Entry, Payload, Reminded
from models.light import Light
from models.notice import Ground
from models.project_lights import LightChanged, LightsRead, LightSubject
from models.refusal import Backdated
from rules.standing.project_lights import subject_lights
from store.engine import hold
from store.queries import project_lines

OWN_REMINDERS = frozenset({LightSubject.START})
"""Lights about which `rules/acting/agenda.py` reminds already."""

BATCH = 100
"""Projects that are looked at together."""

GROUND = {Light.YELLOW: Ground.LIGHT_YELLOW, Light.RED: Ground.LIGHT_RED}


@dataclass(frozen=True, slots=True)
class LightReading:
    """What a reading of the lights found (亮灯核对结果)."""

    read: bool = False
    """Not yet done on this day by anybody."""
    entries: tuple[Entry, ...] = ()


def read_lights(office: Office, *, now: datetime) -> LightReading:
    """Record which lights have changed since the last reading; nothing if read today.

    Every project is looked at, some at a time: the reading takes no more memory for more.
    """
    stamp = Stamp(by=SYSTEM, via=Via.SYSTEM, now=now)
    with office.store.reading() as connection:
        situation = office.situation(connection)
        book = situation.regulations.rulebook.project_lights
        read_on = situation.file.lights_read_on
        if book is None or (read_on is not None and read_on >= stamp.on):
            return LightReading()
        if precedes_campaign(connection, stamp.on):
            return LightReading()
        codes = [one.code for one in project_lines(connection)]
    entries: list[Entry] = []
    for code in _unlike(office, situation, codes, stamp.on):
        entries.extend(_recorded(office, code, stamp))
    changed = sum(isinstance(one.payload, LightChanged) for one in entries)
    with office.store.writing() as connection:
        hold(connection, CAMPAIGN)
        known = office.situation(connection).file.lights_read_on
        if known is None or known < stamp.on:
            done = LightsRead(projects=len(codes), changed=changed)
            write_campaign(office, connection, [done], stamp=stamp)
    return LightReading(read=True, entries=tuple(entries))


def _unlike(office: Office, situation: Situation, codes: Sequence[str], on: date) -> Iterator[str]:
    """Yield the projects of which a light is not what it was at the last reading."""
    for place in range(0, len(codes), BATCH):
        with office.store.reading() as connection:
            files = office.files(connection, codes[place : place + BATCH])
        for code, (file, _) in files.items():
            if any(_changes(file, situation, on)):
                yield code


def _recorded(office: Office, project: str, stamp: Stamp) -> tuple[Entry, ...]:
    def judge(_: Connection, situation: Situation, file: CaseFile) -> Sequence[Payload]:
        changes = tuple(_changes(file, situation, stamp.on))
        worse = [one.light for one in changes if one.about not in OWN_REMINDERS]
        reminders = [
            Reminded(ground=ground, about_on=stamp.on)
            for light, ground in GROUND.items()
            if light in worse
        ]
        return [*changes, *reminders[-1:]]

    try:
        return record(office, project, judge, stamp=stamp).entries
    except Backdated:
        return ()


def _changes(file: CaseFile, situation: Situation, on: date) -> Iterator[LightChanged]:
    book = situation.regulations.rulebook.project_lights
    if book is None:
        return
    for one in subject_lights(file, book.rules, on=on, regulations=situation.regulations):
        last = file.lit.get(one.subject)
        before = last.light if last is not None else Light.GREEN
        now = Light.GREEN if one.light is Light.GREY else one.light
        if now is not before:
            yield LightChanged(about=one.subject, light=now, before=before, reason=one.reason)
