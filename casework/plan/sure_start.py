"""How surely a project starts in time, as lists and its page tell it today (开工把握).

Read off what the watch worked out (`casework/office/reckoning.py`), else worked out now: that
takes a look at everything that has happened so far, and what draws is slow to import.
"""

from datetime import date

from pydantic import TypeAdapter

from casework.office.reckoning import Reading, Topic, told_of_one
from models.case import CaseFile
from rules.chance.confidence import StartConfidence
from rules.in_force.gates import START_CONSTRUCTION


def _work_out(reading: Reading, file: CaseFile) -> StartConfidence | None:
    if file.started_on is not None or START_CONSTRUCTION in file.passed:
        return None
    from casework.plan.forecasting import confidence

    return confidence(reading.office, reading.connection, file, on=reading.on)


SURE: Topic[StartConfidence | None] = Topic("sure", TypeAdapter(StartConfidence | None), _work_out)


def sure_start(reading: Reading, file: CaseFile, *, today: date) -> StartConfidence | None:
    """Return when a project will start and how surely; ``None`` = it may start already."""
    return told_of_one(reading, SURE, file) if reading.on == today else _work_out(reading, file)
