"""What an act on a matter under supervision records (督办记录)."""

from models.notice import Ground
from models.supervision import (
    InterviewHeld,
    MatterClosed,
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
from models.supervision_requests import (
    AnswerSlip,
    CloseMatter,
    DecideReview,
    DropSlip,
    EscalateMatter,
    ExplainMissedStart,
    HoldInterview,
    RequestReview,
    SignSlip,
)
from rules.acceptance.circumstances import Circumstances
from rules.clocks.clock import ONE_DAY
from rules.days.last_day import last_day
from rules.supervision.ladder import reply_day
from rules.supervision.matters import fitting, ladder_of, rung_named, slip_of


def signed(given: Circumstances) -> SlipIssued:
    """A slip goes out with its reply day (签发)."""
    matter, slip, rung = slip_of(given)
    reply_by = reply_day(rung, on=given.on, regulations=given.regulations)
    return SlipIssued(
        matter=matter.key, rung=slip.rung, reply_by=reply_by, opinion=given.asked(SignSlip).opinion
    )


def escalated(given: Circumstances) -> MatterOpened | SlipDrafted:
    """A matter enters a higher rung, or is opened by direction (提级)."""
    asked, rung = given.asked(EscalateMatter), rung_named(given)
    assert rung is not None
    if asked.matter:
        return SlipDrafted(matter=fitting(given)[0].key, rung=rung.code, reason=asked.reason)
    return MatterOpened(
        matter=matter_key(Ground.DIRECTED, str(given.file.version + 1), given.on),
        ground=Ground.DIRECTED,
        about_on=given.on,
        office=given.file.project.unit,
        rung=rung.code,
        cause=asked.reason,
    )


def dropped(given: Circumstances) -> SlipDropped:
    """A slip is not issued, with its reason (不予签发)."""
    matter, slip, _ = slip_of(given)
    return SlipDropped(matter=matter.key, rung=slip.rung, reason=given.asked(DropSlip).reason)


def answered(given: Circumstances) -> SlipAnswered:
    """What was asked is answered, with a day by which it is done (反馈)."""
    matter, slip, _ = slip_of(given)
    asked = given.asked(AnswerSlip)
    return SlipAnswered(
        matter=matter.key,
        rung=slip.rung,
        answer=asked.answer,
        evidence=asked.evidence,
        done_by=last_day(asked.done_by, given.regulations.days),
    )


def closed(given: Circumstances) -> MatterClosed:
    """The matter is struck off (销号)."""
    return MatterClosed(matter=fitting(given)[0].key, result=given.asked(CloseMatter).result)


def interviewed(given: Circumstances) -> InterviewHeld:
    """An interview was held (约谈)."""
    matter, _, _ = slip_of(given)
    asked = given.asked(HoldInterview)
    return InterviewHeld(
        matter=matter.key,
        held_on=asked.held_on or given.on,
        attendants=asked.attendants,
        minutes=asked.minutes,
    )


def review_requested(given: Circumstances) -> ReviewRequested:
    """A review is asked for (申请复核)."""
    return ReviewRequested(
        matter=fitting(given)[0].key,
        reason=given.asked(RequestReview).reason,
        decide_by=last_day(
            given.on + ladder_of(given).review_days * ONE_DAY, given.regulations.days
        ),
    )


def review_decided(given: Circumstances) -> ReviewDecided:
    """A review is decided (复核决定)."""
    asked = given.asked(DecideReview)
    return ReviewDecided(matter=fitting(given)[0].key, upheld=asked.upheld, reason=asked.reason)


def explained(given: Circumstances) -> MissedStartExplained:
    """A missed start is explained, a new day proposed (说明)."""
    asked = given.asked(ExplainMissedStart)
    assert given.file.pinned_start is not None
    return MissedStartExplained(
        missed_on=given.file.pinned_start,
        reason=asked.reason,
        measures=asked.measures,
        proposed_on=asked.proposed_on,
    )
