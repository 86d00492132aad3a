"""What has to be done next on a case, by whom (应办事项): never what the rules would refuse.

Every door says it from here. The department's step says what it may do today
(`rules/acting/offers.py`), or else what its decision waits for; the unit's step says what lies
with the applicant; whoever reads a state alone is told what is next in it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import assert_never

from models.act_requests import Act
from models.case import Case, CaseFile, CaseState, Party
from models.catalogue import Procedure
from models.refusal import Refused
from rules.acceptance.hearing import hold_from, hold_until
from rules.acceptance.promise import consequence
from rules.acceptance.regime import consequence_name
from rules.acting.offers import offered, refused_to_all
from rules.acting.reviewing import next_step
from rules.clocks.clock import stop_due
from rules.days.last_day import passed
from rules.fold.lifecycle import RUNNING
from rules.fold.waiting import lacking_prerequisites
from rules.in_force.regulations import Regulations
from rules.in_force.review_forms import review_form

OF_DEPARTMENT = RUNNING | {
    CaseState.SUBMITTED,
    CaseState.PAUSED,
    CaseState.OVERDUE_PROMISE,
    CaseState.APPROVED_CONDITIONALLY,
}
"""States in which a case lies, with others or alone, with the department."""

OF_UNIT = frozenset(
    {
        *(CaseState.OPEN, CaseState.CORRECTING, CaseState.PAUSED),
        *(CaseState.DECLINED, CaseState.RETURNED),
    }
)
"""States in which a case may lie with the unit."""

UNIT_STEPS: Mapping[CaseState, str] = {
    CaseState.OPEN: "备齐材料后申报",
    CaseState.CORRECTING: "按告知内容补正",
    CaseState.OVERDUE_PROMISE: "补交逾期的容缺材料",
    CaseState.DECLINED: "不予受理，可重新申报",
    CaseState.RETURNED: "已退件，补齐后重新申报",
    CaseState.WITHDRAWN: "已撤回，可重新申报",
    CaseState.REVOKED: "已撤销，可重新申报",
}
"""What the unit has to do in each state that is its own."""

TAKING_IN = (
    Act.ACCEPT,
    Act.ACCEPT_CONDITIONALLY,
    Act.REQUEST_CORRECTION,
    Act.GIVE_PREVIEW_OPINION,
)


def department_step(
    file: CaseFile,
    code: str,
    *,
    on: date,
    regulations: Regulations,
    law_of: date | None = None,
) -> str:
    """Say what the department has to do on a case; empty where nothing lies with it.

    A consequence that waits for a signature comes first. ``law_of`` is the day whose law
    names the papers, where that is not the day itself.
    """
    case = file.cases[code]
    if case.state not in OF_DEPARTMENT:
        return ""
    profile = regulations.deferral_of(case)
    waiting = consequence(case, profile, on=on, days=regulations.days)
    if waiting is not None:
        procedure = regulations.procedures(file.project, on=law_of or on)[code]
        named = consequence_name(waiting, procedure)
        return f"承诺逾期，按“{profile.name}”容缺办法应由负责人署名：{named}"
    match case.state:
        case CaseState.SUBMITTED:
            may = offered(
                file, code, on=on, regulations=regulations, law_of=law_of, among=TAKING_IN
            )
            return _taking_in(case, may)
        case CaseState.PAUSED:
            return _paused(case, on, regulations)
        case CaseState.OVERDUE_PROMISE | CaseState.APPROVED_CONDITIONALLY:
            return step_in(case.state)
        case _:
            return _towards_a_decision(file, case, on, regulations, law_of or on)


def unit_step(state: CaseState, held_by: Party | None) -> str:
    """Say what the unit has to see done on a case; empty = nothing.

    Documents that are owed are asked for beside it, whatever the state.
    """
    match state:
        case CaseState.OPEN | CaseState.CORRECTING:
            return UNIT_STEPS[state]
        case CaseState.PAUSED if held_by in (Party.APPLICANT, Party.THIRD_PARTY):
            return "请抓紧完成特别程序，以便恢复计时"
        case CaseState.DECLINED | CaseState.RETURNED if held_by is Party.APPLICANT:
            return UNIT_STEPS[state]
        case _:
            return ""


def step_in(state: CaseState, waits_for: Sequence[str] = ()) -> str:
    """Say what has to be done next in a state; ``waits_for`` = its open prerequisites."""
    match state:
        case CaseState.NOT_OPEN:
            return f"等待{'、'.join(waits_for)}办结" if waits_for else "等待前置事项"
        case CaseState.OPEN:
            return "建设单位申报"
        case CaseState.SUBMITTED:
            return "受理、容缺受理或一次性告知补正"
        case CaseState.CORRECTING:
            return "建设单位提交补正"
        case CaseState.ACCEPTED if waits_for:
            return f"先行审查，待{'、'.join(waits_for)}办结后作出决定（暂停计时）"
        case CaseState.ACCEPTED:
            return "审查并作出决定"
        case CaseState.CONDITIONALLY_ACCEPTED:
            return "边审查边催补容缺材料"
        case CaseState.PAUSED:
            return "特别程序结束后恢复计时"
        case CaseState.OVERDUE_PROMISE:
            return "催补逾期材料，宽限期满按承诺书处理"
        case CaseState.APPROVED_CONDITIONALLY:
            return "催补容缺材料"
        case (
            CaseState.DECLINED
            | CaseState.RETURNED
            | CaseState.WITHDRAWN
            | CaseState.REFUSED
            | CaseState.REVOKED
        ):
            return "建设单位可重新申报"
        case CaseState.APPROVED | CaseState.NOT_REQUIRED:
            return "—"
        case unknown:
            assert_never(unknown)


def _taking_in(case: Case, may: tuple[Act, ...]) -> str:
    acts = [act.label for act in TAKING_IN if act in may]
    listed = "、".join(acts[:-1]) + ("或" if len(acts) > 1 else "") + "".join(acts[-1:])
    said = f"审查材料：{listed}" if acts else "审查材料"
    if case.preview is not None:
        said += f"（{case.preview.given_on}已出具预审意见，供审查参考）"
    return said


def _paused(case: Case, on: date, regulations: Regulations) -> str:
    days, hearing = regulations.days_of(case), case.hearing
    if hearing is not None and hearing.awaited:
        first = hold_from(hearing, regulations.rulebook.clock.hearing, days)
        if first is not None and on < first:
            return f"通知听证的时间、地点，{first}起举行，最迟{hold_until(hearing, days)}"
        return f"举行听证，最迟{hold_until(hearing, days)}"
    stop = case.stops[-1]
    due = stop_due(stop, days=days)
    if stop.kind is not None and passed(due, on=on, days=days):
        return f"特别程序已超过写明的期限（{due}），请恢复计时"
    return step_in(case.state)


def _towards_a_decision(
    file: CaseFile, case: Case, on: date, regulations: Regulations, law_of: date
) -> str:
    """Of a running case: the decision where it may be made, else what it waits for."""
    known = regulations.procedures(file.project, on=law_of).get(case.procedure)
    if known is None:
        return ""
    refused = refused_to_all(Act.DECIDE, file, case, known, on, regulations)
    if refused is None:
        return "作出决定" if case.reviews else "审查并作出决定"
    early = refused_to_all(Act.DECIDE_CONDITIONALLY, file, case, known, on, regulations)
    if early is None:
        return "可以容缺审批，并催补容缺材料"
    look = _look(case, known, regulations)
    if not look and refused.code == "prerequisite_open":
        look = "先行审查"
    waits = _WAITS.get(refused.code)
    said = waits(file, case, refused) if waits is not None else ""
    if refused.code == "documents_still_owed" and not case.reviews:
        return "边审查边催补容缺材料"
    return "；".join(filter(None, (look, said))) or refused.message


def _look(case: Case, known: Procedure, regulations: Regulations) -> str:
    """Name the opinion that is to be signed next, by whatever else the decision waits for."""
    form = review_form(known, regulations.campaign.catalogue)
    step = next_step(form, case.reviews)
    if step is not None:
        return f"请{step.stage.label}并签署意见"
    unseen = not case.accepted_by and not case.reviews and not form.single_handed
    return "请审查并签署意见" if unseen else ""


def _prerequisites(file: CaseFile, case: Case, _refused: Refused) -> str:
    listed = "、".join(lacking_prerequisites(file, case.procedure))
    stands_still = "（等待期间暂停计时）" if case.awaits_upstream else ""
    return f"待前置事项{listed}办结后作出决定{stands_still}"


_WAITS: Mapping[str, Callable[[CaseFile, Case, Refused], str]] = {
    "documents_still_owed": lambda *_: "催补容缺材料，补齐后作出决定",
    "documents_missing": lambda *_: "催交所缺材料，交齐后作出决定",
    "hard_stop": lambda *_: "催补此前容缺办结事项的材料，补齐后作出决定",
    "prerequisite_open": _prerequisites,
    "notice_period_running": lambda _file, _case, refused: (
        f"公告期满后作出决定，最早{refused.facts['earliest']}"
    ),
    "hearing_right_running": lambda _file, _case, refused: (
        f"听证申请期（至{refused.facts['until']}）满后作出决定"
    ),
    "review_missing": lambda *_: "",
    "concurrence_lacking": lambda _file, _case, refused: str(refused.facts["waits"]),
    "another_must_decide": lambda _file, _case, refused: refused.message,
}
"""Why no decision may be made → what is to be done meanwhile."""
