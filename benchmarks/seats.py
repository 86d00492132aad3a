"""A person's browser as a load has it (席位): one kept connection, its cookies, little work.

An office's browsers run on its officers' machines, not on the server's two cores; a client
that unpacks, decodes and validates takes a fifth of them from the server that it measures. What
comes is counted as it goes over the wire and not unpacked.
"""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import httptools

KEPT_SECONDS = 1.0
"""A connection that nobody used for so long is opened anew: the server drops it at five."""
CHUNK = 1 << 16
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said (应答)."""

    status: int
    size: int
    """Bytes of the body as they went over the wire."""


class Seat:
    """One browser before one server; it asks one thing at a time."""

    def __init__(self, base: str) -> None:
        address = urlsplit(base)
        self._host, self._port = address.hostname or "", address.port or 80
        self._cookies: dict[str, str] = {}
        self._connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._used = 0.0

    async def get(self, path: str) -> Answer:
        """Ask for a page."""
        return await self._ask("GET", path)

    async def post(self, path: str, form: Mapping[str, str]) -> Answer:
        """Send a form; where it leads to is not followed."""
        return await self._ask("POST", path, urlencode(form).encode())

    async def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection[1].close()
            await self._connection[1].wait_closed()
            self._connection = None

    async def _ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        if time.monotonic() - self._used > KEPT_SECONDS:
            await self.close()
        if self._connection is None:
            self._connection = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._connection
        writer.write(self._head(method, path, body) + body)
        heard = _Heard()
        parser = httptools.HttpResponseParser(heard)
        async with asyncio.timeout(SECONDS):
            while not heard.complete:
                some = await reader.read(CHUNK)
                if not some:
                    raise ConnectionResetError(f"{method} {path}: the server hung up")
                parser.feed_data(some)
        self._cookies |= heard.cookies
        self._used = time.monotonic()
        if not parser.should_keep_alive():
            await self.close()
        return Answer(parser.get_status_code(), heard.size)

    def _head(self, method: str, path: str, body: bytes) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"host: {self._host}:{self._port}",
            "accept: text/html",
            "accept-encoding: gzip",
            "sec-fetch-site: same-origin",
        ]
        if self._cookies:
            told = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
            lines.append(f"cookie: {told}")
        if method == "POST":
            lines += [
                "content-type: application/x-www-form-urlencoded",
                f"content-length: {len(body)}",
            ]
        return "\r\n".join([*lines, "", ""]).encode()


class _Heard:
    """What the parser tells of one answer."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}
        self.size = 0
        self.complete = False

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"set-cookie":
            cookie, _, word = value.decode().partition(";")[0].partition("=")
            self.cookies[cookie.strip()] = word

    def on_body(self, some: bytes) -> None:
        self.size += len(some)

    def on_message_complete(self) -> None:
        self.complete = True
