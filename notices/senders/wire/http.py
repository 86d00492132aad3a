"""One question over HTTP, one checked answer (平台请求): bounded in time and size, no secrets.

What requests raises names the whole address, tokens included: none of it is passed on.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import time
from typing import Any, NamedTuple

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, NameResolutionError

from notices.senders.wire.deadline import Deadline
from notices.senders.wire.failure import SendFailure
from notices.senders.wire.refusals import PASSING, TOO_FAST, Refusals

CONNECT_SECONDS = 3.0
READ_SECONDS = 5.0
MOST_BYTES = 65_536

LONGEST_WAIT = timedelta(hours=24)
"""However long a platform asks to be left alone: tomorrow it is asked again."""

_WORTH_ANOTHER_TRY = frozenset({408, 425, 429})
_WAITS = ("Retry-After", "x-ogw-ratelimit-reset")
"""Where an answer says how long to wait; the second is Feishu's."""


class Answer(NamedTuple):
    """A good answer (应答)."""

    body: bytes
    retry_after: timedelta | None
    """What it says about waiting, whatever its status."""


def encoded(message: object) -> bytes:
    """Return a message as the bytes that are sent of it."""
    return json.dumps(message, ensure_ascii=False).encode()


def ask(
    url: str,
    *,
    refusals: Refusals | None = None,
    json_body: object | None = None,
    form: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
    method: str = "POST",
    ok: range = range(200, 300),
) -> Answer:
    """Return a good answer, or raise :class:`SendFailure`.

    Redirects are not followed: a sign-in page that answers 200 is no delivery.
    """
    given = {"User-Agent": "GreenChannel", **(headers or {})}
    data: bytes | Mapping[str, str] | None = form
    if json_body is not None:
        data = encoded(json_body)
        given = {"Content-Type": "application/json; charset=utf-8", **given}
    with Deadline(CONNECT_SECONDS + READ_SECONDS) as deadline, requests.Session() as session:
        for scheme in ("http://", "https://"):
            session.mount(scheme, _Watched(deadline))
        try:
            with session.request(
                method,
                url,
                params=query,
                data=data,
                headers=given,
                auth=auth,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
                stream=True,
            ) as response:
                body = _read(response)
        except (requests.RequestException, HTTPError, OSError) as failure:
            raise _lost(failure, cut=deadline.passed) from None
        if deadline.passed:
            raise _lost(TimeoutError(), cut=True)
    if response.status_code in ok:
        return Answer(body, _retry_after(response))
    raise _refused(response, body, refusals)


def ask_json(url: str, good: int, refusals: Refusals, **question: Any) -> dict[str, Any]:
    """Return an answer whose code is the good one, or raise :class:`SendFailure`."""
    answer, retry_after = ask_any(url, refusals, **question)
    refusals.must_be(answer, good, retry_after=retry_after)
    return answer


def ask_any(
    url: str, refusals: Refusals, **question: Any
) -> tuple[dict[str, Any], timedelta | None]:
    """Return an answer as an object, whatever its code, and the wait that it names."""
    said = ask(url, refusals=refusals, **question)
    answer = _object(said.body)
    if answer is None:
        raise SendFailure("平台应答无法识别")
    return answer, said.retry_after


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


class _Watched(HTTPAdapter):
    """Makes connections that are cut when the time of the question is over."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        super().__init__()

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """Return a pool whose connections are watched from their first byte, TLS included."""
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        deadline, kind = self._deadline, pool.ConnectionCls

        class Connection(kind):  # type: ignore[misc, valid-type]
            def _new_conn(self) -> Any:
                return deadline.watch(super()._new_conn())

        pool.ConnectionCls = Connection
        return pool


def _read(response: requests.Response) -> bytes:
    """Return the body, as much of it as may matter."""
    body = b""
    while len(body) < MOST_BYTES:
        chunk: bytes = response.raw.read1(MOST_BYTES, decode_content=True)
        if not chunk:
            return body
        body += chunk
    return body


def _lost(failure: Exception, *, cut: bool) -> SendFailure:
    """Say why there is no answer."""
    if cut:
        return SendFailure("应答超时", timed_out=True)
    if isinstance(failure, requests.exceptions.SSLError):
        return SendFailure("TLS 证书或者握手未通过", unreachable=True)
    if isinstance(failure, requests.ConnectTimeout):
        return SendFailure("连接超时", timed_out=True)
    cause = failure.args[0] if failure.args else None
    if isinstance(failure, requests.Timeout | TimeoutError) or "timed out" in str(cause):
        return SendFailure("应答超时", timed_out=True)
    if isinstance(getattr(cause, "reason", None), NameResolutionError):
        return SendFailure("域名无法解析", unreachable=True)
    return SendFailure("无法连接或者连接中断", unreachable=True)


def _refused(response: requests.Response, body: bytes, refusals: Refusals | None) -> SendFailure:
    """Read a refusal by its body too: gateways say “too fast” under 400 and 403."""
    status, wait = response.status_code, _retry_after(response)
    reason = f"平台应答 error={status}"
    answer = _object(body) if refusals is not None else None
    if refusals is not None and answer is not None:
        code, said, verdict = refusals.refusal(answer)
        reason = f"{reason} code={code} {said}".strip() if code is not None else reason
        if verdict in {TOO_FAST, PASSING} and status < 500:
            return refusals.failure(reason, verdict, retry_after=wait)
    too_fast = status == 429
    return SendFailure(
        reason,
        hopeless=400 <= status < 500 and status not in _WORTH_ANOTHER_TRY,
        too_fast=too_fast,
        retry_after=wait or (refusals.pause if too_fast and refusals is not None else None),
    )


def _retry_after(response: requests.Response) -> timedelta | None:
    """Read how long to wait: seconds, or an instant beside the server's own ``Date``."""
    for name in _WAITS:
        said = response.headers.get(name, "").strip()
        if said.isascii() and said.isdecimal():
            return min(timedelta(seconds=int(said[:9])), LONGEST_WAIT)
        try:
            until = parsedate_to_datetime(said)
        except (ValueError, TypeError, OverflowError):
            continue
        return min(max(until - _now_of(response, until), timedelta()), LONGEST_WAIT)
    return None


def _now_of(response: requests.Response, until: datetime) -> datetime:
    """Return the platform's own time, else ours; as naive as the instant that it named."""
    try:
        now = parsedate_to_datetime(response.headers.get("Date", ""))
    except (ValueError, TypeError, OverflowError):
        now = datetime.fromtimestamp(time(), UTC)
    if until.tzinfo is None:
        return now.replace(tzinfo=None)
    return now if now.tzinfo is not None else now.replace(tzinfo=UTC)
