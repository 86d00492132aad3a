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
LATER: dict[Ground, dict[str, object]] = {
    Ground.PROCEDURE_OPENED: {"documents": ("施工合同", "施工图审查合格书")},
    Ground.SUBMITTED: {"actor": "冷链公司", "due_on": date(2020, 6, 8)},
    Ground.CORRECTION_REQUESTED: {
        "reason": "资金证明未盖章",
        "documents": ("建设资金已经落实承诺书",),
        "due_on": date(2020, 6, 15),
    },
    Ground.ACCEPTED: {"due_on": date(2020, 6, 10)},
    Ground.DEEMED_ACCEPTED: {"due_on": date(2020, 6, 10)},
    Ground.CONDITIONALLY_ACCEPTED: {"documents": ("施工合同",), "due_on": date(2020, 6, 24)},
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
    given = {"on": date(2020, 6, 1), **own, **LATER.get(ground, {}), **changed}
    return Facts(**given)  # type: ignore[arg-type]
