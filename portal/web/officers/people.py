"""Signing in and out (登录): password, code of the second factor, and out again."""

from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from casework.access.signing_in import enter_code, sign_in, sign_out
from models.access import SignInStage
from models.people import Account
from models.refusal import Refused
from portal.web.doorkeeper import comer_of, let_in, let_out, secret_of
from portal.web.filled import NO_PROBLEMS, FilledIn, Problems, objection
from portal.web.visit import Anyone, Visit

router = APIRouter()

SHOWN = ("housing-01", "housing-head", "unit-park-liaison", "cso-01", "dispatch-01", "leader-01")
"""Accounts that the demonstration names on its door."""


@router.get("/login")
def ask(visit: Anyone) -> Response:
    """Show the sign-in page; who is in already goes on."""
    wanted = own_path(visit.parameter("next"))
    if visit.found is not None and visit.found.known.session.stage is SignInStage.IN:
        return RedirectResponse(wanted, 303)
    return _door(visit, "", wanted)


@router.post("/login")
def enter(visit: Anyone, form: FilledIn) -> Response:
    """Sign in; the session that the browser had ends."""
    login, wanted = form.code("account").lower(), own_path(form.text("next"))
    comer, at = comer_of(visit.request), visit.at
    try:
        began = sign_in(
            visit.office,
            login=login,
            password=form.given.get("password", ("",))[-1],
            comer=comer,
            today=visit.today,
            at=at,
        )
    except Refused as refused:
        return _refused(refused, _door(visit, login, wanted, objection(refused).problems))
    sign_out(visit.office, secret_of(visit.request), comer=comer, at=at)
    ahead = {SignInStage.CODE: "/login/code", SignInStage.PASSWORD: "/me/password"}
    path = ahead.get(began.session.stage, wanted)
    answer = visit.seen(path, next=wanted if path == "/login/code" and wanted != "/" else "")
    return let_in(visit.request, answer, began)


@router.get("/login/code")
def ask_code(visit: Anyone) -> Response:
    """Ask for the code of the second factor."""
    if visit.found is None or visit.found.known.session.stage is not SignInStage.CODE:
        return RedirectResponse("/login", 303)
    return visit.page("login_code.html", wanted=own_path(visit.parameter("next")))


@router.post("/login/code")
def take_code(visit: Anyone, form: FilledIn) -> Response:
    """Take the code, and let in."""
    wanted = own_path(form.text("next"))
    try:
        began = enter_code(
            visit.office,
            secret=secret_of(visit.request),
            code=form.code("code"),
            comer=comer_of(visit.request),
            at=visit.at,
        )
    except Refused as refused:
        problems = objection(refused).problems
        page = visit.page("login_code.html", problems=problems, wanted=wanted)
        return _refused(refused, page)
    path = "/me/password" if began.session.stage is SignInStage.PASSWORD else wanted
    return let_in(visit.request, visit.seen(path), began)


@router.post("/logout")
def leave(visit: Anyone) -> Response:
    """Sign out."""
    secret, comer = secret_of(visit.request), comer_of(visit.request)
    sign_out(visit.office, secret, comer=comer, at=visit.at)
    return let_out(visit.request, visit.seen("/login"))


def own_path(wanted: str) -> str:
    """Return a path of ours to go to; an address elsewhere leads to the first page."""
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    ours = not parts.scheme and not parts.netloc and wanted.startswith("/")
    plain = wanted.isprintable() and "\\" not in wanted
    return wanted if ours and plain and not wanted.startswith("//") else "/"


def _door(visit: Visit, account: str, wanted: str, problems: Problems = NO_PROBLEMS) -> Response:
    shown: tuple[Account, ...] = ()
    if visit.settings.clock == "rehearsal":
        campaign = visit.situation().file.campaign
        shown = tuple(one for number in SHOWN if (one := campaign.account(number)) is not None)
    return visit.page("login.html", problems=problems, account=account, wanted=wanted, shown=shown)


def _refused(refused: Refused, page: Response) -> Response:
    if wait := refused.facts.get("retry_after"):
        page.headers["retry-after"] = str(wait)
    return page
