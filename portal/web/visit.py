"""Who asks, and with what (来访): the one argument of every page.

``Signed`` is somebody who has signed in; a page that takes it sends everybody else to the
sign-in page and back again.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import Depends
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from casework.access.refusals import note_refused
from casework.access.tokens import known_by_token
from casework.desk import Recorded, Stamp
from casework.office import Office, Situation
from casework.office.settings import Settings
from models.access import AccessToken, SignInStage, TokenScope
from models.act_requests import Via
from models.days import ZONE
from models.refusal import BadInput, Refused, Unknown
from portal.premises import Premises
from portal.web.doorkeeper import comer_of, signer, signer_of
from portal.web.filled import NO_PROBLEMS, Problems, objection, whole_number
from portal.web.navigation import Item, navigation
from portal.web.pages import drawn
from portal.web.signer import Signer
from rules.doors.access import NotAdministrator, standing
from rules.in_force.authority import NotEntitled

T = TypeVar("T")


class SignInFirst(Exception):
    """Nobody is signed in (尚未登录)."""


class NextStep(Exception):
    """Signed in, but something has to be done first (先办一步): a code, or a new password."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class NoPost(Refused):
    """Whoever is signed in holds no post today (未任岗位)."""


@dataclass(slots=True)
class Visit:
    """One request, the office it is put to, and who puts it (来访)."""

    request: Request
    premises: Premises
    now: datetime
    """The instant of the office, the same for the whole request."""
    today: date
    at: datetime
    """The instant of the machine: what sessions are counted by, also in a rehearsal."""
    found: Signer | None
    told: dict[str, Any] = field(default_factory=dict)
    """What every page of this request is told."""

    @property
    def office(self) -> Office:
        """Return the office: what casework takes first."""
        return self.premises.office

    @property
    def settings(self) -> Settings:
        """Return the settings."""
        return self.premises.settings

    @property
    def signer(self) -> Signer:
        """Return who is signed in."""
        if self.found is None:
            raise SignInFirst
        return self.found

    def situation(self) -> Situation:
        """Return the campaign as it stands."""
        with self.office.store.reading() as connection:
            return self.office.situation(connection)

    def stamp(self) -> Stamp:
        """Return who acts now, through the portal."""
        who = self.signer
        return Stamp(by=who.number, via=Via.PORTAL, now=self.now, person=who.login)

    def parameter(self, name: str) -> str:
        """Return the last value of a query parameter, trimmed."""
        return self.request.query_params.get(name, "").strip()

    def number(self, name: str) -> int | None:
        """Return a query parameter that is a number; ``None`` = it is none, or was not given."""
        return whole_number(self.parameter(name))

    def page(
        self, template: str, *, status: int = 200, problems: Problems = NO_PROBLEMS, **context: Any
    ) -> HTMLResponse:
        """Draw a page; with problems its status is theirs."""
        told: dict[str, Any] = {
            "visit": self,
            "signer": self.found,
            "today": self.today,
            "problems": problems,
            "navigation": self.navigation(),
            "path": self.request.url.path,
            "parameters": dict(self.request.query_params),
            "demonstration": self.settings.clock == "rehearsal",
            "ends_in": self.ends_in(),
            **self.told,
            **context,
        }
        return HTMLResponse(drawn(template, told), problems.status if problems else status)

    def navigation(self) -> tuple[Item, ...]:
        """Return the parts of the portal that exist and are open to who asks."""
        if self.found is None or self.found.known.session.stage is not SignInStage.IN:
            return ()
        paths: frozenset[str] = self.request.app.state.paths
        return navigation(self.found, paths, self.request.url.path)

    def ends_in(self) -> int:
        """Return the seconds until the session ends if nobody does anything; 0 = there is none."""
        if self.found is None:
            return 0
        ends_at = standing(self.found.known.session, self.at).ends_at
        return max(0, int((ends_at - self.at).total_seconds()))

    def seen(self, path: str, **parameters: object) -> RedirectResponse:
        """Send the browser on after something was done; reloading then repeats nothing."""
        kept = {name: str(value) for name, value in parameters.items() if value not in ("", None)}
        return RedirectResponse(f"{path}?{urlencode(kept)}" if kept else path, 303)

    def note_refused(self, detail: str) -> None:
        """Write down what was asked for and refused; a query is written nowhere."""
        note_refused(
            self.office,
            person=self.signer.person.login,
            about=f"{self.request.method} {self.request.url.path}",
            detail=detail,
            address=comer_of(self.request).address,
            at=self.at,
        )

    def write(self, do: Callable[[], Recorded]) -> Recorded:
        """Carry out an act, then wake the case run of its project.

        A refusal or a wrong value becomes an :class:`~portal.web.filled.Objection`, whose
        problems the page shows with the form as it was filled in; who lacks the right is
        answered by a page of its own (403), what does not exist by another (404).
        """
        recorded = self.attempt(do)
        self.request.app.state.waker.wake(recorded.file.project.code)
        return recorded

    def attempt(self, do: Callable[[], T]) -> T:
        """Carry out something that the rules may refuse; see :meth:`write`."""
        try:
            return do()
        except (NotEntitled, NotAdministrator, Unknown):
            raise
        except (Refused, BadInput, ValidationError) as failure:
            raise objection(failure) from failure


def visit_of(request: Request) -> Visit:
    """Return who asks; nobody need be signed in."""
    return _visit(request, touch=False)


def present(request: Request) -> Visit:
    """Return who asks, somebody who is signed in, whether they hold a post or not."""
    visit = _visit(request, touch=True)
    _let_pass(visit)
    return visit


def signed_in(request: Request) -> Visit:
    """Return who asks, somebody who is signed in at a post; others are sent to sign in."""
    visit = _visit(request, touch=True)
    _let_pass(visit)
    _must_hold_a_post(visit)
    return visit


def signed_quietly(request: Request) -> Visit:
    """Return who asks, as :func:`signed_in`; a page that asks by itself keeps no session alive."""
    visit = _visit(request, touch=False)
    _let_pass(visit)
    _must_hold_a_post(visit)
    return visit


def by_token(
    request: Request, secret: str, scopes: Collection[TokenScope]
) -> tuple[Visit, AccessToken] | None:
    """Return who asks with a token, and the token; ``None`` = it opens nothing here."""
    premises: Premises = request.app.state.premises
    at, today = request.app.state.machine_time(), premises.today()
    found = known_by_token(
        premises.office,
        secret.strip(),
        scopes=scopes,
        comer=comer_of(request),
        today=today,
        at=at,
    )
    if found is None:
        return None
    known, token = found
    who = signer(premises, known)
    if not who.has_post:
        return None
    request.scope["state"]["account"] = known.person.login
    return Visit(request, premises, premises.now(), today, at, who), token


def _visit(request: Request, *, touch: bool) -> Visit:
    premises: Premises = request.app.state.premises
    at: datetime = request.app.state.machine_time()
    now = premises.now()
    today = now.astimezone(ZONE).date()
    signer = signer_of(request, premises, touch=touch, today=today, at=at)
    if signer is not None:
        request.scope["state"]["account"] = signer.person.login
    return Visit(request, premises, now, today, at, signer)


def _let_pass(visit: Visit) -> None:
    """Let nobody go on who has not finished signing in."""
    stage = visit.signer.known.session.stage
    if stage is SignInStage.CODE:
        raise NextStep("/login/code")
    if stage is SignInStage.PASSWORD and visit.request.url.path != "/me/password":
        raise NextStep("/me/password")


def _must_hold_a_post(visit: Visit) -> None:
    if visit.signer.has_post:
        return
    if visit.request.url.path == "/":
        raise NextStep("/admin" if visit.signer.administrator is not None else "/me")
    raise NoPost(f"{visit.signer.person.name}没有业务岗位，不能进入业务页面")


Anyone = Annotated[Visit, Depends(visit_of)]
"""Anybody, signed in or not."""
Present = Annotated[Visit, Depends(present)]
"""Somebody who is signed in, an administrator perhaps."""
Signed = Annotated[Visit, Depends(signed_in)]
"""An officer: signed in, at a post of the campaign."""
SignedQuietly = Annotated[Visit, Depends(signed_quietly)]
"""An officer's page that asks by itself: a stream, a draft."""
