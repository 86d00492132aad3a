"""Acts of programs (接口办理): the same as those of the forms, one at a time."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import Response

from casework.acting import act as do_act
from casework.reading.case.words import recorded_as_json, recorded_in_words
from models.act import OWN_DOOR, Act
from models.act_requests import REQUESTS, Via
from models.written import ItemCode
from portal.web.filled import Objection, Problem, Problems, give_back, objection
from portal.web.programs.caller import (
    PREFIX,
    READ_STRICTLY,
    Code,
    Key,
    Seen,
    Writer,
    key_of,
    records,
    version_of,
    written,
)
from portal.web.programs.described import RecordedAct

router = APIRouter(prefix=PREFIX)


class ActBody(BaseModel):
    """One act, as a program puts it (办理请求)."""

    model_config = ConfigDict(extra="forbid")

    procedure: ItemCode = Field(max_length=64, description="事项编号，如 S05；开工等门槛用其编号")
    act: str = Field(max_length=64, description="办理动作，如 accept")
    data: dict[str, Any] = Field(default_factory=dict, description="该动作所需的内容")


@router.post(
    "/projects/{code}/acts",
    summary="办理",
    description="办理一个动作。Idempotency-Key 为办理编号，同一编号重复提交只记一次，"
    "内容不同的拒收；If-Match 为所见版本，他人已先行办理的答复 409。",
    **records(RecordedAct, again="该编号此前已记录"),
    dependencies=READ_STRICTLY,
)
def act(
    visit: Writer,
    code: Code,
    body: ActBody,
    idempotency_key: Key = "",
    if_match: Seen = "",
) -> Response:
    """Do one act; ``If-Match`` = the version that the program has seen, else 409."""
    request, procedure = _request(body), body.procedure
    recorded = do_act(
        visit.office,
        project=code,
        procedure=procedure,
        request=request,
        key=key_of(visit, idempotency_key),
        expect=version_of(if_match),
        by=visit.signer.number,
        person=visit.signer.login,
        via=Via.PORTAL,
        now=visit.now,
    )
    if not recorded.repeated:
        visit.request.app.state.waker.wake(code)
    words = recorded_in_words(visit.office, recorded, procedure)
    told = recorded_as_json(recorded, words, procedure, request.act)
    return written(told, recorded.file.version, fresh=not recorded.repeated)


def _request(body: ActBody) -> Any:
    """Return the request of an act; what is wrong is named by its field."""
    known = {one.value for one in Act if one not in OWN_DOOR}
    if body.act not in known:
        words = "、".join(f"{one.value} {one.label}" for one in Act if one not in OWN_DOOR)
        give_back("act", f"没有这个办理动作，可用：{words}")
    if "act" in body.data:
        give_back("data.act", "动作已由 act 给出，不必重复")
    try:
        return REQUESTS.validate_python({**body.data, "act": body.act})
    except ValidationError as wrong:
        found = objection(wrong).problems.found
        # The first part of a place only says which act it is.
        inner = (
            Problem(".".join(["data", *one.field.split(".")[1:]]), one.sentence) for one in found
        )
        raise Objection(Problems(tuple(inner))) from wrong
