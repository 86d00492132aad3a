"""One question over HTTP, one checked answer (平台请求): bounded in time and size, no secrets.

What requests raises names the whole address, tokens included: none of it is passed on.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any

import requests
from urllib3.exceptions import HTTPError, NameResolutionError

from notices.senders.failure import SendFailure

CONNECT_SECONDS = 3.0
READ_SECONDS = 5.0
MOST_BYTES = 65_536

_WORTH_ANOTHER_TRY = frozenset({408, 425, 429})
_LONGEST_WAIT = timedelta(hours=72)


def ask(
    url: str,
    *,
    json_body: object | None = None,
    form: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
    method: str = "POST",
    ok: range = range(200, 300),
) -> bytes:
    """Return the body of a good answer, or raise :class:`SendFailure`.

    Redirects are not followed: a sign-in page that answers 200 is no delivery.
    """
    given = {"User-Agent": "GreenChannel", **(headers or {})}
    data: bytes | Mapping[str, str] | None = form
    if json_body is not None:
        data = json.dumps(json_body, ensure_ascii=False).encode()
        given = {"Content-Type": "application/json; charset=utf-8", **given}
    deadline = monotonic() + CONNECT_SECONDS + READ_SECONDS
    try:
        with requests.request(
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
            body = _read(response, deadline)
    except (requests.RequestException, HTTPError, OSError) as failure:
        raise _lost(failure) from None
    if response.status_code in ok:
        return body
    raise _refused(response)


def ask_json(url: str, **question: Any) -> dict[str, Any]:
    """Return a good answer as an object; anything else is not understood."""
    body = ask(url, **question)
    try:
        answer = json.loads(body)
    except ValueError:
        raise SendFailure("平台应答无法识别") from None
    if not isinstance(answer, dict):
        raise SendFailure("平台应答无法识别")
    return answer


def _read(response: requests.Response, deadline: float) -> bytes:
    """Return the body, as much of it as may matter, while there is time."""
    body = b""
    while len(body) < MOST_BYTES:
        if monotonic() > deadline:
            raise requests.Timeout
        chunk: bytes = response.raw.read1(MOST_BYTES, decode_content=True)
        if not chunk:
            return body
        body += chunk
    return body


def _lost(failure: Exception) -> SendFailure:
    """Say why there is no answer."""
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


def _refused(response: requests.Response) -> SendFailure:
    status = response.status_code
    hopeless = 400 <= status < 500 and status not in _WORTH_ANOTHER_TRY
    return SendFailure(
        f"平台应答 error={status}",
        hopeless=hopeless,
        retry_after=_retry_after(response) if status in {429, 503} else None,
    )


def _retry_after(response: requests.Response) -> timedelta | None:
    """Read ``Retry-After``: seconds, or an instant beside the server's own ``Date``."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdecimal():
        return min(timedelta(seconds=int(said[:9])), _LONGEST_WAIT)
    try:
        wait = parsedate_to_datetime(said) - parsedate_to_datetime(response.headers["Date"])
    except (KeyError, ValueError, TypeError):
        return None
    return min(max(wait, timedelta()), _LONGEST_WAIT)
