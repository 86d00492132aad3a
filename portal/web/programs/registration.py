"""Programs register projects (接口登记): the form of the page, field by field, as JSON."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from models.milestone import ProjectAmended
from models.register_form import RegisterForm, filled_from
from portal.web.filled import give_back
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
from portal.web.projects.registering import amended_as_given, brought, registered_as_given
from portal.web.visit import Visit

router = APIRouter(prefix=PREFIX)

Given = Annotated[dict[str, Any], Body(description="登记内容")]


class Step(BaseModel):
    """A procedure of a project (事项)."""

    code: str
    name: str


class NotRequired(BaseModel):
    """A procedure that the project does not need (不需办理的事项)."""

    code: str
    reason: str


class RegisteredProject(BaseModel):
    """What a registration brought (登记结果)."""

    project: str = Field(description="项目代码")
    registered: bool = Field(description="本次登记；否则此前已按同样内容登记")
    version: int
    opened: list[Step] = Field(description="现在可以申报的事项")
    waiting: list[Step] = Field(description="等待前置事项的事项")
    not_required: list[NotRequired]


@router.post(
    "/projects",
    summary="登记项目",
    description="栏目与网页“登记项目”相同，金额以万元计。项目代码即办理编号：同样的内容重复提交"
    "只登记一次，内容不同的拒收。",
    **records(RegisteredProject, again="此前已按同样内容登记", done="已登记"),
    dependencies=READ_STRICTLY,
    openapi_extra={"x-body": RegisterForm.__name__},
)
def register(visit: Writer, body: Given) -> Response:
    """Register a project."""
    if "officer" in body:
        give_back("officer", "经办人即令牌所属岗位，不必填写")
    done = registered_as_given(visit, body)
    told = _told(visit, done.code, fresh=done.fresh)
    return written(told.model_dump(mode="json"), told.version, fresh=done.fresh)


class Change(BaseModel):
    """What reads otherwise of a registered project from now on (项目变更)."""

    model_config = ConfigDict(extra="forbid")

    changes: dict[str, Any] = Field(
        description="栏目与登记项目相同，只写有变化的；项目代码、锁定开工时间节点不以项目变更办理"
    )
    reason: str = Field(max_length=2000, description="变更理由和依据")


class ChangedProject(BaseModel):
    """What a change of a project recorded (变更结果)."""

    project: str = Field(description="项目代码")
    recorded: bool = Field(description="本次记录；否则该编号此前已记录")
    version: int
    changes: Sequence[str] = Field(description="哪些内容由何改为何")


@router.post(
    "/projects/{code}/change",
    summary="项目变更",
    description="由调度指挥中心办理；没有写的栏目、资金安排和分月投资保持不变，应办事项随之增减。"
    "Idempotency-Key 为办理编号，If-Match 为所见版本。",
    **records(ChangedProject, again="该编号此前已记录"),
    dependencies=READ_STRICTLY,
)
def change(
    visit: Writer, code: Code, body: Change, idempotency_key: Key = "", if_match: Seen = ""
) -> Response:
    """Change a registered project."""
    for settled in ("code", "officer", "pinned_start"):
        if settled in body.changes:
            give_back(settled, "不以项目变更办理，不必填写")
    recorded = amended_as_given(
        visit,
        code,
        lambda before: filled_from(before) | body.changes,
        reason=body.reason,
        key=key_of(visit, idempotency_key),
        expect=version_of(if_match),
    )
    done = recorded.act.payload
    told = ChangedProject(
        project=code,
        recorded=not recorded.repeated,
        version=recorded.file.version,
        changes=done.changes if isinstance(done, ProjectAmended) else (),
    )
    return written(told.model_dump(mode="json"), told.version, fresh=told.recorded)


def _told(visit: Visit, code: str, *, fresh: bool) -> RegisteredProject:
    found = brought(visit, code)
    return RegisteredProject(
        project=code,
        registered=fresh,
        version=found.file.version,
        opened=[Step(code=one, name=found.names[one]) for one in found.opened],
        waiting=[Step(code=one, name=found.names[one]) for one in found.waiting],
        not_required=[
            NotRequired(code=one, reason=why) for one, why in found.file.not_required.items()
        ],
    )
