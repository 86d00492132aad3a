"""The JSON API (接口): the same acts and reads for programs, by personal token.

What is wrong is told as problem+json (RFC 9457); ``ETag`` and ``If-Match`` hold the version
of a project; ``Idempotency-Key`` makes a repetition harmless. A browser that is signed in may
read it as well.
"""

import hashlib
from dataclasses import asdict
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from casework.access.at_the_console import ReadOnlyToken
from casework.access.tokens import PROGRAMS
from casework.acting import act as do_act
from casework.reading.case.views import show
from casework.reading.case.words import recorded_as_json, recorded_in_words
from casework.reading.lists.project_list import find_issues, find_projects
from models.access import TokenScope
from models.act import OWN_DOOR, Act
from models.act_requests import REQUESTS, Via
from models.project_views import ProjectView
from models.refusal import BadInput
from models.written import Day
from portal.web.filled import Objection, Problem, Problems, give_back, objection, whole_number
from portal.web.running.described import (
    AskedBy,
    ListedIssues,
    ListedProjects,
    RecordedAct,
    described,
)
from portal.web.visit import SignInFirst, Visit, by_token, signed_quietly
from store.files.json_text import json_object

PAGE, MOST = 50, 200

router = APIRouter(prefix="/api/v1")


def caller(request: Request) -> Visit:
    """Return who asks: the person of a token, else of the browser's session."""
    visit = _caller(request)
    _only_known(request)
    return visit


def _caller(request: Request) -> Visit:
    word, _, secret = request.headers.get("authorization", "").partition(" ")
    if not secret:
        return signed_quietly(request)
    if word.lower() != "bearer":
        raise SignInFirst
    found = by_token(request, secret, PROGRAMS)
    if found is None:
        raise SignInFirst
    visit, token = found
    visit.told["read_only"] = token.scope is TokenScope.READ
    return visit


def _only_known(request: Request) -> None:
    """Refuse a parameter that the address does not know, or that is given twice.

    A misspelt filter would filter nothing, and nobody knows which of two was meant.
    """
    known = [one.alias for one in request.scope["route"].dependant.query_params]
    for name in request.query_params:
        if len(request.query_params.getlist(name)) > 1:
            give_back(name[:40], "重复给出")
        if name not in known:
            listed = f"可用：{'、'.join(known)}" if known else "这个网址不用参数"
            give_back(name[:40], f"没有这个参数，{listed}")


Caller = Annotated[Visit, Depends(caller)]


async def read_strictly(request: Request, _: Caller) -> None:
    """Refuse a body that is no JSON, or names a field twice: nobody knows which was meant."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, "请求内容应为 JSON，请求头 Content-Type 应为 application/json")
    try:
        json_object((await request.body()).decode("utf-8-sig"), "请求内容")
    except UnicodeDecodeError:
        give_back("请求内容", "不是 UTF-8 编码")
    except BadInput as wrong:
        give_back(wrong.place, wrong.message)


class ActBody(BaseModel):
    """One act, as a program puts it (办理请求)."""

    model_config = ConfigDict(extra="forbid")

    procedure: str = Field(max_length=64, description="事项编号，如 S05；开工等门槛用其编号")
    act: str = Field(max_length=64, description="办理动作，如 accept")
    data: dict[str, Any] = Field(default_factory=dict, description="该动作所需的内容")


def _answers(model: type[BaseModel]) -> dict[str, Any]:
    """Return what the description of a reading says of it, in Chinese and with its shape."""
    return {"responses": {200: {"model": model, "description": "查得"}}, "response_model": None}


@router.get(
    "/me", summary="调用者", description="令牌以谁的名义办理、能否办理。", **_answers(AskedBy)
)
def me(visit: Caller) -> dict[str, object]:
    """Return who the program acts as."""
    who = visit.signer
    return {
        "account": who.number,
        "name": who.name,
        "role": who.role,
        "role_name": who.role_name,
        "office": who.office,
        "read_only": bool(visit.told.get("read_only", False)),
    }


@router.get(
    "/projects",
    summary="项目一览",
    description="按项目代码排列，逐页给出。",
    **_answers(ListedProjects),
)
def projects(
    visit: Caller,
    q: Annotated[str, Query(max_length=80, description="代码、名称或拼音首字母")] = "",
    unit: Annotated[str, Query(max_length=64, description="责任单位编码")] = "",
    active: Annotated[bool, Query(description="只列未开工的")] = False,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    size: Annotated[int, Query(ge=1, le=MOST)] = PAGE,
) -> dict[str, object]:
    """Return projects, a page at a time."""
    _must_be_known(visit, unit)
    found = find_projects(visit.office, q, unit=unit, active=active)
    shown = found[(page - 1) * size : page * size]
    return {
        "total": len(found),
        "page": page,
        "pages": max(1, -(-len(found) // size)),
        "projects": [asdict(one) for one in shown],
    }


@router.get(
    "/projects/{code}",
    summary="项目档案",
    description="响应头 ETag 以版本号开头，可用于 If-Match；"
    "以 If-None-Match 再取，内容未变的答复 304。",
    **_answers(ProjectView),
)
def project(
    visit: Caller,
    code: str,
    as_of: Annotated[Day | None, Query(description="截至哪一日")] = None,
    timeline: Annotated[bool, Query(description="附办理经过")] = False,
    if_none_match: Annotated[str, Header()] = "",
) -> Response:
    """Return a project's file; ``ETag`` begins with its version.

    A file changes with the day as well, and with rules and breaches: what is told is part of
    the tag.
    """
    seen = show(visit.office, project=code, as_of=as_of, timeline=timeline, today=visit.today)
    answer = JSONResponse(seen.model_dump(mode="json"))
    tag = f'"{seen.version}-{hashlib.sha256(answer.body).hexdigest()[:16]}"'
    if tag in if_none_match:
        return Response(status_code=304, headers={"etag": tag})
    answer.headers["etag"] = tag
    return answer


@router.get("/issues", summary="问题清单", description="按解决期限排列。", **_answers(ListedIssues))
def issues(
    visit: Caller,
    project: Annotated[str, Query(max_length=64)] = "",
    solved: Annotated[bool, Query(description="含已销号的")] = False,
) -> dict[str, object]:
    """Return issues, by the day on which they should be solved."""
    lines = find_issues(visit.office, project, solved=solved, today=visit.today)
    return {"issues": [line.model_dump(mode="json") for line in lines]}


@router.post(
    "/projects/{code}/acts",
    summary="办理",
    description="办理一个动作。Idempotency-Key 为办理编号，同一编号重复提交只记一次，"
    "内容不同的拒收；If-Match 为所见版本，他人已先行办理的答复 409。",
    status_code=201,
    responses={
        201: {"model": RecordedAct, "description": "已记录"},
        200: {"model": RecordedAct, "description": "该编号此前已记录"},
    },
    response_model=None,
    dependencies=[Depends(read_strictly)],
)
def act(
    visit: Caller,
    code: str,
    body: ActBody,
    idempotency_key: Annotated[str, Header(max_length=200)] = "",
    if_match: Annotated[str, Header(max_length=80)] = "",
) -> Response:
    """Do one act; ``If-Match`` = the version that the program has seen, else 409."""
    if visit.told.get("read_only"):
        raise ReadOnlyToken("该令牌只能查阅，不能办理")
    request = _request(body)
    recorded = do_act(
        visit.office,
        project=code,
        procedure=body.procedure,
        request=request,
        key=_key(visit, idempotency_key),
        expect=_version(if_match),
        by=visit.signer.number,
        person=visit.signer.login,
        via=Via.PORTAL,
        now=visit.now,
    )
    file = recorded.file
    if not recorded.repeated:
        visit.request.app.state.waker.wake(code)
    words = recorded_in_words(visit.office, recorded, body.procedure)
    told = recorded_as_json(recorded, words, body.procedure, request.act)
    status = 200 if recorded.repeated else 201
    return JSONResponse(told, status, headers={"etag": f'"{file.version}"'})


@router.get("/openapi.json", include_in_schema=False)
def openapi() -> Response:
    """Return what this API takes and gives, as OpenAPI 3.1."""
    return JSONResponse(_described())


@cache
def _described() -> dict[str, Any]:
    return described(router.routes, ActBody.__name__)


def _must_be_known(visit: Visit, unit: str) -> None:
    if unit and unit not in {one.code for one in visit.situation().file.campaign.units}:
        give_back("unit", f"没有责任单位“{unit}”")


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


def _version(if_match: str) -> int | None:
    text = if_match.strip().removeprefix("W/").strip('"')
    if not text or text == "*":
        return None
    if (version := whole_number(text.partition("-")[0])) is None:
        give_back("If-Match", '应为版本号或项目档案的 ETag，如 "12"')
    return version


def _key(visit: Visit, given: str) -> str | None:
    """Return the key under which an act is recorded: nobody can meet another's."""
    if not given.strip():
        return None
    told = hashlib.sha256(given.strip().encode()).hexdigest()
    return f"api:{visit.signer.person.login}:{told}"
