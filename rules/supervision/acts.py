"""Acts on matters under supervision (督办办理): who may sign, answer, close, and when.

政府督查工作条例 7, 11, 12(7), 17, 21: supervision is directed by the government, an
interview is one of its means, criticism needs approval, and whoever is supervised may
ask for a review within thirty days.
"""

from collections.abc import Callable
from typing import ClassVar

from models.act import Act
from models.catalogue import Unit
from models.escalation import EscalationRules, LadderRung
from models.labels import REMINDERS
from models.ledger import Payload
from models.notice import Ground
from models.people import Account, Role
from models.refusal import Refused
from models.supervising import (
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
    matter_key,
)
from rules.acceptance.circumstances import GateCircumstances
from rules.acceptance.documents import DateOutOfRange
from rules.clocks.clock import ONE_DAY
from rules.days.last_day import last_day, passed
from rules.supervision.grounds import holds_from
from rules.supervision.ladder import reply_day

Rule = Callable[[GateCircumstances], Refused | None]


class NoSuchMatter(Refused):
    """No matter fits the act (没有相应的督办事项)."""

    code: ClassVar[str] = "no_such_matter"


class NotTheSigner(Refused):
    """Another person has to sign (不是签发人)."""

    code: ClassVar[str] = "not_the_signer"


class NotAsked(Refused):
    """The slip was addressed to somebody else (不是被督办单位)."""

    code: ClassVar[str] = "not_asked"


class NothingToReview(Refused):
    """There is nothing to review, or the time to ask for it is over (不能申请复核)."""

    code: ClassVar[str] = "nothing_to_review"


def named(matter: Matter) -> str:
    """Say what a matter is about."""
    about = f"{matter.procedure} " if matter.procedure else ""
    return f"{about}{REMINDERS.get(matter.ground, '督办事项')}（编号 {matter.number}）"


def fitting(now: GateCircumstances) -> tuple[Matter, ...]:
    """Return the matters on which the act is possible, of those that were asked for."""
    given = getattr(now.request, "matter", "").strip()
    suits = _SUITS[now.request.act]
    return tuple(
        matter
        for matter in now.file.matters.values()
        if given in ("", str(matter.number), matter.key) and suits(matter)
    )


def _pending(matter: Matter) -> bool:
    return matter.open and matter.slip is not None and matter.slip.pending


def _issued(matter: Matter) -> bool:
    return matter.open and matter.slip is not None and matter.slip.issued_on is not None


def _open(matter: Matter) -> bool:
    return matter.open


_SUITS: dict[Act, Callable[[Matter], bool]] = {
    Act.SIGN_SLIP: _pending,
    Act.DROP_SLIP: _pending,
    Act.ANSWER_SLIP: _issued,
    Act.CLOSE_MATTER: _open,
    Act.ESCALATE_MATTER: _open,
    Act.HOLD_INTERVIEW: _issued,
    Act.REQUEST_REVIEW: _issued,
    Act.DECIDE_REVIEW: lambda matter: matter.open and matter.review_due_on is not None,
}
"""Act → whether a matter is ripe for it."""


def there_is_one_matter(now: GateCircumstances) -> Refused | None:
    """The act finds exactly one matter; where several fit, it has to be named."""
    found = fitting(now)
    if len(found) == 1:
        return None
    if found:
        listed = "；".join(named(one) for one in found)
        return NoSuchMatter(f"有多件督办事项，请写明是哪一件：{listed}")
    return NoSuchMatter("没有可作此办理的督办事项")


def _ladder(now: GateCircumstances) -> EscalationRules:
    ladder = now.regulations.rulebook.escalation
    assert ladder is not None
    return ladder


def _slip(now: GateCircumstances) -> tuple[Matter, Slip, LadderRung]:
    matter = fitting(now)[0]
    assert matter.slip is not None
    return matter, matter.slip, _ladder(now).rung(matter.slip.rung)


def _may_sign(account: Account, rung: LadderRung) -> bool:
    if rung.signers:
        return account.number in rung.signers
    return rung.signer is None or account.role is rung.signer


def signer_is_named(now: GateCircumstances) -> Refused | None:
    """A slip is signed, or dropped, by whom the rules name for its rung (条例 11, 21)."""
    _, _, rung = _slip(now)
    if _may_sign(now.by, rung):
        return None
    who = "、".join(rung.signers) or rung.issuer
    return NotTheSigner(f"“{rung.name}”应由{rung.issuer}签发（{who}），{now.by.name}不能签发")


def ground_still_holds(now: GateCircumstances) -> Refused | None:
    """A slip whose ground is gone is not issued: it is dropped, and the matter closed."""
    matter = fitting(now)[0]
    holds = holds_from(
        now.file,
        matter.ground,
        matter.procedure,
        matter.about_on,
        since=now.on,
        regulations=now.regulations,
    )
    if holds is not None:
        return None
    return NoSuchMatter(f"{named(matter)}的事由已经消除，不再签发；请不予签发，核实后销号")


def answerer_is_asked(now: GateCircumstances) -> Refused | None:
    """An answer comes from the office that was asked, or from the project's service officer."""
    matter, project = fitting(now)[0], now.file.project
    if now.by.office == matter.office or now.by.number == project.chief_service_officer:
        return None
    office = now.regulations.campaign.office_names.get(matter.office, matter.office)
    return NotAsked(f"该督办事项由{office}办理，{now.by.name}不能代为反馈")


def answer_is_in_reach(now: GateCircumstances) -> Refused | None:
    """An answer promises a day ahead, and not one beyond what keeps the ladder still."""
    wanted = now.asked(AnswerSlip).done_by
    ladder = _ladder(now)
    latest = now.regulations.days.add(now.on, ladder.answer_holds_workdays, Unit.WORKDAY).due_on
    if not now.on <= wanted <= latest:
        return DateOutOfRange(f"办结日期 {wanted} 应在今日 {now.on} 与 {latest} 之间")
    return None


def closer_stands_high_enough(now: GateCircumstances) -> Refused | None:
    """A matter is struck off by whoever may sign its highest slip (谁签发、谁销号)."""
    ladder = _ladder(now)
    matter = fitting(now)[0]
    rung = ladder.rung(matter.slip.rung if matter.slip else matter.first_rung)
    if rung.signer is None or _may_sign(now.by, rung) or now.by.role is Role.SUPERVISOR:
        return None
    return NotTheSigner(f"“{rung.name}”由{rung.issuer}签发，应由其销号")


def rung_is_higher(now: GateCircumstances) -> Refused | None:
    """A matter enters directly at a rung of the ladder, never at a lower one than it has."""
    asked, ladder = now.asked(EscalateMatter), _ladder(now)
    codes, rung = [one.code for one in ladder.rungs], _rung(now)
    if rung is None:
        listed = "、".join(one.name for one in ladder.rungs)
        return NoSuchMatter(f"没有“{asked.rung}”这一督办层级，可用：{listed}")
    if not asked.matter:
        return None
    if refused := there_is_one_matter(now):
        return refused
    slip = fitting(now)[0].slip
    if slip is not None and codes.index(rung.code) <= codes.index(slip.rung):
        return NoSuchMatter("该督办事项已在此层级或更高层级")
    return None


def _rung(now: GateCircumstances) -> LadderRung | None:
    """Return the rung that was named, by its code or as people call it."""
    wanted = now.asked(EscalateMatter).rung.strip()
    return next((one for one in _ladder(now).rungs if wanted in (one.code, one.name)), None)


def interview_was_signed(now: GateCircumstances) -> Refused | None:
    """An interview is recorded after its invitation was signed, on a day that has come."""
    _, slip, rung = _slip(now)
    if not rung.interview:
        return NoSuchMatter("该督办事项尚未签发约谈通知")
    held = now.asked(HoldInterview).held_on or now.on
    if slip.issued_on is None or not slip.issued_on <= held <= now.on:
        return DateOutOfRange(f"约谈日期 {held} 应在签发之日与今日之间")
    return None


def review_is_in_time(now: GateCircumstances) -> Refused | None:
    """A review is asked for once, within thirty days of the slip (条例 17)."""
    matter, slip, _ = _slip(now)
    issued, days = slip.issued_on, _ladder(now).review_days
    if matter.review_asked_on is not None:
        return NothingToReview("该督办事项已申请过复核")
    if issued is None or passed(issued + days * ONE_DAY, on=now.on, days=now.regulations.days):
        return NothingToReview(f"申请复核应在收到之日起 {days} 日内提出")
    return None


def reviewer_did_not_sign(now: GateCircumstances) -> Refused | None:
    """Nobody reviews a slip that he signed himself (四眼原则)."""
    matter = fitting(now)[0]
    if any(slip.signed_by == now.by.number for slip in matter.slips):
        return NotTheSigner("复核决定不能由签发人本人作出")
    return None


def start_was_missed(now: GateCircumstances) -> Refused | None:
    """Only a pinned date that has gone by is explained, and the new one lies ahead."""
    pinned, asked = now.file.pinned_start, now.asked(ExplainMissedStart)
    if pinned is None or pinned >= now.on or now.file.started_on is not None:
        return NoSuchMatter("锁定的开工时间节点未到或项目已开工，无须说明")
    if asked.proposed_on <= now.on:
        return DateOutOfRange(f"拟定开工日期 {asked.proposed_on} 应晚于今日 {now.on}")
    return None


def _signed(now: GateCircumstances) -> Payload:
    matter, slip, rung = _slip(now)
    reply_by = reply_day(rung, on=now.on, regulations=now.regulations)
    return SlipIssued(
        matter=matter.key, rung=slip.rung, reply_by=reply_by, opinion=now.asked(SignSlip).opinion
    )


def _escalated(now: GateCircumstances) -> Payload:
    asked, rung = now.asked(EscalateMatter), _rung(now)
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


def _dropped(now: GateCircumstances) -> Payload:
    matter, slip, _ = _slip(now)
    return SlipDropped(matter=matter.key, rung=slip.rung, reason=now.asked(DropSlip).reason)


def _answered(now: GateCircumstances) -> Payload:
    matter, slip, _ = _slip(now)
    asked = now.asked(AnswerSlip)
    return SlipAnswered(
        matter=matter.key,
        rung=slip.rung,
        answer=asked.answer,
        evidence=asked.evidence,
        done_by=last_day(asked.done_by, now.regulations.days),
    )


def _interviewed(now: GateCircumstances) -> Payload:
    matter, _, _ = _slip(now)
    asked = now.asked(HoldInterview)
    return InterviewHeld(
        matter=matter.key,
        held_on=asked.held_on or now.on,
        attendants=asked.attendants,
        minutes=asked.minutes,
    )


def _review_requested(now: GateCircumstances) -> Payload:
    return ReviewRequested(
        matter=fitting(now)[0].key,
        reason=now.asked(RequestReview).reason,
        decide_by=last_day(now.on + _ladder(now).review_days * ONE_DAY, now.regulations.days),
    )


def _review_decided(now: GateCircumstances) -> Payload:
    asked = now.asked(DecideReview)
    return ReviewDecided(matter=fitting(now)[0].key, upheld=asked.upheld, reason=asked.reason)


def _explained(now: GateCircumstances) -> Payload:
    asked = now.asked(ExplainMissedStart)
    assert now.file.pinned_start is not None
    return MissedStartExplained(
        missed_on=now.file.pinned_start,
        reason=asked.reason,
        measures=asked.measures,
        proposed_on=asked.proposed_on,
    )


SUPERVISION_CONDUCT: dict[Act, tuple[tuple[Rule, ...], Callable[[GateCircumstances], Payload]]] = {
    Act.SIGN_SLIP: ((there_is_one_matter, signer_is_named, ground_still_holds), _signed),
    Act.DROP_SLIP: ((there_is_one_matter, signer_is_named), _dropped),
    Act.ANSWER_SLIP: ((there_is_one_matter, answerer_is_asked, answer_is_in_reach), _answered),
    Act.CLOSE_MATTER: (
        (there_is_one_matter, closer_stands_high_enough),
        lambda now: MatterClosed(matter=fitting(now)[0].key, result=now.asked(CloseMatter).result),
    ),
    Act.ESCALATE_MATTER: ((rung_is_higher,), _escalated),
    Act.HOLD_INTERVIEW: ((there_is_one_matter, interview_was_signed), _interviewed),
    Act.REQUEST_REVIEW: (
        (there_is_one_matter, answerer_is_asked, review_is_in_time),
        _review_requested,
    ),
    Act.DECIDE_REVIEW: ((there_is_one_matter, reviewer_did_not_sign), _review_decided),
    Act.EXPLAIN_MISSED_START: ((start_was_missed,), _explained),
}
"""Act → rules and record, for acts on matters under supervision."""
