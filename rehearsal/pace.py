"""How long scripted people take, and how their cases turn out (演练节奏), in working days.

Most is done in time, some at the limit, a little late; where the start is pressing
everybody is quicker and more careful.
"""

from datetime import date
from enum import StrEnum
from random import Random

from models.case import Case, CaseFile
from models.catalogue import Bound, Procedure, Unit
from models.project import ProjectStanding
from rehearsal.cast import pressing
from rules.acceptance.regime import REFUSALS
from rules.clocks.clock import read_clock
from rules.days.working_days import WorkingDays


class Fate(StrEnum):
    """What becomes of an application that was taken in (办件走向)."""

    PLAIN = "plain"
    PAUSED = "paused"
    EXTENDED = "extended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


FATES = (0.76, 0.14, 0.06, 0.025, 0.015)
"""How likely each fate is, in the order of :class:`Fate`."""
FATES_OF_PRESSING = (0.92, 0.05, 0.02, 0.005, 0.005)
FATES_OF_A_SECOND_TRY = (0.95, 0.05, 0.0, 0.0, 0.0)

FORGOTTEN = 0.025
"""How likely an officer leaves an application lying until it counts as accepted (art. 32)."""

LATE_PAPERS = {"G": 0.3, "L": 0.08, "P": 0.06, "S": 0.18}
"""First letter of a procedure → how likely one of its papers is known to be late."""

IN_TIME, LATE = 0.85, 0.115
"""How likely an owed document comes by the promised day, or after it; else it never comes."""

DECIDED_EARLY, DECIDED_AT_THE_LIMIT = 0.8, 0.15
"""How likely a decision comes well in time, or on the last days; else it comes late."""


def preparation(
    file: CaseFile, code: str, *, care: float, luck: Random, on: date, days: WorkingDays
) -> int | None:
    """Return after how long an applicant submits; ``None`` = not in this campaign.

    What lies on the long way to the permit comes first, then what only the start gate
    asks for, then utilities; acceptance on completion comes when the works end.
    """
    project, hurry = file.project, pressing(file, days)
    if code[0] == "Y":
        planned = project.planned_completion
        if planned is None:
            return None
        return max(days.between(on, planned) - luck.randint(25, 40), 1)
    if code[0] == "U":
        return luck.randint(6, 30)
    if project.standing is ProjectStanding.RESERVE:
        return luck.randint(10, 60)
    if code[0] == "P":
        return luck.randint(0, 3) if hurry else round(luck.randint(1, _ease(file, days)) * care)
    return luck.choice((0, 0, 1)) if hurry else round(luck.randint(0, 3) * care)


def tells_of_papers(
    file: CaseFile, procedure: Procedure, *, luck: Random, days: WorkingDays
) -> bool:
    """Draw whether a paper of a procedure is known to be late when a project is registered.

    What the works themselves bring about is nobody's to foretell; where the start is
    pressing the chief service officer has chased most papers already.
    """
    if file.project.standing is ProjectStanding.RESERVE or procedure.instant:
        return False
    likely = LATE_PAPERS.get(procedure.code[0], 0.0)
    return luck.random() < (likely / 3 if pressing(file, days) else likely)


def late_paper(*, luck: Random) -> int:
    """Return after how many working days a late paper comes: weeks or months."""
    return luck.randint(10, 28) if luck.random() < 0.5 else luck.randint(29, 50)


def review(file: CaseFile, *, instant: bool, luck: Random, days: WorkingDays) -> int | None:
    """Return after how long an officer reads an application; ``None`` = it is forgotten."""
    if luck.random() < FORGOTTEN and not instant:
        return None
    return luck.choice((0, 0, 0, 1) if pressing(file, days) else (0, 0, 1, 1, 2))


def found_late(*, luck: Random) -> int:
    """Return after how long a forgotten application is found where silence accepts nothing."""
    return luck.randint(6, 10)


def owed_document(left: int, *, luck: Random) -> int | None:
    """Return after how long a promised document comes; ``None`` = never."""
    roll = luck.random()
    if roll < IN_TIME:
        return luck.randint(1, max(left, 1))
    if roll < IN_TIME + LATE:
        return max(left, 1) + luck.randint(1, 5)
    return None


def special_procedure(limit: int, unit: Unit, *, luck: Random) -> int:
    """Return how long a special procedure takes of its stated length, or beyond it."""
    took = round(limit * luck.uniform(0.5, 1.0))
    if luck.random() < 0.22:
        took = limit + luck.randint(1, 3)
    return max(took * 5 // 7 if unit is Unit.CALENDAR_DAY else took, 1)


def fate(
    file: CaseFile,
    case: Case,
    procedure: Procedure,
    *,
    again: bool,
    luck: Random,
    days: WorkingDays,
) -> Fate:
    """Draw what becomes of an application, of what the procedure allows at all."""
    if (procedure.promised.value or 0) < 3 or procedure.promised.bound is not Bound.MAX:
        return Fate.PLAIN
    weights = FATES_OF_PRESSING if pressing(file, days) else FATES
    drawn = luck.choices(list(Fate), weights=FATES_OF_A_SECOND_TRY if again else weights)[0]
    stops = any(one.clock_stops for one in procedure.special_procedures)
    extends = procedure.extension is not None and not case.deemed
    if drawn is Fate.REFUSED and not REFUSALS[procedure.nature]:
        return Fate.PLAIN
    if (drawn is Fate.PAUSED and not stops) or (drawn is Fate.EXTENDED and not extends):
        return Fate.PLAIN
    return drawn


def decision(file: CaseFile, case: Case, *, luck: Random, on: date, days: WorkingDays) -> int:
    """Return after how many more days an officer decides, by how much of the limit is used."""
    reading = read_clock(case, case.limits.promised, on=on, days=days) if case.limits else None
    limit, used = (reading.limit, reading.used) if reading is not None else (1, 0)
    roll = luck.random()
    if pressing(file, days):
        meant = round(limit * luck.uniform(0.2, 0.6))
    elif roll < DECIDED_EARLY or limit == 0:
        meant = round(limit * luck.uniform(0.3, 0.85))
    elif roll < DECIDED_EARLY + DECIDED_AT_THE_LIMIT:
        meant = limit - luck.randint(0, 1)
    else:
        meant = limit + luck.randint(1, 3)
    return max(meant - used, 0)


def condition(
    file: CaseFile, code: str, *, luck: Random, on: date, days: WorkingDays
) -> int | None:
    """Return after how long a condition of the start comes about; ``None`` = not foreseen."""
    project = file.project
    if file.started_on is not None or project.standing is ProjectStanding.RESERVE:
        return None
    cleared = project.land.cleared_by
    if cleared is None or code == "funds_arranged":
        return luck.randint(2, 16)
    return max(days.between(on, cleared), 0) + luck.choice((0, 0, 1, 2, 3, 5))


def start(*, luck: Random) -> int:
    """Return after how long work begins once it may: seldom it is put off for weeks."""
    return luck.randint(25, 60) if luck.random() < 0.12 else luck.randint(0, 3)


def _ease(file: CaseFile, days: WorkingDays) -> int:
    """Return how long an applicant may take over what is not on the long way."""
    pinned = file.project.pinned_start
    return max(days.between(file.registered_on, pinned) // 3, 4) if pinned else 12
