"""What scripted people ask for when their moment has come (演练办理): who, and which request.

They look at the file as it stands, as a person would; what has been overtaken is let go,
what cannot be done yet waits for its day. Whether they may is the rules' to say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from casework.rehearsal_cast import Scene, Step, pressing
from models.acts import (
    Accept,
    AcceptConditionally,
    Act,
    ConfirmCondition,
    Correct,
    CorrectionItem,
    Decide,
    Decline,
    Deliver,
    Extend,
    Pause,
    PinStart,
    PromisedDocument,
    ReceiveDocument,
    RecordBreach,
    Refuse,
    RepairCredit,
    ReportStart,
    Request,
    RequestCorrection,
    Resume,
    Submit,
    Withdraw,
)
from models.case import CaseState
from models.catalogue import Bound, DeferralMode, Procedure, RequirementLevel, Unit
from rules.clock import ONE_DAY, earliest_conclusion
from rules.forecast import forecast_start
from rules.gates import START_CONSTRUCTION
from rules.lifecycle import MOVES, RUNNING
from rules.opening import waits_for

UNDER_WAY = RUNNING | {CaseState.PAUSED, CaseState.OVERDUE_PROMISE}

CAREFUL = "careful"
"""Detail of a review: an officer who was refused reads the file again."""
CORRECT_ONLY = "correct_only"
"""Detail of a review: conditional acceptance was refused, so everything is asked for."""

REVIEW_AGAIN = 1
"""After how many working days an applicant looks again whether it is time to submit."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Who asks for what (办理请求)."""

    by: str
    request: Request


Answer = Deed | date | None
"""A deed, a day on which to look again, or nothing more to do."""


def deed(scene: Scene) -> Answer:
    """Return what the person of a move does now."""
    act = ACT_OF.get(scene.move.step)
    if act is not None and scene.case.state not in MOVES[act]:
        return None
    return _DEEDS[scene.move.step](scene)


def too_early(scene: Scene) -> bool:
    """Tell whether an applicant waits: what must come before the decision is too far off.

    Where the department previews (预审), it is enough that the other may be applied for.
    """
    file = scene.file
    procedures = scene.regulations.procedures(file.project, on=scene.on)
    own = procedures[scene.move.procedure]
    for code in file.plan[own.code].tolerable:
        if file.concluded(code):
            continue
        state = file.cases[code].state
        if own.deferral_mode is DeferralMode.PREVIEW:
            if state is CaseState.NOT_OPEN and not _comes_soon(scene, code):
                return True
        elif state not in UNDER_WAY or _length(procedures[code]) > _length(own):
            return True
    return False


def _comes_soon(scene: Scene, code: str) -> bool:
    """Tell whether a hurried applicant counts on a procedure: all it waits for is under way."""
    cases = scene.file.cases
    waiting = [one for one in waits_for(scene.file, code) if one in cases]
    return pressing(scene.file, scene.days) and all(
        cases[one].state in UNDER_WAY for one in waiting
    )


def _length(procedure: Procedure) -> int:
    return procedure.promised.value or 0


def incomplete_for(scene: Scene) -> tuple[str, ...]:
    """Return the documents that an application leaves out, by the applicant's care."""
    procedure, luck = scene.procedure, scene.chance("missing")
    if scene.move.attempt > 0 or procedure.instant:
        return ()
    careless = scene.chance("care").choice((0.14, 0.22, 0.32))
    if pressing(scene.file, scene.days):
        careless /= 2  # the chief service officer has looked it through
    missing: list[str] = []
    for document in procedure.documents:
        roll = luck.random()
        if document.level is RequirementLevel.DEFERRABLE and roll < careless:
            missing.append(document.code)
        elif document.level is RequirementLevel.PRINCIPAL and roll < 0.025:
            missing.append(document.code)
    return tuple(missing)


def absent(scene: Scene, *levels: RequirementLevel) -> tuple[str, ...]:
    """Return the documents of some levels that have not been handed in."""
    return tuple(
        document.code
        for document in scene.procedure.documents
        if document.level in levels and document.code not in scene.case.documents
    )


def _submit(scene: Scene) -> Answer:
    if too_early(scene):
        return scene.days.add(scene.on, REVIEW_AGAIN, Unit.WORKDAY).due_on
    project = scene.file.project
    helped = scene.chance("helped").random() < 0.3
    by = project.chief_service_officer if helped else scene.cast.liaison(project.unit)
    return Deed(by, Submit(missing=incomplete_for(scene)))


def _review(scene: Scene) -> Answer:
    luck = scene.chance("review", scene.move.detail)
    officer = _officer(scene)
    principal = absent(scene, RequirementLevel.PRINCIPAL)
    deferrable = absent(scene, RequirementLevel.DEFERRABLE)
    hasty = scene.move.detail == "" and luck.random() < 0.05
    if not (principal or deferrable) or (hasty and not scene.case.corrections):
        return Deed(officer, Accept(opinion="申请材料齐全，符合法定形式，予以受理。"))
    if principal and not scene.case.corrections and luck.random() < 0.12:
        names = _named(scene.procedure, principal)
        return Deed(officer, Decline(reason=f"缺少主件{names}，不具备受理条件，不予受理。"))
    if principal or scene.move.detail == CORRECT_ONLY or not _may_defer(scene.procedure):
        items = tuple(
            CorrectionItem(document=code, what="请补交，并加盖建设单位公章")
            for code in (*principal, *deferrable)
        )
        due_on = scene.days.add(scene.on, luck.choice((5, 7, 10)), Unit.WORKDAY).due_on
        return Deed(officer, RequestCorrection(items=items, due_on=due_on))
    return Deed(
        officer,
        AcceptConditionally(
            owed=_promised(scene, deferrable),
            signed_by=luck.choice(("法定代表人", "授权委托人")),
            signed_on=scene.on,
            opinion="主件齐全，次要材料由申请人书面承诺限期补齐，予以容缺受理。",
        ),
    )


def _may_defer(procedure: Procedure) -> bool:
    return not (
        procedure.deferral_mode is DeferralMode.NONE
        or procedure.safety_or_environment
        or procedure.decided_by_superior
        or procedure.instant
    )


def _promised(scene: Scene, documents: tuple[str, ...]) -> tuple[PromisedDocument, ...]:
    """Return days that the applicant chooses; nothing = by the latest day that is allowed."""
    limit, luck = scene.procedure.promised, scene.chance("promised")
    if limit.value is None or limit.bound is not Bound.MAX or luck.random() < 0.5:
        return ()
    promised = []
    for code in documents:
        document = scene.procedure.document(code)
        most = limit.value
        if document is not None and document.makeup_days is not None:
            most = min(most, document.makeup_days)
        within = luck.randint(-(-most // 2), max(most, 1))
        due_on = scene.days.add(scene.on, max(within, 1), Unit.WORKDAY).due_on
        promised.append(PromisedDocument(document=code, due_on=due_on))
    return tuple(promised)


def _decide(scene: Scene) -> Answer:
    case, file, code = scene.case, scene.file, scene.move.procedure
    if case.limits is not None:
        earliest = earliest_conclusion(case, case.limits.statutory, days=scene.days)
        if earliest is not None and scene.on < earliest:
            return scene.days.next_working_day(earliest)
    hasty = bool(case.outstanding) and scene.chance("hasty").random() < 0.1
    open_before = (*waits_for(file, code), *file.plan[code].tolerable)
    waiting = any(not file.concluded(one) for one in open_before)
    lacking = absent(scene, RequirementLevel.PRINCIPAL, RequirementLevel.DEFERRABLE)
    if not hasty and (case.outstanding or waiting or lacking):
        return None
    short = scene.cast.shorts[scene.procedure.department]
    number = f"阿{short}〔{scene.on.year}〕{code}-{int(file.project.code[-6:]):03d}号"
    return Deed(
        _officer(scene),
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
    most = special.max_days or special.min_days or 5
    reason = f"依法需进行{special.name}，所需时间不计入审批期限，已书面告知申请人。"
    return Deed(
        _officer(scene),
        Pause(
            procedure_kind=special.kind,
            reason=reason,
            limit_days=min(most, luck.randint(4, 12)),
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
    return Deed(_head(scene), Extend(days=days, reason=reason))


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
    return Deed(_officer(scene), ReceiveDocument(document=document))


def _give_up(scene: Scene) -> Answer:
    due_on = scene.case.correction_due_on
    if scene.case.state is not CaseState.CORRECTING or due_on is None:
        return None
    if scene.on <= due_on:
        return scene.days.next_working_day(due_on + ONE_DAY)
    return Deed(_officer(scene), Decline(reason="逾期未按一次性告知书补正，不予受理。"))


def _deliver(scene: Scene) -> Answer:
    if scene.case.delivered_on is not None:
        return None
    return Deed(_officer(scene), Deliver(served_on=scene.on))


def _refuse(scene: Scene) -> Answer:
    reason = "经审查，方案不符合现行技术标准和管控要求，不予许可；可修改完善后重新申报。"
    return Deed(_head(scene), Refuse(reason=reason))


def _withdraw(scene: Scene) -> Answer:
    reason = "建设方案调整，申请撤回，完善后重新申报。"
    return Deed(scene.cast.liaison(scene.file.project.unit), Withdraw(reason=reason))


def _breach(scene: Scene) -> Answer:
    reason = "未按承诺书约定期限补齐容缺材料，经催告仍未履行，记入信用记录。"
    return Deed(_head(scene), RecordBreach(reason=reason))


def _repair(scene: Scene) -> Answer:
    if scene.case.outstanding:
        return None
    reason = "所欠材料已全部补齐，违诺影响已消除，准予信用修复。"
    return Deed(_head(scene), RepairCredit(reason=reason))


def _officer(scene: Scene) -> str:
    return scene.cast.officer(scene.procedure.department, scene.move.project)


def _head(scene: Scene) -> str:
    return scene.cast.head(scene.procedure.department)


def _named(procedure: Procedure, codes: tuple[str, ...]) -> str:
    known = {document.code: document.name for document in procedure.documents}
    return "、".join(f"《{known[code]}》" for code in codes)


EVIDENCE = {
    "land_delivered": "净地移交确认单，现场已踏勘。",
    "demolition_progress_ok": "征收拆迁进度确认书。",
    "funds_arranged": "资金落实承诺书及到账凭证。",
}
"""Condition of the start gate → what is shown for it."""

ACT_OF: dict[Step, Act] = {
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
    Step.BREACH: Act.RECORD_BREACH,
    Step.REPAIR: Act.REPAIR_CREDIT,
}
"""Steps on a case → the act whose states they need; the others concern the whole project."""

_DEEDS: dict[Step, Callable[[Scene], Answer]] = {
    Step.SUBMIT: _submit,
    Step.REVIEW: _review,
    Step.CORRECT: lambda scene: Deed(scene.cast.liaison(scene.file.project.unit), Correct()),
    Step.GIVE_UP: _give_up,
    Step.RECEIVE: _receive,
    Step.PAUSE: _pause,
    Step.RESUME: lambda scene: Deed(
        _officer(scene), Resume(result="特别程序已完成，结论符合要求，恢复计时。")
    ),
    Step.EXTEND: _extend,
    Step.DECIDE: _decide,
    Step.REFUSE: _refuse,
    Step.WITHDRAW: _withdraw,
    Step.DELIVER: _deliver,
    Step.CONFIRM: _confirm,
    Step.MOVE_PIN: _move_pin,
    Step.REPORT_START: _report_start,
    Step.BREACH: _breach,
    Step.REPAIR: _repair,
}
