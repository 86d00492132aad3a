"""What scripted people ask for when their moment has come (演练办理): who, and which request.

They look at the file as it stands, as a person would; what has been overtaken is let go,
what cannot be done yet waits for its day. Whether they may is the rules' to say.
"""

from collections.abc import Callable

from models.act_requests import (
    Act,
    Correct,
    Decide,
    Deliver,
    Extend,
    Pause,
    ReceiveDocument,
    Refuse,
    Resume,
    Withdraw,
)
from models.case import CaseState
from models.catalogue import RequirementLevel, Unit
from models.milestone import ConfirmCondition, PinStart, ReportStart
from models.review import Recommendation
from rehearsal.cast import Answer, Deed, Scene, Step
from rehearsal.filing import absent, review, submit
from rehearsal.papers import expect
from rehearsal.signing import announce, breach, decider, defend, opinion_first, repair
from rehearsal.supervision import SUPERVISION_DEEDS
from rules.acceptance.regime import REFUSALS
from rules.acting.examining import MOVES
from rules.clocks.clock import ONE_DAY, earliest_conclusion
from rules.fold.waiting import lacking_prerequisites
from rules.in_force.gates import START_CONSTRUCTION
from rules.plan.forecast import forecast_start


def deed(scene: Scene) -> Answer:
    """Return what the person of a move does now."""
    act = ACT_OF.get(scene.move.step)
    if act is not None and scene.case.state not in MOVES[act]:
        return None
    return _DEEDS[scene.move.step](scene)


def _decide(scene: Scene) -> Answer:
    case, file, code = scene.case, scene.file, scene.move.procedure
    if case.limits is not None:
        earliest = earliest_conclusion(case, case.limits.statutory, days=scene.days)
        if earliest is not None and scene.on < earliest:
            return scene.days.next_working_day(earliest)
    hasty = bool(case.outstanding) and scene.chance("hasty").random() < 0.1
    waiting = bool(lacking_prerequisites(file, code))
    lacking = absent(scene, RequirementLevel.PRINCIPAL, RequirementLevel.DEFERRABLE)
    if not hasty and (case.outstanding or waiting or lacking):
        return None
    if not hasty and (first := opinion_first(scene, Recommendation.GRANT)) is not None:
        return first
    short = scene.cast.shorts[scene.procedure.department]
    number = f"阿{short}〔{scene.on.year}〕{code}-{int(file.project.code[-6:]):03d}号"
    return Deed(
        decider(scene),
        Decide(
            opinion="经审查，申请材料齐全，符合法定条件和标准，准予办结。", permit_number=number
        ),
    )


def _pause(scene: Scene) -> Answer:
    luck = scene.chance("pause")
    kinds = [one for one in scene.procedure.special_procedures if one.clock_stops]
    if not kinds:
        return None
    special = luck.choice(kinds)
    length = special.min_days or 5
    if special.max_days is not None:
        length = min(special.max_days, luck.randint(4, 12))
    reason = f"依法需进行{special.name}，所需时间不计入审批期限，已书面告知申请人。"
    return Deed(
        scene.officer,
        Pause(
            procedure_kind=special.kind,
            reason=reason,
            limit_days=length,
            limit_unit=special.unit,
            approved_by=scene.cast.head(scene.procedure.department),
        ),
    )


def _extend(scene: Scene) -> Answer:
    rule = scene.procedure.extension
    if rule is None:
        return None
    days = min(rule.days, scene.chance("extend").choice((3, 5, 10)))
    reason = "情况较为复杂，现场核查与部门会商尚未完成，经本机关负责人批准延长期限。"
    return Deed(scene.head, Extend(days=days, reason=reason))


def _move_pin(scene: Scene) -> Answer:
    procedures = scene.regulations.procedures(scene.file.project, on=scene.on)
    expected = forecast_start(
        scene.file, procedures, on=scene.on, regulations=scene.regulations
    ).start_on
    spare = scene.chance("pin", scene.file.pinned_start).randint(2, 6)
    start_on = scene.days.add(expected, spare, Unit.WORKDAY).due_on
    pinned = scene.file.pinned_start
    if scene.file.started_on is not None or pinned is None or start_on <= pinned:
        return None
    reason = f"前期手续办理进度滞后，经调度会办研究，开工时间节点由{pinned}调整为{start_on}。"
    return Deed(scene.cast.dispatcher(), PinStart(start_on=start_on, reason=reason))


def _confirm(scene: Scene) -> Answer:
    project, condition = scene.file.project, scene.move.detail
    if f"{scene.move.procedure}.{condition}" in scene.file.confirmed:
        return None
    cared_for = scene.chance("confirm", condition).random() < 0.6
    by = project.chief_service_officer if cared_for else scene.cast.liaison(project.unit)
    return Deed(by, ConfirmCondition(condition=condition, evidence=EVIDENCE.get(condition, "")))


def _report_start(scene: Scene) -> Answer:
    if scene.file.started_on is not None or START_CONSTRUCTION not in scene.file.passed:
        return None
    return Deed(scene.cast.liaison(scene.file.project.unit), ReportStart(started_on=scene.on))


def _receive(scene: Scene) -> Answer:
    document = scene.move.detail
    owed = any(one.document == document for one in scene.case.outstanding)
    if not owed and (not scene.case.deemed or document in scene.case.documents):
        return None
    return Deed(scene.officer, ReceiveDocument(document=document))


def _give_up(scene: Scene) -> Answer:
    due_on = scene.case.correction_due_on
    if scene.case.state is not CaseState.CORRECTING or due_on is None:
        return None
    if scene.on <= due_on:
        return scene.days.next_working_day(due_on + ONE_DAY)
    reason = "未能按一次性告知书补正，撤回申请，补齐后重新申报。"
    return Deed(scene.cast.liaison(scene.file.project.unit), Withdraw(reason=reason))


def _deliver(scene: Scene) -> Answer:
    if scene.case.delivered_on is not None:
        return None
    return Deed(scene.officer, Deliver(served_on=scene.on))


def _refuse(scene: Scene) -> Answer:
    if (first := opinion_first(scene, Recommendation.REFUSE)) is not None:
        return first
    refusal = REFUSALS[scene.procedure.nature]
    reason = f"经审查，方案不符合现行技术标准和管控要求，{refusal}；可修改完善后重新申报。"
    return Deed(scene.head, Refuse(reason=reason))


def _withdraw(scene: Scene) -> Answer:
    reason = "建设方案调整，申请撤回，完善后重新申报。"
    return Deed(scene.cast.liaison(scene.file.project.unit), Withdraw(reason=reason))


EVIDENCE = {
    "land_delivered": "净地移交确认单，现场已踏勘。",
    "demolition_progress_ok": "征收拆迁进度确认书。",
    "funds_arranged": "资金落实承诺书及到账凭证。",
}
"""Condition of the start gate → what is shown for it."""

ACT_OF: dict[Step, Act] = {
    Step.EXPECT: Act.EXPECT_DOCUMENT,
    Step.SUBMIT: Act.SUBMIT,
    Step.REVIEW: Act.ACCEPT,
    Step.CORRECT: Act.CORRECT,
    Step.RECEIVE: Act.RECEIVE_DOCUMENT,
    Step.PAUSE: Act.PAUSE,
    Step.RESUME: Act.RESUME,
    Step.EXTEND: Act.EXTEND,
    Step.DECIDE: Act.DECIDE,
    Step.REFUSE: Act.REFUSE,
    Step.WITHDRAW: Act.WITHDRAW,
    Step.DELIVER: Act.DELIVER,
    Step.ANNOUNCE: Act.ANNOUNCE_MEASURE,
    Step.DEFEND: Act.STATE_DEFENCE,
    Step.BREACH: Act.RECORD_BREACH,
    Step.REPAIR: Act.REPAIR_CREDIT,
}
"""Steps on a case → the act whose states they need; the others concern the whole project."""

_DEEDS: dict[Step, Callable[[Scene], Answer]] = {
    Step.EXPECT: expect,
    Step.SUBMIT: submit,
    Step.REVIEW: review,
    Step.CORRECT: lambda scene: Deed(scene.cast.liaison(scene.file.project.unit), Correct()),
    Step.GIVE_UP: _give_up,
    Step.RECEIVE: _receive,
    Step.PAUSE: _pause,
    Step.RESUME: lambda scene: Deed(
        scene.officer, Resume(result="特别程序已完成，结论符合要求，恢复计时。")
    ),
    Step.EXTEND: _extend,
    Step.DECIDE: _decide,
    Step.REFUSE: _refuse,
    Step.WITHDRAW: _withdraw,
    Step.DELIVER: _deliver,
    Step.CONFIRM: _confirm,
    Step.MOVE_PIN: _move_pin,
    Step.REPORT_START: _report_start,
    Step.ANNOUNCE: announce,
    Step.DEFEND: defend,
    Step.BREACH: breach,
    Step.REPAIR: repair,
    **SUPERVISION_DEEDS,
}
