"""What each project adds to the targets (项目构成数据), as was worked out of it for a day."""

from dataclasses import replace
from datetime import date

from pydantic import TypeAdapter

from casework.office import Situation
from casework.office.reckoning import Reading, Topic, told_of_all
from casework.plan.forecasting import drawn_by, learn_ledger
from models.case import CaseFile
from rules.clocks.round_days import iso_week
from rules.plan.forecast import forecast_start
from rules.weekly.targets.facts import Chances, ProjectFacts, chances_of, facts_of


def read_facts(file: CaseFile, situation: Situation, *, week: str, on: date) -> ProjectFacts:
    """Return what one project adds to the targets; nothing is said of chances."""
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
        procedures=procedures,
        maturity=situation.file.campaign.maturity,
        regulations=regulations,
    )


def _chances(reading: Reading, file: CaseFile) -> Chances:
    """Return how surely one project gets there; of one that has started nothing is drawn."""
    if file.started_on is not None:
        return Chances()
    office, situation, on = reading.office, reading.situation, reading.on
    learnt = learn_ledger(office, reading.connection, situation, on=on)
    return chances_of(
        file,
        drawn_by(learnt, file, situation.regulations, on=on),
        on=on,
        maturity=situation.file.campaign.maturity,
        regulations=situation.regulations,
    )


FACTS: Topic[ProjectFacts] = Topic(
    "facts",
    TypeAdapter(ProjectFacts),
    lambda reading, file: read_facts(
        file, reading.situation, week=iso_week(reading.on), on=reading.on
    ),
)
CHANCES: Topic[Chances] = Topic("chances", TypeAdapter(Chances), _chances)


def facts_today(reading: Reading, *, surely: bool) -> tuple[ProjectFacts, ...]:
    """Return what projects add to the targets today; ``surely`` = with how surely they start."""
    facts = [told for _, told in told_of_all(reading, FACTS)]
    if not surely:
        return tuple(facts)
    chances = (told for _, told in told_of_all(reading, CHANCES))
    return tuple(replace(fact, chances=told) for fact, told in zip(facts, chances, strict=True))
