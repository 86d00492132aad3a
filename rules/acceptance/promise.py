"""What becomes of a signed promise (承诺的履行): moved, broken, made good, put on record.

The profile under which a case was taken in decides, also after another one has come
into force: its letter is what both sides signed. Consequences that judge a person or a
case wait for a signature (ADR 14); here it is only said which one is due, and when the
person who signs may sign.
"""

from datetime import date

from models.act_requests import Decline, ExtendPromise, OrderRectification, Revoke
from models.case import Case, CaseState, OwedDocument
from models.case_entries import Declined, Revoked
from models.catalogue import Unit
from models.decline import DeclineGround
from models.promise import PromiseExtended, RectificationOrdered
from models.refusal import Refused
from models.rulebook import DeferralProfile, OnDue
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.documents import DateOutOfRange, NotOwed
from rules.acceptance.reapplying import told_of_the_bar
from rules.acceptance.regime import consequence_name, decline_article
from rules.days.last_day import last_day, passed
from rules.days.working_days import WorkingDays

PERSONAL = frozenset(
    {OnDue.REFUSE, OnDue.REVOKE_ACCEPTANCE, OnDue.TERMINATE, OnDue.RECTIFY, OnDue.REVOKE}
)
"""Consequences that a named person signs; the system only reminds (deferral.manual_only)."""

ENDS_ACCEPTANCE = frozenset({OnDue.REVOKE_ACCEPTANCE, OnDue.TERMINATE})
"""Consequences that undo the acceptance itself (浙江2018 11;西安2023)."""


class PromiseFixed(Refused):
    """The promised day may not be moved, not again, or not by so much (承诺不得展期)."""


class DeclineForbidden(Refused):
    """What was accepted is not declined, unless the profile ends it (不得撤销受理)."""


class RectificationFirst(Refused):
    """A broken promise is first to be made good within a time (须先限期整改)."""


class RectificationForbidden(Refused):
    """Nothing is to be made good, or not by such an order (不适用限期整改)."""


class HardStop(Refused):
    """Documents of a case granted ahead must be in before this decision (最迟补齐节点)."""


class NoBreach(Refused):
    """No promise was broken, so there is none to record or to repair (没有违诺)."""


def consequence(
    case: Case, profile: DeferralProfile, *, on: date, days: WorkingDays
) -> OnDue | None:
    """Return what a person is to sign because a promise has lapsed, or ``None``.

    北京2020 31: first an order to rectify, revocation only when its time has run out.
    """
    if not case.lapsed:
        return None
    due = OnDue.NOTHING
    match case.state:
        case CaseState.APPROVED_CONDITIONALLY if profile.on_due is OnDue.RECTIFY:
            if case.rectify_by is None:
                due = OnDue.RECTIFY
            elif passed(case.rectify_by, on=on, days=days):
                due = profile.on_grace_end
        case CaseState.CONDITIONALLY_ACCEPTED if profile.on_due is not OnDue.RECTIFY:
            due = profile.on_due
        case CaseState.OVERDUE_PROMISE if case.grace_until is not None and passed(
            case.grace_until, on=on, days=days
        ):
            due = profile.on_grace_end
    return due if due in PERSONAL else None


def _owed(given: Circumstances, named: str) -> OwedDocument | None:
    code = given.document(named)
    return next((one for one in given.case.outstanding if one.document == code), None)


def promise_may_be_extended(given: Circumstances) -> Refused | None:
    """Once, before it is due, by few days, signed by the head (deferral.extension, assumed)."""
    wanted, rule = given.asked(ExtendPromise), given.regulations.rulebook.promise_extension
    if rule is None:
        return PromiseFixed("现行规定没有承诺展期")
    owed = _owed(given, wanted.document)
    name = given.document_name(given.document(wanted.document))
    if owed is None:
        return NotOwed(f"《{name}》不是欠交材料，或已经补交", document=wanted.document)
    if passed(owed.due_on, on=given.on, days=given.days):
        return PromiseFixed(f"《{name}》已于 {owed.due_on} 到期，展期须在到期前申请")
    if owed.extensions >= rule.times:
        return PromiseFixed(f"《{name}》只能展期{rule.times}次，已经展期（{rule.source}）")
    if wanted.days > rule.days:
        return PromiseFixed(
            f"最多展期{rule.days}个工作日，不能展期{wanted.days}个工作日", most=rule.days
        )
    return None


def extended(given: Circumstances) -> PromiseExtended:
    """Record the new day, counted from the one that was promised."""
    wanted, rule = given.asked(ExtendPromise), given.regulations.rulebook.promise_extension
    owed = _owed(given, wanted.document)
    assert owed is not None
    assert rule is not None
    return PromiseExtended(
        procedure=given.case.procedure,
        document=owed.document,
        due_on=given.days.add(owed.due_on, wanted.days, Unit.WORKDAY).due_on,
        days=wanted.days,
        reason=wanted.reason,
        source=rule.source,
    )


def rectification_is_due(given: Circumstances) -> Refused | None:
    """Only a lapsed promise of a case granted ahead, once, by a day ahead (北京2020 31)."""
    profile, wanted = given.regulations.deferral_of(given.case), given.asked(OrderRectification)
    if profile.on_due is not OnDue.RECTIFY:
        return RectificationForbidden(f"“{profile.name}”容缺办法没有限期整改一步")
    if not given.case.lapsed:
        return RectificationForbidden("没有逾期未补的材料，不必责令整改")
    if given.case.rectify_by is not None:
        return RectificationForbidden(f"已责令于 {given.case.rectify_by} 前整改，不再重复")
    if wanted.due_on <= given.on:
        return DateOutOfRange(f"整改期限 {wanted.due_on} 应晚于今日（{given.on}）")
    return None


def rectification_ordered(given: Circumstances) -> RectificationOrdered:
    """Record the order with its day."""
    wanted = given.asked(OrderRectification)
    return RectificationOrdered(
        procedure=given.case.procedure,
        due_on=last_day(wanted.due_on, given.days),
        reason=wanted.reason,
        source=given.regulations.deferral_of(given.case).source,
    )


def rectification_has_run_out(given: Circumstances) -> Refused | None:
    """Unfulfilled: rectify, then revoke. Untrue: revoke at once (北京2020 31;许可法 69)."""
    profile = given.regulations.deferral_of(given.case)
    broken = given.case.state is CaseState.APPROVED_CONDITIONALLY and given.case.lapsed
    if not broken or profile.on_due is not OnDue.RECTIFY or given.asked(Revoke).untrue:
        return None
    until = given.case.rectify_by
    if until is None:
        return RectificationFirst(f"承诺逾期的，须先责令限期整改，方可撤销（{profile.source}）")
    if not passed(until, on=given.on, days=given.days):
        return RectificationFirst(f"整改期限 {until} 未满，不得撤销（{profile.source}）")
    return None


def revoked(given: Circumstances) -> Revoked:
    """Record the revocation; an untrue promise is called one."""
    wanted = given.asked(Revoke)
    reason = f"虚假承诺：{wanted.reason}" if wanted.untrue else wanted.reason
    reason += told_of_the_bar(given.procedure, given.on, untrue=wanted.untrue, obtained=True)
    return Revoked(procedure=given.case.procedure, reason=reason, untrue=wanted.untrue)


def acceptance_may_end(given: Circumstances) -> Refused | None:
    """An accepted case is ended by the profile's consequence only (浙江2018 11;西安2023)."""
    if given.case.state in (CaseState.SUBMITTED, CaseState.CORRECTING):
        return None
    profile = given.regulations.deferral_of(given.case)
    if consequence(given.case, profile, on=given.on, days=given.days) in ENDS_ACCEPTANCE:
        return None
    if given.case.lapsed:
        return DeclineForbidden(f"“{profile.name}”容缺办法此时没有撤销受理或终止办理一步")
    return DeclineForbidden("已经受理，且没有逾期未补的材料，不得撤销受理")


def declined(given: Circumstances) -> Declined:
    """Record the reason in writing, and what it ends (浙江2018 11: 书面说明理由)."""
    wanted = given.asked(Decline)
    reason = wanted.reason
    profile = given.regulations.deferral_of(given.case)
    ended = consequence(given.case, profile, on=given.on, days=given.days)
    if ended is not None:
        loss = f"；损失由{profile.loss_borne_by}承担" if profile.loss_borne_by else ""
        reason = f"{consequence_name(ended, given.procedure)}：{reason}{loss}（{profile.source}）"
    elif wanted.ground is not None:
        article = decline_article(wanted.ground, given.procedure)
        reason = f"{wanted.ground.label}：{reason}{f'（{article}）' if article else ''}"
        untrue = wanted.ground is DeclineGround.UNTRUE
        reason += told_of_the_bar(given.procedure, given.on, untrue=untrue, obtained=False)
    return Declined(procedure=given.case.procedure, reason=reason, ground=wanted.ground)


def hard_stop_is_clear(given: Circumstances) -> Refused | None:
    """Every paper of a case granted ahead is in by the hard stop (上海2020 35;重庆2021 47)."""
    owing = [
        case
        for case in given.file.cases.values()
        if case.state is CaseState.APPROVED_CONDITIONALLY
        and case.outstanding
        and given.regulations.deferral_of(case).hard_stop == given.case.procedure
    ]
    if not owing:
        return None
    procedures = given.regulations.procedures(given.file.project, on=given.on)
    listed = "、".join(
        f"{one.procedure}《{procedures[one.procedure].document_name(owed.document)}》"
        for one in owing
        for owed in one.outstanding
    )
    source = given.regulations.deferral_of(owing[0]).source
    return HardStop(
        f"容缺办结的事项尚欠{listed}，{given.procedure.name}前须补齐（{source}）",
        procedures=tuple(one.procedure for one in owing),
    )


def promise_was_broken(given: Circumstances) -> Refused | None:
    """A breach is a lapsed promise or a revoked permit, nothing less (西安2023;北京2020 31)."""
    if given.case.state is CaseState.REVOKED or any(one.lapsed_on for one in given.case.owed):
        return None
    return NoBreach("本件没有承诺逾期，也没有被撤销，不能认定失信")


def breach_is_open(given: Circumstances) -> Refused | None:
    """Only a breach that this case put on record is repaired here (西安2023;阜新2022)."""
    if given.open_breaches:
        return None
    return NoBreach("本件没有未修复的失信记录，无须信用修复")
