"""What is typed for an act (办理内容): Chinese titles, plain text fields, and their request.

It takes words and dates as people type them and turns them into a request of
`models/act_requests.py`, or says which field is wrong.
"""

import re
from datetime import date
from enum import Enum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.act import OWN_DOOR
from models.act_requests import REQUESTS, Act, Request
from models.catalogue import SpecialProcedureKind
from models.catalogue_labels import SPECIAL_PROCEDURES
from models.decline import DECLINE_GROUNDS
from models.labels import ACTS, label
from models.light_rules import LightSubject
from models.refusal import BadInput

SEPARATORS = re.compile(r"[,\uff0c\u3001;\uff1b\s]+")


def choice(name: str, labels: dict[str, str]) -> Any:
    """Return an enum whose values are what people read in the form."""
    return Enum(name, labels, type=str)


ActChoice: Any = choice(
    "ActChoice", {act.name: label for act, label in ACTS.items() if act not in OWN_DOOR}
)
SpecialChoice: Any = choice(
    "SpecialChoice",
    {"NOT_ANY": "不涉及"}
    | {
        one.name: SPECIAL_PROCEDURES[one]
        for one in SpecialProcedureKind
        if one is not SpecialProcedureKind.UPSTREAM  # begins and ends by fact
    },
)


class ActFields(BaseModel):
    """What any act may need beside its name (办理内容)."""

    model_config = ConfigDict(extra="forbid")

    opinion: str = Field(
        "",
        title="意见或理由",
        description="不予受理、不予许可（批准、登记）、审查意见、延长、撤销、告知和举行听证必填",
        max_length=2000,
    )
    documents: str = Field(
        "",
        title="涉及材料",
        description="材料编码或名称，用顿号隔开。申报：尚缺的材料（空=齐全）；容缺受理：欠交的材料"
        "（空=全部所缺）；告知补正：须补正的材料；补交、展期：该件材料；确认条件：条件名称；"
        "督办：事项编号（仅一件时可空）；直接督办：层级名称",
        max_length=2000,
    )
    due_on: str = Field(
        "",
        title="日期",
        description="如 2020-06-30。容缺受理：补交日（空=规则允许的最晚日）；告知补正：补正期限；"
        "责令整改：整改期限；送达：送达日；举行听证：听证日；锁定、报告开工：开工日；报告材料：预计取得日",
        max_length=10,
    )
    signed_by: str = Field(
        "", title="承诺书签署人", description="容缺受理必填：法定代表人或授权委托人", max_length=60
    )
    days: int = Field(0, title="天数", description="暂停计时、延长期限、承诺展期填写", ge=0, le=400)
    special: SpecialChoice = Field(
        SpecialChoice["NOT_ANY"], title="特别程序", description="暂停计时填写"
    )
    permit_number: str = Field("", title="批文或证照编号", max_length=60)
    details: str = Field(
        "",
        title="补充内容",
        description="反馈督办：佐证材料；记录约谈：参加人员；说明未按期开工：整改措施；"
        "复核决定：维持或撤销；审查意见：准予或不予（空=准予）；告知拟作处理、陈述申辩：撤销或失信；"
        "不予受理：依法不需要办理、不属于本机关职权或者有未修复的失信记录",
        max_length=2000,
    )

    def request(self, act: Act) -> Request:
        """Turn what was typed into the act's request; say which field is wrong."""
        given = {"act": act.value} | _BY_ACT[act](self)
        try:
            return REQUESTS.validate_python(
                {key: value for key, value in given.items() if value not in ("", (), None)}
            )
        except ValidationError as wrong:
            first = wrong.errors()[0]
            field = str(first["loc"][-1])
            raise BadInput(
                f"表单“{_TITLES.get(field, field)}”", f"{ACTS[act]}须正确填写此项"
            ) from wrong

    def listed(self) -> tuple[str, ...]:
        """Return the documents that were typed, one by one."""
        return tuple(part for part in SEPARATORS.split(self.documents.strip()) if part)

    def day(self) -> date | None:
        """Return the date that was typed, if any."""
        if not self.due_on.strip():
            return None
        return read_day(self.due_on, "表单“日期”")

    def kind(self) -> str:
        """Return the code of the special procedure that was chosen, or nothing."""
        name = SpecialChoice(self.special).name
        return "" if name == "NOT_ANY" else SpecialProcedureKind[name].value


def read_day(text: str, place: str) -> date:
    """Read a date as people type it; raise :class:`BadInput` for a day on no calendar."""
    try:
        return date.fromisoformat(text.strip().replace("/", "-").replace(".", "-"))
    except ValueError as wrong:
        raise BadInput(place, f"“{text}”不是有效日期，应如 2020-06-30") from wrong


_TITLES = {
    "reason": "意见或理由",
    "items": "涉及材料",
    "document": "涉及材料",
    "condition": "涉及材料",
    "procedure_kind": "特别程序",
    "limit_days": "天数",
    "days": "天数",
    "start_on": "日期",
    "started_on": "日期",
    "expected_on": "日期",
    "due_on": "日期",
    "what": "意见或理由",
    "answer": "意见或理由",
    "result": "意见或理由",
    "minutes": "意见或理由",
    "matter": "涉及材料",
    "rung": "涉及材料",
    "done_by": "日期",
    "held_on": "日期",
    "proposed_on": "日期",
    "text": "意见或理由",
    "issue": "涉及材料",
    "office": "涉及材料",
    "attendants": "补充内容",
    "recommends": "补充内容",
    "measure": "补充内容",
    "opinion": "意见或理由",
    "statement": "意见或理由",
    "measures": "补充内容",
    "upheld": "补充内容",
}


def _light(typed: str) -> str:
    """Return the code of the light that was named, or what was typed."""
    return {label(one): one.value for one in LightSubject}.get(typed, typed)


def _measure(one: ActFields) -> str:
    """Return the code of the measure that was named, or what was typed."""
    named = {"撤销": "revocation", "失信": "credit_record", "认定失信": "credit_record"}
    return named.get(one.details.strip(), one.details.strip())


RECOMMENDS: dict[str, str] = {
    **dict.fromkeys(("", "准予", "同意"), "grant"),
    **dict.fromkeys(
        ("不予", "不予许可", "不予批准", "不予登记", "不予办理", "不予同意", "审查不合格"), "refuse"
    ),
}
"""What is typed of an opinion, by whatever word the nature of the item has for it."""

_BY_ACT: dict[Act, Any] = {
    Act.SUBMIT: lambda one: {"missing": one.listed()},
    Act.ACCEPT: lambda one: {"opinion": one.opinion},
    Act.ACCEPT_CONDITIONALLY: lambda one: {
        "owed": tuple({"document": code, "due_on": one.day()} for code in one.listed())
        if one.day()
        else (),
        "signed_by": one.signed_by,
        "opinion": one.opinion,
    },
    Act.GIVE_PREVIEW_OPINION: lambda one: {"opinion": one.opinion},
    Act.REQUEST_CORRECTION: lambda one: {
        "items": tuple({"document": code, "what": one.opinion} for code in one.listed()),
        "due_on": one.day(),
    },
    Act.CORRECT: lambda one: {"documents": one.listed() or None},
    Act.DECLINE: lambda one: {
        "reason": one.opinion,
        "ground": {label: ground for ground, label in DECLINE_GROUNDS.items()}.get(
            one.details.strip(), one.details.strip() or None
        ),
    },
    Act.RECEIVE_DOCUMENT: lambda one: {"document": one.documents.strip()},
    Act.EXTEND_PROMISE: lambda one: {
        "document": one.documents.strip(),
        "days": one.days or None,
        "reason": one.opinion,
    },
    Act.ORDER_RECTIFICATION: lambda one: {"due_on": one.day(), "reason": one.opinion},
    Act.PAUSE: lambda one: {
        "procedure_kind": one.kind(),
        "reason": one.opinion,
        "limit_days": one.days or None,
    },
    Act.RESUME: lambda one: {"result": one.opinion},
    Act.EXTEND: lambda one: {"days": one.days or None, "reason": one.opinion},
    Act.REVIEW: lambda one: {
        "recommends": RECOMMENDS.get(one.details.strip(), one.details),
        "opinion": one.opinion,
    },
    Act.DECIDE: lambda one: {"opinion": one.opinion, "permit_number": one.permit_number},
    Act.DECIDE_CONDITIONALLY: lambda one: {
        "opinion": one.opinion,
        "permit_number": one.permit_number,
    },
    Act.REFUSE: lambda one: {"reason": one.opinion},
    Act.DELIVER: lambda one: {"served_on": one.day()},
    Act.WITHDRAW: lambda one: {"reason": one.opinion},
    Act.REVOKE: lambda one: {"reason": one.opinion},
    Act.CONFIRM_CONDITION: lambda one: {
        "condition": one.documents.strip(),
        "evidence": one.opinion,
    },
    Act.PIN_START: lambda one: {"start_on": one.day(), "reason": one.opinion},
    Act.REPORT_START: lambda one: {"started_on": one.day()},
    Act.ANNOUNCE_MEASURE: lambda one: {"measure": _measure(one), "reason": one.opinion},
    Act.STATE_DEFENCE: lambda one: {"measure": _measure(one), "statement": one.opinion},
    Act.RECORD_BREACH: lambda one: {"reason": one.opinion},
    Act.REPAIR_CREDIT: lambda one: {"reason": one.opinion},
    Act.EXPECT_DOCUMENT: lambda one: {
        "document": one.documents.strip(),
        "expected_on": one.day(),
        "reason": one.opinion,
    },
    Act.OFFER_HEARING: lambda one: {"reason": one.opinion},
    Act.REQUEST_HEARING: lambda one: {"reason": one.opinion},
    Act.HOLD_HEARING: lambda one: {"result": one.opinion, "held_on": one.day()},
    Act.JUSTIFY_DELAY: lambda one: {
        "about": _light(one.documents.strip()),
        "reason": one.opinion,
        "evidence": one.details,
        "approved_by": one.signed_by,
        "until": one.day(),
    },
    Act.SIGN_SLIP: lambda one: {"matter": one.documents.strip(), "opinion": one.opinion},
    Act.DROP_SLIP: lambda one: {"matter": one.documents.strip(), "reason": one.opinion},
    Act.ANSWER_SLIP: lambda one: {
        "matter": one.documents.strip(),
        "answer": one.opinion,
        "evidence": one.details,
        "done_by": one.day(),
    },
    Act.CLOSE_MATTER: lambda one: {"matter": one.documents.strip(), "result": one.opinion},
    Act.ESCALATE_MATTER: lambda one: {"rung": one.documents.strip(), "reason": one.opinion},
    Act.HOLD_INTERVIEW: lambda one: {
        "matter": one.documents.strip(),
        "held_on": one.day(),
        "attendants": one.details,
        "minutes": one.opinion,
    },
    Act.REQUEST_REVIEW: lambda one: {"matter": one.documents.strip(), "reason": one.opinion},
    Act.DECIDE_REVIEW: lambda one: {
        "matter": one.documents.strip(),
        "upheld": {"维持": True, "撤销": False}.get(one.details.strip()),
        "reason": one.opinion,
    },
    Act.RAISE_ISSUE: lambda one: {
        "text": one.opinion,
        "needs": one.details,
        "office": one.documents.strip(),
        "due_on": one.day(),
    },
    Act.SOLVE_ISSUE: lambda one: {
        "issue": one.documents.strip(),
        "result": one.opinion,
    },
    Act.EXPLAIN_MISSED_START: lambda one: {
        "reason": one.opinion,
        "measures": one.details,
        "proposed_on": one.day(),
    },
}
