"""The weekly round from the page (周报轮次): looked at before, confirmed, told after."""

from collections.abc import Callable, Mapping

from fastapi import APIRouter
from starlette.responses import Response

from casework.weekly.round_step import round_step
from casework.weekly.rounds import chase_round, close_round, open_round, publish_round
from models.weekly import RoundDuty
from portal.web.filled import NO_PROBLEMS, Objection, Problems, week_in_address
from portal.web.visit import Signed, Visit
from store.projected.queries import RoundLine

router = APIRouter()

STEPS: Mapping[RoundDuty, tuple[str, Callable[..., RoundLine]]] = {
    RoundDuty.OPEN: ("启动周报", open_round),
    RoundDuty.CHASE: ("催报", chase_round),
    RoundDuty.CLOSE: ("截止周报", close_round),
    RoundDuty.PUBLISH: ("发布周报", publish_round),
}


@router.get("/weekly/{week}/round/{step}")
def ask(visit: Signed, week: str, step: RoundDuty) -> Response:
    """Show whom a step would reach; once it is done, what it recorded."""
    return _page(visit, week_in_address(week), step)


@router.post("/weekly/{week}/round/{step}")
def do(visit: Signed, week: str, step: RoundDuty) -> Response:
    """Do a step of a round; again it changes nothing."""
    code = week_in_address(week)
    try:
        visit.attempt(lambda: STEPS[step][1](visit.office, week=code, stamp=visit.stamp()))
    except Objection as refused:
        return _page(visit, code, step, refused.problems)
    return visit.seen(f"/weekly/{code}/round/{step.value}")


def _page(visit: Visit, week: str, step: RoundDuty, problems: Problems = NO_PROBLEMS) -> Response:
    sheet = round_step(visit.office, week=week, step=step, stamp=visit.stamp())
    return visit.page(
        "weekly_round.html", problems=problems, sheet=sheet, week=week, name=STEPS[step][0]
    )
