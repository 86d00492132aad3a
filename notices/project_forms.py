"""The forms of notices about a whole project (项目文书样式): start, reports, lights, issues."""

from collections.abc import Mapping

from models.notice import Ground, Severity
from notices.form import Form

_URGENT, _ATTENTION, _INFO = Severity.URGENT, Severity.ATTENTION, Severity.INFO
_PLAN = "本专项行动工作方案"

PROJECT_FORMS: Mapping[Ground, Form] = {
    Ground.START_SLIPPED: Form(
        _URGENT,
        "开工节点滞后",
        "锁定的开工时间节点为{start}，按目前进度预计{expected}，{left}{because}。",
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
    Ground.ENTRUSTED: Form(
        _INFO,
        "代办委托",
        "{actor}于{on}变更本项目的代办委托{because}。",
        "受委托单位可以代为申报、补正、报告材料、申请听证和陈述申辩，请与{unit}核对委托范围；"
        "受理、审查、决定仍由审批部门依法办理，材料的真实性仍由申请人负责。",
        "《中华人民共和国行政许可法》第二十九条第二款、第三十一条",
    ),
    Ground.PROJECT_AMENDED: Form(
        _ATTENTION,
        "项目变更",
        "{actor}于{on}办理项目变更{because}。",
        "请按变更后的应办事项办理；在办事项的时限不变，已经办结的事项与变更后的内容不符的，"
        "由建设单位向原决定机关申请变更，备案的及时告知备案机关。",
        "《中华人民共和国行政许可法》第四十九条、《政府投资条例》第二十一条、"
        "《企业投资项目核准和备案管理条例》第十一条、第十四条",
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
    Ground.REPORT_MISSED: Form(
        _ATTENTION,
        "周报逾期",
        "{unit}{week}周报告到截止时仍未报送。",
        "请立即补报并说明原因；逾期情况列入督办。",
        _PLAN + "周报告制度",
    ),
    Ground.START_MISSED: Form(
        _URGENT,
        "未按期开工",
        "锁定的开工时间节点为{start}，期满仍未开工{because}。",
        "请责任单位书面说明原因和措施、提出新的开工日期，由有权人重新锁定。",
        _PLAN + "“倒排工期、挂图作战”",
    ),
    Ground.STANDSTILL: Form(
        _ATTENTION,
        "项目停滞",
        "自{on}以前已连续多个工作日没有任何办理记录{because}。",
        "请首席服务官到现场了解卡点，责任单位报告下一步安排。",
        _PLAN + "首席服务官、挂点服务要求",
    ),
    Ground.LIGHT_YELLOW: Form(
        _ATTENTION,
        "项目黄灯",
        "项目自{on}起亮黄灯{because}。",
        "请责任单位分析原因、采取措施；确有正当理由的，提请认定并注明期限。",
        _PLAN + "“挂图作战”及本专项行动项目亮灯办法",
    ),
    Ground.LIGHT_RED: Form(
        _URGENT,
        "项目红灯",
        "项目自{on}起亮红灯{because}。",
        "请责任单位主要负责人研究解决；确有正当理由的，提请认定并注明期限。",
        _PLAN + "“挂图作战”及本专项行动项目亮灯办法",
    ),
    Ground.ISSUE_RAISED: Form(
        _ATTENTION,
        "问题交办",
        "{actor}提出需要解决的问题{because}。",
        "请{by_due}研究解决，办结后销号。",
        _PLAN + "周报告制度、调度会办",
    ),
    Ground.ISSUE_OVERDUE: Form(
        _ATTENTION,
        "问题逾期",
        "所列问题到期仍未解决{because}。",
        "请立即研究解决，办结后销号；需要会办的提请调度。",
        _PLAN + "周报告制度、调度会办",
    ),
}
