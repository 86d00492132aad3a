"""How entries about supervision add up (督办折叠): matters, their slips, explanations."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from models.case import CaseFile
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
        return replace(file, explained=file.explained | {payload.missed_on})
    if isinstance(payload, MatterOpened):
        matter = Matter(
            key=payload.matter,
            ground=payload.ground,
            about_on=payload.about_on,
            procedure=payload.about_procedure,
            office=payload.office,
            opened_on=on,
            first_rung=payload.rung,
            cause=payload.cause,
        )
    else:
        matter = _moved(file.matters[payload.matter], payload, on=on, by=by)
    return replace(file, matters=MappingProxyType({**file.matters, matter.key: matter}))


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
            return replace(matter, slips=(*matter.slips, Slip(rung, on)))
        case SlipIssued(reply_by=reply_by, signed=signed):
            signer = by if signed else ""
            return _last(matter, issued_on=on, signed_by=signer, reply_by=reply_by)
        case SlipDropped():
            return _last(matter, dropped_on=on)
        case SlipAnswered(answer=answer, done_by=done_by):
            return _last(matter, answered_on=on, answer=answer, done_by=done_by)
        case MatterClosed(result=result):
            return replace(matter, closed_on=on, result=result)
        case InterviewHeld(held_on=held_on):
            return replace(matter, interviewed_on=held_on)
        case ReviewRequested(decide_by=decide_by):
            return replace(matter, review_asked_on=on, review_due_on=decide_by)
        case ReviewDecided(upheld=upheld, reason=reason):
            reviewed = replace(matter, review_due_on=None, upheld=upheld)
            return reviewed if upheld else replace(reviewed, closed_on=on, result=reason)


def _last(matter: Matter, **changes: Any) -> Matter:
    slip = replace(matter.slips[-1], **changes)
    return replace(matter, slips=(*matter.slips[:-1], slip))
