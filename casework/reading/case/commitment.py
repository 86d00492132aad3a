"""The letter of commitment (承诺书) under which papers are owed, but for its days."""

from casework.reading.case.case_sheet import CaseSheet
from models.catalogue import Procedure, Unit
from models.rulebook import DeferralProfile, OnDue
from rules.acceptance.regime import consequence_name


def letter_of_commitment(sheet: CaseSheet) -> tuple[str, ...]:
    """Return the paragraphs of the letter that the applicant signs (承诺书), but for its days."""
    profile: DeferralProfile = sheet.seen.situation.regulations.deferral
    project, procedure = sheet.file.project, sheet.procedure
    extension = sheet.seen.situation.regulations.rulebook.promise_extension
    said = [
        f"{sheet.view.department_name}：",
        f"{project.applicant.name}（统一社会信用代码 {project.applicant.credit_code}）就"
        f"{project.name}（{project.code}）申请办理“{procedure.name}”，主件已经齐全，"
        "下列可容缺材料暂缺，自愿申请容缺受理，并承诺在所列日期前补交：",
        f"逾期未补的，{_on_due(profile, procedure)}。",
    ]
    if extension is not None:
        said.append(
            f"确有困难的，在到期前申请，经{extension.approver}同意可以展期{extension.times}次、"
            f"{extension.days} {Unit.WORKDAY.label}。"
        )
    if profile.loss_borne_by:
        said.append(f"因此未能取得许可所受的损失，由{profile.loss_borne_by}承担。")
    said.append(
        f"承诺内容真实；不实的，{consequence_name(profile.on_false, procedure)}。"
        if profile.on_false is not OnDue.NOTHING
        else "承诺内容真实，并承担不实承诺的法律责任。"
    )
    return tuple(said)


def _on_due(profile: DeferralProfile, procedure: Procedure) -> str:
    first = consequence_name(profile.on_due, procedure)
    if profile.on_due is OnDue.NOTHING:
        first = "按本专项行动容缺受理办法处理"
    if not profile.grace_workdays:
        return first
    then = consequence_name(profile.on_grace_end, procedure)
    return f"{first}；宽限 {profile.grace_workdays} {Unit.WORKDAY.label}仍未补的，{then}"
