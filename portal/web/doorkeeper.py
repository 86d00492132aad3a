"""Who is signed in (登录状态): read off the cookie of a request."""

from datetime import date, datetime

from starlette.requests import Request
from starlette.responses import Response

from casework.access.signing_in import Comer, Known, SignedIn, known_by
from models.people import Account, Role
from portal.premises import Premises
from portal.web.browser_words import browser_in_words
from portal.web.signer import Signer

COOKIE = "greenchannel"
LASTS_SECONDS = 12 * 60 * 60


def comer_of(request: Request) -> Comer:
    """Return where a request comes from."""
    host = request.client.host if request.client is not None else ""
    return Comer(host, browser_in_words(request.headers.get("user-agent", "")))


def secret_of(request: Request) -> str:
    """Return what the cookie holds; empty when there is none."""
    return request.cookies.get(_name(_is_secure(request)), "")


def signer_of(
    request: Request, premises: Premises, *, touch: bool, today: date, at: datetime
) -> Signer | None:
    """Return who a request comes from, ``None`` when nobody is signed in."""
    secret = secret_of(request)
    if not secret:
        return None
    known = known_by(premises.office, secret, touch=touch, today=today, at=at)
    return signer(premises, known) if known is not None else None


def signer(premises: Premises, known: Known) -> Signer:
    """Return who is signed in at which post; an administrator has none."""
    number = known.session.account if known.session.account in known.posts else ""
    number = number or next(iter(known.posts), "")
    account = None
    if number:
        with premises.office.store.reading() as connection:
            account = premises.office.situation(connection).file.campaign.account(number)
    person = known.person
    nobody = Account.model_construct(number=person.login, name=person.name, role=Role.OPERATOR)
    return Signer(account or nobody, known, has_post=account is not None)


def let_in(request: Request, answer: Response, began: SignedIn) -> Response:
    """Give the browser the secret of its session."""
    secure = _is_secure(request)
    answer.set_cookie(
        _name(secure),
        began.secret,
        max_age=LASTS_SECONDS,
        path="/",
        httponly=True,
        samesite="lax",
        secure=secure,
    )
    return answer


def let_out(request: Request, answer: Response) -> Response:
    """Take the secret from the browser again, and what pages it has kept."""
    secure = _is_secure(request)
    answer.delete_cookie(_name(secure), path="/", httponly=True, samesite="lax", secure=secure)
    answer.headers["clear-site-data"] = '"cache", "storage"'
    return answer


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https"


def _name(secure: bool) -> str:
    """Return the cookie's name; the prefix binds it to this host and to TLS."""
    return f"__Host-{COOKIE}" if secure else COOKIE
