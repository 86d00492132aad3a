"""Whether enough of the offices that are asked agree (会签、联合验收): n of m, before a grant.

国办发〔2019〕11号（八）: 规划、土地、消防、人防、档案等事项限时联合验收，统一出具验收意见. How
many must agree is the catalogue's to say, never fewer than the law names.
"""

import re
from typing import ClassVar

from models.refusal import Refused
from models.review import Recommendation, SignedReview
from rules.acceptance.circumstances import Circumstances
from rules.clocks.concurring import Concurrence, concurrence

_BREAKS = re.compile(r"[\n；;]+")
_NUMBER = re.compile(r"^[（(]?\d{1,2}[.、．)）]\s*")


class ConcurrenceLacking(Refused):
    """Too few of the offices that are asked agree (会签单位意见不足)."""

    code: ClassVar[str] = "concurrence_lacking"


def enough_agree(given: Circumstances) -> Refused | None:
    """A grant has the agreement of as many offices as the catalogue asks for."""
    found = _found(given)
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
    said += [f"{'、'.join(against)}不同意，整改后请其重新签署"] if against else []
    return "；".join(said)


def somebody_objects(given: Circumstances) -> bool:
    """Tell whether an office that was asked objects: a grant says why it stands all the same."""
    return bool(_found(given).objecting)


def numbered_reasons(one: SignedReview) -> tuple[str, ...]:
    """Return the reasons of an opinion, one by one: each on a line, or after a semicolon.

    Numbers that were typed in front of them are left out, for their places number them.
    """
    parts = (_NUMBER.sub("", part.strip()) for part in _BREAKS.split(one.opinion))
    found = tuple(part for part in parts if part)
    return found if one.recommends is Recommendation.REFUSE else (one.opinion,)


def _found(given: Circumstances) -> Concurrence:
    return concurrence(given.case, given.procedure, given.regulations.campaign.catalogue)
