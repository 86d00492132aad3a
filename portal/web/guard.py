"""What stands before every page (门卫): names, origins, sizes, headers, the access log.

A request must name this server; what changes something must come from its own pages, as the
browser says (``Sec-Fetch-Site``, else ``Origin``); a body has a limit. What is logged holds
no query, cookie or field.
"""

import logging
import secrets
import time
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
SENT_ALWAYS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OWN = frozenset({"same-origin", "none"})
MOST_BYTES = 1024 * 1024
MOST_UPLOADED_BYTES = 24 * 1024 * 1024
"""A body with files: a workbook or an attachment of 20 MiB and its form."""

access = logging.getLogger("greenchannel.access")


class TooLong(Exception):
    """The body is longer than it may be (请求过大)."""


def names_of(host: str, port: int, also: Iterable[str] = ()) -> frozenset[str]:
    """Return the names, with port, by which the portal is asked; ``also`` as a proxy says them."""
    bare = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return frozenset(
        [f"{name}:{port}" for name in (*LOOPBACK, bare)] + [name.lower() for name in also]
    )


def plainly(_: Scope, status: int, sentence: str) -> Response:
    """Answer a refusal as a line of text."""
    return PlainTextResponse(sentence, status)


class Guard:
    """Let in what names this server and, to change something, comes from it (门卫)."""

    def __init__(
        self,
        app: ASGIApp,
        names: frozenset[str],
        seen: Callable[[Scope, int, float], None] = lambda *_: None,
        refused: Callable[[Scope, int, str], Response] = plainly,
    ) -> None:
        self._app = app
        self._names = names
        self._seen = seen
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 421, 403 or 413, or pass on; add what every answer says, and log it.

        A HEAD is answered as the GET that it asks after; the server leaves the body out.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = scope["method"]
        scope = {**scope, "method": "GET"} if asked == "HEAD" else scope
        began = time.perf_counter()
        status = 500
        scope["state"] = {**scope.get("state", {}), "request_id": secrets.token_hex(6)}

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(scope, message)
            await send(message)

        try:
            refused = self._objection(scope)
            if refused is not None:
                await self._refused(scope, *refused)(scope, receive, sending)
            else:
                await self._app(scope, _limited(scope, receive), sending)
        finally:
            self._seen(scope, status, time.perf_counter() - began)
            access.info(
                "%s %s %s %d %.0fms %s",
                scope["state"]["request_id"],
                asked,
                scope["path"][:200].encode("unicode_escape").decode("ascii"),
                status,
                (time.perf_counter() - began) * 1000,
                scope["state"].get("account", "-"),
            )

    def _objection(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._names:
            return 421, "本服务不以该名称对外服务，请使用正确的网址"
        if scope["method"] in SAFE:
            return None
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > _most(headers):
            return 413, "提交的内容过大"
        if not self._is_own(headers):
            return 403, "只接受由本系统页面提交的操作，请从本系统页面重新进入"
        return None

    def _is_own(self, headers: Headers) -> bool:
        """Tell whether a request comes from our own page; programs send neither header."""
        site, origins = headers.get("sec-fetch-site"), headers.getlist("origin")
        if site is not None and site not in OWN:
            return False
        if site is None and not origins:
            return headers.get("authorization", "").lower().startswith("bearer ")
        return all(self._names_us(origin) for origin in origins)

    def _names_us(self, origin: str) -> bool:
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        return parts.scheme in ("http", "https") and parts.netloc.lower() in self._names


def _most(headers: Headers) -> int:
    uploads = headers.get("content-type", "").lower().startswith("multipart/form-data")
    return MOST_UPLOADED_BYTES if uploads else MOST_BYTES


def _limited(scope: Scope, receive: Receive) -> Receive:
    """Count what arrives: a body may come without a length, or lie about it."""
    most, got = _most(Headers(scope=scope)), 0

    async def receiving() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise TooLong
        return message

    return receiving


def _add_headers(scope: Scope, message: Message) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in SENT_ALWAYS.items():
        headers.setdefault(name, value)
    if "cache-control" not in headers:
        headers["cache-control"] = "no-store"
    headers["x-request-id"] = scope["state"]["request_id"]
