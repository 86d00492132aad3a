"""What scripted applicants hand in, and what the counters make of it (演练申报与受理).

Applicants forget papers, officers are hasty: the rules catch both, and then it is done
properly.
"""

from models.act_requests import (
    Accept,
    AcceptConditionally,
    CorrectionItem,
    Decline,
    PromisedDocument,
    RequestCorrection,
    Submit,
)
from models.case import CaseState
from models.catalogue import Bound, DeferralMode, Procedure, RequirementLevel, Unit
from models.decline import DeclineGround
from rehearsal.cast import Answer, Deed, Scene, pressing
from rehearsal.papers import not_yet_there, waited_for
from rules.fold.lifecycle import RUNNING
from rules.fold.waiting import waits_for

UNDER_WAY = RUNNING | {CaseState.PAUSED, CaseState.OVERDUE_PROMISE}

CAREFUL = "careful"
"""Detail of a review: an officer who was refused reads the file again."""
CORRECT_ONLY = "correct_only"
"""Detail of a review: conditional acceptance was refused, so everything is asked for."""

LOOK_AGAIN = 1
"""After how many working days an applicant looks again whether it is time to submit."""


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
    odds = {RequirementLevel.DEFERRABLE: careless, RequirementLevel.PRINCIPAL: 0.025}
    return tuple(
        document.code
        for document in procedure.documents
        if luck.random() < odds.get(document.level, 0.0)
    )


def absent(scene: Scene, *levels: RequirementLevel) -> tuple[str, ...]:
    """Return the documents of some levels that have not been handed in."""
    return tuple(
        document.code
        for document in scene.procedure.documents
        if document.level in levels and document.code not in scene.case.documents
    )


def submit(scene: Scene) -> Answer:
    """Hand an application in, or wait for what must come first."""
    if too_early(scene):
        return scene.days.add(scene.on, LOOK_AGAIN, Unit.WORKDAY).due_on
    if day := waited_for(scene):
        return day
    project = scene.file.project
    helped = scene.chance("helped").random() < 0.3
    by = project.chief_service_officer if helped else scene.cast.liaison(project.unit)
    missing = dict.fromkeys((*incomplete_for(scene), *not_yet_there(scene)))
    return Deed(by, Submit(missing=tuple(missing)))


def review(scene: Scene) -> Answer:
    """Read an application: accept, accept conditionally, ask for corrections, or decline."""
    luck = scene.chance("review", scene.move.detail)
    officer = scene.officer
    principal = absent(scene, RequirementLevel.PRINCIPAL)
    deferrable = absent(scene, RequirementLevel.DEFERRABLE)
    hasty = scene.move.detail == "" and luck.random() < 0.05
    if not (principal or deferrable) or (hasty and not scene.case.corrections):
        return Deed(officer, Accept(opinion="申请材料齐全，符合法定形式，予以受理。"))
    if principal and not scene.case.corrections and luck.random() < 0.5:
        reason = "申请书填报的事项有误，所申请的事项不由本机关办理，已告知向有权机关申请。"
        return Deed(officer, Decline(reason=reason, ground=DeclineGround.NOT_THIS_AUTHORITY))
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
    expected = scene.case.expected
    if limit.value is None or limit.bound is not Bound.MAX:
        return ()
    if luck.random() < 0.5 and not any(code in expected for code in documents):
        return ()
    promised = []
    for code in documents:
        if expected.get(code, scene.on) > scene.on:
            promised.append(PromisedDocument(document=code, due_on=expected[code]))
            continue
        document = scene.procedure.document(code)
        most = limit.value
        if document is not None and document.makeup_days is not None:
            most = min(most, document.makeup_days)
        within = luck.randint(-(-most // 2), max(most, 1))
        due_on = scene.days.add(scene.on, max(within, 1), Unit.WORKDAY).due_on
        promised.append(PromisedDocument(document=code, due_on=due_on))
    return tuple(promised)


def _named(procedure: Procedure, codes: tuple[str, ...]) -> str:
    known = {document.code: document.name for document in procedure.documents}
    return "、".join(f"《{known[code]}》" for code in codes)
