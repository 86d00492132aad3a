"""A stand-in for a browser: says where its requests come from, follows where it is sent."""

import re
from dataclasses import dataclass
from html import unescape

import httpx
from fastapi.testclient import TestClient

from portal.premises import Premises

BASE = "http://127.0.0.1:8080"
FROM_OUR_PAGE = {"sec-fetch-site": "same-origin", "origin": BASE}


@dataclass(frozen=True)
class Browser:
    """One browser with its cookies."""

    client: TestClient
    premises: Premises

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(path, headers={"sec-fetch-site": "none", **headers})

    def post(self, path: str, form: dict[str, object] | None = None, **more: object):  # type: ignore[no-untyped-def]
        return self.client.post(path, data=form or {}, headers=FROM_OUR_PAGE, **more)

    def sign_in(self, account: str) -> httpx.Response:
        answer = self.post("/login", {"account": account, "password": "unused"})
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
