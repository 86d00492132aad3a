"""The forms of all notices (文书样式): one per ground, law and practice named in each."""

from collections.abc import Mapping
from typing import NamedTuple

from models.notice import Ground, Severity

_URGENT, _ATTENTION, _INFO = Severity.URGENT, Severity.ATTENTION, Severity.INFO


class Form(NamedTuple):
    """How one ground is worded (文书样式): `{…}` are the phrases of `notices/wording.py`."""

    severity: Severity
    label: str
    cause: str
    to_do: str
    basis: str
    tail: str = ""
    """What the title adds."""


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
        "请{by_due}作出受理、一次性告知补正或者不予受理的处理；逾期不告知的，自收到之日起即为受理。",
        _PERMIT_LAW + "第三十二条",
    ),
    Ground.CORRECTION_REQUESTED: Form(
        _ATTENTION,
        "一次性告知补正",
        "{department}于{on}一次性告知需要补正的全部内容{because}。",
        "请{by_due}补正{documents}。",
        _PERMIT_LAW + "第三十二条第一款第四项",
    ),
    Ground.ACCEPTED: Form(
        _INFO,
        "已受理",
        "{department}于{on}受理申请，办理期限自次日起算{until_due}。",
        "请保持联系畅通，配合审查。",
        _PERMIT_LAW + "第三十二条第一款第五项、第四十二条",
    ),
    Ground.DEEMED_ACCEPTED: Form(
        _URGENT,
        "视为受理",
        "法定期限内未告知补正内容，本申请自收到申请材料之日（{on}）起即为受理，办理期限自次日起算{until_due}。",
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
        "中止计时",
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
        "请领取批准文件或者证照；决定之日起十个工作日内应当送达。",
        _PERMIT_LAW + "第三十八条第一款、第四十四条",
    ),
    Ground.REFUSED: Form(
        _URGENT,
        "不予许可",
        "{department}于{on}作出不予许可的书面决定{because}。",
        "对决定不服的，可以依法申请行政复议或者提起行政诉讼。",
        _PERMIT_LAW + "第三十八条第二款",
    ),
    Ground.REVOKED: Form(
        _URGENT,
        "撤销许可",
        "{department}于{on}撤销已经作出的许可{because}。",
        "请停止据此进行的活动；不服的，可以依法申请行政复议或者提起行政诉讼。",
        _PERMIT_LAW + "第六十九条",
    ),
    Ground.WITHDRAWN: Form(
        _INFO,
        "申请撤回",
        "{actor}于{on}撤回申请{because}。",
        "请终止办理并退还材料。",
        "申请人撤回申请",
    ),
    Ground.START_SLIPPED: Form(
        _URGENT,
        "开工节点滞后",
        "卡定的开工时间节点为{start}，按目前进度预计{expected}，{left}{because}。",
        "请调度会办，压减关键线路上的办理时间，或者由有权人调整节点并说明理由。",
        _PLAN + "“倒排工期、挂图作战”",
        "（{left}）",
    ),
    Ground.GATE_PASSED: Form(
        _INFO,
        "条件具备",
        "{gate}于{on}全部具备。",
        "可以进入下一环节，请按开工时间节点组织实施。",
        "审批事项目录载明的开工、投产条件",
    ),
    Ground.REPORT_ASKED: Form(
        _INFO,
        "周报告",
        "{week}周报告自{on}起填报。",
        "请{unit}{by_due}逐项报告进展、问题和需要协调的事项。",
        _PLAN + "周报告制度",
    ),
    Ground.REPORT_CHASED: Form(
        _ATTENTION,
        "催报",
        "{unit}{week}周报告尚未收到。",
        "请{by_due}报送；逾期将在通报中列明。",
        _PLAN + "周报告制度",
    ),
}

SEVERITY: Mapping[Ground, Severity] = {ground: form.severity for ground, form in FORMS.items()}
"""How much each ground matters."""
