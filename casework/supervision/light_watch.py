"""The lights of all projects are read once a day (亮灯核对), and every change is an entry.

Derived from state: whoever sweeps first on a day reads them, after an outage of any
length once. Approvals and the start have reminders of their own; here investment, funds
and statistics turn yellow or red, which puts a matter on the ladder.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from casework.desk import SYSTEM, Stamp, precedes_campaign, write_campaign
from casework.office import CAMPAIGN, Office, Situation
from casework.recording import record_many
from models.act_requests import Via
from models.case import CaseFile
from models.case_entries import Reminded
from models.ledger import Entry, Payload
from models.light import Light
from models.light_rules import LightChanged, LightsRead, LightSubject
from models.notice import Ground
from rules.standing.relit import changed_lights
from store.projected.queries import count_projects, projects_relit

OWN_REMINDERS = frozenset({LightSubject.START})
"""Lights about which `rules/acting/agenda.py` reminds already."""

GROUND = {Light.YELLOW: Ground.LIGHT_YELLOW, Light.RED: Ground.LIGHT_RED}


@dataclass(frozen=True, slots=True)
class LightReading:
    """What a reading of the lights found (亮灯核对结果)."""

    read: bool = False
    """Not yet done on this day by anybody."""
    entries: tuple[Entry, ...] = ()


def read_lights(office: Office, *, now: datetime) -> LightReading:
    """Record which lights have changed since the last reading; nothing if read today.

    Only projects are looked at whose row says that a light changes by now (ADR 33).
    """
    stamp = Stamp(by=SYSTEM, via=Via.SYSTEM, now=now)
    with office.store.reading() as connection:
        situation = office.situation(connection)
        read_on = situation.file.lights_read_on
        if situation.regulations.rulebook.project_lights is None:
            return LightReading()
        if read_on is not None and read_on >= stamp.on:
            return LightReading()
        if precedes_campaign(connection, stamp.on):
            return LightReading()
        many, due = count_projects(connection), projects_relit(connection, on=stamp.on)

    def judge(situation: Situation, file: CaseFile) -> Sequence[Payload]:
        changes = changed_lights(file, on=stamp.on, regulations=situation.regulations)
        worse = [one.light for one in changes if one.about not in OWN_REMINDERS]
        reminders = [
            Reminded(ground=ground, about_on=stamp.on)
            for light, ground in GROUND.items()
            if light in worse
        ]
        return [*changes, *reminders[-1:]]

    recorded = record_many(office, due, judge, stamp=stamp)
    entries = tuple(chain.from_iterable(one.entries for one in recorded))
    changed = sum(isinstance(one.payload, LightChanged) for one in entries)
    with office.store.writing(CAMPAIGN) as connection:
        known = office.situation(connection).file.lights_read_on
        if known is None or known < stamp.on:
            done = LightsRead(projects=many, changed=changed)
            write_campaign(office, connection, [done], stamp=stamp)
    return LightReading(read=True, entries=entries)
