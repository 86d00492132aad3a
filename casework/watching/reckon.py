"""The sweep that works out what lists tell of projects (当日测算): what is not told yet.

On the first watches of a day that is every project, some hundred a watch; then those that
changed since. Lists do not wait for it: what it has not reached they work out themselves.
"""

from datetime import datetime
from typing import Any

from casework.office import Office
from casework.office.reckoning import Reading, Topic, law_of
from casework.plan.load import LOAD
from casework.plan.sure_start import SURE
from casework.plan.views import PLANNED
from casework.reading.board.standing import BEFORE, STANDING
from casework.weekly.league import SCORED
from casework.weekly.targets.knowing import CHANCES, FACTS
from models.days import ZONE
from store.engine import hold
from store.projected.reckoned import keep, lacking

TOPICS: tuple[Topic[Any], ...]
TOPICS = (STANDING, BEFORE, FACTS, CHANCES, SURE, PLANNED, SCORED, LOAD)
AT_A_TIME = 25
"""Projects that are written by one transaction: reading and working out lies before it."""
A_WATCH = 1000
"""Projects that one watch works out at most: it has more to do."""


def reckon(office: Office, *, now: datetime, most: int = A_WATCH) -> int:
    """Work out what is not told of today yet; return of how many projects."""
    on, done = now.astimezone(ZONE).date(), 0
    names = [topic.name for topic in TOPICS]
    with office.store.reading() as connection:
        law = law_of(office.situation(connection))
        codes = lacking(connection, names, on=on, law=law, most=most)
    for place in range(0, len(codes), AT_A_TIME):
        some = codes[place : place + AT_A_TIME]
        with office.store.reading() as connection:
            reading = Reading(office, connection, office.situation(connection), on)
            told = [
                (topic.name, file.project.code, file.version, topic.words(reading, file))
                for file, _ in office.each(connection, some, remember=False)
                for topic in TOPICS
            ]
        with office.store.writing() as connection:
            hold(connection, "reckoned")  # another watch may write the same rows
            keep(connection, told, on=on, law=law_of(reading.situation))
        done += len(some)
    return done
