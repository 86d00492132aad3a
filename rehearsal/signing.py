"""Who signs beside whom in a rehearsal (演练审签): opinions, decisions, a hearing before harm."""

from models.act_requests import RecordBreach
from models.credit import RepairCredit
from models.measure import AnnounceMeasure, Measure, StateDefence
from models.people import Role
from models.review import GiveReview, Recommendation, ReviewForm
from rehearsal.cast import Answer, Deed, Scene
from rules.acting.reviewing import next_step
from rules.clocks.concurring import concurrence
from rules.in_force.review_forms import review_form

OPINIONS = {
    Recommendation.GRANT: "申请材料齐全，内容属实，符合法定条件和标准，建议准予。",
    Recommendation.REFUSE: "方案不符合现行技术标准和管控要求，建议不予许可。",
}


def decider(scene: Scene) -> str:
    """Return who decides: where the catalogue wants two persons, another than the counter."""
    form = _form(scene)
    if form.single_handed:
        return scene.officer
    if Role.OFFICER not in form.decided_by:
        return scene.head
    return _others(scene)[0]


def opinion_first(scene: Scene, recommends: Recommendation) -> Answer:
    """Return the opinion that must be signed before the decision, or nothing."""
    case, form = scene.case, _form(scene)
    asked = concurrence(case, scene.procedure, scene.regulations.campaign.catalogue)
    for one in asked.owing if recommends is Recommendation.GRANT else ():
        by = scene.cast.officer(one.department, scene.move.project)
        return Deed(by, GiveReview(recommends=recommends, opinion=OPINIONS[recommends]))
    seen = {case.accepted_by, *(one.by for one in case.reviews)} - {""}
    unseen = not seen and not form.single_handed
    if next_step(form, case.reviews) is None and not unseen:
        return None
    by = _others(scene)[0] if case.reviews else scene.officer
    return Deed(by, GiveReview(recommends=recommends, opinion=OPINIONS[recommends]))


def announce(scene: Scene) -> Answer:
    """Tell the applicant that a broken promise is to go on record."""
    if scene.case.measures or not scene.case.lapsed:
        return None
    reason = "未按承诺书约定期限补齐容缺材料，经催告仍未履行，拟记入信用记录。"
    return Deed(scene.officer, AnnounceMeasure(measure=Measure.CREDIT_RECORD, reason=reason))


def defend(scene: Scene) -> Answer:
    """State the applicant's case, where there is one."""
    if not scene.case.measures:
        return None
    statement = "所欠材料由第三方出具，已催办，请求从轻处理；对未按期补交的事实无异议。"
    by = scene.cast.liaison(scene.file.project.unit)
    return Deed(by, StateDefence(measure=Measure.CREDIT_RECORD, statement=statement))


def breach(scene: Scene) -> Answer:
    """Put the broken promise on record, by the authority that decides on credit."""
    reason = "已听取陈述申辩：未按承诺书约定期限补齐容缺材料，经催告仍未履行，记入信用记录。"
    return Deed(_credit_decider(scene), RecordBreach(reason=reason))


def repair(scene: Scene) -> Answer:
    """Take a breach off the record that was made good."""
    if scene.case.outstanding:
        return None
    reason = "所欠材料已全部补齐，违诺影响已消除，准予信用修复。"
    return Deed(_credit_decider(scene), RepairCredit(reason=reason))


def _credit_decider(scene: Scene) -> str:
    campaign = scene.regulations.campaign
    named = scene.regulations.rulebook.being_heard.credit_deciders
    accounts = [campaign.account(number) for number in named]
    return next(
        (
            one.number
            for one in accounts
            if one is not None and one.office != scene.procedure.department
        ),
        scene.cast.first(Role.LEADER),
    )


def _others(scene: Scene) -> tuple[str, ...]:
    return scene.cast.others(scene.procedure.department, scene.move.project)


def _form(scene: Scene) -> ReviewForm:
    return review_form(scene.procedure, scene.regulations.campaign.catalogue)
