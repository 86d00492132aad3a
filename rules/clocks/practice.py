"""What another place's limits would mean for a project (做法对照): computed, never applied.

The same application, the same stops and extensions, only the length of the limit is the
other place's. Nothing of it is written, and no rule, clock or light reads it.
"""

from datetime import date

from models.case import Case, CaseFile
from models.catalogue import Procedure, TimeLimit
from models.practice import PlaceLimit, PlacePractice, PracticeComparison, PracticeLine
from rules.clocks.clock import counted_from, read_clock
from rules.days.working_days import WorkingDays
from rules.in_force.regulations import Regulations


def compared(
    file: CaseFile, place: PlacePractice, *, on: date, regulations: Regulations
) -> PracticeComparison:
    """Return every procedure of a project of which the place says something, in its order."""
    procedures = regulations.procedures(file.project, on=on)
    told = {
        *place.promised,
        *place.statutory,
        *(one.procedure for one in place.deferrable),
    }
    return PracticeComparison(
        place=place.code,
        place_name=place.name,
        source=place.source,
        confidence=place.confidence,
        unverified=place.unverified,
        project=file.project.code,
        project_name=file.project.name,
        as_of=on,
        lines=tuple(
            _line(file.cases[code], procedures[code], place, regulations)
            for code in file.plan
            if code in told
        ),
        silent=tuple(code for code in file.plan if code not in told),
    )


def _line(
    case: Case, procedure: Procedure, place: PlacePractice, regulations: Regulations
) -> PracticeLine:
    limits = case.limits
    promised = limits.promised if limits is not None else procedure.promised
    statutory = limits.statutory if limits is not None else procedure.statutory
    there = place.promised.get(case.procedure)
    days = regulations.days_of(case)
    return PracticeLine(
        procedure=case.procedure,
        name=procedure.name,
        promised=_ours(promised),
        promised_there=there,
        statutory=_ours(statutory),
        statutory_there=place.statutory.get(case.procedure),
        due_on=_due(case, promised, days),
        due_there_on=_due(case, TimeLimit(value=there.value, unit=there.unit), days)
        if there is not None
        else None,
        deferrable_there=tuple(
            one.material for one in place.deferrable if one.procedure == case.procedure
        ),
    )


def _ours(limit: TimeLimit) -> PlaceLimit | None:
    if limit.value is None:
        return None
    return PlaceLimit(value=limit.value, unit=limit.unit)


def _due(case: Case, limit: TimeLimit, days: WorkingDays) -> date | None:
    start = counted_from(case, limit)
    if start is None:
        return None
    reading = read_clock(case, limit, on=start, days=days)
    return reading.due_on if reading is not None else None
