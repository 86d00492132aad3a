"""What the JSON API says of itself (接口说明): OpenAPI 3.1, written from what the routes take.

Each act stands there with its own fields, each answer with its own, each refusal as
problem+json; words of a developer's docstring are left out, their Chinese term stays.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, Field
from starlette.routing import BaseRoute

from models.act import OWN_DOOR, Act
from models.act_requests import REQUEST_OF, REQUESTS
from models.campaign_views import IssueLine
from models.register_form import RegisterForm
from models.report_form import ReportFields
from portal.web.failures import TITLES
from store.projected.queries import ProjectLine

SCHEMAS = "#/components/schemas/"
READING = (401, 403, 404, 413, 421, 422, 429, 500, 503)
ACTING = (400, *READING, 409, 415)
_TERM = re.compile(r"[(（]([^()（）]*[\u4e00-\u9fff][^()（）]*)[)）]")


class AskedBy(BaseModel):
    """Who the program acts as (调用者)."""

    account: str = Field(description="岗位账号")
    name: str
    role: str
    role_name: str
    office: str
    read_only: bool = Field(description="令牌只能查阅")


class ListedProjects(BaseModel):
    """Projects, a page at a time (项目一览的一页)."""

    total: int
    page: int
    pages: int
    projects: list[ProjectLine]


class ListedIssues(BaseModel):
    """Issues, by their day (问题清单)."""

    issues: list[IssueLine]


class RecordedEntry(BaseModel):
    """An entry of the ledger (台账记录)."""

    version: int = Field(description="项目台账第几条")
    on: date
    kind: str
    name: str
    procedure: str


class RecordedAct(BaseModel):
    """What an act left behind (办理结果)."""

    project: str
    procedure: str
    act: str
    version: int
    repeated: bool = Field(description="该办理编号此前已记录，本次没有再记")
    state: str | None
    state_name: str | None
    entries: list[RecordedEntry]


class WrongField(BaseModel):
    """What is wrong with one field (有误的一项)."""

    field: str
    message: str


class Trouble(BaseModel):
    """What went wrong, as RFC 9457 has it (出错说明)."""

    type: str
    title: str
    status: int
    detail: str = Field(description="一句话说明错在哪里、怎样办")
    code: str = Field("", description="规则不允许的，其代码")
    errors: list[WrongField] = Field([], description="填写有误的，逐项列明")


def described(routes: Iterable[BaseRoute], body: str) -> dict[str, Any]:
    """Return what these routes take and give; ``body`` names the schema of one act."""
    told = get_openapi(
        title="绿色通道接口",
        version="1",
        description="以访问令牌调用：请求头 Authorization: Bearer 令牌。出错时返回 problem+json。",
        routes=[*routes],
    )
    schemas = told["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    trouble = Trouble.model_json_schema(ref_template=SCHEMAS + "{model}")
    schemas |= {**trouble.pop("$defs"), "Trouble": trouble}
    acts = REQUESTS.json_schema(ref_template=SCHEMAS + "{model}")["$defs"]
    schemas |= {name: one for name, one in acts.items() if name not in schemas}
    schemas[body] = _any_act(schemas[body], schemas)
    schemas |= _forms()
    for path in told["paths"].values():
        for method, operation in path.items():
            if form := operation.pop("x-body", ""):
                shape = {"schema": {"$ref": f"{SCHEMAS}{form}"}}
                operation["requestBody"]["content"]["application/json"] = shape
            for status in READING if method == "get" else ACTING:
                operation["responses"][str(status)] = _refusal(status)
            if any(one["name"] == "if-none-match" for one in operation.get("parameters", ())):
                operation["responses"]["304"] = {"description": "内容未变"}
    _in_chinese(told["paths"])
    _in_chinese(schemas)
    told["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    told["security"] = [{"token": []}]
    return told


def _forms() -> dict[str, Any]:
    """Return the shapes of the forms that the pages share; who fills in is the token's."""
    register = RegisterForm.model_json_schema(ref_template=SCHEMAS + "{model}")
    choices = register.pop("$defs")
    register["properties"].pop("officer")
    register["required"].remove("officer")
    report = ReportFields.model_json_schema()
    return {**choices, RegisterForm.__name__: register, ReportFields.__name__: report}


def _any_act(body: Mapping[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """Return a request whose content is that of its act; the act is named once."""
    variants = []
    for act in (one for one in Act if one not in OWN_DOOR):
        request = schemas.pop(REQUEST_OF[act].__name__)
        content = {name: one for name, one in request["properties"].items() if name != "act"}
        must = [name for name in request.get("required", ()) if name != "act"]
        data = {**request, "properties": content, "title": act.label, "required": must}
        fields = {
            **body["properties"],
            "act": {"const": act.value, "type": "string", "title": act.label},
            "data": data,
        }
        needed = ["procedure", "act", *(["data"] if must else [])]
        variants.append({**body, "properties": fields, "required": needed, "title": act.label})
    return {"title": "一个办理动作", "oneOf": variants}


def _refusal(status: int) -> dict[str, Any]:
    told = {"application/problem+json": {"schema": {"$ref": f"{SCHEMAS}Trouble"}}}
    return {"description": TITLES[status], "content": told}


def _in_chinese(schema: Any) -> None:
    """Leave of each description what is Chinese: all of it, or the term in parentheses."""
    if isinstance(schema, list):
        for one in schema:
            _in_chinese(one)
    if not isinstance(schema, dict):
        return
    said = schema.get("description")
    if isinstance(said, str) and said[:1].isascii():
        term = _TERM.search(said)
        schema.pop("description")
        if term is not None:
            schema["description"] = term[1]
    for part in schema.values():
        _in_chinese(part)
