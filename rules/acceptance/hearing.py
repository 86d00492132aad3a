"""The hearing on an application (听证, 行政许可法 46–48): who may ask, when, and when it is held.

The agency tells the right, the applicant asks within five working days, the agency holds
the hearing within twenty of the request; the time of the hearing stops the clock (art. 45).
A right that nobody uses in time lapses by itself and stops nothing; nobody decides before.
"""

from datetime import date

from models.act_requests import Resume
from models.case import Case
from models.hearing import (
    Hearing,
    HearingHeld,
    HearingOffered,
    HearingRequested,
    HearingRule,
    HoldHearing,
    OfferHearing,
    RequestHearing,
)
from models.refusal import Refused
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.documents import DateOutOfRange
from rules.acceptance.regime import regime_of
from rules.days.working_days import WorkingDays


class HearingNotRegulated(Refused):
    """The rules of the campaign set no days for a hearing (未规定听证期限)."""


class HearingOfferedBefore(Refused):
    """The right to a hearing was told and is not over, or was used (听证权利已告知)."""


class HearingRightOver(Refused):
    """Nobody told of the right, or it was not used in time (听证权利未告知或已逾期)."""


class HearingRightRunning(Refused):
    """The applicant may still ask for a hearing: nothing is decided before (听证申请期未满)."""


class HearingAwaited(Refused):
    """The clock stands still for a hearing that has still to be held (听证尚未举行)."""


class PresiderExamines(Refused):
    """Who is to preside examines the application himself (听证主持人审查本件)."""


class HearingNotRequested(Refused):
    """No hearing was asked for, or it is over (没有待举行的听证)."""


def last_day_counted(hearing: Hearing, days: WorkingDays) -> date:
    """Return the last day to ask for a hearing, as the calendar in force counts it."""
    return days.add(hearing.offered_on, hearing.apply_days, hearing.unit).due_on


def request_until(hearing: Hearing, days: WorkingDays) -> date:
    """Return the last day to ask for a hearing: what was told, or later where holidays say so."""
    return max(hearing.apply_by, last_day_counted(hearing, days))


def hold_until(hearing: Hearing, days: WorkingDays) -> date | None:
    """Return the last day to hold the hearing; ``None`` = nobody has asked for it."""
    if hearing.requested_on is None:
        return None
    return days.add(hearing.requested_on, hearing.hold_days, hearing.unit).due_on


def hold_from(hearing: Hearing, rule: HearingRule | None, days: WorkingDays) -> date | None:
    """Return the first day to hold the hearing: its time and place are told ahead (48(1)).

    Nobody tells of a hearing before it is asked for; ``None`` = nobody has asked for it.
    """
    if hearing.requested_on is None:
        return None
    if rule is None or not rule.notice_days:
        return hearing.requested_on
    return days.add(hearing.requested_on, rule.notice_days, rule.unit).due_on


def right_runs(hearing: Hearing | None, *, on: date, days: WorkingDays) -> bool:
    """Tell whether the right to a hearing is told, not used and not over on a day."""
    if hearing is None or hearing.requested_on is not None or hearing.closed_on is not None:
        return False
    return on <= request_until(hearing, days)


def hearing_by(case: Case, *, on: date, days: WorkingDays) -> date | None:
    """Return the last day of what a hearing waits for: to be asked for, or to be held."""
    hearing = case.hearing
    if hearing is not None and hearing.awaited:
        return hold_until(hearing, days)
    if hearing is not None and right_runs(hearing, on=on, days=days):
        return request_until(hearing, days)
    return None


def hearing_may_be_offered(given: Circumstances) -> Refused | None:
    """Once for an application; again only where the right lapsed unused (行政许可法 46, 47)."""
    clock = given.regulations.rulebook.clock
    if not regime_of(given.procedure, clock).hearing:
        return HearingNotRegulated(
            f"{given.procedure.name}不是行政许可，不适用行政许可法第四十六、四十七条的听证"
        )
    if clock.hearing is None:
        return HearingNotRegulated("现行规则没有规定听证期限，不能告知听证权利")
    hearing = given.case.hearing
    if hearing is None:
        return None
    if hearing.requested_on is not None:
        return HearingOfferedBefore(f"申请人已于 {hearing.requested_on} 申请听证，不再告知")
    if right_runs(hearing, on=given.on, days=given.days):
        until = request_until(hearing, given.days)
        return HearingOfferedBefore(
            f"听证权利已于 {hearing.offered_on} 告知，申请期至 {until}", until=until
        )
    return None


def hearing_may_be_requested(given: Circumstances) -> Refused | None:
    """Within the days of the law after being told of the right (行政许可法 47)."""
    if given.regulations.rulebook.clock.hearing is None:
        return HearingNotRegulated("现行规则没有规定听证期限，不能申请听证")
    hearing = given.case.hearing
    if hearing is None:
        return HearingRightOver("尚未告知听证权利")
    if hearing.requested_on is not None:
        return HearingRightOver(f"已于 {hearing.requested_on} 申请过听证")
    if not right_runs(hearing, on=given.on, days=given.days):
        until = request_until(hearing, given.days)
        return HearingRightOver(
            f"听证申请期已于 {until} 届满（{hearing.article}），权利已失", until=until
        )
    return None


def hearing_is_awaited(given: Circumstances) -> Refused | None:
    """Held after it was asked for, told of in time (48(1)), and not in the future."""
    hearing = given.case.hearing
    if hearing is None or hearing.requested_on is None or not hearing.awaited:
        return HearingNotRequested("本件没有待举行的听证")
    held = given.asked(HoldHearing).held_on or given.on
    if not hearing.requested_on <= held <= given.on:
        return DateOutOfRange(
            f"听证日 {held} 应在申请日 {hearing.requested_on} 与今日 {given.on} 之间"
        )
    rule = given.regulations.rulebook.clock.hearing
    first = hold_from(hearing, rule, given.days)
    if rule is not None and first is not None and held < first:
        return DateOutOfRange(
            f"听证的时间、地点须于举行的 {rule.notice_days} {rule.unit.label}前"
            f"通知申请人、利害关系人，申请人 {hearing.requested_on} 申请，"
            f"最早 {first} 举行（{rule.source}）"
        )
    return None


def presider_is_another(given: Circumstances) -> Refused | None:
    """Who presides is none of those who examine the application (行政许可法 48(1)(三)).

    They are who took it in, who sees to it and who signed an opinion on it for the agency.
    """
    case, campaign = given.case, given.regulations.campaign
    named = given.asked(HoldHearing).presided_by.strip()
    examined = {(one.by, one.person) for one in case.reviews if not one.office}
    examined |= {(case.accepted_by, case.accepted_person), (case.handler, "")}
    posts = {number for number, _ in examined} - {""}
    if named:
        called = {one.name for one in map(campaign.account, posts) if one is not None}
        persons = {person for _, person in examined} - {""}
        himself = named in posts | called | persons
    else:
        himself = any(number and given.is_by(number, person) for number, person in examined)
    if not himself:
        return None
    return PresiderExamines(
        f"{named or given.by.name}审查本件申请，不得主持听证；听证主持人应为审查该申请的"
        "工作人员以外的人员，请写明（行政许可法第四十八条第一款第三项）"
    )


MAY_HOLD = (hearing_is_awaited, presider_is_another)
"""What must hold when a hearing is recorded, in order."""


def hearing_is_not_skipped(given: Circumstances) -> Refused | None:
    """The clock runs on without the hearing only for a reason: the request was taken back."""
    hearing = given.case.hearing
    if hearing is None or not hearing.awaited or given.asked(Resume).result.strip():
        return None
    return HearingAwaited(
        f"申请人已于 {hearing.requested_on} 申请听证，尚未举行；"
        "举行后记录“举行听证”，申请人撤回听证申请的，恢复计时须写明"
    )


def hearing_right_is_over(given: Circumstances) -> Refused | None:
    """A decision waits while the applicant may still ask for a hearing (行政许可法 46, 47)."""
    hearing = given.case.hearing
    if hearing is None or not right_runs(hearing, on=given.on, days=given.days):
        return None
    until = request_until(hearing, given.days)
    return HearingRightRunning(
        f"已于 {hearing.offered_on} 告知听证权利，申请期至 {until}，期满前不得作出决定"
        f"（{hearing.article}）",
        until=until,
    )


def offered(given: Circumstances) -> HearingOffered:
    """Return the entry that the right was told."""
    rule = _rule(given)
    return HearingOffered(
        procedure=given.case.procedure,
        reason=given.asked(OfferHearing).reason,
        apply_by=given.days.add(given.on, rule.apply_within, rule.unit).due_on,
        days=rule.apply_within,
        unit=rule.unit,
        article=rule.source,
    )


def requested(given: Circumstances) -> HearingRequested:
    """Return the entry that a hearing was asked for."""
    rule = _rule(given)
    return HearingRequested(
        procedure=given.case.procedure,
        hold_by=given.days.add(given.on, rule.organise_within, rule.unit).due_on,
        days=rule.organise_within,
        unit=rule.unit,
        article=rule.source,
        reason=given.asked(RequestHearing).reason,
    )


def held(given: Circumstances) -> HearingHeld:
    """Return the entry that the hearing was held."""
    wanted = given.asked(HoldHearing)
    return HearingHeld(
        procedure=given.case.procedure,
        held_on=wanted.held_on or given.on,
        result=wanted.result,
        presided_by=wanted.presided_by.strip() or given.by.number,
    )


def _rule(given: Circumstances) -> HearingRule:
    rule = given.regulations.rulebook.clock.hearing
    assert rule is not None
    return rule
