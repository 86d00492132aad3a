"""Where taking in what lacks secondary papers is a duty (应当容缺受理), not a favour."""

from dataclasses import replace
from typing import ClassVar

from models.acts import AcceptConditionally, Decline
from models.case import CaseState
from models.catalogue import RequirementLevel
from models.refusal import Refused
from models.rulebook import AcceptanceDuty
from rules.circumstances import Circumstances
from rules.deferral import ELIGIBILITY, within_scope
from rules.last_day import passed


class MustAccept(Refused):
    """What lacks secondary documents only is to be taken in (应当容缺受理)."""

    code: ClassVar[str] = "must_accept"


def need_not_be_taken_in(now: Circumstances) -> Refused | None:
    """Where acceptance is a duty, a lack of listed papers is no reason (滨州11;广东32;河南35).

    What is no matter of this agency is declined everywhere (行政许可法 32), and so is an
    application whose correction did not come in time.
    """
    profile = now.regulations.deferral
    if profile.acceptance is AcceptanceDuty.OPTIONAL or now.asked(Decline).outside_competence:
        return None
    if now.case.state is CaseState.CORRECTING:
        due = now.case.correction_due_on
        defective = (now.procedure.document(one.document) for one in now.case.corrections)
        if (due is not None and passed(due, on=now.on, days=now.days)) or any(
            one is not None and one.level is RequirementLevel.PRINCIPAL for one in defective
        ):
            return None
    elif now.case.state is not CaseState.SUBMITTED:
        return None
    # Would it be taken in if the applicant signed? Then it must be.
    signed = replace(now, request=AcceptConditionally(signed_by="申请人"))
    if any(rule(signed) for rule in (*ELIGIBILITY, within_scope)):
        return None
    missing = now.absent(RequirementLevel.DEFERRABLE)
    return MustAccept(
        f"仅缺可容缺材料{now.named(missing)}，应当受理，不得不予受理（{profile.source}）："
        "申请人作出承诺的请容缺受理，否则一次性告知补正",
        documents=missing,
    )
