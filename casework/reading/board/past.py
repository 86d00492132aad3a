"""Files as they stood on a past day (往日档案): the ledger folded up to that day.

A stream only grows, so its first entries fold to the same file for ever: what was folded
once is kept by project and version, at the end of each week on the way, and a later day goes
on from there.
"""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from casework.office import Office
from casework.office.reckoning import Reading, Told, Topic, told_of_all, told_of_files
from models.case import CaseFile
from rules.clocks.clock import ONE_DAY
from rules.fold.file import fold
from store.past import entries_after, versions_on
from store.projected.queries import project_codes

MOST_KEPT = 8192
MOST_BY_WEEK = 512
"""Of so many projects a file is kept for each week of a campaign; of more, of the day asked."""


class _Prefixes:
    """Files folded from the first entries of their streams, by project and version."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, int], CaseFile] = OrderedDict()
        self._versions: dict[str, list[int]] = {}

    def upto(self, project: str, version: int) -> CaseFile | None:
        """Return the newest kept file of a project that is no newer than a version."""
        with self._lock:
            known = self._versions.get(project, ())
            best = max((one for one in known if one <= version), default=None)
            return self._kept[project, best] if best is not None else None

    def keep(self, file: CaseFile) -> None:
        """Keep a file; the ones kept longest are forgotten first."""
        key = (file.project.code, file.version)
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = file
            self._versions.setdefault(key[0], []).append(key[1])
            while len(self._kept) > MOST_KEPT:
                (project, version), _ = self._kept.popitem(last=False)
                self._versions[project].remove(version)


_PREFIXES: WeakKeyDictionary[Office, _Prefixes] = WeakKeyDictionary()
_RECALLED: WeakKeyDictionary[Office, date] = WeakKeyDictionary()


def files_as_of(
    office: Office,
    connection: Connection,
    day: date,
    *,
    today: date,
    codes: Sequence[str] | None = None,
) -> tuple[CaseFile, ...]:
    """Return the files of some projects, or of all by code, at the end of a day.

    A later day is today. Projects registered after that day are left out.
    """
    codes = project_codes(connection) if codes is None else codes
    if day >= today:
        return tuple(one for one, _ in office.each(connection, codes))
    wanted = versions_on(connection, day)
    return _folded(office, connection, {one: wanted[one] for one in codes if one in wanted}, day)


def recall(office: Office, *, today: date) -> None:
    """Read what all past days go on from before anybody asks for one, once a day in a process.

    Of more projects than are kept by week nothing is: a day of theirs is read when it is asked for.
    """
    if _RECALLED.get(office) == today:
        return
    _RECALLED[office] = today
    with office.store.reading() as connection:
        codes = project_codes(connection)
        if len(codes) <= MOST_BY_WEEK:
            files_as_of(office, connection, today - ONE_DAY, today=today, codes=codes)


def told_on(reading: Reading, topic: Topic[Told], *, today: date) -> tuple[Told, ...]:
    """Return what is told of all projects, by code: of today off rows, of a past day off files."""
    if reading.on == today:
        return tuple(told for _, told in told_of_all(reading, topic))
    files = files_as_of(reading.office, reading.connection, reading.on, today=today)
    return told_of_files(reading, topic, files)


def _folded(
    office: Office, connection: Connection, wanted: dict[str, int], day: date
) -> tuple[CaseFile, ...]:
    prefixes = _PREFIXES.setdefault(office, _Prefixes())
    known = {code: prefixes.upto(code, version) for code, version in wanted.items()}
    short = [code for code, file in known.items() if file is None or file.version < wanted[code]]
    found = {code: file for code, file in known.items() if file is not None}
    by_week = len(short) <= MOST_BY_WEEK
    lacking = {code: file.version if (file := known[code]) else 0 for code in short}
    for code, entries in entries_after(connection, lacking, wanted, day).items():
        file = known[code]
        for _, some in groupby(entries, key=lambda one: by_week and one.on.isocalendar()[:2]):
            file = fold(file, some)
            prefixes.keep(file)
        if file is not None:
            found[code] = file
    return tuple(found[code] for code in wanted)
