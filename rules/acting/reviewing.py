"""Two pairs of eyes (审查、审核、决定): who accepted or examined does not alone grant.

行政许可法 34, 38: the agency examines, then decides. Which opinions come first, and by
whom, is the catalogue's to say (`models/review.py`); that nobody decides on what only he
himself has seen holds for all but filings and commitments.

国办发〔2019〕11号（八）: 规划、土地、消防、人防、档案等事项限时联合验收，统一出具验收意见. How
many of the offices that are asked must agree is the catalogue's to say as well, never fewer
than its source names.
"""

import re
from collections.abc import Iterable

from models.act_requests import Act, Decide, DecideConditionally, Request
from models.case import Case
from models.people import Account, Role
from models.refusal import Refused
from models.review import (
    GiveReview,
    Recommendation,
    Reviewed,
    ReviewForm,
    ReviewStage,
    ReviewStep,
    SignedReview,
)
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.regime import REFUSALS, act_name
from rules.clocks.concurring import Concurrence, concurrence, is_asked
from rules.in_force.review_forms import review_form

LISTED = 4
"""How many accounts a refusal names."""


_BREAKS = re.compile(r"[\n；;]+")
_NUMBER = re.compile(r"^[（(]?\d{1,2}[.、．)）]\s*")


class ReviewMissing(Refused):
    """An opinion that must precede the decision is not on record (尚缺审查、审核意见)."""


class AnotherMustDecide(Refused):
    """The decision is another person's (应由他人决定)."""


class ReviewNotYours(Refused):
    """The opinion is to be signed by somebody else (应由他人签署)."""


class ReviewContradicted(Refused):
    """Who decides against the opinion on record says why (与审查意见不一致)."""


class ConcurrenceLacking(Refused):
    """Too few of the offices that are asked agree (会签单位意见不足)."""


def next_step(form: ReviewForm, reviews: tuple[SignedReview, ...]) -> ReviewStep | None:
    """Return the first step on which no opinion is on record yet."""
    signed = {one.stage for one in reviews}
    return next((step for step in form.steps if step.stage not in signed), None)


def _seen_by(case: Case) -> tuple[tuple[str, str], ...]:
    """Return at which posts the application was taken in and examined, and by which persons."""
    taken = (case.accepted_by, case.accepted_person)
    examined = ((one.by, one.person) for one in case.reviews)
    return tuple(hand for hand in (taken, *examined) if hand[0])


def review_is_anothers(given: Circumstances) -> Refused | None:
    """An opinion is signed by whom its step names, and the next one by somebody else.

    An office that is asked signs for itself at any time, anew as well.
    """
    form = _form(given)
    if _signs_for_its_office(given):
        return None
    step = next_step(form, given.case.reviews)
    if step is None:
        return None
    if given.by.role in step.by and not _signed(given):
        return None
    who = _entitled(given, step.by, except_for={one.by for one in given.case.reviews})
    return ReviewNotYours(
        f"{given.procedure.name}的{step.stage.label}意见应由{who}签署",
        stage=step.stage.value,
    )


def reviewed(given: Circumstances) -> Reviewed:
    """Record the opinion, under the step that it fills."""
    wanted = given.asked(GiveReview)
    step = next_step(_form(given), given.case.reviews)
    stage = step.stage if step is not None else ReviewStage.EXAMINATION
    asked = _signs_for_its_office(given)
    return Reviewed(
        procedure=given.case.procedure,
        stage=ReviewStage.CONCURRENCE if asked else stage,
        recommends=wanted.recommends,
        opinion=wanted.opinion,
        office=given.by.office if asked else "",
    )


def _signed(given: Circumstances) -> bool:
    return any(given.is_by(one.by, one.person) for one in given.case.reviews)


def _signs_for_its_office(given: Circumstances) -> bool:
    return is_asked(given.by, given.procedure, given.regulations.campaign.catalogue)


def another_has_looked(given: Circumstances) -> Refused | None:
    """The opinions are on record, the role may decide, and somebody else has seen the file."""
    form, request = _form(given), given.request
    if form.single_handed and request.act is Act.DECIDE:
        return None
    step = next_step(form, given.case.reviews)
    if step is not None:
        who = _entitled(given, step.by, except_for={one.by for one in given.case.reviews})
        return ReviewMissing(
            f"{given.procedure.name}须经{_in_words(form)}（{form.source}）：尚无"
            f"{step.stage.label}意见，请由{who}先行签署",
            stage=step.stage.value,
        )
    if request.act is Act.DECIDE and given.by.role not in form.decided_by:
        who = _entitled(given, form.decided_by, except_for=())
        return AnotherMustDecide(f"{given.procedure.name}应由{who}决定，{given.by.name}不能决定")
    return _somebody_else_has(given, form)


def _somebody_else_has(given: Circumstances, form: ReviewForm) -> Refused | None:
    hands = _seen_by(given.case)
    signed_a_step = bool(form.steps) and _signed(given)
    if not signed_a_step and not all(given.is_by(*hand) for hand in hands):
        return None
    seen = dict.fromkeys(account for account, _ in hands)
    said = act_name(given.request.act, given.procedure)
    deciders = form.decided_by if given.request.act is Act.DECIDE else (Role.DEPARTMENT_HEAD,)
    others = _entitled(given, deciders, except_for={*seen, given.by.number})
    if seen:
        did = "签署审查意见" if signed_a_step else "受理"
        return AnotherMustDecide(
            f"本件由{_as_whom(given, seen)}{did}，不得由其一人{said}：请由{others}决定",
            seen=tuple(seen),
        )
    who = _entitled(given, (Role.OFFICER, Role.DEPARTMENT_HEAD), except_for={given.by.number})
    return ReviewMissing(
        f"本件尚无人审查，不得由{given.by.name}一人{said}：请由{who}先签署审查意见"
    )


def _as_whom(given: Circumstances, seen: Iterable[str]) -> str:
    """Name who acted before: the post, or the person at another one."""
    if given.by.number in seen:
        return given.by.name
    account = given.regulations.campaign.account
    posts = "、".join(one.name for number in seen if (one := account(number)) is not None)
    return f"同一人（{given.person or given.by.number}）任{posts}时"


def contradiction_is_explained(given: Circumstances) -> Refused | None:
    """A grant against the last opinion, or an office that was asked, says why."""
    own = [one for one in given.case.reviews if not one.office]
    against = bool(own) and own[-1].recommends is Recommendation.REFUSE
    if not (against or somebody_objects(given)) or _opinion(given.request).strip():
        return None
    refused = REFUSALS[given.procedure.nature] or "不予办理"
    return ReviewContradicted(f"审查意见建议{refused}，准予的须在意见中写明理由")


def enough_agree(given: Circumstances) -> Refused | None:
    """A grant has the agreement of as many offices as the catalogue asks for."""
    found = _asked_offices(given)
    if found.enough:
        return None
    waits = what_is_lacking(found, given)
    form = found.form
    many = "均须同意" if form.needed == len(form.asked) else f"至少{form.needed}家同意"
    return ConcurrenceLacking(
        f"{given.procedure.name}征求{len(form.asked)}家单位意见，{many}（{form.source}）：{waits}",
        waits=waits,
        lacking=tuple(one.department for one in (*found.owing, *found.objecting)),
    )


def what_is_lacking(found: Concurrence, given: Circumstances) -> str:
    """Say which offices have not signed, and which object, on what."""
    names = given.regulations.department_name
    owing = [f"{names(one.department)}（{one.about}）" for one in found.owing]
    against = [f"{names(one.department)}（{one.about}）" for one in found.objecting]
    said = [f"待{'、'.join(owing)}签署意见"] if owing else []
    said += [f"{'、'.join(against)}不同意，整改后请其重新签署意见"] if against else []
    return "；".join(said)


def somebody_objects(given: Circumstances) -> bool:
    """Tell whether an office that was asked objects: a grant says why it stands all the same."""
    return bool(_asked_offices(given).objecting)


def numbered_reasons(one: SignedReview) -> tuple[str, ...]:
    """Return the reasons of an opinion, one by one: each on a line, or after a semicolon.

    Numbers that were typed in front of them are left out, for their places number them.
    """
    parts = (_NUMBER.sub("", part.strip()) for part in _BREAKS.split(one.opinion))
    found = tuple(part for part in parts if part)
    return found if one.recommends is Recommendation.REFUSE else (one.opinion,)


def _asked_offices(given: Circumstances) -> Concurrence:
    return concurrence(given.case, given.procedure, given.regulations.campaign.catalogue)


def _opinion(request: Request) -> str:
    return request.opinion if isinstance(request, Decide | DecideConditionally) else ""


def _form(given: Circumstances) -> ReviewForm:
    return review_form(given.procedure, given.regulations.campaign.catalogue)


def _in_words(form: ReviewForm) -> str:
    return "、".join((*(step.stage.label for step in form.steps), "决定"))


def _entitled(given: Circumstances, roles: Iterable[Role], *, except_for: Iterable[str]) -> str:
    """Name the accounts of the department that may, or the office where there is none."""
    campaign, department = given.regulations.campaign, given.procedure.department
    excepted = set(except_for)
    found: list[Account] = [
        one
        for role in roles
        for one in campaign.accounts_of(role, department)
        if one.number not in excepted
    ]
    if not found:
        office = campaign.department(department).name
        return f"{office}{'或'.join(role.label for role in roles)}"
    listed = "、".join(f"{one.name}（{one.number}）" for one in found[:LISTED])
    return listed if len(found) <= LISTED else f"{listed}等"
