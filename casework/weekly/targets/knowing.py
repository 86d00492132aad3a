"""What each project adds to the targets (项目构成数据), kept while its file and the day hold."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from casework.office import Office, Situation
from casework.office.kept import Kept
from casework.plan.forecasting import drawn_start
from models.case import CaseFile
from rules.chance.simulation import Drawn
from rules.in_force.identity import TheVery
from rules.plan.forecast import forecast_start
from rules.weekly.targets.facts import ProjectFacts, facts_of

MOST_KEPT = 16384

_KEPT: WeakKeyDictionary[Office, Kept[ProjectFacts]] = WeakKeyDictionary()


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
    kept = _KEPT.setdefault(office, Kept(MOST_KEPT))
    rules = TheVery(situation.regulations)

    def read(file: CaseFile, drawing: bool) -> ProjectFacts:
        drawn = drawn_start(office, connection, file, on=on)[0] if drawing else None
        return read_facts(file, situation, week=week, on=on, drawn=drawn)

    found = []
    for file in files:
        drawing = surely and file.started_on is None
        key = (file.project.code, file.version, week, on, drawing, rules)
        found.append(kept.of(key, partial(read, file, drawing)))
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
