"""What a person is asked for an act (办理填写项): labels and hints of the fields of requests.

One table for every form: which fields an act has, their kind, length and whether they must
be filled in stand in its request model (`models/act_requests.py`); here is how they are called,
where the model does not say it as title and description.
"""

from collections.abc import Mapping

from models.act import Act
from models.act_requests import REQUEST_OF

LABELS: Mapping[str, str] = {
    "documents": "提交的材料",
    "owed": "承诺补交的材料",
    "signed_by": "承诺书签署人",
    "signed_on": "承诺书签署日",
    "opinion": "意见",
    "items": "补正内容",
    "due_on": "期限",
    "reason": "理由",
    "ground": "法定情形",
    "document": "材料",
    "what": "须补正什么",
    "days": "天数",
    "procedure_kind": "特别程序",
    "limit_days": "所需时间",
    "limit_unit": "计算单位",
    "requested_by": "提出人",
    "approved_by": "批准人",
    "result": "结果",
    "applicant_informed": "已将延长的理由告知申请人",
    "permit_number": "批文或证照编号",
    "served_on": "送达日",
    "untrue": "承诺或材料自始虚假",
    "condition": "开工条件",
    "evidence": "佐证材料",
    "start_on": "锁定的开工日",
    "started_on": "实际开工日",
    "recommends": "建议",
    "measure": "拟作处理",
    "statement": "陈述申辩内容",
    "expected_on": "预计取得日",
    "held_on": "举行日",
    "matter": "督办事项",
    "answer": "办理情况",
    "done_by": "承诺办结日",
    "rung": "督办层级",
    "attendants": "参加人员",
    "minutes": "约谈记录",
    "upheld": "复核结论",
    "measures": "整改措施",
    "proposed_on": "拟定开工日",
    "text": "问题",
    "needs": "需要解决的事",
    "office": "牵头解决单位",
    "issue": "问题编号",
    "about": "亮灯事项",
    "until": "截止日",
}
"""Name of a field → its label."""

LABELS_OF: Mapping[tuple[Act, str], str] = {
    (Act.SUBMIT, "documents"): "本次提交的材料",
    (Act.CORRECT, "documents"): "本次补正的材料",
    (Act.REQUEST_CORRECTION, "due_on"): "补正期限",
    (Act.ORDER_RECTIFICATION, "due_on"): "整改期限",
    (Act.RAISE_ISSUE, "due_on"): "解决期限",
    (Act.DECIDE, "opinion"): "决定意见",
    (Act.DECIDE_CONDITIONALLY, "opinion"): "决定意见",
    (Act.REVIEW, "opinion"): "审查意见",
    (Act.GIVE_PREVIEW_OPINION, "opinion"): "预审意见",
    (Act.RESUME, "result"): "特别程序的结果",
    (Act.HOLD_HEARING, "result"): "听证结果",
    (Act.CLOSE_MATTER, "result"): "销号依据",
    (Act.SOLVE_ISSUE, "result"): "解决情况",
    (Act.HOLD_INTERVIEW, "held_on"): "约谈日",
    (Act.DECIDE_REVIEW, "reason"): "复核理由",
    (Act.EXTEND, "days"): "延长天数",
    (Act.EXTEND_PROMISE, "days"): "展期天数",
}
"""Where an act calls a field otherwise."""

HINTS: Mapping[str, str] = {
    "signed_by": "申请人的法定代表人或授权委托人；不能由经办人代签",
    "signed_on": "空＝今日",
    "permit_number": "没有编号的可以不填",
    "served_on": "空＝今日",
    "limit_days": "写明所需时间，书面告知申请人（行政许可法第四十五条）",
    "held_on": "空＝今日",
}
HINTS_OF: Mapping[tuple[Act, str], str] = {
    (Act.SUBMIT, "documents"): "勾选已经备齐的；未勾选的，受理时按缺件处理",
    (Act.REQUEST_CORRECTION, "items"): "应当一次告知全部须补正的内容（行政许可法第三十二条）",
    (Act.REQUEST_CORRECTION, "due_on"): "各项没有单独写明日期的，按此期限",
    (Act.DECLINE, "ground"): "受理前须选定；材料不齐不是不予受理的理由（行政许可法第三十二条）",
    (Act.REFUSE, "reason"): "应当说明理由，并告知申请复议、提起诉讼的权利（行政许可法第三十八条）",
    (Act.EXTEND, "days"): "工作日；经行政机关负责人批准，可以延长一次",
    (Act.EXTEND_PROMISE, "days"): "工作日；到期前办理，只能一次",
    (Act.REVIEW, "opinion"): "会签单位不同意的，逐条写明理由，一行一条；再次签署的，以最后一次为准",
    (Act.DECIDE, "opinion"): "审查意见建议不予同意的，须写明准予的理由",
    (Act.RECEIVE_DOCUMENT, "document"): "收到一件，记一件",
    (Act.ANSWER_SLIP, "done_by"): "承诺在哪一天前办结",
}
"""What helps to fill a field in, where something does."""

GRAVE: frozenset[Act] = frozenset(
    {
        Act.DECLINE,
        Act.DECIDE_CONDITIONALLY,
        Act.REFUSE,
        Act.WITHDRAW,
        Act.REVOKE,
        Act.ORDER_RECTIFICATION,
        Act.RECORD_BREACH,
        Act.PAUSE,
        Act.EXTEND,
        Act.PIN_START,
        Act.ESCALATE_MATTER,
    }
)
"""Acts that are shown once more before they are done: they end, stop or move something."""

RIGHTS: frozenset[Act] = frozenset({Act.REFUSE, Act.REVOKE, Act.RECORD_BREACH, Act.DECLINE})
"""Acts against whose outcome the applicant may go to law (行政复议、行政诉讼)."""

STATEMENTS: Mapping[Act, str] = {
    Act.SIGN_SLIP: "我已核对上列事由、对象和期限，同意签发",
    Act.DROP_SLIP: "我已核对上列事由，决定不予签发",
    Act.HOLD_INTERVIEW: "约谈记录属实，已交被约谈人核对",
    Act.DECIDE_REVIEW: "我没有签发过本件，复核决定由我作出",
    Act.CLOSE_MATTER: "我已核实问题解决，同意销号",
}
"""Acts that are signed, and what their signer states (签批声明)."""

IN_BATCH: tuple[Act, ...] = (Act.SUBMIT, Act.CORRECT, Act.ACCEPT, Act.RESUME, Act.DELIVER)
"""Acts that may be done to several cases at once: each asks for nothing and is not grave."""


def label_of(act: Act, field: str) -> str:
    """Return how a field is called in the form of an act."""
    told = REQUEST_OF[act].model_fields.get(field)
    own = told.title if told is not None else None
    return own or LABELS_OF.get((act, field)) or LABELS.get(field, field)


def hint_of(act: Act, field: str) -> str:
    """Return what helps to fill a field in, or nothing."""
    told = REQUEST_OF[act].model_fields.get(field)
    own = told.description if told is not None else None
    return own or HINTS_OF.get((act, field)) or HINTS.get(field, "")
