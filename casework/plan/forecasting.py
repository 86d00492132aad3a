"""How surely a project starts in time (开工把握): learnt from the ledger, drawn project by project.

What cases take is learnt once a campaign day, from everything before that day; a project's
own figures are the same for everybody who looks at the same version of its file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from casework.office import Office, Situation
from models.case import CaseFile
from rules.chance.durations import Durations, Observation, Pace, learn
from rules.chance.prospects import prospect
from rules.chance.simulation import DRAWS, Drawn, StartConfidence, confidence_of, luck_of, simulate
from rules.chance.timings import Happened, observe
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.plan.network import network_of
from store.turns import pinned_projects, turns


@dataclass(frozen=True, slots=True, eq=False)
class Learnt:
    """What the ledger taught until a morning (用时经验)."""

    durations: Durations
    paces: Mapping[str, Pace]
    """Project → how quick it is beside the others."""

    def pace(self, project: str) -> Pace:
        """Return a project's pace; one that nothing is known of may go at any."""
        return self.paces.get(project) or self.durations.pace(())


_LEARNT: WeakKeyDictionary[Office, tuple[date, Situation, Learnt]] = WeakKeyDictionary()
"""Office → what it learnt, for the day and the regulations that it learnt them for."""


def confidence(
    office: Office, connection: Connection, file: CaseFile, *, on: date
) -> StartConfidence:
    """Return when a project will start, and how surely, as seen on a day.

    Until the ledger has told anything the promises speak alone (``observed`` = 0).
    """
    situation = office.situation(connection)
    learnt = learn_ledger(office, connection, on=on)
    drawn = draw(file, learnt.durations, learnt.pace(file.project.code), situation.regulations, on)
    observed = learnt.durations.observed
    return confidence_of(drawn, pinned_on=file.pinned_start, observed=observed)


def draw(
    file: CaseFile, durations: Durations, pace: Pace, regulations: Regulations, on: date
) -> Drawn:
    """Draw a project's start from what was learnt."""
    project = file.project
    procedures = regulations.procedures(project, on=on)
    network = network_of(file, procedures, on=on, regulations=regulations)
    ahead = prospect(
        file,
        network,
        procedures,
        durations,
        on=on,
        regulations=regulations,
        luck=luck_of(project.code, file.version),
        draws=DRAWS,
        pace=pace,
    )
    return simulate(network, ahead, days=regulations.days, draws=DRAWS)


def learn_ledger(office: Office, connection: Connection, *, on: date) -> Learnt:
    """Learn from everything that the ledger holds before a day; once a day."""
    situation = office.situation(connection)
    kept = _LEARNT.get(office)
    if kept is not None and kept[0] == on and kept[1] is situation:
        return kept[2]
    learnt = learn_files(
        pinned_projects(connection),
        turns(connection, before=on),
        situation.regulations,
        on=on,
    )
    _LEARNT[office] = (on, situation, learnt)
    return learnt


def learn_files(
    files: Iterable[CaseFile],
    happened: Mapping[str, Sequence[Happened]],
    regulations: Regulations,
    *,
    on: date,
) -> Learnt:
    """Learn from projects and the turns of their cases before a day."""
    seen = observed(files, happened, regulations, on=on)
    durations = learn([one for observations in seen.values() for one in observations])
    return Learnt(durations, {code: durations.pace(own) for code, own in seen.items()})


def observed(
    files: Iterable[CaseFile],
    happened: Mapping[str, Sequence[Happened]],
    regulations: Regulations,
    *,
    on: date,
) -> dict[str, list[Observation]]:
    """Return project → what its cases tell about durations before a day."""
    seen = {}
    conditions = [one.code for one in regulations.gates[START_CONSTRUCTION].confirmations]
    for file in files:
        procedures = regulations.procedures(file.project, on=on)
        network = network_of(file, procedures, on=on, regulations=regulations)
        seen[file.project.code] = list(
            observe(
                file,
                happened.get(file.project.code, ()),
                procedures,
                awaited=network.position,
                conditions=conditions,
                on=on,
                days=regulations.days,
            )
        )
    return seen
