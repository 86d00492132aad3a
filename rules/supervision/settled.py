"""What has become of the ground of a matter that nobody has signed yet (事由消除)."""

from models.case import Case, CaseFile, CaseState
from models.labels import STATES
from models.notice import Ground
from models.supervision import Matter
from rules.in_force.regulations import Regulations
from rules.supervision.grounds import ABOUT_START, answerable, still_there


def gone_because(file: CaseFile, matter: Matter, regulations: Regulations) -> str:
    """Say why a matter is no more to be pursued with the office it names; empty = it still is.

    What a person directed ends by a person's word alone.
    """
    if matter.ground is Ground.DIRECTED or file.last is None:
        return ""
    about = (file, matter.ground, matter.procedure, matter.about_on)
    on = file.last.on
    if not still_there(*about, on=on, regulations=regulations):
        return _what_happened(file, matter)
    office = answerable(*about, on=on, regulations=regulations)
    if office == matter.office:
        return ""
    if office is None:
        return "目前不由本区单位承办"
    names = regulations.campaign.office_names
    return f"现由{names.get(office, office)}承办"


def _what_happened(file: CaseFile, matter: Matter) -> str:
    match matter.ground:
        case ground if ground in ABOUT_START and file.started_on is not None:
            return "项目已开工"
        case Ground.START_SLIPPED | Ground.START_MISSED if file.pinned_start != matter.about_on:
            return "开工时间节点已另行锁定"
        case Ground.START_SLIPPED | Ground.START_MISSED:
            return "开工条件已全部具备"
        case Ground.STANDSTILL:
            return "项目已有新的办理进展"
        case Ground.REPORT_MISSED:
            return "所缺周报已经报送"
        case Ground.LIGHT_YELLOW:
            return "项目已不亮黄灯、红灯"
        case Ground.LIGHT_RED:
            return "项目已不亮红灯"
        case Ground.ISSUE_OVERDUE:
            return "所涉问题已经解决"
        case ground:
            case = file.cases.get(matter.procedure)
            return _of_the_case(case, ground) if case is not None else "该事项无须办理"


def _of_the_case(case: Case, ground: Ground) -> str:
    if case.concluded or case.ended_on is not None:
        return f"该事项{STATES[case.state]}"
    match ground:
        case Ground.SPECIAL_PROCEDURE_OVERRUN if case.state is not CaseState.PAUSED:
            return "特别程序已经结束"
        case Ground.SIGNATURE_DUE:
            return "所欠材料已经补齐或已作处理"
        case _:
            return "办理期限已有变动，不再超期"
