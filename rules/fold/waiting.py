"""What a procedure of a project still waits for (待前置事项), read off its file alone."""

from collections.abc import Iterator
from itertools import chain

from models.case import GRANTED, CaseFile
from models.milestone import PlannedProcedure


def waits_for(file: CaseFile, procedure: str) -> tuple[str, ...]:
    """Return the prerequisites that still keep a procedure from being applied for."""
    planned, cases = file.plan[procedure], file.cases
    named = planned.prerequisites
    if planned.any_of:
        named = tuple({*named, *chain.from_iterable(planned.any_of)})
    unfinished = [code for code in named if code in cases and not cases[code].concluded]
    if not unfinished:
        return ()
    return tuple(dict.fromkeys(blockers(planned, frozenset(unfinished))))


def lacking_prerequisites(file: CaseFile, procedure: str) -> tuple[str, ...]:
    """Return what must be concluded before a decision and is not, hard prerequisites first."""
    tolerable = (code for code in file.plan[procedure].tolerable if not file.concluded(code))
    return tuple(dict.fromkeys((*waits_for(file, procedure), *tolerable)))


def pending(file: CaseFile) -> frozenset[str]:
    """Return the procedures that apply to the project and are not concluded."""
    return frozenset([code for code, case in file.cases.items() if case.state not in GRANTED])


def blockers(planned: PlannedProcedure, unfinished: frozenset[str]) -> Iterator[str]:
    """Yield the unfinished procedures for which another one cannot be applied for."""
    for code in planned.prerequisites:
        if code in unfinished:
            yield code
    for group in planned.any_of:
        if unfinished.issuperset(group):
            yield from group
