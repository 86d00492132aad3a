"""The Chinese words for the coded values of catalogue and rulebook: the only place for them."""

from collections.abc import Mapping

from models.catalogue import Bound, RequirementLevel, SpecialProcedureKind, Unit
from models.rulebook import OnDue

UNITS: Mapping[Unit, str] = {Unit.WORKDAY: "个工作日", Unit.CALENDAR_DAY: "日"}

SPECIAL_PROCEDURES: Mapping[SpecialProcedureKind, str] = {
    SpecialProcedureKind.CORRECTION: "补正",
    SpecialProcedureKind.EXPERT_REVIEW: "专家评审",
    SpecialProcedureKind.PUBLIC_NOTICE: "公示公告",
    SpecialProcedureKind.HEARING: "听证",
    SpecialProcedureKind.INSPECTION_TEST: "检验检测",
    SpecialProcedureKind.EVALUATION: "评估",
    SpecialProcedureKind.SITE_INSPECTION: "现场踏勘",
    SpecialProcedureKind.BIDDING: "招标拍卖",
    SpecialProcedureKind.INVESTIGATION: "考古勘探",
    SpecialProcedureKind.INTERMEDIARY: "中介服务",
    SpecialProcedureKind.CONSTRUCTION: "外线施工",
    SpecialProcedureKind.LINKED_PERMIT: "关联审批",
    SpecialProcedureKind.SPOT_CHECK: "抽查",
    SpecialProcedureKind.TECH_REVIEW: "技术审查",
    SpecialProcedureKind.OTHER: "其他",
    SpecialProcedureKind.UPSTREAM: "等待前置事项",
}

LEVELS: Mapping[RequirementLevel, str] = {
    RequirementLevel.PRINCIPAL: "主件",
    RequirementLevel.DEFERRABLE: "可容缺",
    RequirementLevel.SITUATIONAL: "按需",
}

BOUNDS: Mapping[Bound, str] = {
    Bound.MAX: "最长",
    Bound.MIN: "最短",
    Bound.APPLICANT_DUTY: "申请人义务",
    Bound.NONE: "未定期限",
}

CONSEQUENCES: Mapping[OnDue, str] = {
    OnDue.PAUSE: "暂停办理",
    OnDue.RETURN: "退件",
    OnDue.REFUSE: "不予许可（批准、登记）",
    OnDue.REVOKE_ACCEPTANCE: "撤销受理",
    OnDue.TERMINATE: "终止办理",
    OnDue.RECTIFY: "责令限期整改",
    OnDue.REVOKE: "撤销决定",
    OnDue.NOTHING: "原文未写明",
}
