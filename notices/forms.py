"""The forms of all notices (文书样式): one per ground, law and practice named in each."""

from collections.abc import Mapping

from models.notice import Ground, Severity
from notices.form import Form
from notices.project_forms import PROJECT_FORMS
from notices.supervision_forms import SUPERVISION_FORMS

_URGENT, _ATTENTION, _INFO = Severity.URGENT, Severity.ATTENTION, Severity.INFO


_PERMIT_LAW = "《中华人民共和国行政许可法》"
_DEFERRAL = "本专项行动容缺受理办法及申请人签署的承诺书"
_PLAN = "本专项行动工作方案"

FORMS: Mapping[Ground, Form] = {
    Ground.PROCEDURE_OPENED: Form(
        _INFO,
        "可以申报",
        "前置事项均已具备，本事项自{on}起可以申报。",
        "请备齐{documents}，{by_due}向{department}申报。",
        "审批事项目录载明的前置条件",
    ),
    Ground.SUBMITTED: Form(
        _INFO,
        "新收申请",
        "{actor}于{on}提交申请材料。",
        "请{by_due}作出受理、一次性告知补正或者不予受理的处理{unless_told}。",
        _PERMIT_LAW + "第三十二条",
    ),
    Ground.CORRECTION_REQUESTED: Form(
        _ATTENTION,
        "一次性告知补正",
        "{department}于{on}一次性告知需要补正的全部内容{because}。",
        "请{by_due}补正{documents}，可以逐项补正。补正齐全之日为收到申请之日，受理期限自该日起算；"
        "未补正齐全的，不能受理，可以继续补正，也可以撤回后重新申报。",
        _PERMIT_LAW + "第三十二条第一款第四项",
    ),
    Ground.CORRECTION_DUE_SOON: Form(
        _ATTENTION,
        "补正即将到期",
        "一次性告知需要补正的{documents}尚未补正，{left}{because}。",
        "请{by_due}补正，可以逐项补正。",
        _PERMIT_LAW + "第三十二条第一款第四项",
        "（{left}）",
    ),
    Ground.CORRECTION_OVERDUE: Form(
        _ATTENTION,
        "逾期未补正",
        "一次性告知需要补正的{documents}应于{due}前（含当日）补正，{left}{because}。",
        "请尽快补正；未补正齐全的，不能受理，可以继续补正，也可以撤回后重新申报。",
        _PERMIT_LAW + "第三十二条第一款第四项",
        "（{left}）",
    ),
    Ground.ACCEPTED: Form(
        _INFO,
        "已受理",
        "{department}于{on}受理申请，{counted}{until_due}。",
        "请保持联系畅通，配合审查。",
        _PERMIT_LAW + "第三十二条第一款第五项、第四十二条",
    ),
    Ground.DEEMED_ACCEPTED: Form(
        _URGENT,
        "视为受理",
        "法定期限内未告知补正内容，本申请自收到申请材料之日（{received}）起即为受理，{counted}{until_due}。",
        "请{department}依法继续审查，{by_due}作出决定。",
        _PERMIT_LAW + "第三十二条第一款第四项",
    ),
    Ground.CONDITIONALLY_ACCEPTED: Form(
        _ATTENTION,
        "容缺受理",
        "主件齐全，{department}于{on}容缺受理，尚欠{documents}。",
        "请{by_due}补齐；逾期未补的，按承诺书载明的后果处理。",
        _DEFERRAL,
    ),
    Ground.PREVIEW_OPINION: Form(
        _INFO,
        "预审意见",
        "前置事项尚未齐备，{department}于{on}出具预审意见{because}。",
        "预审意见没有法律效力，不是审批决定，不得据以开工；请抓紧办理所缺前置事项，齐备后申报，转入正式审查。",
        "本专项行动容缺办法中的预审（模拟审批）",
    ),
    Ground.DECLINED: Form(
        _ATTENTION,
        "不予受理",
        "{department}于{on}决定不予受理{because}。",
        "请向{department}领取书面凭证；具备条件后可以重新申报。",
        _PERMIT_LAW + "第三十二条",
    ),
    Ground.PROMISE_DUE_SOON: Form(
        _ATTENTION,
        "容缺材料即将到期",
        "容缺受理时承诺补交的{documents}尚未收到，{left}。",
        "请{by_due}补齐。",
        _DEFERRAL,
        "（{left}）",
    ),
    Ground.PROMISE_LAPSED: Form(
        _URGENT,
        "承诺逾期",
        "承诺补交的{documents}逾期未补{because}。",
        "请{by_due}补齐；仍未补齐的，按承诺书载明的后果处理。",
        _DEFERRAL,
    ),
    Ground.SIGNATURE_DUE: Form(
        _URGENT,
        "逾期后果待署名",
        "承诺补交的{documents}逾期仍未补齐，后果须由负责人署名办理{because}。",
        "请{department}负责人审查后署名办理；系统只提醒，不自行处理。",
        _DEFERRAL,
    ),
    Ground.RETURNED: Form(
        _URGENT,
        "退件",
        "逾期仍未补齐{documents}，申请于{on}退回{because}。",
        "材料齐全后请重新申报。",
        _DEFERRAL,
    ),
    Ground.PAUSED: Form(
        _INFO,
        "暂停计时",
        "自{on}起进入特别程序{because}{until_due}，所需时间不计入办理期限。",
        "请配合完成特别程序。",
        _PERMIT_LAW + "第四十五条",
    ),
    Ground.SPECIAL_PROCEDURE_OVERRUN: Form(
        _URGENT,
        "特别程序超时",
        "特别程序告知的所需时间已经届满{because}，{left}。",
        "请{department}立即恢复办理，或者说明原因并重新书面告知申请人所需时间。",
        _PERMIT_LAW + "第四十五条",
        "（{left}）",
    ),
    Ground.EXTENDED: Form(
        _ATTENTION,
        "延长期限",
        "经本行政机关负责人批准，{department}于{on}延长办理期限{because}{until_due}。",
        "请知悉延长理由，如有异议请向{department}提出。",
        _PERMIT_LAW + "第四十二条第一款",
    ),
    Ground.CERTIFICATE_EXTENDED: Form(
        _ATTENTION,
        "证件延期",
        "经申请，{department}于{on}准予证件延期{until_due}{because}。",
        "请{by_due}开工；届时不能开工的，应当在届满前申请延期，次数和期限以法律规定为限。",
        "证件所依据的法律关于有效期的规定",
    ),
    Ground.DUE_SOON: Form(
        _ATTENTION,
        "即将到期",
        "本事项尚未办结，{left}。",
        "请{department}{by_due}作出决定。",
        "向社会承诺的办理时限；" + _PERMIT_LAW + "第四十二条",
        "（{left}）",
    ),
    Ground.OVERDUE: Form(
        _URGENT,
        "超期",
        "本事项应于{due}前（含当日）办结，{left}。",
        "请{department}立即办理，并说明超期原因。",
        "向社会承诺的办理时限；" + _PERMIT_LAW + "第四十二条",
        "（{left}）",
    ),
    Ground.CONCLUDED: Form(
        _INFO,
        "已办结",
        "{department}于{on}准予许可或者同意{permit_number}。",
        "请领取批准文件或者证照{served}。",
        _PERMIT_LAW + "第三十八条第一款、第四十四条",
    ),
    Ground.REFUSED: Form(
        _URGENT,
        "不予许可",
        "{department}于{on}作出{refusal}的书面决定{because}。",
        "对决定不服的，{recourse}。",
        _PERMIT_LAW + "第三十八条第二款",
    ),
    Ground.REVOKED: Form(
        _URGENT,
        "撤销许可",
        "{department}于{on}撤销已经作出的许可{because}。",
        "请停止据此进行的活动；不服的，{recourse}。",
        _PERMIT_LAW + "第六十九条",
    ),
    Ground.WITHDRAWN: Form(
        _INFO,
        "申请撤回",
        "{actor}于{on}撤回申请{because}。",
        "请终止办理并退还材料。",
        "申请人撤回申请",
    ),
    Ground.CERTIFICATE_EXPIRING: Form(
        _ATTENTION,
        "证件将到期",
        "本事项的批准文件或者证照有效期至{due}（含当日），{left}，项目尚未开工。",
        "请{by_due}开工；不能按期开工的，依法申请延期或者重新审核{because}。",
        "审批事项目录载明的证件有效期",
        "（{left}）",
    ),
    Ground.DUE_DATES_MOVED: Form(
        _ATTENTION,
        "期限调整",
        "工作日历或者审批规定自{on}起变更，下列日期随之调整：{moves}。",
        "请按调整后的日期办理；已办结的事项不受影响。",
        "变更后的工作日历、审批事项目录和规则",
    ),
    **PROJECT_FORMS,
    **SUPERVISION_FORMS,
    Ground.MEASURE_ANNOUNCED: Form(
        _URGENT,
        "拟作处理告知",
        "{department}拟{measure}{because}。",
        "你单位有权陈述和申辩，请{by_due}提出；没有异议的，也请告知。期满未提出的，依法作出决定。",
        _PERMIT_LAW + "第七条",
        "（拟{measure}）",
    ),
    Ground.DEFENCE_STATED: Form(
        _ATTENTION,
        "陈述申辩",
        "{actor}就拟{measure}提出陈述申辩{because}。",
        "请{department}复核所述事实、理由和证据；决定由告知人以外的有权人员作出。",
        _PERMIT_LAW + "第七条",
    ),
    Ground.BREACH_RECORDED: Form(
        _URGENT,
        "失信认定",
        "{actor}于{on}认定申请人失信{because}。",
        "修复前不再适用容缺受理；纠正后可以申请信用修复，不服的可以依法申请行政复议。",
        "国家关于信用信息管理的规定",
    ),
    Ground.ASSIGNED: Form(
        _INFO,
        "转办",
        "{actor}于{on}变更本件的经办人{because}。",
        "请原经办人移交材料和办理情况，接办人继续办理；办理时限照常计算，责任部门不变。",
        "本部门内部分工",
    ),
    Ground.OPINION_ASKED: Form(
        _ATTENTION,
        "征求会签意见",
        "{department}办理本事项，征求有关单位意见{because}。",
        "请所列单位{by_due}签署同意或者不同意的意见；不同意的，逐条写明理由。",
        "审批事项目录载明的会签要求",
    ),
    Ground.OPINION_LATE: Form(
        _URGENT,
        "会签意见逾期",
        "会签意见应于{due}前（含当日）签署，{left}，尚有单位未签署{because}。",
        "请所列单位立即签署；此后的时间记为所列单位持有。",
        "审批事项目录载明的会签要求",
        "（{left}）",
    ),
    Ground.HEARING_OFFERED: Form(
        _ATTENTION,
        "听证权利告知",
        "{department}于{on}告知申请人、利害关系人有要求听证的权利{because}。",
        "要求听证的，请{by_due}提出申请；逾期未提出的，视为放弃。",
        _PERMIT_LAW + "第四十七条",
    ),
    Ground.HEARING_REQUESTED: Form(
        _ATTENTION,
        "申请听证",
        "{actor}于{on}申请听证，办理时限自当日起中止。",
        "请{by_due}组织听证，举行的七日前（按工作日）将时间、地点通知申请人、利害关系人，费用不由申请人承担。",
        _PERMIT_LAW + "第四十五条、第四十七条、第四十八条",
    ),
    Ground.HEARING_HELD: Form(
        _INFO,
        "听证已举行",
        "听证已于{on}记录{because}，办理时限继续计算。",
        "请根据听证笔录依法作出决定。",
        _PERMIT_LAW + "第四十八条",
    ),
    Ground.DAILY_BRIEF: Form(
        _ATTENTION,
        "每日提要",
        "截至{on}，逾期、近期到期和等您办理的事项见清单{because}。",
        "请先办逾期事项，再办近期到期事项。",
        _PLAN,
    ),
    Ground.UNDELIVERED: Form(
        _ATTENTION,
        "通知未送达",
        "自{on}起有通知经多次重试仍未送达{because}。",
        "请以其他方式告知收件人，并检查该通知渠道；"
        "清单用 greenchannel notices --undelivered 查看。",
        _PLAN,
    ),
}

SEVERITY: Mapping[Ground, Severity] = {ground: form.severity for ground, form in FORMS.items()}
"""How much each ground matters."""
