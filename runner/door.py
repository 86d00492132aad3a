"""Who may knock at Prefect's door (来访核验): own pages, own programs, nobody else's pages.

Prefect answers any ``Origin`` and any ``Host``: a page of a stranger's, open in an officer's
browser, could read and start runs. Here a request must name a host that this server is
known by (else a stranger's name may point at this machine), and one that a browser sends
for a page must come from a page of this server. No answer may be read elsewhere, none may
be framed, and the pages themselves may ask nobody else (``connect-src 'self'``).
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from prefect.logging import get_logger
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

POLICY = (
    "default-src 'self'; connect-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
SENT_ALWAYS = {
    "content-security-policy": POLICY,
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
OWN_PAGES = frozenset({"same-origin", "none"})
"""What a browser says of a request that no other site has a part in (``Sec-Fetch-Site``)."""

logger = get_logger("runner.door")


def names_of(host: str, port: int, also: Iterable[str] = ()) -> frozenset[str]:
    """Return the names, with port, by which a server is asked; ``also`` as a proxy says them."""
    bare = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return frozenset(
        [f"{name}:{port}" for name in (*LOOPBACK, bare)] + [name.lower() for name in also]
    )


class Door:
    """Let in what names this server and comes from it (来访核验)."""

    def __init__(self, app: ASGIApp, names: frozenset[str]) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse with 421 or 403, or pass on and add what every answer says."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = self._objection(scope)
        if refusal is None:
            await self._app(scope, receive, _guarded(send))
            return
        status, reason = refusal
        logger.warning("Refused %s: %s", scope["path"][:200].encode("unicode_escape"), reason)
        if scope["type"] == "websocket":
            await WebSocketClose(1008, reason)(scope, receive, send)
            return
        answer = JSONResponse({"exception_message": reason}, status)
        await answer(scope, receive, _guarded(send))

    def _objection(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._names:
            return 421, "This server is not known by the name in Host"
        for origin in headers.getlist("origin"):
            if not self._is_own(origin):
                return 403, "Pages of another origin are not answered"
        site = headers.get("sec-fetch-site", "none")
        if site not in OWN_PAGES and not _is_visit(scope, headers):
            return 403, "Pages of another site are not answered"
        return None

    def _is_own(self, origin: str) -> bool:
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        return parts.scheme in ("http", "https") and parts.netloc.lower() in self._names


def _is_visit(scope: Scope, headers: Headers) -> bool:
    """Tell whether a link elsewhere leads a person here: a whole page, not an answer of the API."""
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") == "document"
        and not scope["path"].startswith("/api")
    )


def _guarded(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name in [name for name in headers if name.startswith("access-control-")]:
                del headers[name]
            for name, value in SENT_ALWAYS.items():
                headers[name] = value
        await send(message)

    return sending
