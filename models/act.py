"""The names of the acts of the office (办理动作), and the doors they come through."""

from enum import StrEnum
from typing import Self


class Act(StrEnum):
    """What somebody may do to a case or a project (办理动作): its code, and what people call it."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        """Return the act by its code; its label is not part of its value."""
        one = str.__new__(cls, code)
        one._value_, one.label = code, label
        return one

    SUBMIT = "submit", "申报"
    ACCEPT = "accept", "受理"
    ACCEPT_CONDITIONALLY = "accept_conditionally", "容缺受理"
    GIVE_PREVIEW_OPINION = "give_preview_opinion", "出具预审意见"
    """Of a case that lacks prerequisites: an opinion without legal force (预审意见)."""
    REQUEST_CORRECTION = "request_correction", "一次性告知补正"
    CORRECT = "correct", "提交补正"
    DECLINE = "decline", "不予受理"
    RECEIVE_DOCUMENT = "receive_document", "补交容缺材料"
    EXTEND_PROMISE = "extend_promise", "承诺展期"
    ORDER_RECTIFICATION = "order_rectification", "责令限期整改"
    PAUSE = "pause", "暂停计时"
    RESUME = "resume", "恢复计时"
    EXTEND = "extend", "延长期限"
    REVIEW = "review", "签署审查意见"
    """Of a running case: an opinion before somebody else decides (签署审查意见)."""
    DECIDE = "decide", "准予办结"
    DECIDE_CONDITIONALLY = "decide_conditionally", "容缺审批"
    REFUSE = "refuse", "不予许可（批准、登记）"
    DELIVER = "deliver", "送达"
    WITHDRAW = "withdraw", "撤回申请"
    REVOKE = "revoke", "撤销"
    ASSIGN = "assign", "认领、转办"
    """Of a case: who of its office sees to it (经办人)."""
    CONFIRM_CONDITION = "confirm_condition", "确认条件"
    """Of a gate: a condition that no procedure proves is met."""
    PIN_START = "pin_start", "锁定开工时间节点"
    """Of the start gate: fix or move the start date."""
    REPORT_START = "report_start", "报告开工"
    """Of the start gate: work has begun."""
    DELEGATE = "delegate", "委托代办"
    """Of the start gate: an office hands in for the unit, until it is taken back (代办)."""
    ANNOUNCE_MEASURE = "announce_measure", "告知拟作处理"
    """Of a case: what is meant to be done is told first (拟作处理告知)."""
    STATE_DEFENCE = "state_defence", "陈述申辩"
    """Of a case: the applicant is heard (陈述申辩)."""
    RECORD_BREACH = "record_breach", "失信认定"
    """Of a case: the applicant broke a signed promise (失信认定)."""
    REPAIR_CREDIT = "repair_credit", "信用修复"
    """Of a case: the applicant's record is repaired (信用修复)."""
    EXPECT_DOCUMENT = "expect_document", "报告材料预计取得日"
    """Of a case not taken in yet: a missing document is expected on a day."""
    OFFER_HEARING = "offer_hearing", "听证权利告知"
    """Of a running case: tell the applicant of the right to a hearing (听证权利告知)."""
    REQUEST_HEARING = "request_hearing", "申请听证"
    HOLD_HEARING = "hold_hearing", "举行听证"
    SIGN_SLIP = "sign_slip", "签发督办文书"
    """Of a matter under supervision, as the next ones: a drafted slip goes out (签发)."""
    DROP_SLIP = "drop_slip", "不予签发"
    ANSWER_SLIP = "answer_slip", "反馈督办"
    CLOSE_MATTER = "close_matter", "督办销号"
    ESCALATE_MATTER = "escalate_matter", "直接督办"
    HOLD_INTERVIEW = "hold_interview", "记录约谈"
    REQUEST_REVIEW = "request_review", "申请复核"
    DECIDE_REVIEW = "decide_review", "复核决定"
    RAISE_ISSUE = "raise_issue", "提出问题"
    """Of the start gate: put an issue of the project on the list (提出问题)."""
    SOLVE_ISSUE = "solve_issue", "问题销号"
    EXPLAIN_MISSED_START = "explain_missed_start", "说明未按期开工"
    """Of the start gate: why the pinned date was missed, and which date is proposed."""
    JUSTIFY_DELAY = "justify_delay", "正当理由认定"
    """Of the whole project: a light has a justified reason, until a day (正当理由认定)."""
    REPORT_PROGRESS = "report_progress", "填报周报"
    """Of the whole project: its weekly report; it has doors of its own."""


OWN_DOOR = frozenset({Act.REPORT_PROGRESS})
"""Acts that do not come through the form and the command of all acts."""


class Via(StrEnum):
    """Through which door an act came (办理渠道)."""

    PORTAL = "portal"
    PREFECT = "prefect"
    CONSOLE = "console"
    IMPORT = "import"
    SYSTEM = "system"
