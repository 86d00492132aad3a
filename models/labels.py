"""The Chinese words for the coded values that people see; `*_labels.py` beside it hold the rest."""

from collections.abc import Mapping
from enum import StrEnum

from models.act import Via
from models.bulletin_views import BulletinState
from models.case import CaseState, Light, Party
from models.doubt import Origin
from models.light_rules import LightSubject
from models.measure import Measure
from models.people import Role
from models.progress import LandStatus, Utility, WorkStatus
from models.project import (
    EnvironmentalClass,
    FundKind,
    InvestmentRoute,
    LandSupply,
    ProjectStanding,
    ProjectTier,
    ProjectType,
    SoilPlan,
)
from models.review import Recommendation, ReviewStage
from models.weekly import RoundDuty

STATES: Mapping[CaseState, str] = {
    CaseState.NOT_OPEN: "未具备条件",
    CaseState.OPEN: "待申报",
    CaseState.SUBMITTED: "待受理",
    CaseState.CORRECTING: "待补正",
    CaseState.ACCEPTED: "审查中",
    CaseState.CONDITIONALLY_ACCEPTED: "容缺审查中",
    CaseState.PAUSED: "暂停计时",
    CaseState.OVERDUE_PROMISE: "容缺逾期",
    CaseState.APPROVED: "已办结",
    CaseState.APPROVED_CONDITIONALLY: "容缺办结",
    CaseState.REFUSED: "不予许可（批准、登记）",
    CaseState.DECLINED: "不予受理",
    CaseState.RETURNED: "已退件",
    CaseState.WITHDRAWN: "已撤回",
    CaseState.REVOKED: "已撤销",
    CaseState.NOT_REQUIRED: "无需办理",
}

LIGHTS: Mapping[Light, str] = {
    Light.GREY: "灰",
    Light.GREEN: "绿",
    Light.YELLOW: "黄",
    Light.RED: "红",
    Light.BLACK: "黑",
    Light.BLUE: "蓝",
}

PARTIES: Mapping[Party, str] = {
    Party.DEPARTMENT: "审批部门",
    Party.APPLICANT: "建设单位",
    Party.THIRD_PARTY: "第三方",
    Party.STATUTORY_STOP: "法定中止",
    Party.UPSTREAM: "前置事项",
    Party.SUPERIOR: "上级部门",
}

ROLES: Mapping[Role, str] = {
    Role.OFFICER: "审批窗口",
    Role.DEPARTMENT_HEAD: "部门负责人",
    Role.UNIT_LIAISON: "责任单位联络员",
    Role.UNIT_HEAD: "责任单位负责人",
    Role.CHIEF_SERVICE_OFFICER: "首席服务官",
    Role.DISPATCHER: "调度指挥中心",
    Role.SUPERVISOR: "政府督办室",
    Role.LEADER: "包保领导",
    Role.OPERATOR: "系统运维",
}

CHANNELS: Mapping[Via, str] = {
    Via.PORTAL: "网页",
    Via.PREFECT: "运行台",
    Via.CONSOLE: "命令行",
    Via.IMPORT: "导入",
    Via.SYSTEM: "系统",
}

REVIEW_STAGES: Mapping[ReviewStage, str] = {
    ReviewStage.EXAMINATION: "审查",
    ReviewStage.CHECK: "审核",
    ReviewStage.CONCURRENCE: "会签",
}

RECOMMENDATIONS: Mapping[Recommendation, str] = {
    Recommendation.GRANT: "建议准予",
    Recommendation.REFUSE: "建议不予同意",
}

MEASURES: Mapping[Measure, str] = {
    Measure.REVOCATION: "撤销",
    Measure.CREDIT_RECORD: "认定失信",
}

LABELS: Mapping[type[StrEnum], Mapping[str, str]] = {
    LightSubject: {
        LightSubject.START: "开工",
        LightSubject.INVESTMENT: "投资",
        LightSubject.FUNDS: "资金支付",
        LightSubject.STATISTICS: "统计入库",
    },
    Origin: {
        Origin.LAST_WEEK: "上周填报",
        Origin.LEDGER: "台账记录",
        Origin.FORECAST: "系统预测",
        Origin.PLAN: "项目库",
        Origin.BLANK: "待填",
    },
    RoundDuty: {
        RoundDuty.OPEN: "启动",
        RoundDuty.CHASE: "催报",
        RoundDuty.CLOSE: "截止",
        RoundDuty.PUBLISH: "发布",
    },
    BulletinState: {
        BulletinState.PREVIEW: "未拟（预览）",
        BulletinState.UNSIGNED: "待签发",
        BulletinState.ISSUED: "已签发",
        BulletinState.DROPPED: "不予签发",
    },
    ProjectType: {
        ProjectType.GOV_BUILDING: "政府投资房屋建筑类",
        ProjectType.GOV_MUNICIPAL: "政府投资市政基础设施类",
        ProjectType.GOV_TRANSPORT: "政府投资交通工程类",
        ProjectType.GOV_WATER: "政府投资水利工程类",
        ProjectType.SOCIAL_GENERAL: "一般社会投资",
        ProjectType.SOCIAL_SMALL: "小型社会投资",
        ProjectType.SOCIAL_WITH_PLAN: "带方案出让用地社会投资",
        ProjectType.INDUSTRIAL: "工业类投资",
    },
    ProjectTier: {
        ProjectTier.PROVINCIAL_100: "省百大",
        ProjectTier.CITY_KEY: "市重点",
        ProjectTier.DISTRICT_KEY: "区重点",
        ProjectTier.ORDINARY: "一般项目",
    },
    ProjectStanding: {
        ProjectStanding.NEW_START: "新开工",
        ProjectStanding.RESUMED: "复工",
        ProjectStanding.FINISHING: "收尾",
        ProjectStanding.SIGNED: "签约",
        ProjectStanding.RESERVE: "谋划储备",
    },
    FundKind: {
        FundKind.SPECIAL_BOND: "专项债",
        FundKind.GENERAL_BOND: "一般债",
        FundKind.CENTRAL_BUDGET: "中央预算内",
        FundKind.PROVINCIAL: "省级资金",
        FundKind.CITY: "市级资金",
        FundKind.DISTRICT: "区级配套",
        FundKind.OWN: "企业自筹",
        FundKind.BANK_LOAN: "银行贷款",
    },
    LandSupply: {
        LandSupply.GRANTED: "出让",
        LandSupply.ALLOCATED: "划拨",
        LandSupply.OWNED: "自有",
    },
    InvestmentRoute: {
        InvestmentRoute.APPROVAL: "审批",
        InvestmentRoute.VERIFICATION: "核准",
        InvestmentRoute.FILING: "备案",
    },
    EnvironmentalClass: {
        EnvironmentalClass.REPORT: "报告书",
        EnvironmentalClass.FORM: "报告表",
        EnvironmentalClass.REGISTRATION: "登记表",
        EnvironmentalClass.EXEMPT: "豁免",
    },
    SoilPlan: {
        SoilPlan.REPORT: "水保报告书",
        SoilPlan.FORM: "水保报告表",
        SoilPlan.NONE: "不涉及",
    },
    WorkStatus: {
        WorkStatus.NOT_STARTED: "未开工",
        WorkStatus.STARTED: "已开工",
        WorkStatus.RESUMED: "已复工",
        WorkStatus.SUSPENDED: "停工",
        WorkStatus.COMPLETED: "已竣工",
        WorkStatus.IN_PRODUCTION: "已投产",
    },
    LandStatus: {
        LandStatus.NOT_APPLIED: "未报批",
        LandStatus.FILE_IN_PREPARATION: "组卷中",
        LandStatus.APPLIED: "已报批未批",
        LandStatus.APPROVED_NOT_SUPPLIED: "批而未供",
        LandStatus.SUPPLIED_NOT_DELIVERED: "已供未交地",
        LandStatus.CLEARED_DELIVERED: "净地已交付",
        LandStatus.SUPPLIED_NOT_USED: "供而未用",
        LandStatus.IN_USE: "已动工",
    },
    Utility: {
        Utility.WATER: "水",
        Utility.POWER: "电",
        Utility.GAS: "气",
        Utility.HEAT: "热",
        Utility.DRAINAGE: "排水",
        Utility.TELECOM: "通信",
    },
}
"""Coded values of a project, by kind: members of two kinds may share a code."""


def label(member: StrEnum) -> str:
    """Return the Chinese word for a coded value of a project."""
    return LABELS[type(member)][member]
