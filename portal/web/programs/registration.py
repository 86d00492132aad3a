"""Programs register projects (接口登记): the form of the page, field by field, as JSON."""

from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel, Field
from starlette.responses import Response

from models.register_form import RegisterForm
from portal.web.filled import give_back
from portal.web.programs.caller import PREFIX, READ_STRICTLY, Writer, records, written
from portal.web.projects.registering import brought, registered_as_given
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
