"""What the ledger tells about durations (办件节点): the turns of every project's cases, by day."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from models.act_requests import Via
from models.case import CaseFile
from models.ledger import PAYLOADS, Draft
from models.tables.projected import ProjectRow
from models.tables.rows import EntryRow
from rules.chance.timings import TURNS, Happened, about
from rules.fold.file import add
from store.rows.packing import unpacked


def turns(connection: Connection, *, before: date) -> Mapping[str, Sequence[Happened]]:
    """Return project → the turns of its cases before a day, in order.

    Of the payloads only the name of a procedure, condition or gate is looked at.
    """
    rows = connection.execute(
        select(EntryRow.stream, EntryRow.kind, EntryRow.on, EntryRow.payload)
        .where(EntryRow.kind.in_(TURNS), EntryRow.on < before)
        .order_by(EntryRow.stream, EntryRow.version)
    )
    happened: dict[str, list[Happened]] = defaultdict(list)
    for stream, kind, on, payload in rows:
        happened[stream].append(Happened(on, TURNS[kind], about(json.loads(unpacked(payload)))))
    return happened


def told_before(connection: Connection, day: date) -> int:
    """Return a number that grows with whatever there is to learn from before a day.

    Entries before it, and projects whose start is pinned: neither gets fewer.
    """
    entries = select(func.count()).select_from(EntryRow).where(EntryRow.on < day)
    pinned = select(func.count()).where(ProjectRow.pinned_start.is_not(None))
    both = select(entries.scalar_subquery() + pinned.scalar_subquery())
    return int(connection.execute(both).scalar_one())


def pinned_projects(connection: Connection) -> Sequence[CaseFile]:
    """Return the projects whose start is pinned: as registered, with the date of now.

    Timing needs no more of them, and one entry a project is quickly read.
    """
    rows = connection.execute(
        select(EntryRow.payload, EntryRow.at, EntryRow.on, EntryRow.by, ProjectRow.pinned_start)
        .join(ProjectRow, ProjectRow.code == EntryRow.stream)
        .where(EntryRow.version == 1, ProjectRow.pinned_start.is_not(None))
        .order_by(EntryRow.stream)
    )
    files = []
    for payload, at, on, by, pinned in rows:
        entry = PAYLOADS.validate_json(unpacked(payload))
        file = add(None, Draft(entry, datetime.fromisoformat(at), on, by, Via.SYSTEM), 1)
        files.append(replace(file, pinned_start=pinned))
    return files
