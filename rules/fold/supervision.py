"""How entries about supervision add up (督办折叠): matters, their slips, explanations."""

from datetime import date
from types import MappingProxyType
from typing import Any

from models.case import CaseFile
from models.changing import changed
from models.supervision import (
    InterviewHeld,
    Matter,
    MatterClosed,
    MatterOpened,
    MissedStartExplained,
    ReviewDecided,
    ReviewRequested,
    Slip,
    SlipAnswered,
    SlipDrafted,
    SlipDropped,
    SlipIssued,
    SupervisionEntry,
)


def supervised(file: CaseFile, payload: SupervisionEntry, *, on: date, by: str) -> CaseFile:
    """Return the file with one more entry about supervision."""
    if isinstance(payload, MissedStartExplained):
        return changed(file, explained=file.explained | {payload.missed_on})
    if isinstance(payload, MatterOpened):
        known = file.matters.get(payload.matter)
        matter = Matter(
            key=payload.matter,
            ground=payload.ground,
            about_on=payload.about_on,
            procedure=payload.about_procedure,
            office=payload.office,
            opened_on=on,
            first_rung=payload.rung,
            number=known.number if known is not None else len(file.matters) + 1,
            cause=payload.cause,
        )
    else:
        matter = _moved(file.matters[payload.matter], payload, on=on, by=by)
    return changed(file, matters=MappingProxyType({**file.matters, matter.key: matter}))


def _moved(
    matter: Matter,
    payload: SlipDrafted
    | SlipIssued
    | SlipDropped
    | SlipAnswered
    | MatterClosed
    | InterviewHeld
    | ReviewRequested
    | ReviewDecided,
    *,
    on: date,
    by: str,
) -> Matter:
    match payload:
        case SlipDrafted(rung=rung):
            return changed(matter, slips=(*matter.slips, Slip(rung, on)))
        case SlipIssued(reply_by=reply_by, signed=signed):
            signer = by if signed else ""
            return _last(matter, issued_on=on, signed_by=signer, reply_by=reply_by)
        case SlipDropped():
            return _last(matter, dropped_on=on)
        case SlipAnswered(answer=answer, done_by=done_by):
            return _last(matter, answered_on=on, answer=answer, done_by=done_by)
        case MatterClosed(result=result, gone=gone):
            return changed(matter, closed_on=on, result=result, gone=gone)
        case InterviewHeld(held_on=held_on):
            return changed(matter, interviewed_on=held_on)
        case ReviewRequested(decide_by=decide_by):
            return changed(matter, review_asked_on=on, review_due_on=decide_by)
        case ReviewDecided(upheld=upheld, reason=reason):
            reviewed = changed(matter, review_due_on=None, upheld=upheld)
            return reviewed if upheld else changed(reviewed, closed_on=on, result=reason)


def _last(matter: Matter, **changes: Any) -> Matter:
    slip = changed(matter.slips[-1], **changes)
    return changed(matter, slips=(*matter.slips[:-1], slip))
