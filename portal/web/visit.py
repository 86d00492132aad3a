"""Who asks, and with what (来访): the one argument of every page.

``Signed`` is somebody who has signed in; a page that takes it sends everybody else to the
sign-in page and back again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import Depends
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from casework.desk import Recorded, Stamp
from casework.office import Office, Situation
from casework.settings import Settings
from models.acts import Via
from models.labels import ROLES
from models.people import Account, Role
from models.refusal import BadInput, Refused, Unknown
from portal.premises import Premises
from portal.web.filled import NO_PROBLEMS, Problems, objection
from portal.web.navigation import Item, navigation
from portal.web.pages import drawn
from rules.in_force.authority import NotEntitled

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Signer:
    """Who is signed in, at which post (当前办理人)."""

    account: Account

    @property
    def number(self) -> str:
        """Return the account's number: what the ledger calls who acts."""
        return self.account.number

    @property
    def name(self) -> str:
        """Return the account's name."""
        return self.account.name

    @property
    def role(self) -> Role:
        """Return the account's role."""
        return self.account.role

    @property
    def role_name(self) -> str:
        """Return the role in words."""
        return ROLES[self.account.role]

    @property
    def office(self) -> str:
        """Return the code of its department or unit; empty for district-wide roles."""
        return self.account.office

    @property
    def department(self) -> str:
        """Return the code of its approval department; empty when it sits in none."""
        sits = self.account.role in (Role.OFFICER, Role.DEPARTMENT_HEAD)
        return self.account.office if sits else ""

    @property
    def unit(self) -> str:
        """Return the code of its responsible unit; empty when it belongs to none."""
        belongs = self.account.role in (Role.UNIT_LIAISON, Role.UNIT_HEAD)
        return self.account.office if belongs else ""


class SignInFirst(Exception):
    """Nobody is signed in (尚未登录)."""


@dataclass(slots=True)
class Visit:
    """One request, the office it is put to, and who puts it (来访)."""

    request: Request
    premises: Premises
    now: datetime
    """The instant of the office, the same for the whole request."""
    today: date
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
        return Stamp(by=self.signer.number, via=Via.PORTAL, now=self.now)

    def parameter(self, name: str, default: str = "") -> str:
        """Return the last value of a query parameter, trimmed."""
        return self.request.query_params.get(name, default).strip()

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
            **self.told,
            **context,
        }
        return HTMLResponse(drawn(template, told), problems.status if problems else status)

    def navigation(self) -> tuple[Item, ...]:
        """Return the parts of the portal that exist and are open to who asks."""
        if self.found is None:
            return ()
        paths: frozenset[str] = self.request.app.state.paths
        return navigation(self.found.role, paths, self.request.url.path)

    def seen(self, path: str, **parameters: object) -> RedirectResponse:
        """Send the browser on after something was done; reloading then repeats nothing."""
        kept = {name: str(value) for name, value in parameters.items() if value not in ("", None)}
        return RedirectResponse(f"{path}?{urlencode(kept)}" if kept else path, 303)

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
        except (NotEntitled, Unknown):
            raise
        except (Refused, BadInput, ValidationError) as failure:
            raise objection(failure) from failure


def visit_of(request: Request) -> Visit:
    """Return who asks; nobody need be signed in."""
    premises: Premises = request.app.state.premises
    now = premises.now()
    signer = request.app.state.doorkeeper.signer(request, premises)
    if signer is not None:
        request.scope["state"]["account"] = signer.number
    return Visit(request, premises, now, premises.today(), signer)


def signed_in(visit: Annotated[Visit, Depends(visit_of)]) -> Visit:
    """Return who asks; whoever has not signed in is sent to do so."""
    if visit.found is None:
        raise SignInFirst
    return visit


Anyone = Annotated[Visit, Depends(visit_of)]
Signed = Annotated[Visit, Depends(signed_in)]
