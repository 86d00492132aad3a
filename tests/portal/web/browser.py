"""A stand-in for a browser: says where its requests come from, follows where it is sent."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

import httpx
from fastapi.testclient import TestClient

from casework.office.clock import machine_time
from portal.premises import Premises

BASE = "http://127.0.0.1:8080"
PASSWORD = "a demonstration 2020"
FROM_OUR_PAGE = {"sec-fetch-site": "same-origin", "origin": BASE}


@dataclass(frozen=True)
class Browser:
    """One browser with its cookies."""

    client: TestClient
    premises: Premises

    @property
    def secret(self) -> str:
        """What the cookie of the session holds."""
        (cookie,) = [one for one in self.client.cookies.jar if one.name == "greenchannel"]
        return cookie.value or ""

    def hold(self, secret: str) -> None:
        """Put a secret into the cookie, as somebody would who has found it."""
        self.client.cookies.clear()
        self.client.cookies.set("greenchannel", secret, domain="127.0.0.1")

    def another(self) -> "Browser":
        """A second browser at the same portal, with cookies of its own."""
        return Browser(TestClient(self.client.app, BASE, follow_redirects=False), self.premises)

    @contextmanager
    def later(self, wait: timedelta) -> Iterator[None]:
        """Ask some time later by the machine's clock."""
        state = self.client.app.state  # type: ignore[attr-defined]
        state.machine_time = lambda: machine_time() + wait
        yield
        state.machine_time = machine_time

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(path, headers={"sec-fetch-site": "none", **headers})

    def post(self, path: str, form: dict[str, object] | None = None, **more: object):  # type: ignore[no-untyped-def]
        return self.client.post(path, data=form or {}, headers=FROM_OUR_PAGE, **more)

    def sign_in(self, account: str, password: str = PASSWORD) -> httpx.Response:
        answer = self.post("/login", {"account": account, "password": password})
        assert answer.status_code == 303, text(answer)
        return answer


def text(answer: httpx.Response) -> str:
    """What a person reads on a page: the words of its body without tags."""
    body = answer.text.partition("<body")[2] or answer.text
    words = re.sub(r"<[^>]*>", " ", body.partition(">")[2] or body)
    return " ".join(unescape(words).split())


def title(answer: httpx.Response) -> str:
    """The title of a page."""
    found = re.search(r"<title>(.*?)</title>", answer.text, re.DOTALL)
    return unescape(found[1]).strip() if found else ""
