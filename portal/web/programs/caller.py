"""Who asks as a program, and how (接口来访): by personal token, strictly, once.

``ETag`` and ``If-Match`` hold the version of a project; ``Idempotency-Key`` makes a repetition
harmless. A browser that is signed in may ask as well.
"""

import hashlib
from typing import Annotated, Any

from fastapi import Depends, Header, Path
from pydantic import AfterValidator, BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from casework.access.at_the_console import ReadOnlyToken
from casework.access.tokens import PROGRAMS
from models.access import TokenScope
from models.refusal import BadInput
from models.written import item_code
from portal.web.filled import give_back, week_in_address, whole_number
from portal.web.visit import SignInFirst, Visit, by_token, signed_quietly
from store.files.json_text import json_object

PREFIX = "/api/v1"


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


def writer(visit: Caller) -> Visit:
    """Return who asks to change something; a token that only reads is refused."""
    if visit.told.get("read_only"):
        raise ReadOnlyToken("该令牌只能查阅，不能办理")
    return visit


Writer = Annotated[Visit, Depends(writer)]


async def read_strictly(request: Request, _: Caller) -> None:
    """Refuse a body that is no JSON, or names a field twice: nobody knows which was meant."""
    must_come_as(request, "application/json", "JSON")
    try:
        json_object((await request.body()).decode("utf-8-sig"), "请求内容")
    except UnicodeDecodeError:
        give_back("请求内容", "不是 UTF-8 编码")
    except BadInput as wrong:
        give_back(wrong.place, wrong.message)


def must_come_as(request: Request, wanted: str, called: str) -> None:
    """Refuse a body of another type, with 415."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != wanted:
        raise HTTPException(415, f"请求内容应为 {called}，请求头 Content-Type 应为 {wanted}")


READ_STRICTLY = [Depends(read_strictly)]

Code = Annotated[str, Path(description="代码"), AfterValidator(item_code)]
"""A code in an address is read as in forms."""
Week = Annotated[str, Path(description="周次，如 2020年第23周"), AfterValidator(week_in_address)]
Key = Annotated[str, Header(alias="idempotency-key", max_length=200)]
Seen = Annotated[str, Header(alias="if-match", max_length=80)]
Known = Annotated[str, Header(alias="if-none-match")]


def key_of(visit: Visit, given: str) -> str | None:
    """Return the key under which something is recorded: nobody can meet another's."""
    if not given.strip():
        return None
    told = hashlib.sha256(given.strip().encode()).hexdigest()
    return f"api:{visit.signer.person.login}:{told}"


def version_of(if_match: str) -> int | None:
    """Return the version that the program has seen; ``None`` = it did not say."""
    text = if_match.strip().removeprefix("W/").strip('"')
    if not text or text == "*":
        return None
    if (version := whole_number(text.partition("-")[0])) is None:
        give_back("If-Match", '应为版本号或项目档案的 ETag，如 "12"')
    return version


def answers(model: Any) -> dict[str, Any]:
    """Return what the description of a reading says of it, in Chinese and with its shape."""
    return {"responses": {200: {"model": model, "description": "查得"}}, "response_model": None}


def records(model: Any, *, again: str, done: str = "已记录") -> dict[str, Any]:
    """Return what the description of a writing says: 201 = written now, 200 = it stood already."""
    return {
        "status_code": 201,
        "responses": {
            201: {"model": model, "description": done},
            200: {"model": model, "description": again},
        },
        "response_model": None,
    }


def tagged(told: Any, version: int, known: str) -> Response:
    """Answer what is told of a project with an ``ETag`` that begins with its version, or 304.

    A file changes with the day as well, and with rules and breaches: what is told is part of
    the tag.
    """
    answer = JSONResponse(told)
    tag = f'"{version}-{hashlib.sha256(answer.body).hexdigest()[:16]}"'
    if tag in known:
        return Response(status_code=304, headers={"etag": tag})
    answer.headers["etag"] = tag
    return answer


def written(told: Any, version: int, *, fresh: bool) -> Response:
    """Answer what was written: 201, or 200 where it stood already; the tag is the version."""
    return JSONResponse(told, 201 if fresh else 200, headers={"etag": f'"{version}"'})


def as_json(model: BaseModel) -> Any:
    """Return a view as JSON holds it."""
    return model.model_dump(mode="json")
