"""How surely a project starts in time (开工把握): learnt from the ledger, drawn project by project.

What cases take is learnt once a campaign day, from everything before that day; a project's
own figures are the same for everybody who looks at the same version of its file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from casework.office import CAMPAIGN, Office, Situation
from casework.plan.experience import Learnt, from_words, in_words
from models.case import CaseFile
from models.forecast_levels import STRENGTH
from models.ledger import Entry
from rules.chance.confidence import StartConfidence
from rules.chance.durations import Durations, Observation, Pace, learn
from rules.chance.earlier import NOTHING, Earlier, earlier
from rules.chance.levels import Fell, corrected, fell
from rules.chance.levels import learnt as corrections
from rules.chance.prospects import prospect
from rules.chance.simulation import DRAWS, Drawn, confidence_of, luck_of, simulate
from rules.chance.timings import Happened, observe
from rules.fold.file import as_it_stood
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.identity import TheVery
from rules.in_force.regulations import Regulations
from rules.plan.network import network_of
from store import ledger
from store.projected import reckoned
from store.projected.reckoned import Held, Told
from store.turns import pinned_projects, told_before, turns

LOOKED_AT = 60
"""Projects whose earlier forecasts are looked at again: a sample is enough, and bounded."""

MORNINGS, BETWEEN = 4, timedelta(weeks=2)
"""How many earlier mornings are looked at again, and how far apart."""


LEARNT = "learnt"
"""The topic under which what was learnt is kept for its day."""

_LEARNT: WeakKeyDictionary[Office, tuple[date, Regulations, Learnt]] = WeakKeyDictionary()
"""Office → what it learnt, for the day and the regulations that it learnt them for."""


def confidence(
    office: Office, connection: Connection, file: CaseFile, *, on: date
) -> StartConfidence:
    """Return when a project will start, and how surely, as seen on a day.

    Until the ledger, or an earlier campaign, has told anything the promises speak alone
    (``observed`` = 0).
    """
    situation = office.situation(connection)
    learnt = learn_ledger(office, connection, situation, on=on)
    drawn = drawn_by(learnt, file, situation.regulations, on=on)
    observed, before = learnt.durations.observed, learnt.durations.earlier
    sure = confidence_of(drawn, pinned_on=file.pinned_start, observed=observed)
    return replace(sure, earlier=before)


def drawn_by(learnt: Learnt, file: CaseFile, regulations: Regulations, *, on: date) -> Drawn:
    """Return draws of a project's start as seen on a day, from what was learnt until then."""

    def drawn_now() -> Drawn:
        drawn = draw(file, learnt.durations, learnt.pace(file.project.code), regulations, on)
        if learnt.durations.observed and learnt.levels is not None and file.started_on is None:
            return corrected(drawn, learnt.levels, on=on, days=regulations.days)
        return drawn

    return learnt.last.of((TheVery(file), on), drawn_now)


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


def learn_ledger(
    office: Office, connection: Connection, situation: Situation, *, on: date
) -> Learnt:
    """Return what everything that the ledger holds before a day teaches; read once a day.

    It is read off the row that the watch has written, where that still holds.
    """
    known = _LEARNT.get(office)
    if known is not None and known[0] == on and known[1] is situation.regulations:
        return known[2]
    held = _held(connection, situation, on)
    told = reckoned.told_of(connection, LEARNT, [CAMPAIGN], held, audit_key=office.store.audit_key)
    found = [from_words(words) for _, words in told]
    learnt = found[0] if found else _learn(connection, situation, on)
    _LEARNT[office] = (on, situation.regulations, learnt)
    return learnt


def keep_learnt(office: Office, *, on: date) -> None:
    """Learn from the ledger and keep it for everybody who asks on that day."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        held, key = _held(connection, situation, on), office.store.audit_key
        if any(reckoned.told_of(connection, LEARNT, [CAMPAIGN], held, audit_key=key)):
            return
        words = in_words(learn_ledger(office, connection, situation, on=on))
    with office.store.writing("reckoned") as connection:
        told = Told(LEARNT, CAMPAIGN, on, held.versions[CAMPAIGN], words)
        reckoned.keep(connection, [told], law=held.law)


def _held(connection: Connection, situation: Situation, on: date) -> Held:
    """Return what has to hold for what was learnt to be believed."""
    return Held(on, situation.law, {CAMPAIGN: told_before(connection, on)})


def _learn(connection: Connection, situation: Situation, on: date) -> Learnt:
    files, happened = pinned_projects(connection), turns(connection, before=on)
    rules = situation.regulations.rulebook.forecast
    elsewhere = loaded_before(situation, strength=rules.strength if rules else STRENGTH, on=on)
    learnt = learn_files(files, happened, situation.regulations, elsewhere, on=on)
    if rules is None or not learnt.durations.observed:
        return learnt
    looked_at = _looked_at([file.project.code for file in files])
    streams = {code: ledger.read(connection, code) for code in looked_at}
    told = list(_fallen(streams, happened, situation, elsewhere, on=on))
    levels = corrections(told, elsewhere.levels(rules), strength=rules.strength)
    return replace(learnt, levels=levels)


def loaded_before(situation: Situation, *, strength: float, on: date) -> Earlier:
    """Return what timings of earlier campaigns tell that had been loaded by a day."""
    loaded = situation.file.timings_on(on)
    procedures = situation.file.campaign.catalogue.procedures
    departments = {one.code: one.department for one in procedures}
    return earlier(loaded.values(), departments, strength=strength)


def _looked_at(projects: Sequence[str]) -> list[str]:
    """Return the projects whose earlier forecasts are looked at again: always the same."""
    return sorted(projects, key=digest)[:LOOKED_AT]


def digest(project: str) -> bytes:
    """Return what puts projects into an order that says nothing of them, always the same."""
    return sha256(project.encode()).digest()


def _fallen(
    streams: Mapping[str, Sequence[Entry]],
    happened: Mapping[str, Sequence[Happened]],
    situation: Situation,
    elsewhere: Earlier,
    *,
    on: date,
) -> Iterator[Fell]:
    """Yield where starts fell in what would have been forecast of them on earlier mornings."""
    first = situation.file.loaded_on or on
    mornings = [on - n * BETWEEN for n in range(MORNINGS, 0, -1) if on - n * BETWEEN > first]
    files = [as_it_stood(entries, [*mornings, on]) for entries in streams.values()]
    started = {one[-1].project.code: one[-1].started_on for one in files if one[-1]}
    for place, morning in enumerate(mornings):
        pinned = [one[place] for one in files]
        known = [one for one in pinned if one is not None and one.pinned_start is not None]
        own = learn_files(known, happened, situation.regulations, elsewhere, on=morning)
        if own.durations.observed:
            yield from fallen(known, own, started, situation.regulations, morning, on=on)


def fallen(
    files: Iterable[CaseFile],
    learnt: Learnt,
    started: Mapping[str, date | None],
    regulations: Regulations,
    morning: date,
    *,
    on: date,
) -> Iterator[Fell]:
    """Yield where starts, as known before a day, fell in the forecasts of an earlier morning."""
    for file in files:
        if file.started_on is None:
            code = file.project.code
            drawn = draw(file, learnt.durations, learnt.pace(code), regulations, morning)
            yield fell(drawn, started[code], code, on=on, days=regulations.days)


def learn_files(
    files: Iterable[CaseFile],
    happened: Mapping[str, Sequence[Happened]],
    regulations: Regulations,
    elsewhere: Earlier = NOTHING,
    *,
    on: date,
) -> Learnt:
    """Learn from projects and the turns of their cases before a day, and from earlier campaigns."""
    seen = observed(files, happened, regulations, on=on)
    own = [one for observations in seen.values() for one in observations]
    durations = learn(own, elsewhere.observations, weight=elsewhere.weight)
    return Learnt.of(durations, seen)


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
