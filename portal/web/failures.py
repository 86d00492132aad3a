"""What went wrong, as a page (出错页): what happened, whom to ask, where to go from here."""

import logging
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DatabaseError, DataError, InterfaceError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import Scope

from casework.access.at_the_console import ReadOnlyToken
from casework.access.refusals import note_refused
from models.refusal import BadInput, Refused, Stale, Unknown
from portal.edge import Unreachable
from portal.web.doorkeeper import comer_of
from portal.web.filled import Objection, objection
from portal.web.guard import SAFE, TooLong, plainly
from portal.web.pages import drawn
from portal.web.visit import NextStep, NoPost, SignInFirst, visit_of
from rules.doors.access import NotAdministrator, TooManyAttempts
from rules.in_force.authority import NotEntitled
from store.files.input_errors import worded

TITLES = {
    400: "请求不完整",
    401: "尚未登录",
    403: "无权办理",
    404: "没有找到",
    405: "不能这样操作",
    409: "他人已先行办理",
    413: "提交的内容过大",
    415: "内容类型不对",
    421: "网址不对",
    422: "填写有误",
    429: "操作过于频繁",
    500: "系统出错",
    503: "暂时不能办理",
}

PEOPLE = {404: "没有这个网址，请从导航重新进入", 405: "这个网址不接受该操作"}
PROGRAMS = {
    400: "请求内容无法读取：层次过多，或者有过长的数字",
    404: "没有这个网址，可用的见 /api/v1/openapi.json",
    405: "这个网址不接受该操作，可用的见响应头 Allow",
}
API = "/api/"
"""Below it programs ask, and are answered in JSON."""

logger = logging.getLogger("greenchannel.portal")


def handle_failures(app: FastAPI) -> None:
    """Let the application answer what goes wrong with pages, for programs with problem+json."""
    app.add_exception_handler(SignInFirst, _sign_in_first)
    app.add_exception_handler(NextStep, _next_step)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(BadInput, _refused)
    app.add_exception_handler(Objection, _refused)
    app.add_exception_handler(Unreachable, _unreachable)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(TooLong, _too_long)
    app.add_exception_handler(DataError, _unkeepable)
    app.add_exception_handler(DatabaseError, _away)
    app.add_exception_handler(InterfaceError, _away)
    app.add_exception_handler(Exception, _defect)


def status_of(failure: Exception) -> int:
    """Return the HTTP status of a refusal."""
    match failure:
        case NotEntitled() | NotAdministrator() | NoPost() | ReadOnlyToken():
            return 403
        case TooManyAttempts():
            return 429
        case Unknown():
            return 404
        case Stale():
            return 409
        case Objection():
            return failure.problems.status
        case _:
            return 422


def refused_at_the_door(scope: Scope, status: int, sentence: str) -> Response:
    """Answer what the guard refuses: a line of text, for programs problem+json."""
    if scope["path"].startswith(API):
        return _for_programs(status, sentence)
    return plainly(scope, status, sentence)


def _for_programs(status: int, sentence: str, **more: Any) -> Response:
    title = TITLES.get(status, "出错")
    body = {"type": "about:blank", "title": title, "status": status, "detail": sentence, **more}
    return JSONResponse(body, status, media_type="application/problem+json")


def problem(request: Request, status: int, sentence: str, **more: Any) -> Response:
    """Answer a failure: a page for people, problem+json (RFC 9457) below ``/api/``."""
    if request.url.path.startswith(API):
        return _for_programs(status, sentence, **more)
    number = request.scope.get("state", {}).get("request_id", "")
    told: dict[str, Any] = {
        "number": number,
        "sentence": sentence,
        "answer": status,
        "title": TITLES.get(status, "出错"),
    }
    try:
        return visit_of(request).page("failure.html", status=status, **told)
    except (DatabaseError, InterfaceError):
        return HTMLResponse(drawn("away.html", told), status)


def _sign_in_first(request: Request, _: Exception) -> Response:
    if request.url.path.startswith(API):
        answer = problem(request, 401, "请先登录，或以有效的访问令牌调用")
        answer.headers["www-authenticate"] = "Bearer"
        return answer
    wanted = request.url.path
    if request.url.query:
        wanted += f"?{request.url.query}"
    back = quote(wanted, safe="") if request.method in SAFE and wanted != "/" else ""
    return RedirectResponse(f"/login?next={back}" if back else "/login", 303)


def _unreachable(request: Request, failure: Exception) -> Response:
    assert isinstance(failure, Unreachable)
    return problem(request, 503, failure.message)


def _next_step(request: Request, failure: Exception) -> Response:
    assert isinstance(failure, NextStep)
    if request.url.path.startswith(API):
        return problem(request, 403, "请先在网页上完成登录")
    return RedirectResponse(failure.path, 303)


def _note(request: Request, failure: Refused) -> None:
    """Write down who asked for what is not theirs."""
    person = request.scope.get("state", {}).get("account", "")
    if person:
        note_refused(
            request.app.state.premises.office,
            person=person,
            about=f"{request.method} {request.url.path}",
            detail=failure.message,
            address=comer_of(request).address,
            at=request.app.state.machine_time(),
        )


def _refused(request: Request, failure: Exception) -> Response:
    if isinstance(failure, Refused) and status_of(failure) == 403:
        _note(request, failure)
    message = getattr(failure, "message", str(failure))
    more: dict[str, Any] = {}
    cause = failure.__cause__ if isinstance(failure, Objection) else failure
    if isinstance(cause, Refused | BadInput):
        more["code"] = cause.code
    if isinstance(failure, Objection):
        told = failure.problems
    else:
        assert isinstance(failure, Refused | BadInput)
        told = objection(failure).problems
    if errors := [{"field": one.field, "message": one.sentence} for one in told.found if one.field]:
        more["errors"] = errors
    return problem(request, status_of(failure), message, **more)


def _http(request: Request, failure: Exception) -> Response:
    assert isinstance(failure, HTTPException)
    if request.url.path.startswith(API):
        sentences, otherwise = PROGRAMS, "请求无法处理"
    else:
        sentences, otherwise = PEOPLE, "请求无法处理，请从导航重新进入"
    plain = failure.detail if any(one >= "\u4e00" for one in failure.detail) else ""
    sentence = plain or sentences.get(failure.status_code, otherwise)
    answer = problem(request, failure.status_code, sentence)
    for name, value in (failure.headers or {}).items():
        answer.headers[name] = value
    return answer


def _not_valid(request: Request, failure: Exception) -> Response:
    if request.url.path.startswith(API) and isinstance(failure, RequestValidationError):
        errors = [
            {"field": _field(one), "message": worded(one, shows=one["type"] != "json_invalid")}
            for one in failure.errors()
        ]
        return problem(request, 422, "请求中有不符合要求的内容", errors=errors)
    return problem(request, 422, "网址中的参数不符合要求，请从导航重新进入")


def _field(error: Any) -> str:
    """Return where in a request something is wrong; what is no JSON has no field."""
    if error["type"] == "json_invalid":
        return "请求内容"
    return ".".join(str(part) for part in error["loc"][1:]) or "请求内容"


def _too_long(request: Request, _: Exception) -> Response:
    return problem(request, 413, "提交的内容过大")


def _unkeepable(request: Request, failure: Exception) -> Response:
    """Answer what a database cannot hold, PostgreSQL a zero byte: it is there, and stays."""
    logger.error("The database does not take a value: %s", type(failure).__name__)
    return problem(request, 422, "内容含有不能识别的字符（如零字节）或者过大的数，没有办理，请核对")


def _away(request: Request, failure: Exception) -> Response:
    logger.error("The database does not answer: %s", type(failure).__name__)
    return problem(request, 503, "数据库暂时不能使用，填写的内容没有办理，请稍后重试")


def _defect(request: Request, failure: Exception) -> Response:
    number = request.scope.get("state", {}).get("request_id", "")
    logger.error("Defect in %s", number, exc_info=failure)
    return problem(request, 500, "本次操作没有办理。请将下面的编号告知系统运维人员")
