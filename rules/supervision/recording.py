"""What an act on a matter under supervision records (督办记录)."""

from models.ledger import Payload
from models.notice import Ground
from models.supervising import (
    AnswerSlip,
    DecideReview,
    DropSlip,
    EscalateMatter,
    ExplainMissedStart,
    HoldInterview,
    RequestReview,
    SignSlip,
)
from models.supervision import (
    InterviewHeld,
    MatterOpened,
    MissedStartExplained,
    ReviewDecided,
    ReviewRequested,
    SlipAnswered,
    SlipDrafted,
    SlipDropped,
    SlipIssued,
    matter_key,
)
from rules.acceptance.circumstances import GateCircumstances
from rules.clocks.clock import ONE_DAY
from rules.days.last_day import last_day
from rules.supervision.ladder import reply_day
from rules.supervision.matters import fitting, ladder_of, rung_named, slip_of


def signed(now: GateCircumstances) -> Payload:
    """A slip goes out with its reply day (签发)."""
    matter, slip, rung = slip_of(now)
    reply_by = reply_day(rung, on=now.on, regulations=now.regulations)
    return SlipIssued(
        matter=matter.key, rung=slip.rung, reply_by=reply_by, opinion=now.asked(SignSlip).opinion
    )


def escalated(now: GateCircumstances) -> Payload:
    """A matter enters a higher rung, or is opened by direction (提级)."""
    asked, rung = now.asked(EscalateMatter), rung_named(now)
    assert rung is not None
    if asked.matter:
        return SlipDrafted(matter=fitting(now)[0].key, rung=rung.code, reason=asked.reason)
    return MatterOpened(
        matter=matter_key(Ground.DIRECTED, str(now.file.version + 1), now.on),
        ground=Ground.DIRECTED,
        about_on=now.on,
        office=now.file.project.unit,
        rung=rung.code,
        cause=asked.reason,
    )


def dropped(now: GateCircumstances) -> Payload:
    """A slip is not issued, with its reason (不予签发)."""
    matter, slip, _ = slip_of(now)
    return SlipDropped(matter=matter.key, rung=slip.rung, reason=now.asked(DropSlip).reason)


def answered(now: GateCircumstances) -> Payload:
    """What was asked is answered, with a day by which it is done (反馈)."""
    matter, slip, _ = slip_of(now)
    asked = now.asked(AnswerSlip)
    return SlipAnswered(
        matter=matter.key,
        rung=slip.rung,
        answer=asked.answer,
        evidence=asked.evidence,
        done_by=last_day(asked.done_by, now.regulations.days),
    )


def interviewed(now: GateCircumstances) -> Payload:
    """An interview was held (约谈)."""
    matter, _, _ = slip_of(now)
    asked = now.asked(HoldInterview)
    return InterviewHeld(
        matter=matter.key,
        held_on=asked.held_on or now.on,
        attendants=asked.attendants,
        minutes=asked.minutes,
    )


def review_requested(now: GateCircumstances) -> Payload:
    """A review is asked for (申请复核)."""
    return ReviewRequested(
        matter=fitting(now)[0].key,
        reason=now.asked(RequestReview).reason,
        decide_by=last_day(now.on + ladder_of(now).review_days * ONE_DAY, now.regulations.days),
    )


def review_decided(now: GateCircumstances) -> Payload:
    """A review is decided (复核决定)."""
    asked = now.asked(DecideReview)
    return ReviewDecided(matter=fitting(now)[0].key, upheld=asked.upheld, reason=asked.reason)


def explained(now: GateCircumstances) -> Payload:
    """A missed start is explained, a new day proposed (说明)."""
    asked = now.asked(ExplainMissedStart)
    assert now.file.pinned_start is not None
    return MissedStartExplained(
        missed_on=now.file.pinned_start,
        reason=asked.reason,
        measures=asked.measures,
        proposed_on=asked.proposed_on,
    )
