"""Whether somebody may do an act now (办理审查): right, state, rules; views of the one table."""

from collections.abc import Collection, Mapping
from functools import cache, partial

from models.act_requests import Act
from models.case import CaseState
from models.people import Account, Role
from models.refusal import Refused
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.regime import act_name, outcome_name
from rules.acting.conduct import CONDUCT
from rules.fold.waiting import waits_for
from rules.in_force.authority import REPORTING, NotEntitled, Reach, owns

MOVES = {act: row.states for act, row in CONDUCT.items() if row.states is not None}
"""Act → the states in which it is possible (办件流转)."""

GATE_ACTS = frozenset(set(CONDUCT) - set(MOVES))
"""Acts that concern the whole project and name a gate instead of a procedure."""

AUTHORITY: dict[Act, Mapping[Role, Reach]] = {
    **{act: row.who for act, row in CONDUCT.items()},
    Act.REPORT_PROGRESS: REPORTING,
}
"""Act → role → reach (权限表). An act or role that is not named has no right (default deny)."""


class ActImpossible(Refused):
    """The state of the case does not allow the act (当前状态不能办理)."""


def examine(given: Circumstances) -> Refused | None:
    """Return the first refusal that stands against the act, or ``None``; the state comes first."""
    row = CONDUCT[given.request.act]
    for rule in row.rules if row.states is None else (state_allows_it, *row.rules):
        if refused := rule(given):
            return refused
    return None


def state_allows_it(given: Circumstances) -> Refused | None:
    """The life cycle decides first (办件流转表)."""
    act = given.request.act
    if given.case.state in MOVES[act]:
        return None
    named = partial(act_name, item=given.procedure)
    state = outcome_name(given.case.state, given.procedure)
    waiting = waits_for(given.file, given.case.procedure)
    possible = "、".join(named(one) for one in acts_possible(given.case.state)) or "无"
    hint = f"；尚待前置事项：{'、'.join(waiting)}" if waiting else f"；当前可办：{possible}"
    return ActImpossible(
        f"{given.procedure.code} {given.procedure.name}当前为“{state}”，不能{named(act)}{hint}",
        state=given.case.state.value,
        act=act.value,
    )


@cache
def acts_possible(state: CaseState) -> tuple[Act, ...]:
    """Return the acts that the state allows, in the order of the table."""
    return tuple(act for act, states in MOVES.items() if state in states)


def entitled(
    account: Account,
    act: Act,
    *,
    department: str | None,
    unit: str,
    carers: tuple[str, ...],
    agent: str,
    asked: Collection[str] = (),
) -> NotEntitled | None:
    """Return the refusal when the account may not do the act, else ``None``.

    ``agent`` is the office to which the paperwork of the project is entrusted, if any: an
    applicant may apply through an agent (行政许可法 29(2)); ``asked`` are the departments whose
    opinion the procedure asks for.
    """
    reach = AUTHORITY.get(act, {}).get(account.role)
    if reach is Reach.ANY:
        return None
    if reach and owns(account, department=department, unit=unit, carers=carers):
        return None
    if reach is Reach.ENTRUSTED and account.office == agent:
        return None
    if reach is Reach.ASKED and account.office in asked:
        return None
    return NotEntitled(
        f"{account.name}（{account.number}）无权办理此事："
        + ("不是本部门、本单位的事项" if reach else "该岗位没有此项权限"),
        account=account.number,
        act=act.value,
    )
