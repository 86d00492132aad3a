"""The sweep that works out what lists tell of projects (当日测算): what is not told yet.

On the first watches of a day that is every project, some hundred a watch; then those that
changed since. Lists do not wait for it: what it has not reached they work out themselves.
"""

from datetime import date, datetime
from typing import Any

from casework.office import Office, Situation
from casework.office.reckoning import Reading, Topic
from casework.plan.bottlenecks import SPENT
from casework.plan.forecasting import keep_learnt
from casework.plan.look_ahead import LOAD
from casework.plan.meeting import LATE_START
from casework.plan.sure_start import SURE
from casework.plan.views import PLANNED
from casework.reading.board.investment import EARNED
from casework.reading.board.standing import BEFORE, STANDING
from casework.reading.board.week import WEEKS
from casework.supervision.bulletin_figures import ENDED, MONTH
from casework.weekly.league import SCORED
from casework.weekly.summary import REPORTED
from casework.weekly.targets.knowing import CHANCES, FACTS
from models.days import ZONE
from rules.clocks.bulletin_days import bulletin_months, first_of, month_of
from rules.clocks.clock import ONE_DAY
from rules.fold.file import fold
from store import ledger
from store.projected import reckoned
from store.projected.reckoned import Told

TOPICS: tuple[Topic[Any], ...]
TOPICS = (
    *(STANDING, BEFORE, FACTS, CHANCES, SURE, PLANNED, SCORED, LOAD),
    *(MONTH, REPORTED, WEEKS, EARNED, SPENT, LATE_START),
)
AT_A_TIME = 25
"""Projects that are written by one transaction: reading and working out lies before it."""
A_WATCH = 1000
"""Projects that one watch works out at most: it has more to do."""


def reckon(office: Office, *, now: datetime, most: int = A_WATCH) -> int:
    """Work out what is not told of today yet; return of how many projects."""
    on, done = now.astimezone(ZONE).date(), 0
    with office.store.reading() as connection:
        situation = office.situation(connection)
        wanted, law = topics_on(situation, on), situation.law
        days = {topic.name: day for topic, day in wanted.items()}
        codes = reckoned.lacking(connection, days, law=law, most=most)
    if codes:
        keep_learnt(office, on=on)
    for place in range(0, len(codes), AT_A_TIME):
        some = codes[place : place + AT_A_TIME]
        with office.store.reading() as connection:
            situation = office.situation(connection)
            streams = dict(zip(some, ledger.read_each(connection, some), strict=True))
            readings = {
                day: Reading(office, connection, situation, day, streams)
                for day in {*wanted.values()}
            }
            told = [
                Told(topic.name, code, day, file.version, topic.words(readings[day], file))
                for code, file in ((code, fold(None, streams[code])) for code in some)
                for topic, day in wanted.items()
            ]
        # Another watch may write the same rows.
        with office.store.writing("reckoned") as connection:
            reckoned.keep(connection, told, law=situation.law)
        done += len(some)
    return done


def topics_on(situation: Situation, on: date) -> dict[Topic[Any], date]:
    """Return what is told on a day, each topic with the day that it is told of."""
    wanted = dict.fromkeys(TOPICS, on)
    ended = first_of(month_of(on)) - ONE_DAY
    month, file = month_of(ended), situation.file
    if month in bulletin_months(file, on) and month not in file.bulletins:
        wanted[ENDED] = ended
    return wanted
