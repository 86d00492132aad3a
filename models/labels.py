"""What states and consequences are called where the nature of an item does not say otherwise.

Whoever names them of an item asks `rules/acceptance/regime.py`.
"""

from collections.abc import Mapping

from models.case import CaseState
from models.rulebook import OnDue

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
