"""What programs read of projects (接口查阅): who asks, the list, a file, issues."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from casework.reading.case.views import show
from casework.reading.lists.project_list import find_issues, find_projects
from models.project_views import ProjectView
from models.written import Day, OfficeCode, PlainCode
from portal.web.filled import give_back
from portal.web.programs.caller import PREFIX, Caller, Code, Known, answers, as_json, tagged
from portal.web.programs.described import AskedBy, ListedIssues, ListedProjects
from portal.web.visit import Visit

PAGE, MOST = 50, 200
Unit = Annotated[OfficeCode, Query(max_length=64, description="责任单位编码")]

router = APIRouter(prefix=PREFIX)


@router.get(
    "/me", summary="调用者", description="令牌以谁的名义办理、能否办理。", **answers(AskedBy)
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
    **answers(ListedProjects),
)
def projects(
    visit: Caller,
    q: Annotated[str, Query(max_length=80, description="代码、名称或拼音首字母")] = "",
    unit: Unit = "",
    active: Annotated[bool, Query(description="只列未开工的")] = False,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    size: Annotated[int, Query(ge=1, le=MOST)] = PAGE,
) -> dict[str, object]:
    """Return projects, a page at a time."""
    must_be_a_unit(visit, unit)
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
    **answers(ProjectView),
)
def project(
    visit: Caller,
    code: Code,
    as_of: Annotated[Day | None, Query(description="截至哪一日")] = None,
    timeline: Annotated[bool, Query(description="附办理经过")] = False,
    if_none_match: Known = "",
) -> Response:
    """Return a project's file; ``ETag`` begins with its version."""
    seen = show(visit.office, project=code, as_of=as_of, timeline=timeline, today=visit.today)
    return tagged(as_json(seen), seen.version, if_none_match)


@router.get("/issues", summary="问题清单", description="按解决期限排列。", **answers(ListedIssues))
def issues(
    visit: Caller,
    project: Annotated[PlainCode, Query(max_length=64)] = "",
    solved: Annotated[bool, Query(description="含已销号的")] = False,
) -> dict[str, object]:
    """Return issues, by the day on which they should be solved."""
    lines = find_issues(visit.office, project, solved=solved, today=visit.today)
    return {"issues": [line.model_dump(mode="json") for line in lines]}


def must_be_a_unit(visit: Visit, unit: str) -> None:
    """Refuse a unit that the campaign does not know; an empty one asks for all."""
    if unit and unit not in {one.code for one in visit.situation().file.campaign.units}:
        give_back("unit", f"没有责任单位“{unit}”")
