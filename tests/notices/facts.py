"""The facts that the tests of wording share."""

from datetime import date

from models.notice import Ground
from notices.wording import Facts

PROJECT = {
    "project_code": "2020-230112-39-03-000001",
    "project_name": "冷链物流园一期",
    "procedure_code": "S05",
    "procedure_name": "施工许可证核发",
    "department": "区住建局",
}
WEEKLY = {"unit": "区发改局", "week": "2020-W25", "due_on": date(2020, 6, 19)}
MONTHLY = {"month": "2020-06"}
GROUNDS_OF_THE_MONTH = {Ground.BULLETIN_DRAFTED, Ground.BULLETIN_ISSUED}
LATER: dict[Ground, dict[str, object]] = {
    Ground.PROCEDURE_OPENED: {"documents": ("施工合同", "施工图审查合格书")},
    Ground.SUBMITTED: {"actor": "冷链公司", "due_on": date(2020, 6, 8)},
    Ground.CORRECTION_REQUESTED: {
        "reason": "资金证明未盖章",
        "documents": ("建设资金已经落实承诺书",),
        "due_on": date(2020, 6, 15),
    },
    Ground.CORRECTION_DUE_SOON: {
        "reason": "1.未盖章",
        "documents": ("建设资金已经落实承诺书",),
        "due_on": date(2020, 6, 15),
        "days_left": 1,
    },
    Ground.CORRECTION_OVERDUE: {
        "reason": "1.未盖章",
        "documents": ("建设资金已经落实承诺书",),
        "due_on": date(2020, 5, 29),
        "days_left": -1,
    },
    Ground.ACCEPTED: {"due_on": date(2020, 6, 10)},
    Ground.DEEMED_ACCEPTED: {"due_on": date(2020, 6, 10)},
    Ground.CONDITIONALLY_ACCEPTED: {"documents": ("施工合同",), "due_on": date(2020, 6, 24)},
    Ground.PREVIEW_OPINION: {"reason": "总平面布置可行；尚缺前置：L11"},
    Ground.DECLINED: {"reason": "不属于本机关职权范围"},
    Ground.PROMISE_DUE_SOON: {
        "documents": ("施工合同",),
        "due_on": date(2020, 6, 24),
        "days_left": 2,
    },
    Ground.PROMISE_LAPSED: {"documents": ("施工合同",), "due_on": date(2020, 7, 17)},
    Ground.SIGNATURE_DUE: {"documents": ("施工合同",), "reason": "不予许可"},
    Ground.RETURNED: {"documents": ("施工合同",)},
    Ground.PAUSED: {"reason": "专家评审15个工作日", "due_on": date(2020, 6, 22)},
    Ground.SPECIAL_PROCEDURE_OVERRUN: {"reason": "专家评审", "days_left": -3},
    Ground.EXTENDED: {"reason": "案情复杂", "due_on": date(2027, 1, 5), "provisional": True},
    Ground.DUE_SOON: {"due_on": date(2020, 6, 3), "days_left": 2},
    Ground.OVERDUE: {"due_on": date(2020, 5, 28), "days_left": -2},
    Ground.CONCLUDED: {"permit_number": "230112202006010101"},
    Ground.REFUSED: {"reason": "不符合规划条件"},
    Ground.REVOKED: {"reason": "以欺骗手段取得"},
    Ground.WITHDRAWN: {"actor": "冷链公司", "reason": "投资计划调整"},
    Ground.BULLETIN_DRAFTED: {"reason": "数据截至2020-06-30"},
    Ground.BULLETIN_ISSUED: {"actor": "区政府督办室", "reason": "情况属实，同意签发"},
    Ground.MEASURE_ANNOUNCED: {
        "measure": "撤销",
        "reason": "以欺骗手段取得",
        "due_on": date(2020, 6, 8),
    },
    Ground.DEFENCE_STATED: {
        "actor": "开发区·联络员",
        "measure": "撤销",
        "reason": "材料属实，另附说明",
    },
    Ground.BREACH_RECORDED: {"actor": "发改局·负责人", "reason": "逾期未补"},
    Ground.ASSIGNED: {
        "actor": "住建局·负责人",
        "reason": "住建局·窗口01→住建局·窗口02；轮岗",
    },
    Ground.OPINION_ASKED: {"reason": "人防办：人防", "due_on": date(2020, 6, 10)},
    Ground.OPINION_LATE: {
        "reason": "人防办：人防",
        "due_on": date(2020, 5, 29),
        "days_left": -1,
    },
    Ground.HEARING_OFFERED: {"reason": "直接涉及相邻权益", "due_on": date(2020, 6, 8)},
    Ground.HEARING_REQUESTED: {"actor": "开发区·联络员", "due_on": date(2020, 6, 30)},
    Ground.HEARING_HELD: {"reason": "各方意见已记入笔录"},
    Ground.LIGHT_YELLOW: {"reason": "完成年度投资 20.0%，序时进度 35.0%"},
    Ground.LIGHT_RED: {"reason": "完成年度投资 5.0%，序时进度 45.0%"},
    Ground.REPORT_MISSED: WEEKLY,
    Ground.START_MISSED: {"start_on": date(2020, 6, 1)},
    Ground.SLIP_DRAFTED: {"rung": "督办单（蓝）", "matter": "预计开工晚于锁定日期"},
    Ground.SLIP_ISSUED: {
        "actor": "区大项目调度指挥中心",
        "rung": "督办单（蓝）",
        "matter": "预计开工晚于锁定日期",
        "due_on": date(2020, 6, 17),
    },
    Ground.SLIP_ANSWERED: {"unit": "开发区管委会", "rung": "督办单（蓝）", "reason": "已增派人员"},
    Ground.MATTER_CLOSED: {"matter": "预计开工晚于锁定日期", "reason": "已按期办结"},
    Ground.REVIEW_REQUESTED: {
        "actor": "开发区·联络员",
        "rung": "督办单（蓝）",
        "reason": "净地未交付",
        "due_on": date(2020, 7, 19),
    },
    Ground.REVIEW_DECIDED: {"matter": "预计开工晚于锁定日期", "reason": "理由成立，予以撤销"},
    Ground.ISSUE_RAISED: {
        "actor": "开发区·联络员",
        "reason": "临时用电未接入",
        "due_on": date(2020, 6, 8),
    },
    Ground.ISSUE_OVERDUE: {"reason": "临时用电未接入"},
    Ground.CERTIFICATE_EXPIRING: {
        "due_on": date(2020, 8, 31),
        "days_left": 21,
        "reason": "因故不能按期开工的，应当申请延期；以两次为限",
        "basis": "建筑法第9条",
    },
    Ground.DUE_DATES_MOVED: {
        "procedure_code": "",
        "procedure_name": "",
        "department": "",
        "moves": (
            "P05 水土保持方案审批承诺时限到期日由2027年1月4日改为2027年1月6日（因2027年1月1日）",
            "预计开工日由2027年3月1日改为2027年3月3日",
        ),
        "basis": "国务院办公厅关于2027年部分节假日安排的通知",
    },
    Ground.START_SLIPPED: {
        "procedure_code": "",
        "procedure_name": "",
        "department": "",
        "gate": "开工条件",
        "start_on": date(2020, 7, 1),
        "expected_on": date(2020, 7, 15),
        "days_left": -10,
        "reason": "施工图审查未完成",
    },
    Ground.GATE_PASSED: {
        "procedure_code": "",
        "procedure_name": "",
        "department": "",
        "gate": "开工条件",
    },
}


def facts(ground: Ground, **changed: object) -> Facts:
    """Return likely facts of a ground."""
    own = WEEKLY if ground in {Ground.REPORT_ASKED, Ground.REPORT_CHASED} else PROJECT
    if ground in GROUNDS_OF_THE_MONTH:
        own = MONTHLY
    given = {"on": date(2020, 6, 1), **own, **LATER.get(ground, {}), **changed}
    return Facts(**given)  # type: ignore[arg-type]
