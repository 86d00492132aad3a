"""Handing a case from officer to officer (认领、转办): within its office, and with a reason."""

from models.assignment import Assign, Assigned
from models.people import Role
from models.refusal import Refused
from rules.acceptance.circumstances import Circumstances

HANDLING = frozenset({Role.OFFICER, Role.DEPARTMENT_HEAD})
"""Roles whose accounts may see to a case of their department."""


class NotHandedOn(Refused):
    """The case cannot be handed on so (不能转办)."""


def handler_is_a_colleague(given: Circumstances) -> Refused | None:
    """A case stays in its department, and goes to somebody who does not see to it yet."""
    number, campaign = given.asked(Assign).to, given.regulations.campaign
    department, account = given.procedure.department, campaign.account(number)
    if account is None or account.role not in HANDLING or account.office != department:
        office = campaign.department(department).short
        return NotHandedOn(f"经办人应为{office}的窗口或者负责人账号，“{number}”不是", to=number)
    if number == given.case.handler:
        return NotHandedOn(f"本件已由{account.name}经办", to=number)
    return None


def handing_on_is_explained(given: Circumstances) -> Refused | None:
    """Who gives a case to another, or takes one over from another, says why."""
    wanted, own = given.asked(Assign), given.by.number
    taken_up = wanted.to == own and given.case.handler in ("", own)
    if taken_up or wanted.reason.strip():
        return None
    return NotHandedOn("转给他人、接替他人经办的，请写明理由", to=wanted.to)


def assigned(given: Circumstances) -> Assigned:
    """Record who sees to the case from now on, and who did until now."""
    wanted = given.asked(Assign)
    before, procedure = given.case.handler, given.case.procedure
    return Assigned(procedure=procedure, to=wanted.to, before=before, reason=wanted.reason)
