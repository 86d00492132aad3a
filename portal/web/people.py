"""Signing in and out (登录)."""

from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.responses import Response

from portal.web.doorkeeper import COOKIE
from portal.web.filled import FilledIn, Problem, Problems
from portal.web.visit import Anyone

router = APIRouter()


@router.get("/login")
def ask(visit: Anyone) -> Response:
    """Show the sign-in page."""
    return visit.page("login.html", account="", wanted=own_path(visit.parameter("next")))


@router.post("/login")
def sign_in(visit: Anyone, form: FilledIn) -> Response:
    """Sign in."""
    number = form.code("account")
    if visit.situation().file.campaign.account(number) is None:
        wrong = Problems((Problem("account", "账号或口令不正确"),))
        wanted = own_path(form.text("next"))
        return visit.page("login.html", problems=wrong, account=number, wanted=wanted)
    answer = visit.seen(own_path(form.text("next")))
    token = visit.request.app.state.doorkeeper.open(number)
    answer.set_cookie(COOKIE, token, httponly=True, samesite="lax")
    return answer


@router.post("/logout")
def sign_out(visit: Anyone) -> Response:
    """Sign out."""
    visit.request.app.state.doorkeeper.close(visit.request)
    answer = visit.seen("/login")
    answer.delete_cookie(COOKIE)
    return answer


def own_path(wanted: str) -> str:
    """Return a path of ours to go to; an address elsewhere leads to the first page."""
    parts = urlsplit(wanted)
    ours = not parts.scheme and not parts.netloc and wanted.startswith("/")
    return wanted if ours and not wanted.startswith(("//", "/\\")) else "/"
