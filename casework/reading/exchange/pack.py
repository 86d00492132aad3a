"""Everything open formats can say of one project, in one archive (证据包).

The same ledger on the same day gives the same bytes: each part is dated by the last entry.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import IO

from casework.office import Office
from casework.reading.board.public import public_timetable
from casework.reading.event_log import logged_events
from casework.reading.exchange.clocks import applied_for, proofs
from casework.reading.exchange.open_data import SCHEMA, ceq_json, public_json
from casework.reading.exchange.process import project_process
from casework.reading.exchange.schedule import project_schedule
from casework.reading.lists.appointments import calendar_of
from models.campaign import Campaign
from reports.exchange.archive import ArchivePart, write_archive
from reports.exchange.bpmn import bpmn
from reports.exchange.event_logs import ocel, xes
from reports.exchange.mspdi import mspdi
from reports.exchange.pack_words import read_me
from reports.exchange.xml_lines import ended
from reports.text.calendar_feed import calendar_feed
from store import ledger

VERSION = 1


def write_pack(office: Office, to: IO[bytes], *, project: str, today: date) -> tuple[str, ...]:
    """Write a project's pack to a file that can be sought; return the names of its parts."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        file, head = office.file(connection, project)
    assert file.last is not None
    about = {
        "pack": VERSION,
        "project": project,
        "name": file.project.name,
        "as_of": today.isoformat(),
        "campaign": situation.file.campaign.key,
        "catalogue": situation.file.campaign.catalogue.version,
        "calendar": situation.regulations.day_table.version,
        "ledger": {"version": file.version, "head": head, "at": file.last.at.isoformat()},
    }
    return write_archive(to, _parts(office, project, situation.file.campaign, today), about)


def _parts(office: Office, project: str, campaign: Campaign, today: date) -> Iterator[ArchivePart]:
    """Yield the parts, each worked out when its turn has come."""
    schedule = project_schedule(office, project=project, today=today)
    timetable = public_timetable(office, project=project, today=today)
    calendar = calendar_of(office, of=project, today=today)
    yield ArchivePart("README.txt", "text/plain", read_me(schedule.name, project, today))
    yield ArchivePart(
        "events.xes", "XES (IEEE 1849)", ended(xes(logged_events(office, project=project)))
    )
    yield ArchivePart("events.json", "OCEL 2.0", ocel(logged_events(office, project=project)))
    yield ArchivePart("plan.xml", "Microsoft Project XML (MSPDI)", ended(mspdi(schedule)))
    model = project_process(office, project=project, today=today)
    yield ArchivePart("process.bpmn", "BPMN 2.0 (ISO/IEC 19510)", ended(bpmn(model)))
    feed = calendar_feed(calendar, now=schedule.made_at)
    yield ArchivePart("calendar.ics", "iCalendar (RFC 5545)", (feed,))
    yield ArchivePart("public.json", SCHEMA, (public_json(timetable),))
    ceq = ceq_json([timetable], district=campaign.district)
    yield ArchivePart("ceq.json", "NEPA and Permitting Data Standard (CEQ)", (ceq,))
    yield ArchivePart("clocks.json", "clock proofs", _clocks(office, project, today))


def _clocks(office: Office, project: str, today: date) -> Iterator[str]:
    """Yield the proofs of every case that was applied for, one at a time."""
    with office.store.reading() as connection:
        regulations = office.situation(connection).regulations
        file, _ = office.file(connection, project)
        entries = ledger.read(connection, project)
    wanted = applied_for(file)
    yield f'{{"count": {len(wanted)}, "proofs": [\n'
    for number, one in enumerate(proofs(file, wanted, entries, on=today, regulations=regulations)):
        yield (",\n" if number else "") + json.dumps(one.exported(), ensure_ascii=False)
    yield "\n]}\n"
