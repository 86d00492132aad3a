"""Acts on matters under supervision (督办办理): who may sign, answer, close, and when.

政府督查工作条例 7, 11, 12(7), 17, 21: supervision is directed by the government, an
interview is one of its means, criticism needs approval, and whoever is supervised may
ask for a review within thirty days.
"""

from models.catalogue import Unit
from models.escalation import LadderRung
from models.people import Account, Role
from models.refusal import Refused
from models.supervision_requests import (
    AnswerSlip,
    EscalateMatter,
    ExplainMissedStart,
    HoldInterview,
)
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.documents import DateOutOfRange
from rules.clocks.clock import ONE_DAY
from rules.days.last_day import passed
from rules.supervision.grounds import answerable, still_there
from rules.supervision.matters import (
    NoSuchMatter,
    fitting,
    ladder_of,
    named,
    rung_named,
    slip_of,
    there_is_one_matter,
)


class NotTheSigner(Refused):
    """Another person has to sign (不是签发人)."""


class NotAsked(Refused):
    """The slip was addressed to somebody else (不是被督办单位)."""


class NothingToReview(Refused):
    """There is nothing to review, or the time to ask for it is over (不能申请复核)."""


def _may_sign(account: Account, rung: LadderRung) -> bool:
    if rung.signers:
        return account.number in rung.signers
    return rung.signer is None or account.role is rung.signer


def signer_is_named(given: Circumstances) -> Refused | None:
    """A slip is signed, or dropped, by whom the rules name for its rung (条例 11, 21)."""
    _, _, rung = slip_of(given)
    if _may_sign(given.by, rung):
        return None
    who = f"（{'、'.join(rung.signers)}）" if rung.signers else ""
    return NotTheSigner(f"“{rung.name}”应由{rung.issuer}签发{who}，{given.by.name}不能签发")


def ground_still_holds(given: Circumstances) -> Refused | None:
    """A slip whose ground is gone is not issued, nor one to an office that waits for another.

    Nor one on a matter whose review is not decided: it would climb meanwhile.
    """
    matter = fitting(given)[0]
    if matter.review_due_on is not None:
        return NoSuchMatter(f"{named(matter)}正在复核，作出复核决定以前不再签发")
    about = (given.file, matter.ground, matter.procedure, matter.about_on)
    if not still_there(*about, on=given.on, regulations=given.regulations):
        return NoSuchMatter(f"{named(matter)}的事由已经消除，不再签发；请不予签发，核实后销号")
    office = answerable(*about, on=given.on, regulations=given.regulations)
    if office == matter.office:
        return None
    names = given.regulations.campaign.office_names
    holds = f"由{names.get(office, office)}承办" if office else "不由本区单位承办"
    asked = names.get(matter.office, matter.office)
    return NoSuchMatter(f"{named(matter)}现{holds}，不能向{asked}签发；请不予签发，核实后销号")


def answerer_is_asked(given: Circumstances) -> Refused | None:
    """An answer comes from the office that was asked, or from the project's service officer."""
    matter, project = fitting(given)[0], given.file.project
    if given.by.office == matter.office or given.by.number == project.chief_service_officer:
        return None
    office = given.regulations.campaign.office_names.get(matter.office, matter.office)
    return NotAsked(f"该督办事项由{office}办理，{given.by.name}不能代为反馈")


def answer_is_in_reach(given: Circumstances) -> Refused | None:
    """An answer promises a day ahead, and not one beyond what keeps the ladder still."""
    wanted = given.asked(AnswerSlip).done_by
    ladder = ladder_of(given)
    latest = given.regulations.days.add(given.on, ladder.answer_holds_workdays, Unit.WORKDAY).due_on
    if not given.on <= wanted <= latest:
        return DateOutOfRange(f"办结日期 {wanted} 应在今日 {given.on} 与 {latest} 之间")
    return None


def closer_stands_high_enough(given: Circumstances) -> Refused | None:
    """A matter is struck off by whoever may sign its highest slip (谁签发、谁销号)."""
    ladder = ladder_of(given)
    matter = fitting(given)[0]
    rung = ladder.rung(matter.slip.rung if matter.slip else matter.first_rung)
    if rung.signer is None or _may_sign(given.by, rung) or given.by.role is Role.SUPERVISOR:
        return None
    return NotTheSigner(f"“{rung.name}”由{rung.issuer}签发，应由其销号")


def rung_is_higher(given: Circumstances) -> Refused | None:
    """A matter enters directly at a rung of the ladder, never at a lower one than it has."""
    asked, ladder = given.asked(EscalateMatter), ladder_of(given)
    codes, rung = [one.code for one in ladder.rungs], rung_named(given)
    if rung is None:
        listed = "、".join(one.name for one in ladder.rungs)
        return NoSuchMatter(f"没有“{asked.rung}”这一督办层级，可用：{listed}")
    if not asked.matter:
        return None
    if refused := there_is_one_matter(given):
        return refused
    slip = fitting(given)[0].slip
    if slip is not None and codes.index(rung.code) <= codes.index(slip.rung):
        return NoSuchMatter("该督办事项已在此层级或更高层级")
    return None


def interview_was_signed(given: Circumstances) -> Refused | None:
    """An interview is recorded after its invitation was signed, on a day that has come."""
    _, slip, rung = slip_of(given)
    if not rung.interview:
        return NoSuchMatter("该督办事项尚未签发约谈通知")
    held = given.asked(HoldInterview).held_on or given.on
    if slip.issued_on is None or not slip.issued_on <= held <= given.on:
        return DateOutOfRange(f"约谈日期 {held} 应在签发之日与今日之间")
    return None


def review_is_in_time(given: Circumstances) -> Refused | None:
    """A review is asked for once, within thirty days of the slip that went out (条例 17).

    That the next rung has been drafted in the meantime takes nothing off the thirty days.
    """
    matter, days = fitting(given)[0], ladder_of(given).review_days
    issued = matter.sent.issued_on if matter.sent is not None else None
    if matter.review_asked_on is not None:
        return NothingToReview("该督办事项已申请过复核")
    if issued is None or passed(issued + days * ONE_DAY, on=given.on, days=given.regulations.days):
        return NothingToReview(f"申请复核应在收到之日起{days}日内提出")
    return None


def reviewer_did_not_sign(given: Circumstances) -> Refused | None:
    """Nobody reviews a slip that he signed himself (四眼原则)."""
    matter = fitting(given)[0]
    if any(slip.signed_by == given.by.number for slip in matter.slips):
        return NotTheSigner("复核决定不能由签发人本人作出")
    return None


def start_was_missed(given: Circumstances) -> Refused | None:
    """Only a pinned date that has gone by is explained, and the new one lies ahead."""
    pinned, asked = given.file.pinned_start, given.asked(ExplainMissedStart)
    if pinned is None or pinned >= given.on or given.file.started_on is not None:
        return NoSuchMatter("锁定的开工时间节点未到或项目已开工，无须说明")
    if asked.proposed_on <= given.on:
        return DateOutOfRange(f"拟定开工日期 {asked.proposed_on} 应晚于今日 {given.on}")
    return None
