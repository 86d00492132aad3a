"""The calendar that programs subscribe to (日历订阅): by a token that opens nothing else."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from casework.reading.lists.appointments import calendar_of
from models.access import TokenScope
from models.codes import PROJECT_CODE
from models.written import plain_code
from portal.web.visit import Visit, by_token, signed_quietly
from reports.text.calendar_feed import calendar_feed
from rules.in_force.authority import NotEntitled

router = APIRouter()


def subscriber(request: Request) -> Visit:
    """Return who asks: the person of a calendar's token, else of the browser's session.

    The token stands in the query, which is logged nowhere.
    """
    secret = request.query_params.get("token", "").strip()
    if not secret:
        return signed_quietly(request)
    found = by_token(request, secret, {TokenScope.CALENDAR})
    if found is None:
        raise HTTPException(401, "日历令牌无效、已到期或已撤销，请在门户“我的账户”重新签发")
    return found[0]


@router.get("/calendar.ics")
def show_calendar(visit: Annotated[Visit, Depends(subscriber)]) -> Response:
    """Hand out one's own days, with ``of`` those of one's office or of a project."""
    who = visit.signer
    of = plain_code(visit.parameter("of")) or who.number
    if of not in {who.number, who.office} and not PROJECT_CODE.fullmatch(of):
        raise NotEntitled("只能订阅本人、本单位和项目的期限")
    feed = calendar_feed(calendar_of(visit.office, of=of, today=visit.today), now=visit.now)
    return Response(feed, media_type="text/calendar; charset=utf-8")
