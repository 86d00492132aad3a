"""The board of all projects (挂图作战) as of any day; the front page; what all may see."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from casework.office import Office
from casework.reading.board.board import board, front, version_of_all
from casework.reading.board.handed_out import wall_chart_of
from casework.reading.board.past import recall
from casework.reading.board.public import public_lines, public_timetable
from casework.reading.board.standing import AMISS
from casework.reading.board.targets import targets_on
from models.campaign_views import TargetView
from models.refusal import BadInput, Unknown
from models.written import plain_code
from portal.papers import BoardFormat, board_as
from portal.web.downloads import KINDS, handed_out
from portal.web.filled import Filled, Objection
from portal.web.visit import Anyone, Signed, SignedQuietly, Visit, signed_in
from portal.web.wall.squares import drawn
from reports.pages.campaign_report import amount
from reports.wall.marks import LEGEND
from reports.wall.words import stages
from rules.acting.next_step import step_in

router = APIRouter()

LOOK_SECONDS = 3.0
"""So often the board asks whether the ledger has grown."""
WATCH_SECONDS = 300.0
"""So long one watch lasts; the browser then asks anew."""
WORST = 6
ROWS = 300
"""Projects on one page: more than a wall can hold, and drawn within a second."""


@router.get("/board")
def show_board(visit: Signed) -> Response:
    """Show every project and every procedure at once, as of a day."""
    return _board(visit)


@router.get("/board.{kind}")
def hand_out_board(visit: Signed, kind: str) -> Response:
    """Hand the board of a day out: all projects, to be printed, edited or read by a program."""
    if kind not in set(BoardFormat):
        raise Unknown(f"挂图可下载为 {'、'.join(BoardFormat)}", kind=kind)
    asked = day_asked(visit, "as_of")
    chart = wall_chart_of(visit.office, as_of=asked, today=visit.today)
    content = board_as(BoardFormat(kind), chart)
    return handed_out(content, KINDS[kind], f"挂图作战（{chart.as_of}）.{kind}")


@router.get("/board/now")
def show_board_again(visit: SignedQuietly) -> Response:
    """Show the board to a screen that asks by itself: it keeps no session alive."""
    return _board(visit)


@router.get("/board/live")
def watch_board(visit: SignedQuietly) -> Response:
    """Tell the browser whenever the ledger has grown (server-sent events)."""
    return StreamingResponse(growth(visit.office), media_type="text/event-stream")


async def growth(
    office: Office, *, look: float = LOOK_SECONDS, last: float = WATCH_SECONDS
) -> AsyncIterator[str]:
    """Yield an event whenever the ledger has grown, for a while."""
    known = await run_in_threadpool(version_of_all, office)
    yield f"retry: 5000\nevent: standing\ndata: {known}\n\n"
    for _ in range(max(int(last / look), 1)):
        await asyncio.sleep(look)
        now = await run_in_threadpool(version_of_all, office)
        yield f"event: grown\ndata: {now}\n\n" if now != known else ": still\n\n"
        known = now


@router.get("/front")
def show_front(visit: Signed) -> Response:
    """Show a leader four numbers, what changed since the last meeting, and what is worst."""
    told = front(visit.office, since=day_asked(visit, "since"), today=visit.today)
    return visit.page(
        "front.html",
        front=told,
        worst=[
            (one, step_in(one.squares[one.sticking].state, one.waits_for) if one.sticking else "")
            for one in told.worst[:WORST]
        ],
        targets=bars_of(targets_on(visit.office, surely=False, today=visit.today)),
    )


@router.get("/public")
def show_public(visit: Anyone) -> Response:
    """Show everybody the projects and how far they are, where the office publishes that."""
    let_strangers_in(visit)
    text = visit.parameter("q")
    lines = public_lines(visit.office, today=visit.today)
    shown = [one for one in lines if text in one.name or plain_code(text) in one.code]
    return visit.page("public.html", lines=shown, text=text)


@router.get("/public/{code}")
def show_public_timetable(visit: Anyone, code: str) -> Response:
    """Show everybody one project's timetable."""
    let_strangers_in(visit)
    told = public_timetable(visit.office, project=plain_code(code), today=visit.today)
    return visit.page("public_timetable.html", told=told)


def bars_of(targets: tuple[TargetView, ...]) -> list[tuple[TargetView, float, str, str]]:
    """Return each target with its share of what is asked, in words, and its tone."""
    found = []
    for one in targets:
        if one.actual is None or not one.asked:
            continue
        ahead = (one.forecast if one.forecast is not None else one.actual) >= one.asked
        tone = "calm" if one.reached else "soon" if ahead else "late"
        words = f"{amount(one.actual, one.unit)}／{amount(one.asked, one.unit)}"
        found.append((one, float(one.actual / one.asked), words, tone))
    return found


def day_asked(visit: Visit, name: str) -> date | None:
    """Return the day that an address asks for; what is no day is told as bad input."""
    try:
        day = Filled({name: (visit.parameter(name),)}).day(name, "")
    except Objection as wrong:
        raise BadInput("网址中的日期", str(wrong)) from wrong
    if day is not None and day > visit.today:
        raise BadInput("网址中的日期", f"{day} 晚于今日 {visit.today}")
    return day


def _board(visit: Visit) -> Response:
    asked = day_asked(visit, "as_of")
    shown = board(visit.office, as_of=asked, today=visit.today)
    unit, tier = visit.parameter("unit"), visit.parameter("tier")
    lines = [one for one in shown.lines if unit in ("", one.unit) and tier in ("", one.tier)]
    live = shown.as_of == visit.today
    pages = max(-(-len(lines) // ROWS), 1)
    page = min(max(visit.number("page") or 1, 1), pages)
    answer = visit.page(
        "board.html",
        board=shown,
        rows=drawn(shown, lines[(page - 1) * ROWS : page * ROWS]),
        total=len(lines),
        pages=pages,
        stages=stages(one.stage for one in shown.columns),
        legend=LEGEND,
        worst=[one for one in lines if one.light in AMISS][:WORST],
        targets=bars_of(targets_on(visit.office, as_of=asked, surely=False, today=visit.today)),
        units=sorted({one.unit: one.unit_name for one in shown.lines}.items()),
        wanted={
            "unit": unit,
            "tier": tier,
            "wall": visit.parameter("wall"),
            "page": page if page > 1 else "",
        },
        wall=visit.parameter("wall") == "1",
        live=live,
        span=(visit.today - shown.first_day).days,
        place=(shown.as_of - shown.first_day).days,
        days=visit.situation().regulations.days,
    )
    # Whoever looks at the board may move its slider next.
    answer.background = BackgroundTask(recall, visit.office, today=visit.today)
    return answer


def let_strangers_in(visit: Visit) -> None:
    """Let strangers in only where the setting says so."""
    if not visit.settings.public_timetable:
        signed_in(visit.request)
