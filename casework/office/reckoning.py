"""What lists tell of every project on a day (当日测算): worked out once, then read.

A file, a day and the regulations tell the same for ever. So what was worked out is remembered
by the process and kept in a row (`store/projected/reckoned.py`), written by a sweep; a list
folds the files alone of which neither holds: those that changed since.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from pydantic import TypeAdapter
from sqlalchemy import Connection

from casework.office import Office, Situation
from casework.office.kept import Kept
from models.case import CaseFile
from models.ledger import Entry
from rules.fold.file import fold
from rules.in_force.identity import TheVery
from store import ledger
from store.projected import reckoned
from store.projected.reckoned import Held

Told = TypeVar("Told")


@dataclass(frozen=True)
class Reading:
    """Where something is read, by which law and for which day (测算场合)."""

    office: Office
    connection: Connection
    situation: Situation
    on: date
    streams: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    """Entries of projects that are at hand."""

    def entries(self, project: str) -> Sequence[Entry]:
        """Return a project's entries: what was entered after the day belongs to them."""
        return self.streams.get(project) or ledger.read(self.connection, project)

    @cached_property
    def versions(self) -> Mapping[str, int]:
        """Return every project with the version of its last entry, by code: read once."""
        return reckoned.versions_now(self.connection)


MOST_KEPT = 16384
ROOM = 512
"""Files of more projects than that are let go once they were gone through."""


@dataclass(frozen=True, eq=False)
class Topic(Generic[Told]):
    """One thing that lists tell of a project (测算内容)."""

    name: str
    form: TypeAdapter[Told]
    work_out: Callable[[Reading, CaseFile], Told]
    from_entries: bool = False
    """It is worked out of a project's entries rather than of its file."""
    remembered: int = MOST_KEPT
    """Of how many projects a process remembers it."""
    _kept: WeakKeyDictionary[Office, Kept[Told]] = field(default_factory=WeakKeyDictionary)

    def known(self, office: Office) -> Kept[Told]:
        """Return what this process remembers of it."""
        return self._kept.setdefault(office, Kept(self.remembered))

    def words(self, reading: Reading, file: CaseFile) -> str:
        """Return what is told of a project, as JSON."""
        return self.form.dump_json(self.work_out(reading, file)).decode()


def told_of_all(reading: Reading, topic: Topic[Told]) -> Iterator[tuple[str, Told]]:
    """Yield every project's code and what is told of it today, by code."""
    office, connection, on = reading.office, reading.connection, reading.on
    situation = reading.situation
    versions, kept = reading.versions, topic.known(office)
    rules = TheVery(situation.regulations)
    found = {
        code: told
        for code, of in versions.items()
        if (told := kept.known((code, of, on, rules))) is not None
    }
    unknown = [code for code in versions if code not in found]
    if unknown:
        held = Held(on, situation.law, versions)
        key = office.store.audit_key
        for code, words in reckoned.told_of(connection, topic.name, unknown, held, audit_key=key):
            asked = code, versions[code], on, rules
            found[code] = kept.keep(asked, topic.form.validate_json(words))
        rest = [code for code in unknown if code not in found]
        for at_hand, file in _read(reading, topic, rest):
            told = topic.work_out(at_hand, file)
            code = file.project.code
            found[code] = kept.keep((code, file.version, on, rules), told)
    for code in versions:
        yield code, found[code]


def _read(
    reading: Reading, topic: Topic[Any], codes: Sequence[str]
) -> Iterator[tuple[Reading, CaseFile]]:
    """Yield the files of some projects, each with a reading that has at hand what is needed."""
    if topic.from_entries:
        for entries in ledger.read_each(reading.connection, codes):
            yield replace(reading, streams={entries[0].stream: entries}), fold(None, entries)
    else:
        for file in files_of(reading.office, reading.connection, codes):
            yield reading, file


def told_of_one(reading: Reading, topic: Topic[Told], file: CaseFile) -> Told:
    """Return what is told of a project today."""
    office, situation, on = reading.office, reading.situation, reading.on
    code, kept = file.project.code, topic.known(office)
    asked = code, file.version, on, TheVery(situation.regulations)

    def told() -> Told:
        held = Held(on, situation.law, {code: file.version})
        rows = reckoned.told_of(
            reading.connection, topic.name, [code], held, audit_key=office.store.audit_key
        )
        for _, words in rows:
            return topic.form.validate_json(words)
        return topic.work_out(reading, file)

    return kept.of(asked, told)


def told_of_files(
    reading: Reading, topic: Topic[Told], files: Iterable[CaseFile]
) -> tuple[Told, ...]:
    """Return what is told of files as they stood on a past day: no row is kept of it."""
    kept, rules = topic.known(reading.office), TheVery(reading.situation.regulations)
    return tuple(
        kept.of(
            (file.project.code, file.version, reading.on, rules),
            partial(topic.work_out, reading, file),
        )
        for file in files
    )


def files_of(office: Office, connection: Connection, codes: Sequence[str]) -> Iterator[CaseFile]:
    """Yield the files of some projects; of many none is remembered for having been read here."""
    for file, _ in office.each(connection, codes, remember=len(codes) <= ROOM):
        yield file
