"""What is typed for an act (办理内容): Chinese titles, plain text fields, and their request.

It takes words and dates as people type them and turns them into a request of
`models/act_requests.py`, or says which field is wrong.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.act import OWN_DOOR
from models.act_requests import REQUEST_OF, REQUESTS, Act, Request
from models.catalogue import SpecialProcedureKind
from models.decline import DeclineGround
from models.light_rules import LightSubject
from models.refusal import BadInput, faults_of, gathered
from models.written import written_day

SEPARATORS = re.compile(r"[,\uff0c\u3001;\uff1b\s]+")


def choice(name: str, labels: dict[str, str]) -> Any:
    """Return an enum whose values are what people read in the form."""
    return Enum(name, labels, type=str)


ActChoice: Any = choice("ActChoice", {act.name: act.label for act in Act if act not in OWN_DOOR})
SpecialChoice: Any = choice(
    "SpecialChoice",
    {"NOT_ANY": "不涉及"}
    | {
        one.name: one.label
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
        "认领、转办：经办人账号；督办：事项编号（仅一件时可空）；直接督办：层级名称",
        max_length=2000,
    )
    due_on: str = Field(
        "",
        title="日期",
        description="如 2020-06-30。容缺受理：补交日（空=规则允许的最晚日）；告知补正：补正期限；"
        "责令整改：整改期限；送达：送达日；举行听证：听证日；锁定、报告开工：开工日；报告材料：预计取得日",
        max_length=20,
    )
    signed_by: str = Field(
        "",
        title="承诺书签署人",
        description="容缺受理必填：法定代表人或授权委托人；举行听证：主持人",
        max_length=60,
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
        "复核决定：维持或撤销；审查、会签意见：准予或不予（空=准予）；告知拟作处理、陈述申辩：撤销或失信；"
        "不予受理：依法不需要办理、不属于本机关职权或者有未修复的失信记录",
        max_length=2000,
    )

    def request(self, act: Act) -> Request:
        """Turn what was typed into the act's request; say which field is wrong."""
        typed, faults = self, []
        try:
            self.day()
        except BadInput as wrong:
            typed, faults = self.model_copy(update={"due_on": ""}), [(wrong.place, wrong.message)]
        given = {name: _typed(typed, act, name) for name in REQUEST_OF[act].model_fields}
        told = {name: value for name, value in given.items() if value not in ("", (), None)}
        try:
            request = REQUESTS.validate_python(told | {"act": act.value})
        except ValidationError as wrong:
            titles = [_title(act, str(one["loc"][-1])) for one in faults_of(wrong)]
            faults += [(f"表单“{one}”", f"{act.label}须正确填写此项") for one in titles]
        else:
            if not faults:
                return request
        raise gathered(faults)

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
        return written_day(text)
    except ValueError as wrong:
        raise BadInput(place, f"“{text}”{wrong}") from wrong


def _light(one: ActFields) -> str:
    """Return the code of the light that was named, or what was typed."""
    typed = one.documents.strip()
    return {light.label: light.value for light in LightSubject}.get(typed, typed)


def _measure(one: ActFields) -> str:
    """Return the code of the measure that was named, or what was typed."""
    named = {"撤销": "revocation", "失信": "credit_record", "认定失信": "credit_record"}
    return named.get(one.details.strip(), one.details.strip())


def _ground(one: ActFields) -> str:
    """Return the code of the ground that was named, or what was typed."""
    typed = one.details.strip()
    return {one.label: one.value for one in DeclineGround}.get(typed, typed)


RECOMMENDS: dict[str, str] = {
    **dict.fromkeys(("", "准予", "同意"), "grant"),
    **dict.fromkeys(
        ("不予", "不予许可", "不予批准", "不予登记", "不予办理", "不予同意", "审查不合格"), "refuse"
    ),
}
"""What is typed of an opinion, by whatever word the nature of the item has for it."""

_WORDS = ("reason", "opinion", "what", "answer", "result", "minutes", "text", "statement")
_PLACES = ("document", "documents", "missing", "items", "owed", "condition", "matter", "rung")
_PLACES_OF_PROJECT = ("issue", "office", "about", "to")
_DAYS = ("due_on", "start_on", "started_on", "expected_on", "done_by", "held_on", "proposed_on")
_OTHER_DAYS = ("served_on", "until")
_DETAILS = ("attendants", "recommends", "measure", "measures", "upheld", "evidence", "needs")

SLOTS: Mapping[str, str] = {
    **dict.fromkeys(_WORDS, "opinion"),
    **dict.fromkeys((*_PLACES, *_PLACES_OF_PROJECT), "documents"),
    **dict.fromkeys((*_DAYS, *_OTHER_DAYS), "due_on"),
    **dict.fromkeys((*_DETAILS, "ground"), "details"),
    **dict.fromkeys(("days", "limit_days"), "days"),
    "procedure_kind": "special",
    "permit_number": "permit_number",
    "signed_by": "signed_by",
}
"""Field of a request → field of the form into which it is typed; others cannot be typed there."""

_SLOTS_OF: Mapping[tuple[Act, str], str] = {
    (Act.SUBMIT, "documents"): "",  # named is what is missing
    (Act.ESCALATE_MATTER, "matter"): "",
    (Act.CONFIRM_CONDITION, "evidence"): "opinion",
    (Act.JUSTIFY_DELAY, "approved_by"): "signed_by",
    (Act.HOLD_HEARING, "presided_by"): "signed_by",
}
"""Where an act has a field typed elsewhere, or not at all."""

_READ: Mapping[str, Callable[[ActFields], Any]] = {
    "opinion": lambda one: one.opinion,
    "documents": lambda one: one.documents.strip(),
    "due_on": ActFields.day,
    "details": lambda one: one.details,
    "days": lambda one: one.days or None,
    "special": ActFields.kind,
    "permit_number": lambda one: one.permit_number,
    "signed_by": lambda one: one.signed_by,
}
"""Field of the form → what was typed into it."""

_READ_AS: Mapping[str, Callable[[ActFields], Any]] = {
    "missing": ActFields.listed,
    "documents": ActFields.listed,
    "owed": lambda one: tuple(
        {"document": code, "due_on": day} for code in one.listed() if (day := one.day())
    ),
    "items": lambda one: tuple(
        {"document": code, "what": one.opinion} for code in one.listed() or ("",)
    ),
    "ground": _ground,
    "recommends": lambda one: RECOMMENDS.get(one.details.strip(), one.details),
    "measure": _measure,
    "upheld": lambda one: {"维持": True, "撤销": False}.get(one.details.strip()),
    "about": _light,
}
"""Fields of a request that are read otherwise than as plain words."""


def _typed(one: ActFields, act: Act, field: str) -> Any:
    """Return what was typed for a field of an act's request, or nothing."""
    slot = slot_of(act, field)
    return _READ_AS.get(field, _READ[slot])(one) if slot else None


def slot_of(act: Act, field: str) -> str:
    """Return into which field of the form a field of a request is typed, or nothing."""
    return _SLOTS_OF.get((act, field), SLOTS.get(field, ""))


def _title(act: Act, field: str) -> str:
    slot = slot_of(act, field)
    return (slot and ActFields.model_fields[slot].title) or field
