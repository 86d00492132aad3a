"""One's own account (我的账户): post, password, second factor, sessions, tokens."""

import segno
from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from casework.access import own_account as own
from casework.access.passwords import new_seed, seed_address
from casework.access.signing_in import renew
from models.access import AccessKind, TokenScope
from models.refusal import Unknown
from portal.web.doorkeeper import comer_of, let_in
from portal.web.filled import NO_PROBLEMS, Filled, FilledIn, Objection, Problems, give_back
from portal.web.visit import Present, Visit
from rules.doors.access import standing, token_stands
from store.people import access_log, sign_ins

router = APIRouter(prefix="/me")

SHOWN = 50
"""Lines of one's own log on a page."""

SCOPES = (
    (TokenScope.READ, "只能查阅"),
    (TokenScope.ACT, "可以以本人在该岗位的名义办理"),
    (TokenScope.CALENDAR, "只能订阅本人、本单位和项目的期限"),
)


@router.get("")
def show(visit: Present) -> Response:
    """Show one's own account."""
    return _page(visit)


@router.post("/stay")
def stay(visit: Present) -> Response:
    """Stay signed in: somebody is still there."""
    return Response(status_code=204, headers={"x-ends-in": str(visit.ends_in())})


@router.post("/post")
def choose(visit: Present, form: FilledIn) -> Response:
    """Go on at another of one's posts."""
    account = form.text("account")
    if account not in visit.signer.posts:
        raise Unknown("您没有担任该岗位", account=account)
    known, comer = visit.signer.known, comer_of(visit.request)
    began = renew(visit.office, known, account=account, comer=comer, at=visit.at)
    return let_in(visit.request, visit.seen("/"), began)


@router.get("/log")
def log(visit: Present) -> Response:
    """Show what was done in one's own name at the door, and to one's own rights."""
    with visit.office.store.reading() as connection:
        lines = access_log.events(
            connection,
            before=visit.number("before"),
            person=visit.signer.person.login,
            most=SHOWN,
        )
    more = lines[-1].seq if len(lines) == SHOWN else None
    return visit.page("own_log.html", lines=lines, more=more, words=AccessKind.words())


@router.get("/password")
def ask_password(visit: Present) -> Response:
    """Ask for another password."""
    return visit.page("password.html")


@router.post("/password")
def change_password(visit: Present, form: FilledIn) -> Response:
    """Change the password."""
    old, new, again = (form.given.get(name, ("",))[-1] for name in ("old", "password", "again"))
    try:
        if new != again:
            give_back("again", "两次输入的新口令不一致")
        began = visit.attempt(
            lambda: own.change_password(
                visit.office,
                visit.signer.known,
                old=old,
                new=new,
                comer=comer_of(visit.request),
                at=visit.at,
            )
        )
    except Objection as refused:
        return visit.page("password.html", problems=refused.problems)
    return let_in(visit.request, visit.seen("/me", done="password"), began)


@router.get("/second-factor")
def ask_second_factor(visit: Present) -> Response:
    """Show the seed of a second factor, to be taken over by an authenticator."""
    if visit.signer.person.second_factor:
        return RedirectResponse("/me", 303)
    return _seed_page(visit, new_seed())


@router.post("/second-factor")
def add_second_factor(visit: Present, form: FilledIn) -> Response:
    """Take the second factor on, once a code shows that the authenticator has the seed."""
    seed = form.code("seed").upper()
    if len(seed) < 16 or not set(seed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"):
        return RedirectResponse("/me/second-factor", 303)
    try:
        visit.attempt(
            lambda: own.add_second_factor(
                visit.office,
                visit.signer.known,
                seed=seed,
                code=form.code("code"),
                comer=comer_of(visit.request),
                at=visit.at,
            )
        )
    except Objection as refused:
        return _seed_page(visit, seed, refused.problems)
    return visit.seen("/me", done="second-factor")


@router.post("/second-factor/remove")
def remove_second_factor(visit: Present, form: FilledIn) -> Response:
    """Give the second factor up."""
    try:
        visit.attempt(
            lambda: own.remove_second_factor(
                visit.office,
                visit.signer.known,
                password=form.given.get("old", ("",))[-1],
                code=form.code("code"),
                comer=comer_of(visit.request),
                at=visit.at,
            )
        )
    except Objection as refused:
        return _page(visit, problems=refused.problems)
    return visit.seen("/me", done="second-factor-removed")


@router.post("/sessions/end")
def end_session(visit: Present, form: FilledIn) -> Response:
    """End one of one's own sessions."""
    known, comer = visit.signer.known, comer_of(visit.request)
    own.end_session(visit.office, known, form.text("session"), comer=comer, at=visit.at)
    return visit.seen("/me", done="session")


@router.post("/tokens")
def make_token(visit: Present, form: FilledIn) -> Response:
    """Make a token; it is shown once, on this very answer."""
    days = form.code("days")
    try:
        if form.text("scope") not in set(TokenScope):
            give_back("scope", "请选择权限")
        if not (days.isascii() and days.isdigit() and len(days) < 5):
            give_back("days", "有效天数应为1至366的整数")
        name = form.line("name", "令牌用途")
        secret = visit.attempt(
            lambda: own.make_token(
                visit.office,
                visit.signer.known,
                name=name,
                scope=TokenScope(form.text("scope")),
                account=visit.signer.number if visit.signer.has_post else "",
                days=int(days),
                comer=comer_of(visit.request),
                at=visit.at,
            )
        )
    except Objection as refused:
        return _page(visit, problems=refused.problems, form=form)
    return _page(visit, secret=secret, feed=form.text("scope") == TokenScope.CALENDAR)


@router.post("/tokens/revoke")
def revoke_token(visit: Present, form: FilledIn) -> Response:
    """Revoke one of one's own tokens."""
    known, comer = visit.signer.known, comer_of(visit.request)
    own.revoke_token(visit.office, known, form.text("token"), comer=comer, at=visit.at)
    return visit.seen("/me", done="token")


def _page(
    visit: Visit,
    *,
    problems: Problems = NO_PROBLEMS,
    form: Filled | None = None,
    secret: str = "",
    feed: bool = False,
) -> Response:
    at, login = visit.at, visit.signer.person.login
    with visit.office.store.reading() as connection:
        sessions = sign_ins.sessions_of(connection, login)
        tokens = sign_ins.tokens_of(connection, login)
        campaign = visit.office.situation(connection).file.campaign
    held = [account for one in visit.signer.posts if (account := campaign.account(one))]
    return visit.page(
        "own_account.html",
        problems=problems,
        form=form or Filled({"days": ("90",), "scope": ("read",)}),
        secret=secret,
        feed=f"{visit.request.base_url}calendar.ics?token={secret}" if feed else "",
        posts=held,
        sessions=[one for one in sessions if not standing(one, at).over],
        tokens=[(one, token_stands(one, at)) for one in tokens],
        scopes=[(one.value, one.label, hint) for one, hint in SCOPES],
    )


def _seed_page(visit: Visit, seed: str, problems: Problems = NO_PROBLEMS) -> Response:
    address = seed_address(seed, login=visit.signer.person.login)
    picture = segno.make(address, error="m").svg_inline(
        scale=5, border=2, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return visit.page("second_factor.html", problems=problems, seed=seed, picture=picture)
