"""Where a worker waits until a run may have become due (候令): at the door, not by asking anew.

A worker that asks what is due may say how long it would wait for an answer (``Prefer:
wait=5``, RFC 7240; ours takes fractions) and what it knows (``Waking-Count``, as the answer
before told it). While nothing was made due since then, its question is held back.

Nothing is overlooked: the count goes up after a request that may make a run due has been
answered, and it is read before a question is let through. So what such a request left behind
is in that answer, or the next question is not held back.
"""

import re
import secrets

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

WAKING_COUNT = "Waking-Count"
LONGEST_SECONDS = 60.0

QUESTION = re.compile(r"/work_pools/[^/]+/get_scheduled_flow_runs$")
MAKES_DUE = re.compile(
    r"/flow_runs/?$|/flow_runs/[^/]+/resume$"
    r"|/deployments/[^/]+/(create_flow_run(/bulk)?|schedule)$"
)
SETS_STATE = re.compile(r"/flow_runs/([^/]+/set_state|bulk_set_state)$")
WAIT = re.compile(r"\bwait=(\d{1,4}(\.\d{1,6})?)")


class WaitingRoom:
    """Hold questions back until there may be something new to answer (候令)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._life = secrets.token_hex(8)
        """Counts of an earlier server, or of another one behind the same name, say nothing here."""
        self._count = 0
        self._next = anyio.Event()
        self._closed = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let pass, hold back or count; what is said is said by Prefect."""
        path = scope["path"] if scope["type"] == "http" and scope["method"] == "POST" else ""
        if QUESTION.search(path):
            held = await self._hold(Headers(scope=scope))
            await self._app(scope, receive, self._counted(send, held=held))
        elif MAKES_DUE.search(path):
            try:
                await self._app(scope, receive, send)
            finally:
                self._wake()
        elif SETS_STATE.search(path):
            heard = _Overheard(receive, b"SCHEDULED")
            try:
                await self._app(scope, heard, send)
            finally:
                if heard.found:
                    self._wake()
        else:
            await self._app(scope, receive, send)

    def close(self) -> None:
        """Let all questions through from now on: the server is about to stop."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        self._count += 1
        self._next.set()
        self._next = anyio.Event()

    async def _hold(self, headers: Headers) -> bool:
        """Return when something changed or the time is over; tell whether waiting was possible."""
        life, _, known = headers.get(WAKING_COUNT, "").partition(".")
        wait = WAIT.search(headers.get("prefer", ""))
        if wait is None or life != self._life:
            return False
        with anyio.move_on_after(min(float(wait[1]), LONGEST_SECONDS)):
            while known == str(self._count) and not self._closed:
                await self._next.wait()
        return not self._closed

    def _counted(self, send: Send, *, held: bool) -> Send:
        """Say with an answer up to where it knows; a refusal tells no stranger how to wait."""
        count = f"{self._life}.{self._count}"

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 300:
                headers = MutableHeaders(scope=message)
                headers[WAKING_COUNT] = count
                if held:
                    headers["Preference-Applied"] = "wait"
            await send(message)

        return sending


class _Overheard:
    """Whether a request's body, on its way to Prefect, holds a word."""

    def __init__(self, receive: Receive, word: bytes) -> None:
        self._receive = receive
        self._word = word
        self._end = b""
        self.found = False

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            known = self._end + message.get("body", b"")
            self.found = self.found or self._word in known
            self._end = known[1 - len(self._word) :]
        return message
