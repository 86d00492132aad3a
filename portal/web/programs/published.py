"""What programs read of the whole (接口查阅全局): lists, figures and proofs, as the pages show."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from casework.plan.bottlenecks import bottlenecks
from casework.plan.look_ahead import load_ahead
from casework.plan.meeting import meeting_agenda
from casework.plan.views import plan
from casework.reading.board.handed_out import wall_chart_of
from casework.reading.board.investment import investment, investment_of
from casework.reading.board.targets import target_detail, targets_on
from casework.reading.case.case_sheet import case_sheet
from casework.reading.case.letters import case_letter
from casework.reading.lists.appointments import calendar_of
from casework.supervision.clues import FoundClue, find_clues
from casework.supervision.matters import matters
from casework.weekly.league import league_table
from casework.weekly.summary import campaign_report
from models.appointment import Calendar
from models.campaign_views import CampaignReport, TargetView
from models.earned_views import EarnedTable
from models.league import LeagueTable
from models.letter import Letter
from models.load import Bottlenecks, LoadAhead
from models.meeting import MeetingAgenda
from models.plan_views import PlanView
from models.project_views import MatterView
from models.target_views import TargetDetail
from models.wall import WallChart
from models.written import Day, OfficeCode, PlainCode
from portal.web.filled import give_back
from portal.web.programs.caller import PREFIX, Caller, Code, Week, answers, as_json
from portal.web.programs.reading import Unit, must_be_a_unit
from portal.web.visit import Visit
from reports.text.letter_words import LetterKind

router = APIRouter(prefix=PREFIX)

AsOf = Annotated[Day | None, Query(description="截至哪一日；缺省为今日")]
Project = Annotated[PlainCode, Query(max_length=64, description="项目代码；缺省为全部")]


class Matters(BaseModel):
    """What stands under supervision (督办台账)."""

    matters: list[MatterView]


class Clues(BaseModel):
    """What looks out of the ordinary (异常线索)."""

    clues: list[FoundClue]


class Targets(BaseModel):
    """Every target with what is asked and reached (目标任务)."""

    as_of: date
    targets: list[TargetView]


class Person(BaseModel):
    """A post of the campaign (账号)."""

    number: str
    name: str
    role: str
    role_name: str
    office: str


class Named(BaseModel):
    """An office (机构)."""

    code: str
    name: str
    short: str


class Directory(BaseModel):
    """The codes that requests name (机构名录)."""

    units: list[Named] = Field(description="责任单位")
    departments: list[Named] = Field(description="审批部门")
    accounts: list[Person] = Field(description="岗位账号")


@router.get(
    "/directory",
    summary="机构名录",
    description="登记、办理时填写的单位、部门、账号编码。",
    **answers(Directory),
)
def directory(visit: Caller) -> Response:
    """Return the offices and posts of the campaign."""
    campaign = visit.situation().file.campaign
    told = Directory(
        units=[_named(one) for one in campaign.units],
        departments=[_named(one) for one in campaign.departments],
        accounts=[
            Person(
                number=one.number,
                name=one.name,
                role=one.role,
                role_name=one.role.label,
                office=one.office,
            )
            for one in campaign.accounts
        ],
    )
    return JSONResponse(as_json(told))


@router.get("/projects/{code}/plan", summary="倒排工期", **answers(PlanView))
def project_plan(visit: Caller, code: Code, as_of: AsOf = None) -> Response:
    """Return the back-schedule of a project."""
    _must_not_be_ahead(visit, as_of)
    return JSONResponse(as_json(plan(visit.office, code, visit.today, as_of=as_of)))


@router.get(
    "/projects/{code}/cases/{procedure}/clock",
    summary="时限举证",
    description="逐日说明计与不计、理由、依据和累计；可用独立程序脱机复算。",
    **answers(dict[str, Any]),
)
def clock(visit: Caller, code: Code, procedure: Code) -> Response:
    """Return the proof of every date of a case, day by day."""
    sheet = case_sheet(
        visit.office,
        project=code,
        procedure=procedure,
        account=visit.signer.account,
        today=visit.today,
    )
    return JSONResponse(sheet.proof.exported())


@router.get(
    "/projects/{code}/cases/{procedure}/letters/{letter}", summary="决定文书", **answers(Letter)
)
def case_paper(visit: Caller, code: Code, procedure: Code, letter: LetterKind) -> Response:
    """Return a letter of a case; what nobody has signed is a draft."""
    found = case_letter(
        visit.office, project=code, procedure=procedure, kind=letter, today=visit.today
    )
    return JSONResponse(as_json(found))


@router.get("/calendar", summary="日历", description="缺省为本岗位的期限。", **answers(Calendar))
def calendar(
    visit: Caller,
    of: Annotated[OfficeCode, Query(max_length=64, description="账号、单位编码或者项目代码")] = "",
) -> Response:
    """Return what is due and when."""
    whose = of or visit.signer.number
    return JSONResponse(as_json(calendar_of(visit.office, of=whose, today=visit.today)))


@router.get("/supervision", summary="督办台账", **answers(Matters))
def supervision(
    visit: Caller,
    project: Project = "",
    closed: Annotated[bool, Query(description="连同已销号的")] = False,
) -> Response:
    """Return what stands under supervision, whose turn it is, and by when."""
    found = matters(visit.office, project=project or None, closed=closed, today=visit.today)
    return JSONResponse(as_json(Matters(matters=[*found])))


@router.get("/clues", summary="异常线索", **answers(Clues))
def clues(visit: Caller, project: Project = "") -> Response:
    """Return every clue with the entries that show it."""
    found = find_clues(visit.office, project=project or None)
    return JSONResponse(as_json(Clues(clues=[*found])))


@router.get("/board", summary="挂图作战", **answers(WallChart))
def wall(visit: Caller, as_of: AsOf = None) -> Response:
    """Return all projects and all procedures, as of today or of a past day."""
    _must_not_be_ahead(visit, as_of)
    return JSONResponse(as_json(wall_chart_of(visit.office, as_of=as_of, today=visit.today)))


@router.get("/targets", summary="目标任务", **answers(Targets))
def targets(visit: Caller, as_of: AsOf = None) -> Response:
    """Return every target with what is asked, reached and missing."""
    _must_not_be_ahead(visit, as_of)
    found = targets_on(visit.office, as_of=as_of, today=visit.today)
    return JSONResponse(as_json(Targets(as_of=as_of or visit.today, targets=[*found])))


@router.get("/targets/{target}/{measure}", summary="一项目标的构成", **answers(TargetDetail))
def target(visit: Caller, target: str, measure: str, as_of: AsOf = None) -> Response:
    """Return the projects and lines that a target's figure adds up from."""
    _must_not_be_ahead(visit, as_of)
    found = target_detail(
        visit.office, target=target, measure=measure, as_of=as_of, today=visit.today
    )
    return JSONResponse(as_json(found))


@router.get("/investment", summary="投资进度", **answers(EarnedTable))
def earned(visit: Caller, unit: Unit = "", as_of: AsOf = None) -> Response:
    """Return planned, earned and spent of the projects."""
    must_be_a_unit(visit, unit)
    _must_not_be_ahead(visit, as_of)
    found = investment(visit.office, unit=unit, as_of=as_of, today=visit.today)
    return JSONResponse(as_json(found))


@router.get("/investment/{code}", summary="一个项目的投资进度", **answers(EarnedTable))
def earned_by_week(visit: Caller, code: Code, as_of: AsOf = None) -> Response:
    """Return planned, earned and spent of a project, week by week."""
    _must_not_be_ahead(visit, as_of)
    found = investment_of(visit.office, project=code, as_of=as_of, today=visit.today)
    return JSONResponse(as_json(found))


@router.get("/league", summary="比赶超", **answers(LeagueTable))
def league(visit: Caller) -> Response:
    """Return every unit's place, and what the places do not say."""
    return JSONResponse(as_json(league_table(visit.office, today=visit.today)))


@router.get("/meeting", summary="会办议程", **answers(MeetingAgenda))
def meeting(
    visit: Caller,
    minutes: Annotated[int | None, Query(ge=1, le=600, description="会议时长，分钟")] = None,
) -> Response:
    """Return the agenda of a dispatch meeting today."""
    return JSONResponse(as_json(meeting_agenda(visit.office, minutes=minutes, today=visit.today)))


@router.get("/bottlenecks", summary="卡点实据", **answers(Bottlenecks))
def stuck(visit: Caller) -> Response:
    """Return where working days went, by procedure and department."""
    return JSONResponse(as_json(bottlenecks(visit.office, today=visit.today)))


@router.get("/lookahead", summary="负荷前瞻", **answers(LoadAhead))
def ahead(visit: Caller) -> Response:
    """Return what the coming weeks ask of every department."""
    return JSONResponse(as_json(load_ahead(visit.office, today=visit.today)))


@router.get("/summaries/{week}", summary="全区周报", **answers(CampaignReport))
def summary(visit: Caller, week: Week) -> Response:
    """Return a week's summary of the whole campaign."""
    return JSONResponse(as_json(campaign_report(visit.office, week=week, today=visit.today)))


def _must_not_be_ahead(visit: Visit, as_of: date | None) -> None:
    if as_of is not None and as_of > visit.today:
        give_back("as_of", f"{as_of} 晚于今日 {visit.today}")


def _named(one: Any) -> Named:
    return Named(code=one.code, name=one.name, short=one.short)
