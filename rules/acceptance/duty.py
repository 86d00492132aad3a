"""When an application may be left untaken (不予受理): on a ground of the law, never for a gap.

Where the deferral profile says so, taking in what lacks secondary papers only is a duty
(应当容缺受理), not a favour.
"""

from dataclasses import replace

from models.act_requests import AcceptConditionally, Decline
from models.case import CaseState
from models.catalogue import RequirementLevel
from models.decline import DeclineGround
from models.refusal import Refused
from models.rulebook import AcceptanceDuty
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.deferral import ELIGIBILITY, within_scope
from rules.acceptance.regime import decline_article, telling_once


class MustAccept(Refused):
    """What lacks secondary documents only is to be taken in (应当容缺受理)."""


class NoGround(Refused):
    """Incompleteness is no ground to leave an application untaken (没有不予受理的法定理由)."""


def need_not_be_taken_in(given: Circumstances) -> Refused | None:
    """Where acceptance is a duty, a lack of listed papers is no reason (滨州11;广东32;河南35).

    What is no matter of this agency is declined everywhere (行政许可法 32(1)(一)(二)).
    """
    profile = given.regulations.deferral
    lawful = given.asked(Decline).ground not in (None, DeclineGround.INCOMPLETE)
    if profile.acceptance is AcceptanceDuty.OPTIONAL or lawful:
        return None
    if given.case.state is CaseState.CORRECTING:
        defective = (given.procedure.document(one.document) for one in given.case.open_corrections)
        if any(one is not None and one.level is RequirementLevel.PRINCIPAL for one in defective):
            return None
    elif given.case.state is not CaseState.SUBMITTED:
        return None
    # Would it be taken in if the applicant signed? Then it must be.
    signed = replace(given, request=AcceptConditionally(signed_by="申请人"))
    if any(rule(signed) for rule in (*ELIGIBILITY, within_scope)):
        return None
    missing = given.absent(RequirementLevel.DEFERRABLE)
    return MustAccept(
        f"仅缺可容缺材料{given.named(missing)}，应当受理，不得不予受理（{profile.source}）："
        "申请人作出承诺的请容缺受理，否则一次性告知补正",
        documents=missing,
    )


def declined_on_a_ground(given: Circumstances) -> Refused | None:
    """Before acceptance only a ground of the law lets it be declined (行政许可法 32(1), 78).

    The law of an item may know more: a land register leaves untaken on the spot what is
    incomplete (不动产登记暂行条例 17(1)(三)).
    """
    if given.case.state not in (CaseState.SUBMITTED, CaseState.CORRECTING):
        return None  # the consequence of a lapsed promise: the profile is the ground
    ground = given.asked(Decline).ground
    if ground is None:
        open_to_it = "、".join(one.label for one in DeclineGround if _is_open(one, given))
        return NoGround(f"不予受理须有法定理由（{open_to_it}），请写明；{_to_correct(given)}")
    if _is_open(ground, given) and (ground is not DeclineGround.CREDIT or given.open_breaches):
        return None
    why = {
        DeclineGround.CREDIT: f"“{given.regulations.deferral.name}”容缺办法未规定失信不予受理，"
        "或者申请人没有未修复的失信记录，不得以此为由不予受理",
        DeclineGround.INCOMPLETE: _to_correct(given),
    }
    return NoGround(why.get(ground) or f"{given.procedure.name}不是行政许可，不得以此为由不予受理")


def _is_open(ground: DeclineGround, given: Circumstances) -> bool:
    """Tell whether an application of this kind may be left untaken on a ground at all."""
    match ground:
        case DeclineGround.NOT_REQUIRED | DeclineGround.NOT_THIS_AUTHORITY:
            return True
        case DeclineGround.CREDIT:
            return given.regulations.deferral.credit_gate
        case DeclineGround.INCOMPLETE | DeclineGround.UNTRUE:
            return bool(decline_article(ground, given.procedure))


def _to_correct(given: Circumstances) -> str:
    article = telling_once(given.procedure, given.on)
    return f"材料不齐或者不符合法定形式的，应当一次性告知补正{article}"
