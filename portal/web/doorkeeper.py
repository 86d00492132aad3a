"""Who is signed in (登录状态)."""

import secrets
from threading import Lock

from starlette.requests import Request

from portal.premises import Premises
from portal.web.visit import Signer

COOKIE = "greenchannel"


class Doorkeeper:
    """Know the signed-in by their cookie (门卫登记)."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[str, str] = {}

    def open(self, account: str) -> str:
        """Begin a session; return what the cookie holds."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._known[token] = account
        return token

    def close(self, request: Request) -> None:
        """End the session of a request."""
        with self._lock:
            self._known.pop(request.cookies.get(COOKIE, ""), None)

    def signer(self, request: Request, premises: Premises) -> Signer | None:
        """Return who a request comes from, ``None`` when nobody is signed in."""
        with self._lock:
            number = self._known.get(request.cookies.get(COOKIE, ""))
        if number is None:
            return None
        with premises.office.store.reading() as connection:
            account = premises.office.situation(connection).file.campaign.account(number)
        return Signer(account) if account is not None else None
