"""What programs settle besides (接口办理其他): rounds, the bulletin, receipts, follow-ups."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from casework.delivery.acknowledging import acknowledge
from casework.intake.following import follow_up
from casework.reading.board.week import Week as ReportedWeek
from casework.supervision.bulletin import bulletin_of, drop_bulletin, sign_bulletin
from casework.supervision.honours import AWARDS, EXAMPLES, draft_awards, draft_example, proposed
from models.bulletin import DropBulletin, SignBulletin
from models.bulletin_views import BulletinView
from models.honour import HonourDrafts
from models.weekly import RoundDuty
from models.written import Day, PlainCode
from portal.web.programs.caller import (
    PREFIX,
    READ_STRICTLY,
    Caller,
    Code,
    Week,
    Writer,
    answers,
    as_json,
)
from portal.web.programs.reports import listed_week
from portal.web.reporting.weekly_round import STEPS
from portal.web.signing.desk import must_sign
from rules.clocks.bulletin_days import month_code

router = APIRouter(prefix=PREFIX)


Month = Annotated[str, Path(description="月份，如 2020-06"), AfterValidator(month_code)]


class Empty(BaseModel):
    """Nothing has to be said (空的内容)."""

    model_config = ConfigDict(extra="forbid")


class FollowUp(BaseModel):
    """A day of one's own to see a case again (跟进日)."""

    model_config = ConfigDict(extra="forbid")

    on: Day | None = Field(description="到这一天再看；空（null）=立即恢复")


class PutOff(BaseModel):
    """Until when a case is put off in one's own list (跟进日已记)."""

    project: str
    procedure: str
    on: Day | None


class Acknowledging(BaseModel):
    """Which notice is signed for (签收哪一份)."""

    model_config = ConfigDict(extra="forbid")

    notice: str = Field(max_length=200, description="通知编号，见通知和回执")


class Acknowledged(BaseModel):
    """A notice was signed for (签收)."""

    notice: str
    by: str
    acknowledged: bool
    repeated: bool = Field(description="此前已签收")


class Drafting(BaseModel):
    """What is to be drafted (拟稿)."""

    model_config = ConfigDict(extra="forbid")

    project: PlainCode = Field(
        "", max_length=64, description="典型案例的项目代码；空=考核奖惩全部拟稿"
    )


class Drafted(BaseModel):
    """Where drafts stand (已拟稿)."""

    book: str
    lines: list[int]


class Signing(SignBulletin):
    """Sign a drafted bulletin; with that it goes out (签发通报)."""

    model_config = ConfigDict(defer_build=False)


class Dropping(DropBulletin):
    """Do not sign a drafted bulletin (不予签发通报)."""

    model_config = ConfigDict(defer_build=False)


@router.post(
    "/rounds/{week}/{step}",
    summary="周报轮次：启动 open、催报 chase、截止 close、发布 publish",
    description="每个环节一周一次，重复办理不再记录。",
    **answers(ReportedWeek),
    dependencies=READ_STRICTLY,
)
def keep_round(visit: Writer, week: Week, step: RoundDuty, _: Empty) -> Response:
    """Do a step of a weekly round; again it changes nothing."""
    STEPS[step][1](visit.office, week=week, stamp=visit.stamp())
    return listed_week(visit, week, "")


@router.get("/bulletins/{month}", summary="月度督办通报", **answers(BulletinView))
def bulletin(visit: Caller, month: Month) -> Response:
    """Return the bulletin of a month."""
    return JSONResponse(as_json(bulletin_of(visit.office, month=month, today=visit.today)))


@router.post(
    "/bulletins/{month}/sign",
    summary="签发督办通报",
    description="以令牌所属岗位的名义签发，签发即送达。",
    **answers(BulletinView),
    dependencies=READ_STRICTLY,
)
def sign(visit: Writer, month: Month, body: Signing) -> Response:
    """Sign a drafted bulletin; it goes out."""
    must_sign(visit)
    signed = sign_bulletin(visit.office, month=month, request=body, stamp=visit.stamp())
    return JSONResponse(as_json(signed))


@router.post(
    "/bulletins/{month}/drop",
    summary="不予签发督办通报",
    **answers(BulletinView),
    dependencies=READ_STRICTLY,
)
def drop(visit: Writer, month: Month, body: Dropping) -> Response:
    """Do not sign a drafted bulletin, with the reason."""
    must_sign(visit)
    dropped = drop_bulletin(visit.office, month=month, request=body, stamp=visit.stamp())
    return JSONResponse(as_json(dropped))


@router.post(
    "/acknowledgements",
    summary="签收通知",
    **answers(Acknowledged),
    dependencies=READ_STRICTLY,
)
def sign_for(visit: Writer, body: Acknowledging) -> Response:
    """Sign for a notice that one has received."""
    notice = body.notice.strip()
    signed = acknowledge(visit.office, notice=notice, stamp=visit.stamp())
    told = Acknowledged(
        notice=notice, by=visit.signer.number, acknowledged=True, repeated=not signed
    )
    return JSONResponse(as_json(told))


@router.post(
    "/projects/{code}/cases/{procedure}/follow-up",
    summary="跟进日",
    description="到那天前不在本人“待我办”中出现；不改变任何时限。",
    **answers(PutOff),
    dependencies=READ_STRICTLY,
)
def put_off(visit: Writer, code: Code, procedure: Code, body: FollowUp) -> Response:
    """Put a case off in one's own list until a day."""
    follow_up(visit.office, project=code, procedure=procedure, on=body.on, stamp=visit.stamp())
    return JSONResponse(as_json(PutOff(project=code, procedure=procedure, on=body.on)))


@router.get("/honours", summary="考核奖惩建议", **answers(HonourDrafts))
def honours(visit: Caller) -> Response:
    """Return what the league table gives ground for, and what it does not and why."""
    return JSONResponse(as_json(proposed(visit.office, today=visit.today)))


@router.post(
    "/honours/drafts",
    summary="考核奖惩、典型案例拟稿",
    **answers(Drafted),
    dependencies=READ_STRICTLY,
)
def draft(visit: Writer, body: Drafting) -> Response:
    """Draft everything proposed, or an exemplary case where a project is named."""
    told: dict[str, Any]
    if project := body.project:
        number = draft_example(visit.office, project=project, stamp=visit.stamp())
        told = {"book": EXAMPLES, "lines": [number]}
    else:
        told = {"book": AWARDS, "lines": [*draft_awards(visit.office, stamp=visit.stamp())]}
    return JSONResponse(told)
