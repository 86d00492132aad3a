"""What the days that count, and the reminders about them, are called in the timeline."""

from collections.abc import Mapping

from models.notice import Ground

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
