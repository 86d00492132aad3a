"""What the days that count, and the reminders about them, are called in the timeline."""

from collections.abc import Mapping

from models.days import DateKind
from models.notice import Ground

DATES: Mapping[DateKind, str] = {
    DateKind.PROMISED_DUE: "承诺时限到期日",
    DateKind.STATUTORY_DUE: "法定时限到期日",
    DateKind.NOTICE_PERIOD_END: "公告期满日",
    DateKind.SPECIAL_PROCEDURE_END: "特别程序期满日",
    DateKind.DELIVERY_DUE: "送达到期日",
    DateKind.HEARING_REQUEST_DUE: "申请听证截止日",
    DateKind.HEARING_DUE: "组织听证到期日",
    DateKind.DEEMED_ACCEPTANCE: "视为受理日",
    DateKind.PROMISE_DUE: "承诺补交最后一日",
    DateKind.CORRECTION_DUE: "补正期限最后一日",
    DateKind.RECTIFICATION_DUE: "整改期限最后一日",
    DateKind.GRACE_END: "宽限期最后一日",
    DateKind.DEFENCE_DUE: "陈述申辩期最后一日",
    DateKind.LONG_STOP_DUE: "证后期限最后一日",
    DateKind.ISSUE_DUE: "问题解决期限最后一日",
    DateKind.REPLY_DUE: "督办反馈期限最后一日",
    DateKind.SETTLE_DUE: "督办承诺办结最后一日",
    DateKind.REVIEW_REQUEST_DUE: "申请复核截止日",
    DateKind.REVIEW_DUE: "作出复核决定截止日",
    DateKind.ROUND_CUTOFF: "周报截止日",
    DateKind.BULLETIN_DUE: "督办通报拟制日",
    DateKind.REMINDER: "提醒日",
    DateKind.START_FORECAST: "预计开工日",
    DateKind.START_REMINDER: "开工预警日",
}

REMINDERS: Mapping[Ground, str] = {
    Ground.PROMISE_DUE_SOON: "容缺材料补交将到期",
    Ground.PROMISE_LAPSED: "容缺材料逾期未补",
    Ground.SIGNATURE_DUE: "容缺逾期的后果待署名办理",
    Ground.SPECIAL_PROCEDURE_OVERRUN: "特别程序超过写明的时间",
    Ground.CORRECTION_DUE_SOON: "补正将到期",
    Ground.CORRECTION_OVERDUE: "逾期未补正",
    Ground.DUE_SOON: "办理时限将到期",
    Ground.OVERDUE: "超过办理时限",
    Ground.CERTIFICATE_EXPIRING: "证件将到期而未开工",
    Ground.START_SLIPPED: "预计开工晚于锁定日期",
    Ground.START_MISSED: "锁定日期已过仍未开工",
    Ground.STANDSTILL: "项目停滞，久无进展",
    Ground.REPORT_MISSED: "周报逾期未报",
    Ground.SLIP_UNSIGNED: "督办文书待签发",
    Ground.ISSUE_OVERDUE: "问题逾期未解决",
    Ground.LIGHT_YELLOW: "项目亮黄灯",
    Ground.LIGHT_RED: "项目亮红灯",
    Ground.DIRECTED: "领导批示督办",
}
"""Ground of a reminder → what it says in the timeline."""
