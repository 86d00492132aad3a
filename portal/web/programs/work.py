"""What waits (接口待办): one's own list, what is outstanding before the start, one's notices."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from casework.reading.board.sheet import project_sheet
from casework.reading.lists.project_list import find_projects
from casework.reading.lists.work_lines import WorkLine
from casework.reading.lists.work_list import Page, Sought, Tab, work_list
from models.written import OfficeCode
from portal.web.filled import give_back
from portal.web.programs.caller import PREFIX, Caller, Code, answers, as_json
from portal.web.programs.reading import MOST, PAGE, Unit, must_be_a_unit
from portal.web.projects import outstanding as listed
from portal.web.visit import Visit
from store.outgoing.receipts import Receipt, receipts

router = APIRouter(prefix=PREFIX)


class Work(BaseModel):
    """A page of one's own list (待办的一页)."""

    tab: Tab
    total: int
    page: int
    pages: int
    counts: dict[Tab, int] = Field(description="各栏件数")
    lines: list[WorkLine]


class Outstanding(BaseModel):
    """A procedure or condition that is not concluded before the start (未办结手续)."""

    project: str
    project_name: str
    procedure: str = Field(description="空=由人确认的条件")
    procedure_name: str
    department_name: str
    state_name: str
    holder: str
    held_since: date | None
    until: date | None
    until_words: str
    blocks: str
    next_step: str


class OutstandingList(BaseModel):
    """What is not concluded before the start (前期未办结手续清单)."""

    outstanding: list[Outstanding]


class Notices(BaseModel):
    """What was sent to the post, newest first (通知和回执)."""

    notices: list[Receipt]


@router.get(
    "/work",
    summary="待办",
    description="与网页待办相同：mine 待我办，office 本单位，waiting 等别人，done 已办结，"
    "recent 最近变化，all 全部。",
    **answers(Work),
)
def work(
    visit: Caller,
    tab: Tab = Tab.MINE,
    q: Annotated[str, Query(max_length=80, description="代码、名称或拼音首字母")] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    size: Annotated[int, Query(ge=1, le=MOST)] = PAGE,
) -> Response:
    """Return one's own list, a page at a time."""
    found = work_list(
        visit.office,
        account=visit.signer.account,
        tab=tab,
        sought=Sought(text=q),
        page=Page(size=size, number=page),
        today=visit.today,
    )
    total = found.counts[tab]
    told = Work(
        tab=tab,
        total=total,
        page=page,
        pages=max(1, -(-total // size)),
        counts=dict(found.counts),
        lines=[*found.lines],
    )
    return JSONResponse(as_json(told))


@router.get(
    "/projects/{code}/outstanding", summary="一个项目的未办结手续", **answers(OutstandingList)
)
def of_project(visit: Caller, code: Code) -> Response:
    """Return what a project has not concluded before its start."""
    return _answered(_of(visit, code, ""))


@router.get("/outstanding", summary="前期未办结手续清单", **answers(OutstandingList))
def outstanding(
    visit: Caller,
    unit: Unit = "",
    department: Annotated[OfficeCode, Query(max_length=64, description="审批部门编码")] = "",
) -> Response:
    """Return what is not concluded before the start, of a unit, a department or all."""
    must_be_a_unit(visit, unit)
    _must_be_a_department(visit, department)
    lines: list[Outstanding] = []
    for one in find_projects(visit.office, "", unit=unit, active=True):
        lines += _of(visit, one.code, department)
    return _answered(lines)


@router.get("/notices", summary="通知和回执", **answers(Notices))
def notices(visit: Caller) -> Response:
    """Return what was sent to the post, with its receipts, newest first."""
    with visit.office.store.reading() as connection:
        found = receipts(connection, recipient=visit.signer.number, most=MOST)
    return JSONResponse(as_json(Notices(notices=[*found])))


def _of(visit: Visit, code: str, department: str) -> list[Outstanding]:
    sheet = project_sheet(visit.office, project=code, likely=False, today=visit.today)
    about = (sheet.standing.code, sheet.standing.name)
    names = list(Outstanding.model_fields)
    return [
        Outstanding.model_validate(dict(zip(names, (*about, *row[1:]), strict=True)))
        for row in listed.rows(sheet, department)
    ]


def _answered(lines: list[Outstanding]) -> Response:
    return JSONResponse(as_json(OutstandingList(outstanding=lines)))


def _must_be_a_department(visit: Visit, department: str) -> None:
    known = {one.code for one in visit.situation().file.campaign.departments}
    if department and department not in known:
        give_back("department", f"没有审批部门“{department}”")
