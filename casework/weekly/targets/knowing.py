"""What each project adds to the targets (项目构成数据), kept while its file and the day hold."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from casework.office import Office, Situation
from casework.plan.forecasting import drawn_start
from models.case import CaseFile
from rules.chance.simulation import Drawn
from rules.in_force.regulations import Regulations
from rules.plan.forecast import forecast_start
from rules.weekly.targets.facts import ProjectFacts, facts_of

MOST_KEPT = 16384

Key = tuple[str, int, str, date, bool]
"""Project, version, week, day, and whether its start was drawn."""


@dataclass(frozen=True, slots=True)
class _Known:
    regulations: Regulations
    facts: ProjectFacts


class _Kept:
    """Facts by project, version and day; those used longest ago are forgotten first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._facts: OrderedDict[Key, _Known] = OrderedDict()

    def of(self, key: Key, regulations: Regulations) -> ProjectFacts | None:
        with self._lock:
            known = self._facts.get(key)
            return known.facts if known is not None and known.regulations is regulations else None

    def keep(self, key: Key, known: _Known) -> None:
        with self._lock:
            self._facts[key] = known
            while len(self._facts) > MOST_KEPT:
                self._facts.popitem(last=False)


_KEPT: WeakKeyDictionary[Office, _Kept] = WeakKeyDictionary()


def known_facts(
    office: Office,
    connection: Connection,
    files: Sequence[CaseFile],
    *,
    week: str,
    on: date,
    surely: bool,
) -> tuple[ProjectFacts, ...]:
    """Return what projects add to the targets; ``surely`` = with how surely they start."""
    situation = office.situation(connection)
    kept = _KEPT.setdefault(office, _Kept())
    found = []
    for file in files:
        key = (file.project.code, file.version, week, on, surely and file.started_on is None)
        facts = kept.of(key, situation.regulations)
        if facts is None:
            drawn = None
            if key[-1]:
                drawn, _ = drawn_start(office, connection, file, on=on)
            facts = read_facts(file, situation, week=week, on=on, drawn=drawn)
            kept.keep(key, _Known(situation.regulations, facts))
        found.append(facts)
    return tuple(found)


def read_facts(
    file: CaseFile, situation: Situation, *, week: str, on: date, drawn: Drawn | None = None
) -> ProjectFacts:
    """Return what one project adds to the targets; without draws nothing is said of chances."""
    regulations = situation.regulations
    procedures = regulations.procedures(file.project, on=on)
    forecast = None
    if file.started_on is None:
        forecast = forecast_start(file, procedures, on=on, regulations=regulations)
    return facts_of(
        file,
        week=week,
        on=on,
        forecast=forecast,
        drawn=drawn,
        procedures=procedures,
        maturity=situation.file.campaign.maturity,
        regulations=regulations,
    )
