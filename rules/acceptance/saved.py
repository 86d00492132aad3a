"""What conditional acceptance saved (容缺受理提前天数): counted, never estimated."""

from dataclasses import dataclass
from datetime import date

from models.case import Case, CaseFile
from rules.days.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class Saved:
    """One case that went ahead of its documents, all of which then came as promised (守诺补齐)."""

    procedure: str
    accepted_on: date
    signed_by: str
    """Whose promise it was."""
    documents: tuple[str, ...]
    complete_on: date
    """The last document came in: without the promise it could not have been accepted before."""
    days: int
    """Working days by which it was accepted earlier."""


def saved_by_promise(file: CaseFile, days: WorkingDays) -> tuple[Saved, ...]:
    """Return the kept promises of a project, what saved most first; a lapsed one saved nothing."""
    found = [
        _saved(case, accepted, days)
        for case in file.cases.values()
        if case.owed
        and (accepted := case.accepted_on) is not None
        and not any(one.outstanding or one.lapsed_on is not None for one in case.owed)
    ]
    return tuple(sorted(found, key=lambda one: (-one.days, one.procedure)))


def _saved(case: Case, accepted: date, days: WorkingDays) -> Saved:
    complete = max(one.received_on for one in case.owed if one.received_on is not None)
    return Saved(
        procedure=case.procedure,
        accepted_on=accepted,
        signed_by=case.promise_signed_by,
        documents=tuple(one.document for one in case.owed),
        complete_on=complete,
        days=days.between(accepted, complete),
    )
