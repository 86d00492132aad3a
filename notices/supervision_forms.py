"""The forms of notices about supervision (督办文书样式), each with what gave it on its day.

政府督查工作条例 is in force from 1 February 2021 (国务院令第733号): what was supervised before
then rests on the campaign's own plan and its rules of supervision.
"""

from collections.abc import Mapping
from datetime import date

from models.notice import Ground, Severity
from notices.form import Form

SINCE = date(2021, 2, 1)
_URGENT, _ATTENTION, _INFO = Severity.URGENT, Severity.ATTENTION, Severity.INFO
_PLAN = "本专项行动工作方案"
_RULES = "本专项行动督办规则"
_SUPERVISION = "《政府督查工作条例》"

SUPERVISION_FORMS: Mapping[Ground, Form] = {
    Ground.SLIP_DRAFTED: Form(
        _ATTENTION,
        "待签发",
        "{rung}已拟制，所涉事项：{matter}{because}。",
        "请核实后签发，或者不予签发并说明理由；未签发前不送达被督办单位。",
        _SUPERVISION + "第七条、第十一条",
        earlier=_PLAN + "保障措施第三条",
        since=SINCE,
    ),
    Ground.SLIP_UNSIGNED: Form(
        _ATTENTION,
        "待签发提醒",
        "有文书拟制后尚未签发。",
        "请核实后签发，或者不予签发并说明理由。",
        _SUPERVISION + "第十一条",
        earlier=_PLAN + "保障措施第三条",
        since=SINCE,
    ),
    Ground.SLIP_ISSUED: Form(
        _URGENT,
        "督办",
        "{actor}发出{rung}，所涉事项：{matter}{because}。",
        "请{by_due}反馈办理情况和办结日期，附佐证材料；对结论有异议的，可以在三十日内申请复核。",
        _SUPERVISION + "第十二条、第十七条",
        "（{rung}）",
        earlier=_PLAN + "保障措施第二条、第三条",
        since=SINCE,
    ),
    Ground.SLIP_ANSWERED: Form(
        _INFO,
        "督办反馈",
        "{unit}已反馈{rung}{because}。",
        "请核实；已办结的予以销号，未办结的到期继续督办。",
        _SUPERVISION + "第十二条",
        earlier=_PLAN + "保障措施第三条",
        since=SINCE,
    ),
    Ground.MATTER_CLOSED: Form(
        _INFO,
        "督办销号",
        "{matter}已于{on}销号{because}。",
        "无需再行反馈。",
        _PLAN,
    ),
    Ground.REVIEW_REQUESTED: Form(
        _ATTENTION,
        "申请复核",
        "{actor}对{rung}申请复核{because}。",
        "请由签发人以外的人员{by_due}作出复核决定。",
        _SUPERVISION + "第十七条",
        earlier=_RULES,
        since=SINCE,
    ),
    Ground.REVIEW_DECIDED: Form(
        _ATTENTION,
        "复核决定",
        "对{matter}的复核已于{on}作出决定{because}。",
        "请按复核决定执行。",
        _SUPERVISION + "第十七条",
        earlier=_RULES,
        since=SINCE,
    ),
    Ground.BULLETIN_DRAFTED: Form(
        _ATTENTION,
        "通报待签发",
        "{month}督办通报已由系统拟制{because}。",
        "请核实后签发，或者不予签发并说明理由；未签发前不送达任何单位。",
        _SUPERVISION + "第十一条、第二十一条",
        earlier=_PLAN + "保障措施第三条",
        since=SINCE,
    ),
    Ground.BULLETIN_ISSUED: Form(
        _ATTENTION,
        "督办通报",
        "{actor}签发{month}督办通报{because}。",
        "请对照通报所列超期办件、容缺到期未补、红灯项目和下月要求逐项落实；"
        "全文用 greenchannel bulletin 查看。",
        _PLAN + "按月通报要求；" + _SUPERVISION + "第二十一条",
        earlier=_PLAN + "保障措施第三条按月通报要求",
        since=SINCE,
    ),
    Ground.DIRECTED: Form(
        _URGENT,
        "批示督办",
        "领导批示督办{because}。",
        "请按批示要求办理并反馈。",
        _SUPERVISION + "第十一条",
        earlier=_PLAN + "保障措施第三条",
        since=SINCE,
    ),
}
"""Ground about supervision → how it is worded."""
