"""The form of a suspended case run (办理表单): what is open now, and what was answered.

A run asks with a fresh key each time, ``ask-0``, ``ask-1``, … An answer counts as
handled once the next form exists; one that was accepted before a crash has none after
it and is taken up again, once, by its idempotency key. A run that was lost while it
waited asks with the next key: Prefect takes no key twice.
"""

import json
import re
from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.input import RunInput
from pydantic import Field, ValidationError, create_model

from models.act_fields import ActChoice, ActFields
from models.act_requests import Act, Request
from models.case import CaseState
from models.project_views import ProjectView
from models.refusal import BadInput, gathered
from reports.pages.form_page import choice, form_page
from rules.acting.examining import GATE_ACTS, acts_possible

REFRESH = "仅刷新"
NOTHING_CHOSEN = "请选择事项"
PREFIX = "suspended-ask-"
_ANSWER = re.compile(rf"^{PREFIX}(\d+)-response$")
_ASKED = re.compile(rf"^{PREFIX}(\d+)-schema$")
_KEY = re.compile(r"^ask-(\d+)$")
RARE = frozenset({Act.ANNOUNCE_MEASURE, Act.STATE_DEFENCE, Act.RECORD_BREACH, Act.REPAIR_CREDIT})
"""Acts that are left to the command line."""

ON_FORM = GATE_ACTS - {
    *(Act.SIGN_SLIP, Act.DROP_SLIP, Act.CLOSE_MATTER, Act.ESCALATE_MATTER),
    *(Act.HOLD_INTERVIEW, Act.REQUEST_REVIEW, Act.DECIDE_REVIEW, Act.JUSTIFY_DELAY),
}
"""Acts on the whole project that a case run offers; supervision has the `act` form."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody filled in (办理意见), as it was stored."""

    number: int
    filled: dict[str, Any]

    @property
    def refresh_only(self) -> bool:
        """Tell whether nothing was to be done."""
        return str(self.filled.get("act", REFRESH)) == REFRESH

    @property
    def procedure(self) -> str:
        """Return the code of the procedure, or the name of the gate, that was chosen."""
        return re.split(r"[ （]", str(self.filled.get("procedure", "")), maxsplit=1)[0]

    @property
    def officer(self) -> str:
        """Return the account number that was typed."""
        return str(self.filled.get("officer", "")).strip()

    def act(self) -> Act:
        """Return the act that was chosen."""
        try:
            return Act[ActChoice(self.filled["act"]).name]
        except ValueError as wrong:
            raise BadInput("表单“办理动作”", f"没有“{self.filled['act']}”这个动作") from wrong

    def request(self) -> Request:
        """Return the act's request, or say which field is wrong."""
        known = {key: self.filled[key] for key in ActFields.model_fields if key in self.filled}
        try:
            fields = ActFields.model_validate(known)
        except ValidationError as wrong:
            places = [str(one["loc"][-1]) for one in wrong.errors()]
            known_as = {name: one.title for name, one in ActFields.model_fields.items()}
            faults = [(f"表单“{known_as.get(one) or one}”", "填写有误") for one in places]
            raise gathered(faults) from wrong
        return fields.request(self.act())


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of a run (历次办理意见)."""

    next_number: int
    """Number of the form to be asked next."""
    unhandled: tuple[Answer, ...]


def read_answers(flow_run_id: UUID) -> Answers:
    """Read a run's stored answers, in order."""
    with get_client(sync_client=True) as client:
        stored = client.filter_flow_run_input(
            flow_run_id, key_prefix=PREFIX, limit=200, exclude_keys=set()
        )
        keys = client.read_flow_run(flow_run_id).empirical_policy.pause_keys or set()
    answers = {
        int(match[1]): one.value for one in stored if (match := _ANSWER.match(one.key)) is not None
    }
    asked = [int(match[1]) for one in stored if (match := _ASKED.match(one.key)) is not None]
    last_asked = max(asked, default=-1)
    used = [int(match[1]) for key in keys if (match := _KEY.match(key)) is not None]
    next_number = max((*answers, *used), default=-1) + 1
    unhandled = tuple(
        Answer(number, json.loads(value))
        for number, value in sorted(answers.items())
        if number >= last_asked
    )
    return Answers(next_number=next_number, unhandled=unhandled)


def form_for(
    view: ProjectView,
    *,
    refusal: str = "",
    command: str = "",
    recorded: str = "",
    typed: Mapping[str, Any] = MappingProxyType({}),
    consequences: Mapping[str, str] = MappingProxyType({}),
) -> type[RunInput]:
    """Build the form of what is open now, with what became of the last answer on top.

    What is said above the form stands in the description of its first field: the UI
    squeezes a description of the whole form to nothing when the form is long. Nothing is
    chosen beforehand, except what was typed and refused.

    What is said of each case names the acts that the rules allow today (`CaseView.offered`).
    The choice beside it is one for all cases and may lie open for days, so it lists what the
    states allow: whoever tries too early is told why.
    """
    procedures = {"nothing": NOTHING_CHOSEN} | {
        case.procedure: choice(view, case) for case in view.cases if _concerns(case.state)
    }
    acts = {
        act
        for case in view.cases
        if _concerns(case.state)
        for act in acts_possible(case.state)
        if act not in RARE
    }
    procedures["start"] = "开工条件（锁定开工时间节点、确认条件等）"
    chosen = [act for act in Act if act in acts or act in ON_FORM]
    procedure_choice = Enum("ProcedureChoice", procedures, type=str)  # type: ignore[misc]
    act_choice = Enum(  # type: ignore[misc]
        "ActChoice", {"refresh": REFRESH} | {act.value: act.label for act in chosen}, type=str
    )
    again = _again(typed, procedures.values(), {REFRESH, *(act.label for act in chosen)})
    fields: dict[str, Any] = {
        "procedure": (
            procedure_choice,
            Field(
                procedure_choice(again.get("procedure", NOTHING_CHOSEN)),
                title="事项",
                description=form_page(
                    view,
                    refusal=refusal,
                    command=command,
                    recorded=recorded,
                    consequences=consequences,
                ),
            ),
        ),
        # Required: Prefect accepts an answer without any field, and stores none. What was
        # typed is shown again all the same.
        "act": (act_choice, Field(title="办理动作", json_schema_extra=_shown(again, "act"))),
        "officer": (
            str,
            Field(
                title="经办人账号",
                description="谁办理，谁署名，如 housing-01",
                max_length=40,
                json_schema_extra=_shown(again, "officer"),
            ),
        ),
    }
    fields |= {name: (field.annotation, field) for name, field in ActFields.model_fields.items()}
    for name in ActFields.model_fields.keys() & again.keys():
        field = copy(ActFields.model_fields[name])
        field.default = again[name]
        fields[name] = (field.annotation, field)
    return create_model("CaseAnswer", __base__=RunInput, **fields)


def _again(
    typed: Mapping[str, Any], procedures: Collection[str], acts: Collection[str]
) -> dict[str, Any]:
    """Return what of a refused answer can stand on the next form.

    A procedure is found by its code: its standing, which the choice names, may have moved.
    """
    again = {
        name: value
        for name, value in typed.items()
        if name in ActFields.model_fields and _is_valid(name, value)
    }
    code = str(typed.get("procedure", "")).split(" ", 1)[0]
    if found := next((one for one in procedures if one.split(" ", 1)[0] == code), None):
        again["procedure"] = found
    if typed.get("act") in acts:
        again["act"] = typed["act"]
    if isinstance(officer := typed.get("officer"), str) and officer.strip():
        again["officer"] = officer.strip()[:40]
    return again


def _is_valid(name: str, value: object) -> bool:
    try:
        ActFields.model_validate({name: value})
    except ValidationError:
        return False
    return True


def _shown(again: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Let a required field show what was typed, and be required all the same."""
    return {"default": again[name]} if name in again else {}


def _concerns(state: CaseState) -> bool:
    """Tell whether the officers' form lists a case of that state."""
    return state not in (CaseState.NOT_OPEN, CaseState.APPROVED, CaseState.NOT_REQUIRED)
